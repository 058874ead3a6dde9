package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Rewrite writes the bulk that decide gives on a copy of the ledger, which then takes its place, and
// makes the ledger first where there is none. An error, or a bulk without an event, writes nothing, also no
// deliveries among the few.
//
// Errors: as Update.
func (s *Store) Rewrite(ctx context.Context, decide func(app.Reader) (app.Bulk, error)) error {
	h, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer h.close()
	r := reader{h.image}
	bulk, err := decide(r)
	if err != nil || bulk.Count == 0 {
		return err
	}
	last, err := r.head()
	if err != nil {
		return err
	}
	few := newChanges(r)
	if err := few.records(&last, bulk.Few); err != nil {
		return err
	}
	w := &rewriting{changes: few, bulk: bulk, last: last, scratch: s.opts.Scratch}
	return h.replace(ctx, w.fill)
}

// rewriting writes a bulk to a copy.
type rewriting struct {
	*changes // what there is little of
	bulk     app.Bulk
	last     head
	scratch  app.Scratch
}

// fill writes the records bucket by bucket, each with its indexes behind it, then the journal, and the head
// last.
func (w *rewriting) fill(d *duplicate) error {
	for _, write := range []func(*duplicate) error{
		w.customers, w.subscriptions, w.partners, w.places, w.associations, w.messages, w.events, w.rest,
	} {
		if err := write(d); err != nil {
			return err
		}
	}
	return nil
}

func (w *rewriting) customers(d *duplicate) error {
	return w.bucket(d, customers, rowsOf(w.bulk.Customers, func(v record.Customer) (key, body []byte, err error) {
		return tenantKey(v.Tenant), v.AppendBinary(nil), nil
	}))
}

func (w *rewriting) partners(d *duplicate) error {
	return w.bucket(d, partners, rowsOf(w.bulk.Partners, func(v record.Partner) (key, body []byte, err error) {
		return partnerKey(v.ID), v.AppendBinary(nil), nil
	}))
}

// subscriptions come by tenant; the index by subscription is sorted beside.
func (w *rewriting) subscriptions(d *duplicate) error {
	index := w.scratch.Sorted()
	defer index.Close()
	rows := rowsOf(w.bulk.Subscriptions, func(v record.Subscription) (key, body []byte, err error) {
		return seatKey(v.Tenant, v.ID), v.AppendBinary(nil), index.Add(subscriptionKey(v.ID), tenantKey(v.Tenant))
	})
	if err := w.bucket(d, subscriptions, rows); err != nil {
		return err
	}
	return w.bucket(d, tenantOf, w.unmoved(indexRows(index)))
}

// unmoved gives the rows of subscriptions and their tenants. One that would leave its tenant, or have two,
// is a defect of the caller: its place would stay behind.
func (w *rewriting) unmoved(rows iter.Seq2[change, error]) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		var last change
		for row, err := range rows {
			if err == nil {
				err = w.stays(row, last)
			}
			if last = row; !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// stays refuses the tenant of a subscription that has another one, in the ledger or in the row before.
func (w *rewriting) stays(row, last change) error {
	id := ids.SubscriptionFromBytes([16]byte(row.key))
	old, there, err := w.reader.TenantOf(id)
	if err == nil && (bytes.Equal(last.key, row.key) || there && !bytes.Equal(tenantKey(old), row.body)) {
		err = fault.New(fault.Internal, "ledger.moved", "file", w.reader.im.path, "subscription", id.String()).Of(id.String())
	}
	return err
}

func (w *rewriting) places(d *duplicate) error {
	index := w.scratch.Sorted()
	defer index.Close()
	rows := rowsOf(w.bulk.Places, func(v por.State) (key, body []byte, err error) {
		key = seatKey(v.Tenant, v.Subscription)
		return key, v.AppendBinary(nil), holdings(v, func(partner ids.Partner, current byte) error {
			return index.Add(append(partnerKey(partner), key...), []byte{current})
		})
	})
	if err := w.bucket(d, places, rows); err != nil {
		return err
	}
	return w.bucket(d, byPartner, indexRows(index))
}

func (w *rewriting) associations(d *duplicate) error {
	index := w.scratch.Sorted()
	defer index.Close()
	rows := rowsOf(w.bulk.Associations, func(v record.Association) (key, body []byte, err error) {
		key = associationKey(v.Key())
		return key, v.AppendBinary(nil), index.Add(append(partnerKey(v.Partner), key...), nil)
	})
	if err := w.bucket(d, associations, rows); err != nil {
		return err
	}
	return w.bucket(d, associationsByMP, indexRows(index))
}

func (w *rewriting) messages(d *duplicate) error {
	return w.bucket(d, outbox, rowsOf(w.bulk.Messages, func(v notice.Message) (key, body []byte, err error) {
		w.last.lastMessage = max(w.last.lastMessage, v.ID)
		return numberKey(v.ID), v.AppendBinary(nil), nil
	}))
}

// events writes those of the entry, and the entry that chains them. An entry with another number of events
// than it says could not be read again.
func (w *rewriting) events(d *duplicate) error {
	digest := journal.Begin(w.bulk.Entry, w.bulk.Count, w.last.seq, w.last.hash)
	seq := w.last.seq + 1
	count := 0
	rows := func(yield func(change, error) bool) {
		var c chunk
		var number uint32
		flush := func() bool {
			row := change{key: chunkKey(seq, number), body: c.take()}
			number++
			return yield(row, nil)
		}
		for e, err := range w.bulk.Events {
			if err != nil {
				yield(change{}, err)
				return
			}
			count++
			digest.Add(e)
			if c.add(e); c.full() && !flush() {
				return
			}
		}
		if c.count > 0 {
			flush()
		}
	}
	if err := w.bucket(d, entryEvents, rows); err != nil {
		return err
	}
	if count != w.bulk.Count {
		cause := fmt.Errorf("%d events, and not the %d of the entry", count, w.bulk.Count)
		return fault.New(fault.Internal, "ledger.entry", "file", d.handle.store.path).About(d.handle.store.path).Because(cause)
	}
	entry := digest.End()
	w.last.seq, w.last.hash = entry.Seq, entry.Hash
	w.put(entries, numberKey(entry.Seq), appendEntry(nil, entry, w.bulk.Count))
	return nil
}

// rest writes what there is little of, and the head that makes all of it the ledger.
func (w *rewriting) rest(d *duplicate) error {
	w.put(metaBucket, headKey, w.last.appendBinary(nil))
	return d.fillRest(w.changes)
}

// bucket writes a bucket: the rows of the bulk, with those among them that there is little of.
func (w *rewriting) bucket(d *duplicate, b bucket, rows iter.Seq2[change, error]) error {
	return d.fill(b, among(rows, w.sorted(b)))
}

// given are rows that are there already.
func given(rows []change) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// rowsOf turns records into rows.
func rowsOf[T any](list iter.Seq2[T, error], encode func(T) (key, body []byte, err error)) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		if list == nil {
			return
		}
		for v, err := range list {
			var row change
			if err == nil {
				row.key, row.body, err = encode(v)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// indexRows are the rows of an index. A row that was added twice, and is the same, is one.
func indexRows(index app.Sorted) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		var last change
		for pair, err := range index.All() {
			if err != nil {
				yield(change{}, err)
				return
			}
			if bytes.Equal(pair.Key, last.key) && bytes.Equal(pair.Value, last.body) {
				continue
			}
			last = change{key: bytes.Clone(pair.Key), body: bytes.Clone(pair.Value)}
			if !yield(last, nil) {
				return
			}
		}
	}
}

// among gives the rows of a list with others among them, in the order of their keys. Of several rows of a
// key the last of the list holds, or the other.
func among(rows iter.Seq2[change, error], others []change) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		var now change
		give := func(next change) bool {
			last := now
			now = next
			return last.key == nil || bytes.Equal(last.key, next.key) || yield(last, nil)
		}
		for row, err := range rows {
			if err != nil {
				yield(row, err)
				return
			}
			for len(others) > 0 && bytes.Compare(others[0].key, row.key) < 0 {
				if !give(others[0]) {
					return
				}
				others = others[1:]
			}
			if len(others) > 0 && bytes.Equal(others[0].key, row.key) {
				continue
			}
			if !give(row) {
				return
			}
		}
		for _, row := range others {
			if !give(row) {
				return
			}
		}
		if now.key != nil {
			yield(now, nil)
		}
	}
}
