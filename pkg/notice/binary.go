package notice

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// AppendBinary appends the message in the form that is stored.
func (m Message) AppendBinary(b []byte) []byte {
	id, tenant := m.Subscription.Bytes(), m.Tenant.Bytes()
	version := byte(1)
	switch {
	case m.more():
		version = withMore
	case !m.Claim.IsZero():
		version = withClaim
	case m.Kind == Digest:
		version = withCounts
	}
	b = wire.Uint(append(b, version), m.ID)
	b = wire.Text(wire.Text(b, m.MessageID), string(m.Kind))
	b = wire.Uint(wire.Uint(b, uint64(m.Partner.Number())), uint64(m.Other.Number()))
	b = append(append(b, id[:]...), tenant[:]...)
	b = wire.Uint(wire.Uint(b, uint64(m.Since)), m.Journal)
	b = wire.Uint(wire.Text(b, string(m.Status)), uint64(m.Tries))
	b = wire.Time(wire.Text(wire.Time(b, m.NextTry), m.Reason), m.CreatedAt)
	switch version {
	case withClaim:
		b = wire.Uint(b, m.Claim.Number())
	case withCounts:
		b = wire.Uint(wire.Uint(b, uint64(m.Gained)), uint64(m.Lost))
	case withMore:
		b = wire.Uint(wire.Uint(wire.Uint(b, m.Claim.Number()), uint64(m.Gained)), uint64(m.Lost))
		b = wire.Time(wire.Uint(b, m.Request.Number()), m.Moved)
		b = wire.Text(wire.Text(wire.Text(wire.Text(b, m.To), m.Subject), m.Lang), m.Taken)
	}
	return b
}

// more tells whether the message has what the first versions had no room for.
func (m Message) more() bool {
	return !m.Request.IsZero() || !m.Moved.IsZero() || m.To != "" || m.Subject != "" || m.Lang != "" || m.Taken != ""
}

// withClaim is the version of a message that is about a claim, whose number stands at its end, withCounts
// that of a digest, whose counts stand there; withMore has room for everything.
const (
	withClaim  = 2
	withCounts = 3
	withMore   = 4
)

// Decode reads what AppendBinary wrote; the error is wire.ErrMalformed.
func Decode(b []byte) (Message, error) {
	r := wire.NewReader(b)
	version := r.Byte()
	if version < 1 || version > withMore {
		return Message{}, wire.ErrMalformed
	}
	m := Message{ID: r.Uint(), MessageID: r.Text(), Kind: Kind(r.Text())}
	var partnerOK, otherOK bool
	m.Partner, partnerOK = ids.PartnerFromNumber(r.Uint32())
	m.Other, otherOK = ids.PartnerFromNumber(r.Uint32())
	m.Subscription, m.Tenant = ids.SubscriptionFromBytes(r.Array16()), ids.TenantFromBytes(r.Array16())
	m.Since, m.Journal = day.Day(r.UpTo(day.Last)), r.Uint()
	m.Status, m.Tries = Status(r.Text()), r.Uint32()
	m.NextTry, m.Reason, m.CreatedAt = r.Time(), r.Text(), r.Time()
	switch version {
	case withClaim:
		m.Claim = ids.ClaimFromNumber(r.Uint())
	case withCounts:
		m.Gained, m.Lost = r.Uint32(), r.Uint32()
	case withMore:
		m.Claim, m.Gained, m.Lost = ids.ClaimFromNumber(r.Uint()), r.Uint32(), r.Uint32()
		m.Request, m.Moved = ids.RequestFromNumber(r.Uint()), r.Time()
		m.To, m.Subject, m.Lang, m.Taken = r.Text(), r.Text(), r.Text(), r.Text()
	}
	if !partnerOK || !otherOK || !m.fits(version) || !slices.Contains(Statuses(), m.Status) {
		return Message{}, wire.ErrMalformed
	}
	return m, r.Err()
}

// fits tells whether the message has what its version is for, and nothing else.
func (m Message) fits(version byte) bool {
	if m.Kind != Digest && (m.Gained != 0 || m.Lost != 0) {
		return false
	}
	switch version {
	case withClaim:
		return !m.Claim.IsZero() && m.Kind != Digest
	case withCounts:
		return m.Kind == Digest
	case withMore:
		return m.more() && (m.Kind != Digest || m.Claim.IsZero())
	}
	return m.Kind != Digest
}
