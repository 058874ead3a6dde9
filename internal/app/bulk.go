package app

import (
	"bytes"
	"cmp"
	"iter"

	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Bulk is a batch of any size. What may be a million comes in lists that give one record after the
// other, in the order of the Reader's scans. The body of an event is valid until the next one.
type Bulk struct {
	Customers     iter.Seq2[record.Customer, error]
	Subscriptions iter.Seq2[record.Subscription, error] // by tenant and subscription
	Partners      iter.Seq2[record.Partner, error]
	Places        iter.Seq2[por.State, error] // by tenant and subscription
	Associations  iter.Seq2[record.Association, error]
	Messages      iter.Seq2[notice.Message, error]
	// Few is what there is little of, such as claims; it has no entry, and its deliveries are written beside
	// an event only.
	Few Batch
	// Entry is the journal entry, without its number, its chain and its events.
	Entry journal.Entry
	// Events are those of the entry, Count how many; 0 means that there is nothing to write.
	Events iter.Seq2[journal.Event, error]
	Count  int
}

// Gather makes a batch of a bulk that is small, after the entry that was last.
func (b Bulk) Gather(lastSeq uint64, lastHash journal.Hash) (Batch, error) {
	if b.Count == 0 {
		return Batch{}, nil
	}
	batch := b.Few
	entry := b.Entry
	err := cmp.Or(
		gather(&batch.Customers, b.Customers), gather(&batch.Subscriptions, b.Subscriptions),
		gather(&batch.Partners, b.Partners), gather(&batch.Places, b.Places),
		gather(&batch.Associations, b.Associations), gather(&batch.Messages, b.Messages),
		gather(&entry.Events, b.lasting()),
	)
	if err != nil {
		return Batch{}, err
	}
	batch.Entry = journal.Chain(entry, lastSeq, lastHash)
	return batch, nil
}

// lasting are the events with bodies that stay: a list may put the next one in the place of the last.
func (b Bulk) lasting() iter.Seq2[journal.Event, error] {
	return func(yield func(journal.Event, error) bool) {
		for e, err := range b.Events {
			e.Body = bytes.Clone(e.Body)
			if !yield(e, err) {
				return
			}
		}
	}
}

func gather[T any](to *[]T, from iter.Seq2[T, error]) error {
	for v, err := range from {
		if err != nil {
			return err
		}
		*to = append(*to, v)
	}
	return nil
}

// metered tells a meter how much of the bulk was taken: each record and each event once.
func (b Bulk) metered(m Meter) Bulk {
	if b.Count == 0 {
		return b
	}
	m.Begin(Writing, 2*b.Count)
	b.Customers, b.Subscriptions, b.Partners = counted(b.Customers, m), counted(b.Subscriptions, m), counted(b.Partners, m)
	b.Places, b.Associations, b.Events = counted(b.Places, m), counted(b.Associations, m), counted(b.Events, m)
	return b
}

func counted[T any](list iter.Seq2[T, error], m Meter) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for v, err := range list {
			if n++; n%meterStep == 0 {
				m.Add(meterStep)
			}
			if !yield(v, err) {
				return
			}
		}
	}
}
