//go:build unix

package boltstore

import (
	"fmt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// A generation is a ledger of some 20,000 rows, each of which says which one it is of: the number of the
// journal entry that made it. What is of two generations is no ledger.
const (
	generationTenants       = 6000
	generationSubscriptions = 7000
)

// generation makes the next one.
func generation(r app.Reader) (app.Bulk, error) {
	seq, _, err := r.Head()
	if err != nil {
		return app.Bulk{}, err
	}
	var b app.Batch
	name := fmt.Sprintf("of generation %d", seq+1)
	for n := range generationTenants {
		c := storetest.CustomerRecord(n)
		c.Name = name
		b.Customers = append(b.Customers, c)
	}
	for n := range generationSubscriptions {
		s := storetest.SubscriptionRecord(n, n%50)
		s.Name = name
		b.Subscriptions = append(b.Subscriptions, s)
	}
	return bulkOf(b, 2000)(r)
}

// generationOf reads a whole ledger, which is of one generation, and says of which.
func generationOf(s *Store) (number uint64, err error) {
	err = s.View(tContext, func(r app.Reader) error {
		var last journal.Entry
		for e, err := range r.Entries(0) {
			if err != nil {
				return err
			}
			if err := journal.Follow(e, last.Seq, last.Hash); err != nil {
				return err
			}
			last = e
		}
		seq, hash, err := r.Head()
		if err != nil || seq != last.Seq || hash != last.Hash {
			return fmt.Errorf("the head is %d, the last entry %d: %v", seq, last.Seq, err)
		}
		if number = seq; seq == 0 {
			return nil
		}
		want, tenants, subscriptions := fmt.Sprintf("of generation %d", seq), 0, 0
		for c, err := range r.Customers(ids.Tenant{}) {
			if tenants++; err != nil || c.Name != want {
				return fmt.Errorf("a customer %s, want %s: %v", c.Name, want, err)
			}
		}
		for n := range 50 {
			for seat, err := range r.Seats(storetest.Tenant(n), ids.Subscription{}) {
				if subscriptions++; err != nil || seat.Subscription.Name != want {
					return fmt.Errorf("a subscription %s, want %s: %v", seat.Subscription.Name, want, err)
				}
			}
		}
		return complete(r, tenants, subscriptions)
	})
	return number, err
}

// complete checks that nothing is missing, and that every subscription is found by its ID.
func complete(r app.Reader, tenants, subscriptions int) error {
	if tenants != generationTenants || subscriptions != generationSubscriptions {
		return fmt.Errorf("%d customers and %d subscriptions", tenants, subscriptions)
	}
	for n := range generationSubscriptions {
		home, there, err := r.TenantOf(storetest.Subscription(n))
		if err != nil || !there || home != storetest.Tenant(n%50) {
			return fmt.Errorf("subscription %d is found in %v, %v: %v", n, home, there, err)
		}
	}
	return nil
}
