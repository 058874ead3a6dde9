package boltstore

import (
	"bytes"
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// scan gives the decoded records from a key on whose keys begin with prefix.
func scan[T any](r reader, b bucket, from, prefix []byte, decode func(row) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for found, err := range r.tree(b).rows(from, prefix) {
			var v T
			if err == nil {
				if v, err = decode(found); err == wire.ErrMalformed {
					err = r.im.damaged(b.name)
				}
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// body makes a decoder of rows from a decoder of bodies.
func body[T any](decode func([]byte) (T, error)) func(row) (T, error) {
	return func(r row) (T, error) { return decode(r.body) }
}

func (r reader) Customers(from ids.Tenant) iter.Seq2[record.Customer, error] {
	return scan(r, customers, after(tenantKey(from)), nil, body(record.DecodeCustomer))
}

func (r reader) Partners(from ids.Partner) iter.Seq2[record.Partner, error] {
	return scan(r, partners, after(partnerKey(from)), nil, body(record.DecodePartner))
}

func (r reader) Requests(from ids.Request) iter.Seq2[request.State, error] {
	return scan(r, requests, after(numberKey(from.Number())), nil, body(request.DecodeState))
}

func (r reader) Messages(from uint64) iter.Seq2[notice.Message, error] {
	return scan(r, outbox, after(numberKey(from)), nil, body(notice.Decode))
}

func (r reader) Entries(from uint64) iter.Seq2[journal.Entry, error] {
	return scan(r, entries, after(numberKey(from)), nil, r.entry)
}

func (r reader) AssociationsIn(t ids.Tenant) iter.Seq2[record.Association, error] {
	return scan(r, associations, tenantKey(t), tenantKey(t), body(record.DecodeAssociation))
}

func (r reader) AssociationsOf(p ids.Partner) iter.Seq2[record.Association, error] {
	prefix := partnerKey(p)
	return scan(r, associationsByMP, prefix, prefix, func(index row) (record.Association, error) {
		a, ok, err := one(r, associations, index.key[len(prefix):], record.DecodeAssociation)
		if err == nil && !ok {
			err = r.im.damaged(associationsByMP.name)
		}
		return a, err
	})
}

func (r reader) Holdings(p ids.Partner, from app.Holding) iter.Seq2[app.Holding, error] {
	prefix := partnerKey(p)
	start := after(holdingKey(p, from.Tenant, from.Subscription))
	return scan(r, byPartner, start, prefix, func(found row) (h app.Holding, err error) {
		if len(found.key) != 36 || len(found.body) != 1 {
			return h, wire.ErrMalformed
		}
		h.Tenant, h.Subscription = readSeatKey(found.key[len(prefix):])
		h.Current = found.body[0] == 1
		return h, nil
	})
}

// Tenants jumps from tenant to tenant in the buckets that name them, and never looks at the rest.
func (r reader) Tenants(from ids.Tenant) iter.Seq2[ids.Tenant, error] {
	return func(yield func(ids.Tenant, error) bool) {
		for {
			var next []byte
			for _, b := range []bucket{customers, subscriptions, associations, claimsByTenant} {
				key, err := r.tenantBehind(b, from)
				if err != nil {
					yield(ids.Tenant{}, err)
					return
				}
				if next == nil || key != nil && bytes.Compare(key, next) < 0 {
					next = key
				}
			}
			if next == nil {
				return
			}
			from = ids.TenantFromBytes([16]byte(next))
			if !yield(from, nil) {
				return
			}
		}
	}
}

// tenantBehind is the first tenant in a bucket that comes behind another; nil where there is none.
func (r reader) tenantBehind(b bucket, from ids.Tenant) ([]byte, error) {
	c, err := r.tree(b).walk(afterTenant(from))
	defer c.rest()
	if err != nil || c.row().last() {
		return nil, err
	}
	return c.row().key[:16], nil
}

// Seats walks two buckets side by side. A place without its subscription is damage.
func (r reader) Seats(tenant ids.Tenant, from ids.Subscription) iter.Seq2[app.Seat, error] {
	return func(yield func(app.Seat, error) bool) {
		start, prefix := after(seatKey(tenant, from)), tenantKey(tenant)
		place, err := r.tree(places).walk(start)
		defer place.rest()
		if err != nil {
			yield(app.Seat{}, err)
			return
		}
		sub, err := r.tree(subscriptions).walk(start)
		defer sub.rest()
		for ; err == nil; err = sub.next() {
			found := sub.row()
			if found.last() || !bytes.HasPrefix(found.key, prefix) {
				break
			}
			seat, err := r.seat(found, place)
			if !yield(seat, err) || err != nil {
				return
			}
		}
		if err != nil {
			yield(app.Seat{}, err)
			return
		}
		if left := place.row(); !left.last() && bytes.HasPrefix(left.key, prefix) {
			yield(app.Seat{}, r.im.damaged(places.name))
		}
	}
}

// seat makes one of a subscription and the place that the cursor is at, if it is its own; then the
// cursor goes on.
func (r reader) seat(found row, place *cursor) (seat app.Seat, err error) {
	if seat.Subscription, err = record.DecodeSubscription(found.body); err != nil {
		return app.Seat{}, r.im.damaged(subscriptions.name)
	}
	held := place.row()
	switch bytes.Compare(held.key, found.key) {
	case -1:
		return app.Seat{}, r.im.damaged(places.name)
	case 0:
		if seat.Place, err = por.DecodeState(held.body); err != nil {
			return app.Seat{}, r.im.damaged(places.name)
		}
		return seat, place.next()
	}
	return seat, nil
}
