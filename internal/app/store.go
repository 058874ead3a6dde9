// Package app owns the use cases: what a command reads, what it plans, and the one way in which a
// change is written.
//
// It must not know how a ledger is kept (package store and its kin), how a file is read (intake), how
// a question is asked or an answer printed (ui), or a flag (cli).
package app

import (
	"context"
	"iter"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Store is a ledger. It is opened for each call and let go at its end, so that nobody waits for a
// prompt, a mail server or a slow reader of our output.
//
// Errors of both: not-found where there is no ledger (View), busy where another process holds it,
// corrupt where it is damaged or foreign or newer than the program, internal for a fault of the disk.
type Store interface {
	// View reads; what the Reader gives is from one moment.
	View(ctx context.Context, read func(Reader) error) error
	// Update writes the batch that decide gives in one transaction; an error, or a batch with
	// nothing in it, writes nothing. It makes the ledger when there is none. The error is unsure where the
	// disk failed so that nobody knows whether the change was kept.
	Update(ctx context.Context, decide func(Reader) (Batch, error)) error
	// Rewrite is Update for a change of any size. It is written to a copy of the ledger, which then takes
	// the ledger's place: all of it or nothing, and in a memory that does not grow with it.
	Rewrite(ctx context.Context, decide func(Reader) (Bulk, error)) error
}

// Reader is a ledger at one moment. A record that is not there is no error: ok is false.
// Scans give records in the order of their keys, from after the given key on (the zero key: from the
// first), and end at the first error.
type Reader interface {
	// Head is the last journal entry's number and hash; 0 in an empty ledger.
	Head() (seq uint64, hash journal.Hash, err error)
	// LedgerID tells this ledger from every other one.
	LedgerID() ([16]byte, error)

	Customer(ids.Tenant) (c record.Customer, ok bool, err error)
	Subscription(ids.Subscription) (s record.Subscription, ok bool, err error)
	Partner(ids.Partner) (p record.Partner, ok bool, err error)
	// Place gives the designations of a subscription; without any it is the zero State.
	Place(ids.Subscription) (s por.State, err error)
	// TenantOf is the tenant that a subscription belongs to, and Seat the subscription with its place,
	// looked up under its tenant. Asked for in the order of their keys, by subscription the one and by
	// tenant and subscription the other, a million of them are read as a scan would.
	TenantOf(ids.Subscription) (t ids.Tenant, ok bool, err error)
	Seat(ids.Tenant, ids.Subscription) (s Seat, ok bool, err error)
	// PlaceIn is Place for a subscription whose tenant is known.
	PlaceIn(ids.Tenant, ids.Subscription) (s por.State, err error)
	// Holder is who holds a place now; none where nobody does.
	Holder(ids.Tenant, ids.Subscription) (p ids.Partner, err error)
	Association(record.AssociationKey) (a record.Association, ok bool, err error)
	Request(ids.Request) (r request.State, ok bool, err error)
	Claim(ids.Claim) (c cpor.State, ok bool, err error)
	// ClaimHolder gives the partner that holds a place by approved claims; none where nobody does.
	ClaimHolder(cpor.Place) (ids.Partner, error)

	Customers(after ids.Tenant) iter.Seq2[record.Customer, error]
	Partners(after ids.Partner) iter.Seq2[record.Partner, error]
	// Tenants gives every tenant that a customer, a subscription, an association or a claim names, each
	// once.
	Tenants(after ids.Tenant) iter.Seq2[ids.Tenant, error]
	// Seats gives a tenant's subscriptions with their places, by subscription ID.
	Seats(tenant ids.Tenant, after ids.Subscription) iter.Seq2[Seat, error]
	// Holdings gives the places that a partner holds or once held, by tenant and subscription.
	Holdings(partner ids.Partner, after Holding) iter.Seq2[Holding, error]
	// AssociationsIn gives the stored associations of a tenant, AssociationsOf those of a partner.
	AssociationsIn(ids.Tenant) iter.Seq2[record.Association, error]
	AssociationsOf(ids.Partner) iter.Seq2[record.Association, error]
	Requests(after ids.Request) iter.Seq2[request.State, error]
	// Claims gives all claims, ClaimsWith those of a status, ClaimsOf those of a partner and ClaimsFor
	// those for a tenant.
	Claims(after ids.Claim) iter.Seq2[cpor.State, error]
	ClaimsWith(status cpor.Status, after ids.Claim) iter.Seq2[cpor.State, error]
	ClaimsOf(partner ids.Partner, after ids.Claim) iter.Seq2[cpor.State, error]
	ClaimsFor(tenant ids.Tenant, after ids.Claim) iter.Seq2[cpor.State, error]
	Messages(after uint64) iter.Seq2[notice.Message, error]
	Entries(after uint64) iter.Seq2[journal.Entry, error]

	// LastRequest, LastClaim and LastMessage are the highest numbers given so far.
	LastRequest() (ids.Request, error)
	LastClaim() (ids.Claim, error)
	LastMessage() (uint64, error)
}

// Seat is a subscription and its place.
type Seat struct {
	Subscription record.Subscription
	Place        por.State
}

// Holding is one place that a partner holds or held.
type Holding struct {
	Tenant       ids.Tenant
	Subscription ids.Subscription
	// Current is true where the partner holds the place now.
	Current bool
}

// Batch is what one transaction writes: records as they are afterwards, the journal entry that tells
// of it, and the messages it calls for. Indexes follow from the records; the store keeps them.
type Batch struct {
	Customers     []record.Customer
	Subscriptions []record.Subscription
	Partners      []record.Partner
	Places        []por.State
	Associations  []record.Association
	Requests      []request.State
	// Claims with the status gone are taken out of the ledger. A batch in which a second partner would
	// hold a place by an approved claim is refused: conflict, claim.taken.
	Claims []cpor.State
	// Messages are new ones, Deliveries those of the outbox that moved on their way. The journal does not
	// tell of a delivery: a batch can have them and no entry, and then nothing beside them, or it is
	// internal, ledger.entry. A delivery differs from what the outbox has of the message by how far it is on its
	// way only (notice.Message.AsFarAs); another one, or one of a message that was not there before, is
	// internal, ledger.message.
	Messages, Deliveries []notice.Message
	// Entry is the journal entry, chained to the one before; its number 0 means that there is nothing
	// to write but Deliveries.
	Entry journal.Entry
}

// Nothing tells whether the batch writes nothing at all.
func (b Batch) Nothing() bool { return b.Entry.Seq == 0 && len(b.Deliveries) == 0 }

// OnlyDeliveries tells whether the batch has nothing that the journal would have to tell of.
func (b Batch) OnlyDeliveries() bool {
	others := len(b.Customers) + len(b.Subscriptions) + len(b.Partners) + len(b.Places) + len(b.Associations) +
		len(b.Requests) + len(b.Claims) + len(b.Messages) + len(b.Entry.Events)
	return len(b.Deliveries) > 0 && b.Entry.Seq == 0 && others == 0
}
