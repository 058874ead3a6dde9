package testkit

import (
	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/spool"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Scratch is room for lists, which stay in memory while they are as small as those of a test.
func Scratch() app.Scratch { return spool.New(spool.Options{}) }

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
