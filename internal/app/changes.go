package app

import (
	"iter"

	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// changes are the events of a change of any size, by kind and in the order of the keys of what they
// change. They are its plan: what is written follows from them alone.
type changes struct {
	customers     Sorted
	subscriptions Sorted // by tenant and subscription
	partners      Sorted
	places        Sorted // by tenant and subscription
	associations  Sorted
	count         int

	gate *Draft
	body []byte
}

// newChanges are none yet, of an actor whose rights the gate knows.
func newChanges(s Scratch, gate *Draft) *changes {
	return &changes{
		customers: s.Sorted(), subscriptions: s.Sorted(), partners: s.Sorted(), places: s.Sorted(), associations: s.Sorted(),
		gate: gate,
	}
}

// emit lets an event happen, in the list and under the key of what it changes. It passes the same gate as
// every event of a draft.
func (c *changes) emit(list Sorted, key []byte, e Event) error {
	if err := c.gate.mayEmit(e); err != nil {
		return err
	}
	c.count++
	c.body = e.AppendBinary(c.body[:0])
	return list.Add(key, c.body)
}

// events are all of them, as the journal keeps them: first those of the draft, the claims that were
// swept.
func (c *changes) events(d *Draft) iter.Seq2[journal.Event, error] {
	return func(yield func(journal.Event, error) bool) {
		for _, e := range d.events {
			encoded, err := encode(e)
			if !yield(encoded, err) || err != nil {
				return
			}
		}
		for _, of := range []struct {
			kind string
			list Sorted
		}{
			{kindCustomer, c.customers}, {kindSubscription, c.subscriptions}, {kindPartner, c.partners},
			{kindDesignation, c.places}, {kindAssociation, c.associations},
		} {
			for pair, err := range of.list.All() {
				if !yield(journal.Event{Kind: of.kind, Body: pair.Value}, err) || err != nil {
					return
				}
			}
		}
	}
}

// bulk is what has to be written for the changes to be in the ledger that the draft reads.
func (c *changes) bulk(d *Draft, command string) (Bulk, error) {
	if c.count == 0 {
		return Bulk{}, nil
	}
	messages, err := c.messages(d, digested(command))
	return Bulk{
		Customers:     recordsOf(c.customers, record.DecodeCustomer),
		Subscriptions: recordsOf(c.subscriptions, record.DecodeSubscription),
		Partners:      recordsOf(c.partners, record.DecodePartner),
		Associations:  recordsOf(c.associations, record.DecodeAssociation),
		Places:        c.evolved(d),
		Messages:      messages,
		Few:           Batch{Claims: values(d.claims)},
		Entry:         journal.Entry{Stamp: d.stamp, Command: command},
		Events:        c.events(d),
		Count:         c.count + len(d.events),
	}, err
}

// recordsOf are the records that events of a kind made.
func recordsOf[T encodable](list Sorted, decode func([]byte) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for pair, err := range list.All() {
			var e record.Recorded[T]
			if err == nil {
				e, err = record.DecodeRecorded(pair.Value, decode)
			}
			if !yield(e.Record, err) || err != nil {
				return
			}
		}
	}
}

// designations are the events of the places.
func (c *changes) designations() iter.Seq2[por.Event, error] {
	return func(yield func(por.Event, error) bool) {
		for pair, err := range c.places.All() {
			var e por.Event
			if err == nil {
				e, err = por.DecodeEvent(pair.Value)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// evolved are the places as the events leave them.
func (c *changes) evolved(d *Draft) iter.Seq2[por.State, error] {
	return func(yield func(por.State, error) bool) {
		var place por.State
		for e, err := range c.designations() {
			if err == nil && e.Subscription != place.Subscription {
				if !place.Subscription.IsZero() && !yield(place, nil) {
					return
				}
				place, err = d.PlaceIn(e.Tenant, e.Subscription)
			}
			if err != nil {
				yield(por.State{}, err)
				return
			}
			place = por.Evolve(place, e, d.stamp, d.seq)
		}
		if !place.Subscription.IsZero() {
			yield(place, nil)
		}
	}
}

// messages are those of the draft and then those of the changes: one a partner where they are digested.
func (c *changes) messages(d *Draft, digest bool) (iter.Seq2[notice.Message, error], error) {
	if digest {
		var tally notice.Tally
		for e, err := range c.designations() {
			if err != nil {
				return nil, err
			}
			tally.Add(e)
		}
		d.queue(tally.Digests())
	}
	from, err := d.numbering()
	return func(yield func(notice.Message, error) bool) {
		numbers := from // a range over the list again begins anew
		for _, m := range d.messages {
			if !yield(numbers.next(m), nil) {
				return
			}
		}
		if digest {
			return
		}
		for e, err := range c.designations() {
			if err != nil {
				yield(notice.Message{}, err)
				return
			}
			for _, m := range notice.For(e) {
				if !yield(numbers.next(m), nil) {
					return
				}
			}
		}
	}, err
}
