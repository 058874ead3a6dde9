package request

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// AppendBinary appends the event's body in the form that is stored and hashed.
func (e Event) AppendBinary(b []byte) []byte {
	version := byte(1)
	if e.Told {
		version = told
	}
	return appendPlace(append(b, version), e.ID, e.Status, e.Subscription, e.Tenant, e.Partner, e.Reason)
}

// told is the version of an event that somebody is told of; nothing else differs.
const told = 2

// DecodeEvent reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeEvent(b []byte) (e Event, err error) {
	r := wire.NewReader(b)
	version := r.Byte()
	e.ID, e.Status, e.Subscription, e.Tenant, e.Partner, e.Reason, err = readPlace(r)
	e.Told = version == told
	if err != nil || version != 1 && version != told {
		return Event{}, wire.ErrMalformed
	}
	return e, r.Err()
}

// AppendBinary appends the request in the form that is stored.
func (s State) AppendBinary(b []byte) []byte {
	b = appendPlace(append(b, 1), s.ID, s.Status, s.Subscription, s.Tenant, s.Partner, s.Reason)
	b = wire.Text(wire.Time(b, s.CreatedAt), s.CreatedBy)
	return wire.Text(wire.Time(b, s.DecidedAt), s.DecidedBy)
}

// DecodeState reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeState(b []byte) (s State, err error) {
	r := wire.NewReader(b)
	version := r.Byte()
	s.ID, s.Status, s.Subscription, s.Tenant, s.Partner, s.Reason, err = readPlace(r)
	if err != nil || version != 1 {
		return State{}, wire.ErrMalformed
	}
	s.CreatedAt, s.CreatedBy = r.Time(), r.Text()
	s.DecidedAt, s.DecidedBy = r.Time(), r.Text()
	return s, r.Err()
}

func appendPlace(b []byte, id ids.Request, status Status, sub ids.Subscription, tenant ids.Tenant, partner ids.Partner, reason string) []byte {
	s, t := sub.Bytes(), tenant.Bytes()
	b = wire.Uint(b, id.Number())
	b = wire.Text(b, string(status))
	b = append(append(b, s[:]...), t[:]...)
	b = wire.Uint(b, uint64(partner.Number()))
	return wire.Text(b, reason)
}

func readPlace(r *wire.Reader) (id ids.Request, status Status, sub ids.Subscription, tenant ids.Tenant, partner ids.Partner, reason string, err error) {
	id, status = ids.RequestFromNumber(r.Uint()), Status(r.Text())
	sub, tenant = ids.SubscriptionFromBytes(r.Array16()), ids.TenantFromBytes(r.Array16())
	partner, ok := ids.PartnerFromNumber(r.Uint32())
	reason = r.Text()
	if !ok || !slices.Contains(Statuses(), status) {
		err = wire.ErrMalformed
	}
	return id, status, sub, tenant, partner, reason, err
}
