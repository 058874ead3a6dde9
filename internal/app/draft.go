package app

import (
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Draft is a ledger with the changes of one task on top of it, none of them written. Steps read
// single records through it and see what the steps before them did; scans see the ledger only.
type Draft struct {
	Reader
	actor access.Actor
	today day.Day
	stamp journal.Stamp
	seq   uint64 // of the entry that the changes will be in
	last  journal.Hash
	// planned is what was shown to happen to each place; empty while that is found out.
	planned map[ids.Subscription]por.Event
	// writes tells that the changes are about to be written.
	writes bool

	customers     map[ids.Tenant]record.Customer
	subscriptions map[ids.Subscription]record.Subscription
	partners      map[ids.Partner]record.Partner
	places        map[ids.Subscription]por.State
	associations  map[record.AssociationKey]record.Association
	requests      map[ids.Request]request.State
	claims        map[ids.Claim]cpor.State
	taken         map[cpor.Place]bool // places that an approval or its end touched
	swept         []ids.Claim         // claims that were rejected because nobody answered in time
	newClaims     uint64
	messages      []notice.Message
	digests       bool         // one message a partner, not one a change
	tally         notice.Tally // of the changes that are to be told in digests
	events        []Event
}

func newDraft(r Reader, actor access.Actor, today day.Day, stamp journal.Stamp) (*Draft, error) {
	seq, hash, err := r.Head()
	return &Draft{
		Reader: r, actor: actor, today: today, stamp: stamp, seq: seq + 1, last: hash,
		customers:     map[ids.Tenant]record.Customer{},
		subscriptions: map[ids.Subscription]record.Subscription{},
		partners:      map[ids.Partner]record.Partner{},
		places:        map[ids.Subscription]por.State{},
		associations:  map[record.AssociationKey]record.Association{},
		requests:      map[ids.Request]request.State{},
		claims:        map[ids.Claim]cpor.State{},
		taken:         map[cpor.Place]bool{},
	}, err
}

// Customer gives a customer as the draft has it.
func (d *Draft) Customer(id ids.Tenant) (record.Customer, bool, error) {
	return drafted(d.customers, id, d.Reader.Customer)
}

// Subscription gives a subscription as the draft has it.
func (d *Draft) Subscription(id ids.Subscription) (record.Subscription, bool, error) {
	return drafted(d.subscriptions, id, d.Reader.Subscription)
}

// Partner gives a partner as the draft has it.
func (d *Draft) Partner(id ids.Partner) (record.Partner, bool, error) {
	return drafted(d.partners, id, d.Reader.Partner)
}

// Association gives a stored association as the draft has it.
func (d *Draft) Association(key record.AssociationKey) (record.Association, bool, error) {
	return drafted(d.associations, key, d.Reader.Association)
}

// Request gives a request as the draft has it.
func (d *Draft) Request(id ids.Request) (request.State, bool, error) {
	return drafted(d.requests, id, d.Reader.Request)
}

// Place gives a place as the draft has it.
func (d *Draft) Place(id ids.Subscription) (por.State, error) {
	if s, ok := d.places[id]; ok {
		return s, nil
	}
	return d.Reader.Place(id)
}

func drafted[K comparable, V any](pending map[K]V, key K, stored func(K) (V, bool, error)) (V, bool, error) {
	if v, ok := pending[key]; ok {
		return v, true, nil
	}
	return stored(key)
}

// nextRequest is the number of the next new request.
func (d *Draft) nextRequest() (ids.Request, error) {
	last, err := d.LastRequest()
	return ids.RequestFromNumber(last.Number() + uint64(len(d.requests)) + 1), err
}

// need gives a subscription that has to be there; the error is not-found.
func (d *Draft) need(id ids.Subscription) (record.Subscription, error) {
	s, ok, err := d.Subscription(id)
	if err == nil && !ok {
		err = missingSubscription(id)
	}
	return s, err
}

// needPartner gives a partner that has to be there; the error is not-found.
func (d *Draft) needPartner(id ids.Partner) (record.Partner, error) {
	p, ok, err := d.Partner(id)
	if err == nil && !ok {
		err = missingPartner(id)
	}
	return p, err
}

// needCustomer asks for a tenant that the ledger knows as a customer, or by a subscription; the error is
// not-found. What is to be done everywhere in a tenant would do nothing, and say nothing, in a mistyped one.
func (d *Draft) needCustomer(id ids.Tenant) error {
	if _, ok, err := d.Customer(id); err != nil || ok {
		return err
	}
	for _, err := range d.Seats(id, ids.Subscription{}) {
		return err
	}
	return missingCustomer(id)
}

func missingCustomer(id ids.Tenant) error {
	return fault.New(fault.NotFound, "customer.missing", "tenant", id.String()).About(id.String())
}

func missingSubscription(id ids.Subscription) error {
	return fault.New(fault.NotFound, "subscription.missing", "subscription", id.String()).Of(id.String())
}

func missingPartner(id ids.Partner) error {
	return fault.New(fault.NotFound, "partner.missing", "partner", id.String()).About(id.String())
}

// ofSubscription names the subscription of a row in what is refused of it.
func ofSubscription(id ids.Subscription, err error) error {
	e := *fault.As(err)
	return e.Of(id.String())
}

// emit lets an event happen in the draft. Here, and only here, every change of a ledger passes: an
// event that the actor has no right to is refused, whichever command it came from.
func (d *Draft) emit(e Event) error {
	if err := d.mayEmit(e); err != nil {
		return err
	}
	d.events = append(d.events, e)
	return d.evolve(e)
}

func (d *Draft) mayEmit(e Event) error {
	switch e := e.(type) {
	case por.Event:
		return d.actor.MayIn(access.Designate, e.Tenant)
	case request.Event:
		if e.Status == request.Open {
			return d.actor.MayFor(access.AskForPlace, e.Partner)
		}
		r, _, err := d.Request(e.ID)
		if err != nil {
			return err
		}
		return d.actor.MayIn(access.DecideRequest, r.Tenant)
	case cpor.Event:
		return d.mayMove(e)
	case record.Recorded[record.Customer], record.Recorded[record.Subscription],
		record.Recorded[record.Partner], record.Recorded[record.Association]:
		return d.actor.May(access.Record)
	}
	return unknownEvent(e)
}
