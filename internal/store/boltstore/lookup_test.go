package boltstore

import (
	"bytes"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// wide is a ledger whose buckets have branches: a look-up goes on from page to page.
var wide = storetest.Size{Tenants: 60, Subscriptions: 3000, Partners: 40}

// TestALookUpGivesTheSameWhateverWasAskedBefore goes through a ledger back and forth, and in the middle of
// scans of the same buckets, and compares with a reader that was never asked anything.
func TestALookUpGivesTheSameWhateverWasAskedBefore(t *testing.T) {
	s := at(filepath.Join(t.TempDir(), "ledger.db"), time.Second)
	storetest.Write(t, s, storetest.Sample(wide))
	h, err := s.open(tContext, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	used := reader{h.image}
	fresh := func() reader {
		im, err := openImage(s.path, h.file, h.info.Size())
		if err != nil {
			t.Fatal(err)
		}
		return reader{im}
	}
	type answer struct {
		Seat, Other app.Seat
		Tenant      ids.Tenant
		Customer    record.Customer
		Found       [4]bool
		Errors      [4]error
	}
	ask := func(r reader, n int) (a answer) {
		tenant, id := storetest.Tenant(n%wide.Tenants), storetest.Subscription(n)
		a.Tenant, a.Found[0], a.Errors[0] = r.TenantOf(id)
		a.Seat, a.Found[1], a.Errors[1] = r.Seat(tenant, id)
		a.Other, a.Found[2], a.Errors[2] = r.Seat(storetest.Tenant((n+1)%wide.Tenants), id)
		a.Customer, a.Found[3], a.Errors[3] = r.Customer(tenant)
		return a
	}
	scan := func(r reader, tenant, most int, between func()) (list []app.Seat) {
		for seat, err := range r.Seats(storetest.Tenant(tenant), ids.Subscription{}) {
			if err != nil {
				t.Fatal(err)
			}
			if list = append(list, seat); len(list) >= most {
				return list
			}
			between()
		}
		return list
	}
	rapid.Check(t, func(rt *rapid.T) {
		number := rapid.IntRange(0, wide.Subscriptions+20)
		tenant, most := rapid.IntRange(0, wide.Tenants).Draw(rt, "tenant"), rapid.IntRange(1, 80).Draw(rt, "rows")
		between := rapid.SliceOfN(number, 0, 4).Draw(rt, "asked between")
		got := scan(used, tenant, most, func() {
			for _, n := range between {
				if diff := cmp.Diff(ask(fresh(), n), ask(used, n), identical); diff != "" {
					rt.Fatal(diff)
				}
				scan(used, n%wide.Tenants, 5, func() {})
			}
			between = nil
		})
		if diff := cmp.Diff(scan(fresh(), tenant, most, func() {}), got, identical); diff != "" {
			rt.Fatal(diff)
		}
		for _, n := range rapid.SliceOfN(number, 1, 10).Draw(rt, "asked after") {
			if diff := cmp.Diff(ask(fresh(), n), ask(used, n), identical); diff != "" {
				rt.Fatal(diff)
			}
		}
	})
}

// identical compares IDs by the bytes that they keep to themselves.
var identical = cmp.Exporter(func(reflect.Type) bool { return true })

// lookUp looks up the 100,000 subscriptions of bigLedger in the order of the keys under which they are.
func lookUp(b *testing.B, key func(s record.Subscription) []byte, ask func(app.Reader, record.Subscription) (bool, error)) {
	s := bigLedger(b)
	subs := make([]record.Subscription, 100_000)
	for n := range subs {
		subs[n] = storetest.SubscriptionRecord(n, n%1000)
	}
	slices.SortFunc(subs, func(a, b record.Subscription) int { return bytes.Compare(key(a), key(b)) })
	for b.Loop() {
		err := s.View(tContext, func(r app.Reader) error {
			for _, sub := range subs {
				if ok, err := ask(r, sub); err != nil || !ok {
					b.Fatal(sub.ID, ok, err)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(subs)), "ns/row")
}

func BenchmarkLookingUpEveryTenantInOrder(b *testing.B) {
	lookUp(b, func(s record.Subscription) []byte { return subscriptionKey(s.ID) }, func(r app.Reader, s record.Subscription) (bool, error) {
		_, ok, err := r.TenantOf(s.ID)
		return ok, err
	})
}

func BenchmarkLookingUpEverySeatInOrder(b *testing.B) {
	lookUp(b, func(s record.Subscription) []byte { return seatKey(s.Tenant, s.ID) }, func(r app.Reader, s record.Subscription) (bool, error) {
		_, ok, err := r.Seat(s.Tenant, s.ID)
		return ok, err
	})
}
