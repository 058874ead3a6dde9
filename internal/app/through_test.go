package app_test

import (
	"context"
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// through is a store whose readers are seen through something else: one that counts, or one that
// gives other answers than the ledger has.
type through struct {
	app.Store
	wrap func(app.Reader) app.Reader
}

func (s through) View(ctx context.Context, read func(app.Reader) error) error {
	return s.Store.View(ctx, func(r app.Reader) error { return read(s.wrap(r)) })
}

// counting counts what is read: single records under "single", and the rows of each kind of scan.
type counting struct {
	app.Reader
	read map[string]int
}

func counted[V any](c counting, what string, values iter.Seq2[V, error]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for v, err := range values {
			c.read[what]++
			if !yield(v, err) {
				return
			}
		}
	}
}

func (c counting) Customer(id ids.Tenant) (record.Customer, bool, error) {
	c.read["customer"]++
	return c.Reader.Customer(id)
}

func (c counting) Subscription(id ids.Subscription) (record.Subscription, bool, error) {
	c.read["subscription"]++
	return c.Reader.Subscription(id)
}

func (c counting) Place(id ids.Subscription) (por.State, error) {
	c.read["place"]++
	return c.Reader.Place(id)
}

func (c counting) Seat(t ids.Tenant, id ids.Subscription) (app.Seat, bool, error) {
	c.read["seat"]++
	return c.Reader.Seat(t, id)
}

func (c counting) Customers(after ids.Tenant) iter.Seq2[record.Customer, error] {
	return counted(c, "customers", c.Reader.Customers(after))
}

func (c counting) Tenants(after ids.Tenant) iter.Seq2[ids.Tenant, error] {
	return counted(c, "tenants", c.Reader.Tenants(after))
}

func (c counting) Partners(after ids.Partner) iter.Seq2[record.Partner, error] {
	return counted(c, "partners", c.Reader.Partners(after))
}

func (c counting) Seats(tenant ids.Tenant, after ids.Subscription) iter.Seq2[app.Seat, error] {
	return counted(c, "seats", c.Reader.Seats(tenant, after))
}

func (c counting) Holdings(partner ids.Partner, after app.Holding) iter.Seq2[app.Holding, error] {
	return counted(c, "holdings", c.Reader.Holdings(partner, after))
}

func (c counting) AssociationsIn(tenant ids.Tenant) iter.Seq2[record.Association, error] {
	return counted(c, "associations in", c.Reader.AssociationsIn(tenant))
}

func (c counting) AssociationsOf(partner ids.Partner) iter.Seq2[record.Association, error] {
	return counted(c, "associations of", c.Reader.AssociationsOf(partner))
}
