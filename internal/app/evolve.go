package app

import (
	"time"

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
			d.tally.Add(e)
		} else {
			d.queue(notice.For(e))
		}
	case request.Event:
		r, _, err := d.Request(e.ID)
		if err != nil {
			return err
		}
		r = request.Evolve(r, e, d.stamp)
		d.requests[e.ID] = r
		d.queue(notice.ForRequest(r, e))
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
	d.queue(d.tally.Digests())
	d.tally = notice.Tally{}
}

// batch is what has to be written for the draft to be the ledger; without an event it is empty.
func (d *Draft) batch(command string) (Batch, error) {
	if len(d.events) == 0 {
		return Batch{}, nil
	}
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
	numbers, err := d.numbering()
	for i, m := range d.messages {
		d.messages[i] = numbers.next(m)
	}
	return d.messages, err
}

// numbering gives new messages their numbers, one after the other.
type numbering struct {
	ledger [16]byte
	last   uint64
	seq    uint64
	at     time.Time
}

func (d *Draft) numbering() (n numbering, err error) {
	n.seq, n.at = d.seq, d.stamp.At
	if n.ledger, err = d.LedgerID(); err == nil {
		n.last, err = d.LastMessage()
	}
	return n, err
}

func (n *numbering) next(m notice.Message) notice.Message {
	n.last++
	m.ID, m.MessageID = n.last, notice.MessageIDFor(n.ledger, n.last, n.at)
	m.Journal, m.CreatedAt, m.NextTry = n.seq, n.at, n.at
	return m
}

func values[K comparable, V any](m map[K]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
