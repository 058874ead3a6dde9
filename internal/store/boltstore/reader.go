package boltstore

import (
	"bytes"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// reader is an image in the words of the field. It has no method that writes.
type reader struct {
	im *image
}

var _ app.Reader = reader{}

func (r reader) tree(b bucket) *tree { return r.im.trees[b.name] }

// one gives the record under a key.
func one[T any](r reader, b bucket, key []byte, decode func([]byte) (T, error)) (v T, ok bool, err error) {
	found, ok, err := r.tree(b).get(key)
	if err != nil || !ok {
		return v, false, err
	}
	v, err = decode(found.body)
	if err != nil {
		return v, false, r.im.damaged(b.name)
	}
	return v, true, nil
}

// passing is one for large buckets, in which one who looks up many records comes by in the order of their
// keys: the pages are read over one another. decode keeps nothing of what it is given.
func passing[T any](r reader, b bucket, key []byte, decode func([]byte) (T, error)) (v T, ok bool, err error) {
	c, err := r.tree(b).walk(key)
	defer c.rest()
	if err != nil || !bytes.Equal(c.row().key, key) {
		return v, false, err
	}
	if v, err = decode(c.row().body); err != nil {
		return v, false, r.im.damaged(b.name)
	}
	return v, true, nil
}

// head is what the ledger is up to: the last entry and the last numbers given.
type head struct {
	seq         uint64
	hash        journal.Hash
	lastRequest uint64
	lastMessage uint64
}

func (h head) appendBinary(b []byte) []byte {
	b = append(wire.Uint(b, h.seq), h.hash[:]...)
	return wire.Uint(wire.Uint(b, h.lastRequest), h.lastMessage)
}

func decodeHead(b []byte) (head, error) {
	r := wire.NewReader(b)
	h := head{seq: r.Uint(), hash: r.Array32(), lastRequest: r.Uint(), lastMessage: r.Uint()}
	return h, r.Err()
}

func (r reader) head() (head, error) {
	h, ok, err := one(r, metaBucket, headKey, decodeHead)
	if err == nil && !ok {
		err = r.im.damaged("head")
	}
	return h, err
}

func (r reader) Head() (uint64, journal.Hash, error) {
	h, err := r.head()
	return h.seq, h.hash, err
}

func (r reader) LastRequest() (ids.Request, error) {
	h, err := r.head()
	return ids.RequestFromNumber(h.lastRequest), err
}

func (r reader) LastMessage() (uint64, error) {
	h, err := r.head()
	return h.lastMessage, err
}

func (r reader) LedgerID() ([16]byte, error) { return r.im.stamp.ledger, nil }

func (r reader) Customer(t ids.Tenant) (record.Customer, bool, error) {
	return passing(r, customers, tenantKey(t), record.DecodeCustomer)
}

func (r reader) Partner(p ids.Partner) (record.Partner, bool, error) {
	return one(r, partners, partnerKey(p), record.DecodePartner)
}

func (r reader) Request(id ids.Request) (request.State, bool, error) {
	return one(r, requests, numberKey(id.Number()), request.DecodeState)
}

func (r reader) Association(k record.AssociationKey) (record.Association, bool, error) {
	return one(r, associations, associationKey(k), record.DecodeAssociation)
}

func (r reader) Subscription(id ids.Subscription) (s record.Subscription, ok bool, err error) {
	t, ok, err := r.TenantOf(id)
	if err != nil || !ok {
		return s, false, err
	}
	s, ok, err = passing(r, subscriptions, seatKey(t, id), record.DecodeSubscription)
	if err == nil && !ok {
		err = r.im.damaged(subscriptions.name)
	}
	return s, ok, err
}

func (r reader) Place(id ids.Subscription) (s por.State, err error) {
	t, ok, err := r.TenantOf(id)
	if err != nil || !ok {
		return s, err
	}
	return r.PlaceIn(t, id)
}

// Seat gives a subscription and its place; ok is false where the tenant has no such subscription.
func (r reader) Seat(t ids.Tenant, id ids.Subscription) (seat app.Seat, ok bool, err error) {
	if seat.Subscription, ok, err = passing(r, subscriptions, seatKey(t, id), record.DecodeSubscription); err != nil || !ok {
		return app.Seat{}, false, err
	}
	seat.Place, err = r.PlaceIn(t, id)
	return seat, err == nil, err
}

// PlaceIn gives a place by the tenant of its subscription too.
func (r reader) PlaceIn(t ids.Tenant, id ids.Subscription) (s por.State, err error) {
	s, _, err = passing(r, places, seatKey(t, id), por.DecodeState)
	return s, err
}

// Holder gives who holds a place.
func (r reader) Holder(t ids.Tenant, id ids.Subscription) (p ids.Partner, err error) {
	p, _, err = passing(r, places, seatKey(t, id), por.DecodeHolder)
	return p, err
}

// TenantOf is the tenant under which a subscription and its place are kept.
func (r reader) TenantOf(id ids.Subscription) (ids.Tenant, bool, error) {
	return passing(r, tenantOf, subscriptionKey(id), func(b []byte) (ids.Tenant, error) {
		if len(b) != 16 {
			return ids.Tenant{}, wire.ErrMalformed
		}
		return ids.TenantFromBytes([16]byte(b)), nil
	})
}
