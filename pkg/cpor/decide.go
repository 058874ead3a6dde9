package cpor

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Decide says what a command does to a claim: one event, none where it is so already, or an error that
// holds every reason.
//
// Errors: conflict for a move that the status does not allow, one that comes too late, or a place that
// another partner holds; invalid for what the claim lacks or cannot say; not-found for a document that
// the claim does not have.
func Decide(s State, c Command) ([]Event, error) {
	to, ok := target(s.Status, c.Verb)
	if !ok {
		return nil, refuseMove(s, c.Verb)
	}
	if c.Verb.Rule().Reason && strings.TrimSpace(c.Reason) == "" {
		return nil, fault.New(fault.Invalid, "claim.reason", "verb", string(c.Verb)).About("--reason")
	}
	e := Event{Claim: c.ID, Verb: c.Verb, From: s.Status, To: to, Reason: strings.TrimSpace(c.Reason), DueOn: opened(s, to, c)}
	switch c.Verb {
	case New, Edit:
		return form(s, c, e)
	case Attach:
		return attach(s, c, e)
	case Detach:
		return detach(s, c, e)
	case Remark:
		if e.Comment = strings.TrimSpace(c.Text); e.Comment == "" {
			return nil, fault.New(fault.Invalid, "claim.comment").About("--comment")
		}
	case Submit:
		if problems := s.unready(c.Facts); len(problems) > 0 {
			return nil, fault.Join(about(s.ID, problems))
		}
		e.Comment, e.Attestation = strings.TrimSpace(c.Text), c.Attestation
	case Approve:
		var problems []*fault.Error
		for _, p := range s.Places() {
			if held := c.Facts.Held[p]; !held.IsZero() && held != s.Partner {
				problems = append(problems, Taken(p, held))
			}
		}
		if len(problems) > 0 {
			return nil, fault.Join(about(s.ID, problems))
		}
	case Dispute:
		if c.Today > s.DueOn {
			return nil, fault.New(fault.Conflict, "claim.dispute-late", "claim", s.ID.String(), "due", s.DueOn.String()).About(s.ID.String())
		}
	case Sweep:
		if !Lapsed(s, c.Today) {
			return nil, refuseMove(s, c.Verb)
		}
	}
	return []Event{e}, nil
}

// Lapsed tells whether a claim waited for the partner's answer longer than its window: it is swept.
func Lapsed(s State, today day.Day) bool {
	return s.Status == ActionRequired && today > s.DueOn
}

// opened is the end of the window that a move opens, or that of the one it leaves open.
func opened(s State, to Status, c Command) day.Day {
	w := c.Windows
	switch {
	case to == s.Status:
		return s.DueOn
	case to == ActionRequired:
		return w.Calendar.After(c.Today, w.Answer)
	case to == Rejected:
		return w.Calendar.After(c.Today, w.Dispute)
	case to == Approved:
		return w.Calendar.After(c.Today, w.Customer)
	}
	return 0
}

// form fills in a new claim or another form. A draft may lack anything but its partner: only what
// contradicts itself is refused.
func form(s State, c Command, e Event) ([]Event, error) {
	f, problems := c.Form.consistent(c.Facts.Catalogue)
	if f.Partner.IsZero() {
		problems = append(problems, problem("claim.lacks", "partnerId"))
	}
	if len(problems) > 0 {
		return nil, fault.Join(about(s.ID, problems))
	}
	if c.Verb == Edit && f.equal(s.Form) {
		return nil, nil
	}
	e.Form = &f
	return []Event{e}, nil
}

// attach adds the documents that the claim does not have yet: the same bytes are the same document,
// whatever they are called.
func attach(s State, c Command, e Event) ([]Event, error) {
	for _, d := range c.Documents {
		known := s.has(d.Hash)
		for _, other := range e.Added {
			known = known || other.Hash == d.Hash
		}
		if !known {
			e.Added = append(e.Added, d)
		}
	}
	if len(e.Added) == 0 {
		return nil, nil
	}
	return []Event{e}, nil
}

func detach(s State, c Command, e Event) ([]Event, error) {
	if len(c.Hashes) == 0 {
		return nil, nil
	}
	var problems []*fault.Error
	for _, h := range c.Hashes {
		if !s.has(h) {
			problems = append(problems, fault.New(fault.NotFound, "claim.no-such-document", "claim", s.ID.String(), "hash", h.String()))
		}
	}
	e.Removed = c.Hashes
	if len(problems) > 0 {
		return nil, fault.Join(about(s.ID, problems))
	}
	return []Event{e}, nil
}

// refuseMove names the moves that are allowed.
func refuseMove(s State, v Verb) error {
	key, allowed := "claim.move", allowedList(s.Status)
	if allowed == "" {
		key = "claim.move-none"
	}
	return fault.New(fault.Conflict, key, "claim", s.ID.String(), "status", string(s.Status), "verb", string(v), "allowed", allowed).About(s.ID.String())
}
