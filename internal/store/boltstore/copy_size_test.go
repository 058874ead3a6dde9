//go:build unix

package boltstore

import (
	"bytes"
	"iter"
	"path/filepath"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// TestALedgerOfManyChangesIsHardlyLongerThanItHasToBe imports 100,000 subscriptions, designates all of them
// twice, and compares each time with the file that bbolt makes of nothing but the rows.
func TestALedgerOfManyChangesIsHardlyLongerThanItHasToBe(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const tenants, partners, count = 1000, 500, 100_000
	path := freshPath(t)
	s := copying(path, 0)
	var subs []record.Subscription
	for n := range count {
		subs = append(subs, storetest.SubscriptionRecord(n, n%tenants))
	}
	slices.SortFunc(subs, func(a, b record.Subscription) int {
		return bytes.Compare(seatKey(a.Tenant, a.ID), seatKey(b.Tenant, b.ID))
	})
	designated := func(r app.Reader, round int) iter.Seq2[por.State, error] {
		return func(yield func(por.State, error) bool) {
			for n, sub := range subs {
				place, err := r.PlaceIn(sub.Tenant, sub.ID)
				if !yield(storetest.Designate(place, sub, (n+77*round)%partners, uint64(round)), err) {
					return
				}
			}
		}
	}
	for round, name := range []string{"the import", "the first change", "the second change"} {
		err := s.Rewrite(tContext, func(r app.Reader) (app.Bulk, error) {
			bulk := app.Bulk{Events: eventsOf150(count), Count: count}
			if bulk.Subscriptions = storetest.Rows(subs...); round > 0 {
				bulk.Subscriptions, bulk.Places = nil, designated(r, round)
			}
			return bulk, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantInOrder(t, path)
		size, least := sizeOf(t, path), compacted(t, path)
		t.Logf("after %s: %d KiB, %.2f of what it has to be", name, size>>10, float64(size)/float64(least))
		if 10*size > 13*least {
			t.Errorf("after %s the file has %d bytes, and %d would be enough", name, size, least)
		}
	}
}

// eventsOf150 are events as long as those of a designation.
func eventsOf150(count int) iter.Seq2[journal.Event, error] {
	body := bytes.Repeat([]byte{'e'}, 150)
	return func(yield func(journal.Event, error) bool) {
		for range count {
			if !yield(journal.Event{Kind: "por.added", Body: body}, nil) {
				return
			}
		}
	}
}

// compacted is how long bbolt makes a file that has the rows of another one and nothing else.
func compacted(t *testing.T, path string) int {
	t.Helper()
	from, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	compact := filepath.Join(t.TempDir(), "compact.db")
	to, err := bolt.Open(compact, 0o600, &bolt.Options{PageSize: pageSize, NoSync: true, NoGrowSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := bolt.Compact(to, from, 4<<20); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return usedPages(t, compact) * pageSize // the file may be longer
}
