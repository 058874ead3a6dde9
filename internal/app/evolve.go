package app

import (
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// evolve brings the draft to where it is after an event. Writing and folding the journal are the
// same code, so that a ledger cannot differ from its journal by design.
func (d *Draft) evolve(e Event) error {
	switch e := e.(type) {
	case por.Event:
		place, err := d.Place(e.Subscription)
		if err != nil {
			return err
		}
		d.places[e.Subscription] = por.Evolve(place, e, d.stamp, d.seq)
		if d.digests {
			d.digested = append(d.digested, e)
		} else {
			d.queue(notice.For(e))
		}
	case request.Event:
		r, _, err := d.Request(e.ID)
		if err != nil {
			return err
		}
		d.requests[e.ID] = request.Evolve(r, e, d.stamp)
	case cpor.Event:
		return d.evolveClaim(e)
	case record.Recorded[record.Customer]:
		d.customers[e.Record.Tenant] = e.Record
	case record.Recorded[record.Subscription]:
		d.subscriptions[e.Record.ID] = e.Record
	case record.Recorded[record.Partner]:
		d.partners[e.Record.ID] = e.Record
	case record.Recorded[record.Association]:
		d.associations[e.Record.Key()] = e.Record
	default:
		return unknownEvent(e)
	}
	return nil
}

// queue puts messages into the outbox of the draft.
func (d *Draft) queue(messages []notice.Message) {
	for _, m := range messages {
		m.Journal, m.CreatedAt = d.seq, d.stamp.At
		d.messages = append(d.messages, m)
	}
}

// closeEntry queues the digests of the entry that the changes are in.
func (d *Draft) closeEntry() {
	d.queue(notice.Digests(d.digested))
	d.digested = nil
}

// batch is what has to be written for the draft to be the ledger; without an event it is empty.
func (d *Draft) batch(command string) (Batch, error) {
	if len(d.events) == 0 {
		return Batch{}, nil
	}
	d.closeEntry()
	entry := journal.Entry{Stamp: d.stamp, Command: command, Events: make([]journal.Event, len(d.events))}
	for i, e := range d.events {
		encoded, err := encode(e)
		if err != nil {
			return Batch{}, err
		}
		entry.Events[i] = encoded
	}
	messages, err := d.numbered()
	return Batch{
		Customers:     values(d.customers),
		Subscriptions: values(d.subscriptions),
		Partners:      values(d.partners),
		Places:        values(d.places),
		Associations:  values(d.associations),
		Requests:      values(d.requests),
		Claims:        values(d.claims),
		Messages:      messages,
		Entry:         journal.Chain(entry, d.seq-1, d.last),
	}, err
}

// numbered gives the messages their numbers and Message-IDs, which never change afterwards.
func (d *Draft) numbered() ([]notice.Message, error) {
	ledger, err := d.LedgerID()
	if err != nil {
		return nil, err
	}
	last, err := d.LastMessage()
	if err != nil {
		return nil, err
	}
	for i := range d.messages {
		m := &d.messages[i]
		m.ID = last + uint64(i) + 1
		m.MessageID = notice.MessageIDFor(ledger, m.ID)
		m.NextTry = d.stamp.At
	}
	return d.messages, nil
}

func values[K comparable, V any](m map[K]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
