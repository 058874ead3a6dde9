package cpor

import (
	"slices"
	"strings"
)

// Verb is what is done to a claim: the word of the command.
type Verb string

// The verbs of CONTRACT section 8.
const (
	New           Verb = "new"
	Edit          Verb = "edit"
	Attach        Verb = "attach"
	Detach        Verb = "detach"
	Delete        Verb = "delete"
	Submit        Verb = "submit"
	Review        Verb = "review"
	RequireAction Verb = "require-action"
	Remark        Verb = "comment"
	Approve       Verb = "approve"
	Reject        Verb = "reject"
	Decline       Verb = "decline"
	Dispute       Verb = "dispute"
	End           Verb = "end"
	Sweep         Verb = "sweep"
)

// By is whose move it is.
type By string

// Whose move it can be.
const (
	Partner  By = "partner"
	Recorded By = "recorded" // what the portal decided, written down by the partner
	Customer By = "customer"
	System   By = "system"
)

// Edge is one line of the table: from a status a verb leads to a status.
type Edge struct {
	From Status
	Verb Verb
	To   Status
}

// Edges is the whole table of moves; what is not in it is refused.
func Edges() []Edge { return slices.Clone(edges) }

// edges is the table. The moves in a ledger are held against it when they are read: a line is never taken
// out or altered, only added.
var edges = []Edge{
	{None, New, Draft},
	{Draft, Edit, Draft},
	{Draft, Attach, Draft},
	{Draft, Detach, Draft},
	{Draft, Delete, Gone},
	{Draft, Submit, Submitted},
	{ActionRequired, Submit, Submitted},
	{Submitted, Review, InReview},
	{Submitted, RequireAction, ActionRequired},
	{InReview, RequireAction, ActionRequired},
	{ActionRequired, Attach, ActionRequired},
	{ActionRequired, Remark, ActionRequired},
	{Submitted, Approve, Approved},
	{InReview, Approve, Approved},
	{Submitted, Reject, Rejected},
	{InReview, Reject, Rejected},
	{ActionRequired, Reject, Rejected},
	{Submitted, Decline, Rejected},
	{InReview, Decline, Rejected},
	{ActionRequired, Decline, Rejected},
	{Approved, Decline, Rejected},
	{Rejected, Dispute, InReview},
	{Approved, End, Ended},
	{ActionRequired, Sweep, Rejected},
}

// VerbRule says whose move a verb is and what it takes.
type VerbRule struct {
	Verb Verb
	By   By
	// Reason tells that it needs one.
	Reason bool
	// TakesAway tells that something is lost by it, so that a script has to say --yes (CONTRACT section 1).
	TakesAway bool
}

// Verbs is the table of verbs, in the order of a claim's life. Their order is also that of their numbers
// in the stored form: only ever append.
func Verbs() []VerbRule { return slices.Clone(verbs) }

var verbs = []VerbRule{
	{Verb: New, By: Partner},
	{Verb: Edit, By: Partner},
	{Verb: Attach, By: Partner},
	{Verb: Detach, By: Partner},
	{Verb: Delete, By: Partner, TakesAway: true},
	{Verb: Submit, By: Partner},
	{Verb: Review, By: Recorded},
	{Verb: RequireAction, By: Recorded, Reason: true},
	{Verb: Remark, By: Partner},
	{Verb: Approve, By: Recorded},
	{Verb: Reject, By: Recorded, Reason: true},
	{Verb: Decline, By: Customer, Reason: true, TakesAway: true},
	{Verb: Dispute, By: Partner, Reason: true},
	{Verb: End, By: Partner, Reason: true, TakesAway: true},
	{Verb: Sweep, By: System},
}

// Rule is the line of a verb; the zero line for none.
func (v Verb) Rule() VerbRule {
	for _, r := range verbs {
		if r.Verb == v {
			return r
		}
	}
	return VerbRule{}
}

// From are the statuses from which the verb leads on.
func (v Verb) From() []Status {
	var list []Status
	for _, e := range edges {
		if e.Verb == v {
			list = append(list, e.From)
		}
	}
	return list
}

// target is where a verb leads from a status; ok is false where it leads nowhere.
func target(from Status, v Verb) (to Status, ok bool) {
	for _, e := range edges {
		if e.From == from && e.Verb == v {
			return e.To, true
		}
	}
	return "", false
}

// Allowed are the verbs that lead on from a status, but the system's own.
func Allowed(from Status) []Verb {
	var list []Verb
	for _, e := range edges {
		if e.From == from && e.Verb.Rule().By != System && !slices.Contains(list, e.Verb) {
			list = append(list, e.Verb)
		}
	}
	return list
}

// allowedList is what is allowed, for messages.
func allowedList(from Status) string {
	var words []string
	for _, v := range Allowed(from) {
		words = append(words, string(v))
	}
	return strings.Join(words, ", ")
}
