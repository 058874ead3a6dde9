package memstore

import (
	"maps"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// ledger is what is kept at one moment. It never changes; a batch gives another one.
type ledger struct {
	id            [16]byte
	seq           uint64
	hash          journal.Hash
	lastRequest   uint64
	lastClaim     uint64
	lastMessage   uint64
	customers     map[ids.Tenant]record.Customer
	subscriptions map[ids.Subscription]record.Subscription
	partners      map[ids.Partner]record.Partner
	places        map[ids.Subscription]por.State
	associations  map[record.AssociationKey]record.Association
	requests      map[ids.Request]request.State
	claims        map[ids.Claim]cpor.State
	holders       map[cpor.Place]ids.Partner
	messages      map[uint64]notice.Message
	entries       []journal.Entry
}

// with is the ledger after a batch. Records are kept as they come back from their stored form, so
// that nothing of the caller's is shared and nothing finer is kept than in a file.
func (l *ledger) with(b app.Batch) (*ledger, error) {
	next := *l
	var err error
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	next.customers, err = put(l.customers, b.Customers, record.Customer.AppendBinary, record.DecodeCustomer, func(v record.Customer) ids.Tenant { return v.Tenant })
	var e error
	next.subscriptions, e = put(l.subscriptions, b.Subscriptions, record.Subscription.AppendBinary, record.DecodeSubscription, func(v record.Subscription) ids.Subscription { return v.ID })
	keep(e)
	next.partners, e = put(l.partners, b.Partners, record.Partner.AppendBinary, record.DecodePartner, func(v record.Partner) ids.Partner { return v.ID })
	keep(e)
	next.places, e = put(l.places, b.Places, por.State.AppendBinary, por.DecodeState, func(v por.State) ids.Subscription { return v.Subscription })
	keep(e)
	next.associations, e = put(l.associations, b.Associations, record.Association.AppendBinary, record.DecodeAssociation, record.Association.Key)
	keep(e)
	next.requests, e = put(l.requests, b.Requests, request.State.AppendBinary, request.DecodeState, func(v request.State) ids.Request { return v.ID })
	keep(e)
	next.claims, e = put(l.claims, b.Claims, cpor.State.AppendBinary, cpor.DecodeState, func(v cpor.State) ids.Claim { return v.ID })
	keep(e)
	keep(next.claim(b.Claims))
	next.messages, e = put(l.messages, b.Messages, notice.Message.AppendBinary, notice.Decode, func(v notice.Message) uint64 { return v.ID })
	keep(e)
	keep(next.deliver(l, b.Deliveries))
	for _, v := range b.Places {
		if _, there := next.subscriptions[v.Subscription]; !there {
			keep(missingSubscription(v.Subscription))
		}
	}
	for _, v := range b.Requests {
		next.lastRequest = max(next.lastRequest, v.ID.Number())
	}
	for _, v := range b.Messages {
		next.lastMessage = max(next.lastMessage, v.ID)
	}
	if b.Entry.Seq > 0 {
		next.seq, next.hash = b.Entry.Seq, b.Entry.Hash
		next.entries = append(l.entries[:len(l.entries):len(l.entries)], copyOf(b.Entry))
	}
	return &next, err
}

// put is a table with records added.
func put[K comparable, V any](table map[K]V, records []V, encode func(V, []byte) []byte, decode func([]byte) (V, error), key func(V) K) (map[K]V, error) {
	if len(records) == 0 {
		return table, nil
	}
	next := maps.Clone(table)
	if next == nil {
		next = map[K]V{}
	}
	for _, v := range records {
		kept, err := decode(encode(v, nil))
		if err != nil {
			return nil, err
		}
		next[key(v)] = kept
	}
	return next, nil
}

// copyOf shares nothing with the entry.
func copyOf(e journal.Entry) journal.Entry {
	var events []journal.Event
	for _, event := range e.Events {
		events = append(events, journal.Event{Kind: event.Kind, Body: append([]byte(nil), event.Body...)})
	}
	e.Events = events
	return e
}
