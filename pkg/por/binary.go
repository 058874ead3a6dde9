package por

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// actions in the order of their number in the stored form; only ever append.
var actions = []Action{"", Added, Changed, Removed}

func actionNumber(a Action) uint64 {
	for i, known := range actions {
		if known == a {
			return uint64(i)
		}
	}
	return 0
}

func actionOf(n uint64) (Action, bool) {
	if n == 0 || n >= uint64(len(actions)) {
		return "", false
	}
	return actions[n], true
}

// AppendBinary appends the event's body in the form that is stored and hashed.
func (e Event) AppendBinary(b []byte) []byte {
	id, tenant := e.Subscription.Bytes(), e.Tenant.Bytes()
	b = append(append(append(b, 1), id[:]...), tenant[:]...)
	b = wire.Uint(b, actionNumber(e.Action))
	b = wire.Uint(b, uint64(e.Partner.Number()))
	b = wire.Uint(b, uint64(e.Previous.Number()))
	b = wire.Uint(b, uint64(e.Since))
	return wire.Text(b, e.Comment)
}

// DecodeEvent reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeEvent(b []byte) (Event, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Event{}, wire.ErrMalformed
	}
	e := Event{Subscription: ids.SubscriptionFromBytes(r.Array16()), Tenant: ids.TenantFromBytes(r.Array16())}
	var known, partnerOK, previousOK bool
	e.Action, known = actionOf(r.Uint())
	e.Partner, partnerOK = ids.PartnerFromNumber(r.Uint32())
	e.Previous, previousOK = ids.PartnerFromNumber(r.Uint32())
	e.Since, e.Comment = day.Day(r.UpTo(day.Last)), r.Text()
	if !known || !partnerOK || !previousOK {
		return Event{}, wire.ErrMalformed
	}
	return e, r.Err()
}

// AppendBinary appends the place in the form that is stored.
func (s State) AppendBinary(b []byte) []byte {
	const head, usualMove = 40, 100 // bytes
	id, tenant := s.Subscription.Bytes(), s.Tenant.Bytes()
	b = slices.Grow(b, head+usualMove*len(s.Moves))
	b = append(append(append(b, 1), id[:]...), tenant[:]...)
	b = wire.Uint(b, uint64(len(s.Moves)))
	for _, m := range s.Moves {
		b = wire.Uint(b, actionNumber(m.Action))
		b = wire.Uint(b, uint64(m.Partner.Number()))
		b = wire.Uint(b, uint64(m.Previous.Number()))
		b = wire.Uint(b, uint64(m.Since))
		b = wire.Text(b, m.Comment)
		b = wire.Uint(b, m.Journal)
		b = wire.Time(b, m.At)
		b = wire.Text(wire.Text(wire.Text(b, m.By), m.Role), m.Assurance)
	}
	return b
}

// DecodeState reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeState(b []byte) (State, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return State{}, wire.ErrMalformed
	}
	s := State{Subscription: ids.SubscriptionFromBytes(r.Array16()), Tenant: ids.TenantFromBytes(r.Array16())}
	n := r.Uint()
	if n > uint64(len(b)) {
		return State{}, wire.ErrMalformed
	}
	if n > 0 {
		s.Moves = make([]Move, 0, n)
		r.ShareTexts()
	}
	for range n {
		action, known := actionOf(r.Uint())
		partner, partnerOK := ids.PartnerFromNumber(r.Uint32())
		previous, previousOK := ids.PartnerFromNumber(r.Uint32())
		if !known || !partnerOK || !previousOK {
			return State{}, wire.ErrMalformed
		}
		s.Moves = append(s.Moves, Move{
			Action: action, Partner: partner, Previous: previous, Since: day.Day(r.UpTo(day.Last)), Comment: r.Text(),
			Journal: r.Uint(), Stamp: journal.Stamp{At: r.Time(), By: r.Text(), Role: r.Text(), Assurance: r.Text()},
		})
	}
	return s, r.Err()
}

// DecodeHolder reads of a State who holds the place now, and makes nothing else of it; the error is
// wire.ErrMalformed.
func DecodeHolder(b []byte) (holder ids.Partner, err error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return ids.Partner{}, wire.ErrMalformed
	}
	r.Take(32)
	for range r.UpTo(uint64(len(b))) {
		_, known := actionOf(r.Uint())
		partner, ok := ids.PartnerFromNumber(r.Uint32())
		if holder = partner; !known || !ok {
			return ids.Partner{}, wire.ErrMalformed
		}
		r.Uint32()
		r.UpTo(day.Last)
		r.Pass()
		r.Uint()
		r.Time()
		for range 3 {
			r.Pass()
		}
	}
	return holder, r.Err()
}
