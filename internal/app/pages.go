package app

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/ids"
)

// pageSize is about how many rows are handed over at once, and mostPages how many pages one opening of the
// ledger reads: enough that opening costs nothing beside them, few enough that a writer never waits long.
const (
	pageSize  = 5000
	mostPages = 20
)

// loaded is a page, or the error at which the pages end.
type loaded[T any] struct {
	rows []T
	err  error
}

// paged gives rows page by page. fetch reads one page after whatever it remembers of the last and says
// whether there may be more. Pages are read on a goroutine of their own, ahead of whoever takes the rows by
// no more than two; it has ended, and let go of the ledger, when the range over the rows has.
func paged[T any](ctx context.Context, s Store, fetch func(Reader) (page []T, more bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		pages := make(chan loaded[T], 1)
		go func() {
			defer close(pages)
			readPages(ctx, s, fetch, pages)
		}()
		defer func() {
			stop()
			for range pages { // a page that nobody wants any more
			}
		}()
		for page := range pages {
			if page.err != nil {
				var zero T
				yield(zero, page.err)
				return
			}
			for _, row := range page.rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// readPages reads pages until there are no more. The ledger is held while pages are taken as quickly as they
// are read, and never while this waits: nobody waits for a slow reader of a long list.
func readPages[T any](ctx context.Context, s Store, fetch func(Reader) (page []T, more bool, err error), to chan<- loaded[T]) {
	for more := true; more; {
		var late []T
		err := s.View(ctx, func(r Reader) (err error) {
			for n := 0; more && n < mostPages && (n == 0 || ctx.Err() == nil); n++ {
				var page []T
				if page, more, err = fetch(r); err != nil {
					return err
				}
				select {
				case to <- loaded[T]{rows: page}:
				default:
					late = page
					return nil
				}
			}
			return nil
		})
		if err != nil {
			to <- loaded[T]{err: err}
			return
		}
		if late != nil {
			to <- loaded[T]{rows: late}
		}
	}
}

// atOnce gives rows that one opening of the ledger reads.
func atOnce[T any](ctx context.Context, s Store, read func(Reader) ([]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var rows []T
		err := s.View(ctx, func(r Reader) (err error) {
			rows, err = read(r)
			return err
		})
		if err != nil {
			var zero T
			yield(zero, err)
			return
		}
		for _, row := range rows {
			if !yield(row, nil) {
				return
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

// byCustomer gives rows customer by customer, in the order of every long list. add appends the rows of one
// customer and tells how many records it read for them: a filter that few rows pass must not make a page,
// and the opening of the ledger behind it, long.
func byCustomer[T any](ctx context.Context, s Store, f Filter, add func(Reader, []T, namedTenant) (rows []T, read int, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var left []namedTenant
		begun, size := false, 0
		paged(ctx, s, func(r Reader) (page []T, more bool, err error) {
			if !begun {
				begun = true
				if left, err = tenantsByName(r, f); err != nil {
					return nil, false, err
				}
			}
			page = make([]T, 0, size)
			for seen := 0; len(left) > 0 && seen < pageSize; left = left[1:] {
				var read int
				if page, read, err = add(r, page, left[0]); err != nil {
					return nil, false, err
				}
				seen += read + 1
			}
			size = len(page)
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
	var list []namedTenant
	for id, err := range r.Tenants(ids.Tenant{}) {
		if err != nil {
			return nil, err
		}
		list = append(list, namedTenant{id: id})
	}
	at := 0 // both come in the order of their IDs
	for c, err := range r.Customers(ids.Tenant{}) {
		if err != nil {
			return nil, err
		}
		for at < len(list) && compareTenants(list[at].id, c.Tenant) < 0 {
			at++
		}
		if at < len(list) && list[at].id == c.Tenant {
			list[at].name = strings.Clone(c.Name) // and not the whole record, for as long as the list goes on
		}
	}
	slices.SortFunc(list, func(a, b namedTenant) int {
		if c := compareNames(a.name, b.name); c != 0 {
			return c
		}
		return compareTenants(a.id, b.id)
	})
	return list, nil
}

// inOrder sorts rows in place; equal ones stay as they stood. Rows are large, so that only their numbers
// are moved about while they are compared.
func inOrder[T any](rows []T, compare func(a, b *T) int) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(&rows[i], &rows[j]), cmp.Compare(i, j)) })
	for i := range order { // each row goes to its place, and the one that stood there to its own
		if order[i] < 0 {
			continue
		}
		first, at := rows[i], i
		for {
			from := order[at]
			order[at] = -1
			if from == i {
				break
			}
			rows[at], at = rows[from], from
		}
		rows[at] = first
	}
}

func compareTenants(a, b ids.Tenant) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}

func compareSubscriptions(a, b ids.Subscription) int {
	x, y := a.Bytes(), b.Bytes()
	return bytes.Compare(x[:], y[:])
}
