// Package notice owns the outbox: which message a change calls for, to whom, and where a message
// stands (CONTRACT section 10, seeds/001: the partner is told when it is added, changed or removed).
//
// It must not know how a message is worded or delivered, nor an address: an address belongs to the
// partner's record or to the claim, and may be mended while the message waits.
package notice

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Kind says what a message tells.
type Kind string

// The kinds of messages.
const (
	PartnerAdded    Kind = "partner-added"    // to the partner that now holds the place
	PartnerReplaced Kind = "partner-replaced" // to the partner that held it before
	PartnerRemoved  Kind = "partner-removed"  // to the partner that held it, nobody does now

	Digest Kind = "digest" // to a partner: how many places it was given and lost by one desired state

	ClaimSubmitted Kind = "claim-submitted"       // to the customer's contact whom the claim names
	ClaimReturned  Kind = "claim-action-required" // to the partner: the reviewer wants more
	ClaimApproved  Kind = "claim-approved"        // to the partner
	ClaimRejected  Kind = "claim-rejected"        // to the partner, also where the time to answer has passed
	ClaimDeclined  Kind = "claim-declined"        // to the partner: the customer said no
)

// ToCustomer tells whether the message goes to the customer, and else to the partner.
func (k Kind) ToCustomer() bool { return k == ClaimSubmitted }

// Status is where a message stands.
type Status string

// Queued is the status of a message that waits to be sent.
const Queued Status = "queued"

// Message is one message of the outbox.
type Message struct {
	ID           uint64 // the number in the outbox, from 1
	MessageID    string // the Message-ID header, fixed when the message is queued
	Kind         Kind
	Partner      ids.Partner // who is told, or whose claim the customer is told of
	Other        ids.Partner // the other partner of a replacement
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Claim        ids.Claim // none where the message is about a subscription
	Since        day.Day
	Gained, Lost uint32 // of a digest: how many places the partner was given, and how many it lost
	Journal      uint64 // the entry that tells who did it
	Status       Status
	Tries        uint32
	NextTry      time.Time
	Reason       string // why the last try failed
	CreatedAt    time.Time
}

// For is the messages that a change of a place calls for, in the order they are queued.
func For(e por.Event) []Message {
	m := Message{Subscription: e.Subscription, Tenant: e.Tenant, Since: e.Since, Status: Queued}
	to := func(kind Kind, partner, other ids.Partner) Message {
		m.Kind, m.Partner, m.Other = kind, partner, other
		return m
	}
	switch e.Action {
	case por.Added:
		return []Message{to(PartnerAdded, e.Partner, ids.Partner{})}
	case por.Changed:
		return []Message{to(PartnerAdded, e.Partner, e.Previous), to(PartnerReplaced, e.Previous, e.Partner)}
	default:
		return []Message{to(PartnerRemoved, e.Previous, ids.Partner{})}
	}
}

// ForClaim is the messages that a move of a claim calls for; s is the claim after it. Submitting tells
// the customer, a decision the partner (CONTRACT section 10, seeds/003 step 18).
func ForClaim(s cpor.State, e cpor.Event) []Message {
	kinds := map[cpor.Verb]Kind{
		cpor.Submit: ClaimSubmitted, cpor.RequireAction: ClaimReturned, cpor.Approve: ClaimApproved,
		cpor.Reject: ClaimRejected, cpor.Sweep: ClaimRejected, cpor.Decline: ClaimDeclined,
	}
	kind, told := kinds[e.Verb]
	if !told {
		return nil
	}
	return []Message{{Kind: kind, Partner: s.Partner, Tenant: s.Tenant, Claim: s.ID, Status: Queued}}
}

// MessageIDFor is the Message-ID of a message: the same for ever, and in no two ledgers the same.
func MessageIDFor(ledger [16]byte, id uint64) string {
	return fmt.Sprintf("<%d.%s@dpor.invalid>", id, hex.EncodeToString(ledger[:]))
}

// AppendBinary appends the message in the form that is stored.
func (m Message) AppendBinary(b []byte) []byte {
	id, tenant := m.Subscription.Bytes(), m.Tenant.Bytes()
	version := byte(1)
	switch {
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
	}
	return b
}

// withClaim is the version of a message that is about a claim, whose number stands at its end, withCounts
// that of a digest, whose counts stand there.
const (
	withClaim  = 2
	withCounts = 3
)

// Decode reads what AppendBinary wrote; the error is wire.ErrMalformed.
func Decode(b []byte) (Message, error) {
	r := wire.NewReader(b)
	version := r.Byte()
	if version != 1 && version != withClaim && version != withCounts {
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
	}
	if !partnerOK || !otherOK || (version == withClaim) == m.Claim.IsZero() || (version == withCounts) != (m.Kind == Digest) {
		return Message{}, wire.ErrMalformed
	}
	return m, r.Err()
}
