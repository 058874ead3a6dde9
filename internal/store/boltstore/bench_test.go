package boltstore

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

// bigLedger is a ledger of 100,000 subscriptions.
func bigLedger(b *testing.B) *Store {
	b.Helper()
	s := at(filepath.Join(b.TempDir(), "ledger.db"), time.Second)
	storetest.Write(b, s, storetest.Sample(storetest.Size{Tenants: 1000, Subscriptions: 100_000, Partners: 500}))
	return s
}

func BenchmarkWriting100000Subscriptions(b *testing.B) {
	for b.Loop() {
		bigLedger(b)
	}
}

func BenchmarkOpeningAndReadingOnePlace(b *testing.B) {
	s, n := bigLedger(b), 0
	for b.Loop() {
		n++
		err := s.View(tContext, func(r app.Reader) error {
			_, err := r.Place(storetest.Subscription(n % 100_000))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdatingOnePlace(b *testing.B) {
	s, n := bigLedger(b), 0
	for b.Loop() {
		n++
		err := s.Update(tContext, func(r app.Reader) (app.Batch, error) {
			sub, _, err := r.Subscription(storetest.Subscription(n % 100_000))
			if err != nil {
				return app.Batch{}, err
			}
			place, err := r.Place(sub.ID)
			if err != nil {
				return app.Batch{}, err
			}
			return storetest.Chain(r, app.Batch{Places: []por.State{storetest.Designate(place, sub, n%500, uint64(n)+1)}}, 1)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkListingAllSeats(b *testing.B) {
	s := bigLedger(b)
	for b.Loop() {
		err := s.View(tContext, func(r app.Reader) error {
			for tenant, err := range r.Tenants(ids.Tenant{}) {
				if err != nil {
					return err
				}
				for _, err := range r.Seats(tenant, ids.Subscription{}) {
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
