// Package testkit owns what the tests of several packages build on: a clock that is set by hand,
// identifiers, records, people, rows as a file would tell them, and portfolios of any size.
//
// It must not know how a ledger is kept, and asks neither the time nor chance: the same call gives the
// same answer on every machine.
package testkit

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/dpor-cli/dpor/pkg/ids"
)

// Clock is a clock that stands still until it is moved. It is safe for use by several goroutines.
type Clock struct {
	mutex sync.Mutex
	at    time.Time
}

// NewClock is a clock at Today.
func NewClock() *Clock { return &Clock{at: Today()} }

// Today is the moment at which every test begins.
func Today() time.Time { return time.Date(2024, 5, 31, 9, 30, 0, 0, time.UTC) }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

// Pass moves the clock by some days, back where they are negative.
func (c *Clock) Pass(days int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = c.at.AddDate(0, 0, days)
}

// guid is the n-th identifier of a kind, spread so that neighbours in number are none in order.
func guid(kind string, n int) (id [16]byte) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s number %d", kind, n))
	copy(id[:], sum[:])
	return id
}

// Ledger is the identity of a test's ledger.
func Ledger() [16]byte { return guid("ledger", 0) }

// Tenant is the n-th tenant.
func Tenant(n int) ids.Tenant { return ids.TenantFromBytes(guid("tenant", n)) }

// Subscription is the n-th subscription.
func Subscription(n int) ids.Subscription { return ids.SubscriptionFromBytes(guid("subscription", n)) }

// Partner is the n-th partner ID.
func Partner(n int) ids.Partner {
	p, _ := ids.PartnerFromNumber(uint32(1_000_000 + n))
	return p
}
