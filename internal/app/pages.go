package app

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/ids"
)

// pageSize is about how many rows are read each time the ledger is opened: enough that opening costs
// nothing beside them, few enough that a writer never waits for a slow reader of a long list.
const pageSize = 1000

// paged gives rows page by page, each from one opening of the ledger. fetch reads one page after
// whatever it remembers of the last and says whether there may be more.
func paged[T any](ctx context.Context, s Store, fetch func(Reader) (page []T, more bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for more := true; more; {
			var page []T
			err := s.View(ctx, func(r Reader) (err error) {
				page, more, err = fetch(r)
				return err
			})
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// scan gives the rows of a keyed scan page by page, those that keep says.
func scan[K, V, T any](ctx context.Context, s Store, from func(Reader, K) iter.Seq2[V, error], key func(V) K, keep func(Reader, V) (T, bool, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var last K
		rows := paged(ctx, s, func(r Reader) ([]T, bool, error) {
			var page []T
			seen := 0
			for v, err := range from(r, last) {
				if err != nil {
					return nil, false, err
				}
				row, ok, err := keep(r, v)
				if err != nil {
					return nil, false, err
				}
				if ok {
					page = append(page, row)
				}
				last = key(v)
				if seen++; seen == pageSize {
					return page, true, nil
				}
			}
			return page, false, nil
		})
		rows(yield)
	}
}

// byCustomer gives rows customer by customer, in the order of every long list. rowsOf gives the rows of
// one customer and how many records it read for them: a filter that few rows pass must not make a page,
// and the opening of the ledger behind it, long.
func byCustomer[T any](ctx context.Context, s Store, f Filter, rowsOf func(Reader, namedTenant) (rows []T, read int, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var left []namedTenant
		begun := false
		paged(ctx, s, func(r Reader) (page []T, more bool, err error) {
			if !begun {
				begun = true
				if left, err = tenantsByName(r, f); err != nil {
					return nil, false, err
				}
			}
			for seen := 0; len(left) > 0 && seen < pageSize; left = left[1:] {
				rows, read, err := rowsOf(r, left[0])
				if err != nil {
					return nil, false, err
				}
				page, seen = append(page, rows...), seen+read+1
			}
			return page, len(left) > 0, nil
		})(yield)
	}
}

// namedTenant is a tenant and its customer's name; the name is empty where no customer is recorded.
type namedTenant struct {
	id   ids.Tenant
	name string
}

// tenantsByName is the tenants that a filter wants, by customer name and then ID: the order of every
// long list.
func tenantsByName(r Reader, f Filter) ([]namedTenant, error) {
	if !f.Tenant.IsZero() {
		c, _, err := r.Customer(f.Tenant)
		return []namedTenant{{f.Tenant, c.Name}}, err
	}
	names := map[ids.Tenant]string{}
	for c, err := range r.Customers(ids.Tenant{}) {
		if err != nil {
			return nil, err
		}
		names[c.Tenant] = c.Name
	}
	var list []namedTenant
	for id, err := range r.Tenants(ids.Tenant{}) {
		if err != nil {
			return nil, err
		}
		list = append(list, namedTenant{id, names[id]})
	}
	slices.SortFunc(list, func(a, b namedTenant) int {
		if c := compareNames(a.name, b.name); c != 0 {
			return c
		}
		return compareTenants(a.id, b.id)
	})
	return list, nil
}

func compareTenants(a, b ids.Tenant) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}

func compareSubscriptions(a, b ids.Subscription) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}
