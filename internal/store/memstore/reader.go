package memstore

import (
	"bytes"
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

var _ app.Reader = (*ledger)(nil)

func compareTenants(a, b ids.Tenant) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}

func compareSubscriptions(a, b ids.Subscription) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}

func comparePartners(a, b ids.Partner) int { return cmp.Compare(a.Number(), b.Number()) }

func compareRequests(a, b ids.Request) int { return cmp.Compare(a.Number(), b.Number()) }

func compareHoldings(a, b app.Holding) int {
	return cmp.Or(compareTenants(a.Tenant, b.Tenant), compareSubscriptions(a.Subscription, b.Subscription))
}

func compareAssociations(a, b record.Association) int {
	kind := func(k record.Kind) int { return slices.Index(record.Kinds(), k) }
	return cmp.Or(compareTenants(a.Tenant, b.Tenant), compareSubscriptions(a.Subscription, b.Subscription),
		cmp.Compare(kind(a.Kind), kind(b.Kind)), comparePartners(a.Partner, b.Partner), cmp.Compare(a.Workload, b.Workload))
}

// list gives values without an error.
func list[V any](values []V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// behind gives the values of a table in the order of their keys, those behind a key.
func behind[K comparable, V any](table map[K]V, after K, compare func(a, b K) int) iter.Seq2[V, error] {
	var values []V
	for _, k := range slices.SortedFunc(maps.Keys(table), compare) {
		if compare(k, after) > 0 {
			values = append(values, table[k])
		}
	}
	return list(values)
}

func (l *ledger) Head() (uint64, journal.Hash, error) { return l.seq, l.hash, nil }
func (l *ledger) LedgerID() ([16]byte, error)         { return l.id, nil }
func (l *ledger) LastMessage() (uint64, error)        { return l.lastMessage, nil }
func (l *ledger) LastRequest() (ids.Request, error) {
	return ids.RequestFromNumber(l.lastRequest), nil
}

func (l *ledger) Place(id ids.Subscription) (por.State, error) { return l.places[id], nil }

func (l *ledger) Customer(id ids.Tenant) (v record.Customer, ok bool, err error) {
	v, ok = l.customers[id]
	return v, ok, nil
}

func (l *ledger) Subscription(id ids.Subscription) (v record.Subscription, ok bool, err error) {
	v, ok = l.subscriptions[id]
	return v, ok, nil
}

func (l *ledger) TenantOf(id ids.Subscription) (ids.Tenant, bool, error) {
	v, ok := l.subscriptions[id]
	return v.Tenant, ok, nil
}

func (l *ledger) Seat(t ids.Tenant, id ids.Subscription) (app.Seat, bool, error) {
	v, ok := l.subscriptions[id]
	if !ok || v.Tenant != t {
		return app.Seat{}, false, nil
	}
	return app.Seat{Subscription: v, Place: l.places[id]}, true, nil
}

func (l *ledger) PlaceIn(t ids.Tenant, id ids.Subscription) (por.State, error) {
	seat, _, err := l.Seat(t, id)
	return seat.Place, err
}

func (l *ledger) Holder(t ids.Tenant, id ids.Subscription) (ids.Partner, error) {
	place, err := l.PlaceIn(t, id)
	return place.Partner(), err
}

func (l *ledger) Partner(id ids.Partner) (v record.Partner, ok bool, err error) {
	v, ok = l.partners[id]
	return v, ok, nil
}

func (l *ledger) Association(key record.AssociationKey) (v record.Association, ok bool, err error) {
	v, ok = l.associations[key]
	return v, ok, nil
}

func (l *ledger) Request(id ids.Request) (v request.State, ok bool, err error) {
	v, ok = l.requests[id]
	return v, ok, nil
}

func (l *ledger) Customers(after ids.Tenant) iter.Seq2[record.Customer, error] {
	return behind(l.customers, after, compareTenants)
}

func (l *ledger) Partners(after ids.Partner) iter.Seq2[record.Partner, error] {
	return behind(l.partners, after, comparePartners)
}

func (l *ledger) Requests(after ids.Request) iter.Seq2[request.State, error] {
	return behind(l.requests, after, compareRequests)
}

func (l *ledger) Messages(after uint64) iter.Seq2[notice.Message, error] {
	return behind(l.messages, after, cmp.Compare[uint64])
}

func (l *ledger) Entries(after uint64) iter.Seq2[journal.Entry, error] {
	var entries []journal.Entry
	for _, e := range l.entries {
		if e.Seq > after {
			entries = append(entries, copyOf(e))
		}
	}
	return list(entries)
}

func (l *ledger) Tenants(after ids.Tenant) iter.Seq2[ids.Tenant, error] {
	named := map[ids.Tenant]ids.Tenant{}
	for id := range l.customers {
		named[id] = id
	}
	for _, s := range l.subscriptions {
		named[s.Tenant] = s.Tenant
	}
	for key := range l.associations {
		named[key.Tenant] = key.Tenant
	}
	for _, s := range l.claims {
		named[s.Tenant] = s.Tenant
	}
	return behind(named, after, compareTenants)
}

func (l *ledger) Seats(tenant ids.Tenant, after ids.Subscription) iter.Seq2[app.Seat, error] {
	seats := map[ids.Subscription]app.Seat{}
	for id, s := range l.subscriptions {
		if s.Tenant == tenant {
			seats[id] = app.Seat{Subscription: s, Place: l.places[id]}
		}
	}
	return behind(seats, after, compareSubscriptions)
}

func (l *ledger) Holdings(partner ids.Partner, after app.Holding) iter.Seq2[app.Holding, error] {
	var held []app.Holding
	for id, s := range l.places {
		h := app.Holding{Tenant: l.subscriptions[id].Tenant, Subscription: id, Current: s.Partner() == partner}
		if s.Ever(partner) && compareHoldings(h, after) > 0 {
			held = append(held, h)
		}
	}
	slices.SortFunc(held, compareHoldings)
	return list(held)
}

func (l *ledger) AssociationsIn(tenant ids.Tenant) iter.Seq2[record.Association, error] {
	return l.those(func(a record.Association) bool { return a.Tenant == tenant })
}

func (l *ledger) AssociationsOf(partner ids.Partner) iter.Seq2[record.Association, error] {
	return l.those(func(a record.Association) bool { return a.Partner == partner })
}

func (l *ledger) those(want func(record.Association) bool) iter.Seq2[record.Association, error] {
	var found []record.Association
	for _, a := range l.associations {
		if want(a) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, compareAssociations)
	return list(found)
}
