package storetest

import (
	"cmp"
	"context"
	"encoding/binary"
	"iter"
	"maps"
	"slices"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Rewriting is a store whose updates are rewrites, so that the suite says of the one what it says of the
// other. What has no event, which every bulk has, is an update.
func Rewriting(s app.Store) app.Store { return rewriting{s} }

type rewriting struct{ app.Store }

func (s rewriting) Update(ctx context.Context, decide func(app.Reader) (app.Batch, error)) error {
	var batch app.Batch
	err := s.Rewrite(ctx, func(r app.Reader) (_ app.Bulk, err error) {
		if batch, err = decide(r); err != nil || batch.Entry.Seq == 0 || len(batch.Entry.Events) == 0 {
			return app.Bulk{}, err
		}
		return Bulk(r, batch)
	})
	if err != nil || batch.Nothing() || len(batch.Entry.Events) > 0 {
		return err
	}
	return s.Store.Update(ctx, func(app.Reader) (app.Batch, error) { return batch, nil })
}

// Bulk is a batch as a bulk: its records in lists, each once and in the order of the Reader's scans. What no
// list may have stays among the few: a subscription that leaves its tenant, a place without one, and what
// there are no lists of. The error is internal for an entry that does not follow, which no bulk could tell of.
func Bulk(r app.Reader, b app.Batch) (app.Bulk, error) {
	seq, hash, err := r.Head()
	if err == nil {
		err = journal.Follow(b.Entry, seq, hash)
	}
	if err != nil {
		return app.Bulk{}, fault.New(fault.Internal, "ledger.entry", "file", "a bulk").Because(err)
	}
	homes, leaving, err := homesOf(r, b)
	if err != nil {
		return app.Bulk{}, err
	}
	few := app.Batch{Requests: b.Requests, Claims: b.Claims, Deliveries: b.Deliveries}
	var subs []record.Subscription
	for _, v := range b.Subscriptions {
		if leaving[v.ID] {
			few.Subscriptions = append(few.Subscriptions, v)
		} else {
			subs = append(subs, v)
		}
	}
	var states []por.State
	for _, v := range b.Places {
		if home, there := homes[v.Subscription]; leaving[v.Subscription] || !there || home != v.Tenant {
			few.Places = append(few.Places, v)
		} else {
			states = append(states, v)
		}
	}
	entry := b.Entry
	entry.Seq, entry.Events, entry.Previous, entry.Hash = 0, nil, journal.Hash{}, journal.Hash{}
	return app.Bulk{
		Customers:     inOrder(b.Customers, func(v record.Customer) string { return text(v.Tenant.Bytes()) }),
		Subscriptions: inOrder(subs, func(v record.Subscription) string { return text(homes[v.ID].Bytes()) + text(v.ID.Bytes()) }),
		Partners:      inOrder(b.Partners, func(v record.Partner) uint32 { return v.ID.Number() }),
		Places:        inOrder(states, func(v por.State) string { return text(v.Tenant.Bytes()) + text(v.Subscription.Bytes()) }),
		Associations:  inOrder(b.Associations, associationText),
		Messages:      inOrder(b.Messages, func(v notice.Message) uint64 { return v.ID }),
		Few:           few,
		Entry:         entry,
		Events:        Rows(b.Entry.Events...),
		Count:         len(b.Entry.Events),
	}, nil
}

// homesOf gives the tenants of all subscriptions that a batch names, as they are after it, and which of them
// leave the tenant that they have.
func homesOf(r app.Reader, b app.Batch) (homes map[ids.Subscription]ids.Tenant, leaving map[ids.Subscription]bool, err error) {
	homes, leaving = map[ids.Subscription]ids.Tenant{}, map[ids.Subscription]bool{}
	for _, v := range b.Subscriptions {
		homes[v.ID] = v.Tenant
	}
	look := func(id ids.Subscription) {
		home, there, e := r.TenantOf(id)
		if err = cmp.Or(err, e); err != nil || !there {
			return
		}
		if to, told := homes[id]; !told {
			homes[id] = home
		} else if to != home {
			leaving[id] = true
		}
	}
	for _, v := range b.Subscriptions {
		look(v.ID)
	}
	for _, v := range b.Places {
		look(v.Subscription)
	}
	return homes, leaving, err
}

func associationText(v record.Association) string {
	k := v.Key()
	partner := binary.BigEndian.AppendUint32(nil, k.Partner.Number())
	return text(k.Tenant.Bytes()) + text(k.Subscription.Bytes()) + string([]byte{k.Kind.Number()}) + string(partner) + k.Workload
}

func text(id [16]byte) string { return string(id[:]) }

// inOrder gives records by their keys. Of two with one key the later one holds.
func inOrder[K cmp.Ordered, V any](records []V, key func(V) K) iter.Seq2[V, error] {
	byKey := map[K]V{}
	for _, v := range records {
		byKey[key(v)] = v
	}
	sorted := make([]V, 0, len(byKey))
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		sorted = append(sorted, byKey[k])
	}
	return Rows(sorted...)
}

// Rows is a list of what is given, which may be ranged over more than once.
func Rows[V any](list ...V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
