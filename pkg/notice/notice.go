// Package notice owns the outbox: which message a change calls for, to whom, and where a message
// stands (CONTRACT section 10, seeds/001: the partner is told when it is added, changed or removed).
//
// It must not know how a message is worded or travels, nor an address: an address belongs to the
// partner's record, the customer's or the claim, and may be mended while the message waits.
package notice

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
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

	PartnerRequested Kind = "partner-requested" // to the contact of the customer: a partner asks for a place
	RequestDeclined  Kind = "request-declined"  // to the partner that asked
)

// ToCustomer tells whether the message goes to the customer, and else to the partner.
func (k Kind) ToCustomer() bool { return k == ClaimSubmitted || k == PartnerRequested }

// Message is one message of the outbox.
type Message struct {
	ID           uint64 // the number in the outbox, from 1
	MessageID    string // the Message-ID header, fixed when the message is queued
	Kind         Kind
	Partner      ids.Partner // who is told, or whose claim the customer is told of
	Other        ids.Partner // the other partner of a replacement
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Claim        ids.Claim   // of a message about a claim
	Request      ids.Request // of a partner's request
	Since        day.Day
	Gained, Lost uint32 // of a digest: how many places the partner was given, and how many it lost
	Journal      uint64 // the entry that tells who did it
	Status       Status
	Moved        time.Time // when it came to its status; zero for one that nobody has looked at yet
	Tries        uint32    // how often it was handed over, or that was tried
	NextTry      time.Time // not before then
	Reason       string    // why the last try failed, or what was left open by the one that did not
	// To is the address, or addresses, of the record that it was handed over to, or is being.
	To string
	// Subject and Lang are those it was handed over with; empty where the sender was killed before it kept them.
	Subject, Lang string
	// Taken are those of several addresses that have it while others wait for another try, parted by commas.
	Taken     string
	CreatedAt time.Time
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

// ForRequest is the messages that a partner's request calls for; s is the request after the event. The customer's
// contact is told, who is asked to decide, and the partner where that is no (CONTRACT section 6); that it is yes
// the partner is told as of any place that it is given. Requests from before there were such messages tell nobody.
func ForRequest(s request.State, e request.Event) []Message {
	m := Message{Partner: s.Partner, Subscription: s.Subscription, Tenant: s.Tenant, Request: s.ID, Status: Queued}
	switch {
	case !e.Told || e.Status == request.Accepted:
		return nil
	case e.Status == request.Open:
		m.Kind = PartnerRequested
	default:
		m.Kind = RequestDeclined
	}
	return []Message{m}
}

// MessageIDFor is the Message-ID of the message of that number that a ledger queues at an instant: the same for
// ever, and that of no other message. The instant tells apart what a ledger and an older copy of it queue, which
// give the same numbers: a mailbox that knows the ID of one message may drop another that bears it.
func MessageIDFor(ledger [16]byte, id uint64, at time.Time) string {
	return fmt.Sprintf("<%d.%x.%s@dpor.invalid>", id, at.UnixMicro(), hex.EncodeToString(ledger[:]))
}

// MessageIDs are all that a message may have: those that were queued by a program that knew no more than schema
// 2 of the ledger were told apart by number and ledger alone.
func MessageIDs(ledger [16]byte, id uint64, at time.Time) [2]string {
	return [...]string{MessageIDFor(ledger, id, at), fmt.Sprintf("<%d.%s@dpor.invalid>", id, hex.EncodeToString(ledger[:]))}
}
