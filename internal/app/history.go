package app

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Past is one move of one place: who did what, when and in which role.
type Past struct {
	Subscription ids.Subscription
	por.Move
}

// History gives the moves of a subscription, newest last; the error is not-found.
func (e Engine) History(ctx context.Context, id ids.Subscription) (list []Past, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		if _, ok, err := r.Subscription(id); err != nil || !ok {
			return cmp.Or(err, missingSubscription(id))
		}
		place, err := r.Place(id)
		list = movesOfPlace(place, ids.Partner{})
		return err
	})
	return list, err
}

// HistoryOf gives the moves that made or ended a partner's designations, newest last; the error is
// not-found for a partner that neither the directory nor a place knows.
func (e Engine) HistoryOf(ctx context.Context, id ids.Partner) (list []Past, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		for h, err := range r.Holdings(id, Holding{}) {
			if err != nil {
				return err
			}
			place, err := r.Place(h.Subscription)
			if err != nil {
				return err
			}
			list = append(list, movesOfPlace(place, id)...)
		}
		if _, ok, err := r.Partner(id); err != nil || !ok && len(list) == 0 {
			return cmp.Or(err, missingPartner(id))
		}
		slices.SortStableFunc(list, func(a, b Past) int { return cmp.Compare(a.Journal, b.Journal) })
		return nil
	})
	return list, err
}

// movesOfPlace are the moves of a place in which a partner came or went; of any partner for none.
func movesOfPlace(place por.State, partner ids.Partner) []Past {
	var list []Past
	for _, m := range place.Moves {
		if partner.IsZero() || m.Partner == partner || m.Previous == partner {
			list = append(list, Past{place.Subscription, m})
		}
	}
	return list
}

// Transaction is a journal entry with its events decoded.
type Transaction struct {
	journal.Entry
	Changes []Event
}

// Audit gives the journal, oldest first, of the days that the filter wants.
func (e Engine) Audit(ctx context.Context, f Filter) iter.Seq2[Transaction, error] {
	return scan(ctx, e.Store, Reader.Entries, func(en journal.Entry) uint64 { return en.Seq },
		func(_ Reader, en journal.Entry) (Transaction, bool, error) {
			if !f.withinTime(en.At) {
				return Transaction{}, false, nil
			}
			t := Transaction{Entry: en, Changes: make([]Event, len(en.Events))}
			for i, raw := range en.Events {
				event, err := Decode(raw)
				if err != nil {
					return Transaction{}, false, fault.As(err)
				}
				t.Changes[i] = event
			}
			return t, true, nil
		})
}
