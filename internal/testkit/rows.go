package testkit

import (
	"bytes"
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/spool"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Scratch is room for lists, which stay in memory while they are as small as those of a test. Each pair is
// spoilt when the next one is taken, as that of a long list is: who keeps one is found out.
func Scratch() app.Scratch { return spoiling{spool.New(spool.Options{})} }

type spoiling struct{ app.Scratch }

// Sorted is a new list.
func (s spoiling) Sorted() app.Sorted { return spoilt{s.Scratch.Sorted()} }

type spoilt struct{ app.Sorted }

// All gives the pairs.
func (s spoilt) All() iter.Seq2[app.Pair, error] {
	return func(yield func(app.Pair, error) bool) {
		for pair, err := range s.Sorted.All() {
			given := app.Pair{Key: bytes.Clone(pair.Key), Value: bytes.Clone(pair.Value)}
			more := yield(given, err)
			for _, b := range [][]byte{given.Key, given.Value} {
				for i := range b {
					b[i] ^= 0xa5
				}
			}
			if !more {
				return
			}
		}
	}
}

// Rows are rows of files, in memory.
type Rows struct {
	Customers     []app.Row[record.Customer]
	Subscriptions []app.Row[record.Subscription]
	Partners      []app.Row[record.Partner]
	Associations  []app.Row[record.Association]
	Refused       []*fault.Error
}

var _ app.RowTaker = (*Rows)(nil)

// Customer takes a row.
func (r *Rows) Customer(row app.Row[record.Customer]) error {
	r.Customers = append(r.Customers, row)
	return nil
}

// Subscription takes a row.
func (r *Rows) Subscription(row app.Row[record.Subscription]) error {
	r.Subscriptions = append(r.Subscriptions, row)
	return nil
}

// Partner takes a row.
func (r *Rows) Partner(row app.Row[record.Partner]) error {
	r.Partners = append(r.Partners, row)
	return nil
}

// Association takes a row.
func (r *Rows) Association(row app.Row[record.Association]) error {
	r.Associations = append(r.Associations, row)
	return nil
}

// Refuse takes a refusal.
func (r *Rows) Refuse(e *fault.Error) error {
	r.Refused = append(r.Refused, e)
	return nil
}

// Read is the rows as an import takes them.
func (r Rows) Read() *app.Rows {
	rows := app.NewRows(Scratch())
	each(r.Customers, rows.Customer)
	each(r.Subscriptions, rows.Subscription)
	each(r.Partners, rows.Partner)
	each(r.Associations, rows.Association)
	each(r.Refused, rows.Refuse)
	return rows
}

// Wishes is a desired state that a file tells row by row.
func Wishes(file string, rows ...app.Row[record.Desired]) *app.Wishes {
	wishes := app.NewWishes(Scratch(), file)
	for n, row := range rows {
		if err := wishes.Add(n, row); err != nil {
			panic(err) // it is kept in memory
		}
	}
	return wishes
}

func each[T any](list []T, take func(T) error) {
	for _, one := range list {
		if err := take(one); err != nil {
			panic(err) // it is kept in memory
		}
	}
}
