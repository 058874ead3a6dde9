package boltstore

import (
	"bytes"
	"maps"
	"slices"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// change is one row as it is to be written.
type change struct {
	key      []byte
	revision uint64
	body     []byte
	gone     bool
}

// changes is what a transaction writes, by bucket and key. Of two changes of one key the later holds.
type changes struct {
	reader  reader
	buckets map[string]map[string]change
}

// newChanges are none, but those that make an older file one of this schema.
func newChanges(r reader) *changes {
	c := &changes{reader: r, buckets: map[string]map[string]change{}}
	if r.im.stamp.schema < SchemaVersion {
		c.upgrade()
	}
	return c
}

func (c *changes) put(b bucket, key, body []byte) {
	if c.buckets[b.name] == nil {
		c.buckets[b.name] = map[string]change{}
	}
	c.buckets[b.name][string(key)] = change{key: key, body: body}
}

func (c *changes) remove(b bucket, key []byte) {
	c.put(b, key, nil)
	c.buckets[b.name][string(key)] = change{key: key, gone: true}
}

// rows are the changes of a bucket in the order of their keys, each with its revision, without those
// that change nothing. Looking at what is there checks every page that bbolt will go through.
func (c *changes) rows(b bucket) ([]change, error) {
	var rows []change
	for _, row := range c.sorted(b) {
		differs, err := row.revise(c.reader.tree(b))
		if err == nil && row.gone {
			err = c.reader.tree(b).siblings(row.key)
		}
		if err != nil {
			return nil, err
		}
		if differs {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// sorted are the changes of a bucket in the order of their keys.
func (c *changes) sorted(b bucket) []change {
	byKey := c.buckets[b.name]
	rows := make([]change, 0, len(byKey))
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		rows = append(rows, byKey[key])
	}
	return rows
}

// revise gives a row its revision; false where it changes nothing.
func (row *change) revise(t *tree) (differs bool, err error) {
	old, there, err := t.get(row.key)
	if err != nil {
		return false, err
	}
	row.revision = old.revision + 1
	return there == row.gone || !row.gone && !bytes.Equal(old.body, row.body), nil
}

// plan derives from a batch every row that changes: records, indexes, entry, messages and counters. Without
// an entry there are but deliveries, and neither the journal nor the head moves.
func plan(r reader, last head, batch app.Batch) (*changes, error) {
	c := newChanges(r)
	if err := c.records(&last, batch); err != nil || batch.Entry.Seq == 0 {
		return c, err
	}
	e := batch.Entry
	last.seq, last.hash = e.Seq, e.Hash
	c.put(entries, numberKey(e.Seq), appendEntry(nil, e, len(e.Events)))
	for i, chunk := range chunks(e.Events) {
		c.put(entryEvents, chunkKey(e.Seq, uint32(i)), chunk)
	}
	c.put(metaBucket, headKey, last.appendBinary(nil))
	return c, nil
}

// records puts those of a batch, and the last numbers that they take.
func (c *changes) records(last *head, batch app.Batch) error {
	for _, v := range batch.Customers {
		c.put(customers, tenantKey(v.Tenant), v.AppendBinary(nil))
	}
	for _, v := range batch.Partners {
		c.put(partners, partnerKey(v.ID), v.AppendBinary(nil))
	}
	for _, v := range batch.Associations {
		key := associationKey(v.Key())
		c.put(associations, key, v.AppendBinary(nil))
		c.put(associationsByMP, append(partnerKey(v.Partner), key...), nil)
	}
	for _, v := range batch.Requests {
		last.lastRequest = max(last.lastRequest, v.ID.Number())
		c.put(requests, numberKey(v.ID.Number()), v.AppendBinary(nil))
	}
	for _, v := range batch.Messages {
		last.lastMessage = max(last.lastMessage, v.ID)
		c.put(outbox, numberKey(v.ID), v.AppendBinary(nil))
	}
	if err := c.deliveries(batch.Deliveries); err != nil {
		return err
	}
	if err := c.seats(batch.Subscriptions, batch.Places); err != nil {
		return err
	}
	return c.claims(batch.Claims)
}

// seats puts subscriptions and their places. Both are kept under the subscription's tenant; one that
// is now another tenant's takes its place along. A place without a subscription is a defect of the
// caller: nobody would find it.
func (c *changes) seats(subs []record.Subscription, states []por.State) error {
	seats := map[ids.Subscription]record.Subscription{}
	for _, v := range subs {
		seats[v.ID] = v
	}
	held := map[ids.Subscription]por.State{}
	for _, v := range states {
		held[v.Subscription] = v
	}
	for id, v := range seats {
		_, told := held[id]
		if err := c.move(id, v.Tenant, !told); err != nil {
			return err
		}
		c.put(subscriptions, seatKey(v.Tenant, id), v.AppendBinary(nil))
		c.put(tenantOf, subscriptionKey(id), tenantKey(v.Tenant))
	}
	for id, v := range held {
		sub, there := seats[id]
		tenant := sub.Tenant
		if !there {
			var err error
			if tenant, there, err = c.reader.TenantOf(id); err != nil {
				return err
			}
		}
		if !there {
			return fault.New(fault.Internal, "ledger.place", "file", c.reader.im.path, "subscription", id.String()).Of(id.String())
		}
		c.place(tenant, v)
	}
	return nil
}

// place puts a place and the rows of those who hold or held it. A move is never taken back, so that
// no row of a partner ever goes but with the place.
func (c *changes) place(tenant ids.Tenant, s por.State) {
	c.put(places, seatKey(tenant, s.Subscription), s.AppendBinary(nil))
	_ = holdings(s, func(partner ids.Partner, current byte) error {
		c.put(byPartner, holdingKey(partner, tenant, s.Subscription), []byte{current})
		return nil
	})
}

// holdings gives what is kept of those who hold or held a place: 1 for who holds it now, 0 for the others.
// One who held it twice is given twice.
func holdings(s por.State, each func(partner ids.Partner, current byte) error) error {
	for _, m := range s.Moves {
		if m.Partner.IsZero() {
			continue
		}
		current := byte(0)
		if m.Partner == s.Partner() {
			current = 1
		}
		if err := each(m.Partner, current); err != nil {
			return err
		}
	}
	return nil
}

// move takes a subscription and its place away from the tenant it was under, if that was another, and
// puts the place under the new one where the batch does not do so.
func (c *changes) move(id ids.Subscription, to ids.Tenant, along bool) error {
	from, there, err := c.reader.TenantOf(id)
	if err != nil || !there || from == to {
		return err
	}
	s, err := c.reader.Place(id)
	if err != nil {
		return err
	}
	c.remove(subscriptions, seatKey(from, id))
	if len(s.Moves) == 0 {
		return nil
	}
	c.remove(places, seatKey(from, id))
	for _, m := range s.Moves {
		if !m.Partner.IsZero() {
			c.remove(byPartner, holdingKey(m.Partner, from, id))
		}
	}
	if along {
		c.place(to, s)
	}
	return nil
}

// count is how many rows are written at most.
func (c *changes) count() (rows int) {
	for _, byKey := range c.buckets {
		rows += len(byKey)
	}
	return rows
}

// largest is how many rows one transaction writes: so many take bbolt some 100 MiB of memory.
const largest = 50_000
