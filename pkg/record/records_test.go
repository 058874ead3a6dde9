package record_test

import (
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// identifiers compares IDs by their value.
func identifiers() cmp.Option {
	return cmpopts.EquateComparable(ids.Tenant{}, ids.Subscription{}, ids.Partner{})
}

// source draws the parts of a record. Texts are such that they survive the trimming of Parse.
type source struct{ t *rapid.T }

func (s source) text(label string) string {
	return rapid.StringMatching(`([A-Za-z0-9åé'"=,.@-]([ ;][A-Za-z0-9åé]){0,4})?`).Draw(s.t, label)
}

func (s source) guid(label string) (g [16]byte) {
	copy(g[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(s.t, label))
	return g
}

func (s source) partner(label string) ids.Partner {
	n := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(1000, 999_999_999)).Draw(s.t, label)
	p, _ := ids.PartnerFromNumber(n)
	return p
}

func (s source) day(label string) day.Day {
	last := day.Of(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
	return day.Day(rapid.Int32Range(0, int32(last)).Draw(s.t, label))
}

func (s source) truth(label string) bool { return rapid.Bool().Draw(s.t, label) }

func customers() *rapid.Generator[record.Customer] {
	return rapid.Custom(func(t *rapid.T) record.Customer {
		s := source{t}
		return record.Customer{
			Tenant: ids.TenantFromBytes(s.guid("tenant")), Name: s.text("name"), Domain: s.text("domain"), Country: s.text("country"),
			Language: s.text("language"), ContactName: s.text("contact"), ContactEmail: s.text("email"),
		}
	})
}

func subscriptions() *rapid.Generator[record.Subscription] {
	return rapid.Custom(func(t *rapid.T) record.Subscription {
		s := source{t}
		r := record.Subscription{
			ID: ids.SubscriptionFromBytes(s.guid("id")), Tenant: ids.TenantFromBytes(s.guid("tenant")), Name: s.text("name"),
			Product: rapid.SampledFrom(record.Products()).Draw(t, "product"), SKU: s.text("sku"),
			Status:  rapid.SampledFrom(record.Statuses()).Draw(t, "status"),
			Seats:   rapid.Uint32Range(0, 1<<31-1).Draw(t, "seats"),
			Channel: rapid.SampledFrom(record.Channels()).Draw(t, "channel"), Trial: s.truth("trial"),
			StartsOn: s.day("starts"), EndsOn: s.day("ends"), InternalUse: s.truth("internal"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "workloads") {
			r.Workloads = append(r.Workloads, rapid.StringMatching(`[a-z]{1,8}( [a-z]{1,4})?`).Draw(t, "workload"))
		}
		return r
	})
}

func partners() *rapid.Generator[record.Partner] {
	return rapid.Custom(func(t *rapid.T) record.Partner {
		s := source{t}
		return record.Partner{
			ID: s.partner("id"), Name: s.text("name"), City: s.text("city"), Country: s.text("country"), Parent: s.partner("parent"),
			Location: s.truth("location"), Email: s.text("email"), Language: s.text("language"),
			Status: rapid.SampledFrom(record.Standings()).Draw(t, "status"),
		}
	})
}

func associations() *rapid.Generator[record.Association] {
	return rapid.Custom(func(t *rapid.T) record.Association {
		s := source{t}
		return record.Association{
			Kind: rapid.SampledFrom(record.Kinds()).Draw(t, "kind"), Partner: s.partner("partner"),
			Tenant: ids.TenantFromBytes(s.guid("tenant")), Subscription: ids.SubscriptionFromBytes(s.guid("subscription")),
			Workload: s.text("workload"), Product: rapid.SampledFrom(append(record.Products(), "")).Draw(t, "product"),
			Since: s.day("since"), Until: s.day("until"), Comment: s.text("comment"),
		}
	})
}
