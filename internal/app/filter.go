package app

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Filter says which rows of a list are wanted; every condition that is set has to hold (CONTRACT
// section 7).
type Filter struct {
	Partner      ids.Partner
	Tenant       ids.Tenant
	Subscription ids.Subscription
	Product      record.Product
	Kind         record.Kind
	Status       string
	Unassigned   bool    // subscriptions without a partner
	Since, Until day.Day // the row began on or after, on or before
	AsOf         day.Day // what held at the end of that day; none is now
}

// within tells whether a row that began on a day is wanted.
func (f Filter) within(began day.Day) bool {
	return (f.Since.IsZero() || began >= f.Since) && (f.Until.IsZero() || !began.IsZero() && began <= f.Until)
}

func (f Filter) withinTime(t time.Time) bool { return f.within(day.Of(t)) }

// wants tells whether a row about these three is wanted.
func (f Filter) wants(tenant ids.Tenant, subscription ids.Subscription, partner ids.Partner) bool {
	return (f.Tenant.IsZero() || f.Tenant == tenant) &&
		(f.Subscription.IsZero() || f.Subscription == subscription) &&
		(f.Partner.IsZero() || f.Partner == partner)
}

// compareNames orders names as people look for them, whatever the letter case; the nameless come
// last.
func compareNames(a, b string) int {
	if (a == "") != (b == "") {
		if a == "" {
			return 1
		}
		return -1
	}
	for i := range min(len(a), len(b)) {
		switch x, y := a[i], b[i]; {
		case x >= utf8.RuneSelf || y >= utf8.RuneSelf:
			return strings.Compare(strings.ToLower(a), strings.ToLower(b))
		case x != y:
			if x, y = lower(x), lower(y); x != y {
				return cmp.Compare(x, y)
			}
		}
	}
	return cmp.Compare(len(a), len(b))
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
