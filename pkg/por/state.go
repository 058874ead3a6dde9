// Package por owns the partner of record of one subscription: at any time one partner or none, set
// by the customer's global admin (seeds/001, seeds/002, seeds/004).
//
// It must not know who may act (package access), what time it is, or where the state is kept.
package por

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// Action is what happened to a place.
type Action string

// The actions of CONTRACT section 7.
const (
	Added   Action = "added"
	Changed Action = "changed"
	Removed Action = "removed"
)

// Move is one change of the place, with who made it.
type Move struct {
	Action   Action
	Partner  ids.Partner // after the move; none when it was removed
	Previous ids.Partner // before the move
	Since    day.Day     // the day from which it holds
	Comment  string
	Journal  uint64 // the number of the journal entry
	journal.Stamp
}

// State is the place of one subscription: every move since the ledger knows it, oldest first.
type State struct {
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Moves        []Move
}

// Tenure is the time that one partner held the place.
type Tenure struct {
	Partner ids.Partner
	Since   day.Day
	Until   day.Day // the first day on which it holds no more; none while it holds
	// Comment is the one that was given with the designation.
	Comment string
}

// Partner is who holds the place now; none when nobody does.
func (s State) Partner() ids.Partner {
	if len(s.Moves) == 0 {
		return ids.Partner{}
	}
	return s.Moves[len(s.Moves)-1].Partner
}

// Tenures are the times of each partner, oldest first.
func (s State) Tenures() []Tenure {
	var list []Tenure
	for _, m := range s.Moves {
		if n := len(list); n > 0 && list[n-1].Until.IsZero() {
			list[n-1].Until = m.Since
		}
		if !m.Partner.IsZero() {
			list = append(list, Tenure{Partner: m.Partner, Since: m.Since, Comment: m.Comment})
		}
	}
	return list
}

// On is the tenure at the end of a day in UTC; ok is false when nobody held the place then.
func (s State) On(d day.Day) (t Tenure, ok bool) {
	for _, t := range s.Tenures() {
		if t.Since <= d && (t.Until.IsZero() || d < t.Until) {
			return t, true
		}
	}
	return Tenure{}, false
}

// Now is the tenure that holds now; ok is false when nobody holds the place.
func (s State) Now() (t Tenure, ok bool) {
	if s.Partner().IsZero() {
		return Tenure{}, false
	}
	last := s.Moves[len(s.Moves)-1]
	return Tenure{Partner: last.Partner, Since: last.Since, Comment: last.Comment}, true
}

// Ever tells whether a partner holds the place or once held it.
func (s State) Ever(p ids.Partner) bool {
	for _, m := range s.Moves {
		if m.Partner == p {
			return true
		}
	}
	return false
}

// lastSince is the day from which the present state of the place holds.
func (s State) lastSince() day.Day {
	if len(s.Moves) == 0 {
		return 0
	}
	return s.Moves[len(s.Moves)-1].Since
}
