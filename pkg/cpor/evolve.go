package cpor

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/journal"
)

// Evolve is the claim after an event; seq is the number of the journal entry. It does not change the
// lists of the state that it was given.
func Evolve(s State, e Event, stamp journal.Stamp, seq uint64) State {
	s.ID, s.Status, s.DueOn = e.Claim, e.To, e.DueOn
	if e.Form != nil {
		s.Form = *e.Form
	}
	if len(e.Added) > 0 {
		s.Evidence = slices.Clone(s.Evidence)
		for _, d := range e.Added {
			s.Evidence = append(s.Evidence, Document{Document: d, AddedAt: stamp.At, AddedBy: stamp.By})
		}
	}
	if len(e.Removed) > 0 {
		s.Evidence = slices.DeleteFunc(slices.Clone(s.Evidence), func(d Document) bool { return slices.Contains(e.Removed, d.Hash) })
		if len(s.Evidence) == 0 {
			s.Evidence = nil
		}
	}
	if e.Comment != "" {
		s.Comments = append(slices.Clone(s.Comments), Comment{At: stamp.At, By: stamp.By, Text: e.Comment})
	}
	if e.Verb == Submit {
		s.Attestation = Attestation{At: stamp.At, By: stamp.By, Text: e.Attestation}
	}
	if e.Verb.Rule().By == System {
		// Whoever's command let it happen stands in the journal; it is not their doing.
		stamp.By, stamp.Role, stamp.Assurance = string(System), string(System), ""
	}
	s.Moves = append(slices.Clone(s.Moves), Move{Verb: e.Verb, From: e.From, To: e.To, Reason: e.Reason, DueOn: e.DueOn, Journal: seq, Stamp: stamp})
	return s
}
