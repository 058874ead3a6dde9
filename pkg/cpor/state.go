// Package cpor owns claims: what a partner claims of a customer (Claiming Partner of Record), with
// which evidence, and which moves a claim can make. One table of moves rules the code, the messages,
// the help and the documentation (seeds/003, CONTRACT section 8, DOMAIN 1).
//
// It must not know who may act for which partner or tenant (package access), what time it is, or where
// a claim or its evidence is kept.
package cpor

import (
	"time"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// Status is where a claim stands.
type Status string

// The statuses of CONTRACT section 8. None is the status of a claim that is not there yet, Gone that
// of one that was deleted: neither is ever shown.
const (
	None           Status = ""
	Draft          Status = "draft"
	Submitted      Status = "submitted"
	InReview       Status = "in-review"
	ActionRequired Status = "action-required"
	Approved       Status = "approved"
	Rejected       Status = "rejected"
	Ended          Status = "ended"
	Gone           Status = "gone"
)

// Statuses are the statuses in which a claim is met, in the order of its life.
func Statuses() []Status {
	return []Status{Draft, Submitted, InReview, ActionRequired, Approved, Rejected, Ended}
}

// InFlight tells whether the claim waits for a decision.
func (s Status) InFlight() bool { return s == Submitted || s == InReview || s == ActionRequired }

// Document is a piece of evidence as the claim has it.
type Document struct {
	evidence.Document
	AddedAt time.Time
	AddedBy string
}

// Comment is what the partner told the reviewer.
type Comment struct {
	At   time.Time
	By   string
	Text string
}

// Attestation is the confirmation with which a claim was submitted (seeds/003 step 18).
type Attestation struct {
	At   time.Time // zero until the claim is submitted
	By   string
	Text string // as it was shown
}

// Move is one step in the life of a claim.
type Move struct {
	Verb     Verb
	From, To Status
	Reason   string
	DueOn    day.Day // the end of the window that is open after it; none where there is none
	Journal  uint64  // the number of the journal entry
	journal.Stamp
}

// State is one claim.
type State struct {
	ID     ids.Claim
	Status Status
	Form
	Evidence    []Document
	Comments    []Comment
	Attestation Attestation
	// DueOn is the last day on which something can be done: of action-required to answer, of rejected to
	// dispute, of approved for the customer's window; none where no window is open.
	DueOn day.Day
	Moves []Move
}

// has tells whether the claim has a document.
func (s State) has(h evidence.Hash) bool {
	for _, d := range s.Evidence {
		if d.Hash == h {
			return true
		}
	}
	return false
}

// CreatedAt is when the claim was drafted.
func (s State) CreatedAt() time.Time {
	if len(s.Moves) == 0 {
		return time.Time{}
	}
	return s.Moves[0].At
}

// SubmittedAt is when the claim was submitted last; zero where it never was.
func (s State) SubmittedAt() time.Time {
	for i := len(s.Moves) - 1; i >= 0; i-- {
		if s.Moves[i].Verb == Submit {
			return s.Moves[i].At
		}
	}
	return time.Time{}
}

// Tenure is a time in which the claim was approved.
type Tenure struct {
	Since day.Day
	Until day.Day // the first day on which it holds no more; none while it holds
	// Pending is the last day on which the customer can still object in its window; none without one.
	Pending day.Day
}

// Tenures are the times in which the claim was approved, oldest first.
func (s State) Tenures() []Tenure {
	var list []Tenure
	for _, m := range s.Moves {
		switch {
		case m.To == Approved && m.From != Approved:
			list = append(list, Tenure{Since: day.Of(m.At), Pending: m.DueOn})
		case m.From == Approved && m.To != Approved && len(list) > 0:
			last := &list[len(list)-1]
			last.Until = max(last.Since, day.Of(m.At)) // a clock may have been set back
		}
	}
	return list
}
