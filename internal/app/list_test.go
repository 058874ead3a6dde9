package app_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// portfolio is a random ledger that has lived: names that are missing or the same in another letter
// case, a tenant without a customer's record, and partners that came and went.
func portfolio(t *rapid.T) house {
	h := inMemory()
	names := []string{"", "alpha", "Alpha", "Beta", "åse"}
	var customers []record.Customer
	for n := range rapid.IntRange(0, tenants).Draw(t, "customers") {
		c := testkit.Customer(n)
		c.Name = rapid.SampledFrom(names).Draw(t, "customer name")
		customers = append(customers, c)
	}
	var list []record.Subscription
	for n := range subscriptions {
		s := testkit.SubscriptionOf(n/2, n)
		s.Name = rapid.SampledFrom(names).Draw(t, "subscription name")
		s.Product = rapid.SampledFrom(record.Products()[:4]).Draw(t, "product")
		list = append(list, s)
	}
	h.given(t, testkit.Rows{
		Customers: testkit.Customers(customers...), Subscriptions: testkit.Subscriptions(list...), Partners: testkit.Partners(directory()...),
	})
	for range rapid.IntRange(0, 25).Draw(t, "designations") {
		h.clock.Pass(rapid.IntRange(0, 2).Draw(t, "days"))
		d := app.Designation{
			Verb:          rapid.SampledFrom([]por.Verb{por.Add, por.Edit, por.Remove}).Draw(t, "verb"),
			Subscriptions: []ids.Subscription{subscription(t)}, Partner: rapid.SampledFrom([]ids.Partner{testkit.Partner(0), testkit.Partner(1), testkit.Partner(4)}).Draw(t, "partner"),
			Since: someDay(t),
		}
		_, _ = h.designates(testkit.Owner(), d)
	}
	for range rapid.IntRange(0, 5).Draw(t, "associations") {
		a := association(t)
		if a.Tenant == testkit.Tenant(tenants) {
			continue // see TestAnAssociationOfATenantThatNothingElseNamesIsListed
		}
		if a.Kind == record.DPOR {
			a.Kind = record.Transacting
		}
		_, _ = h.imports(testkit.Owner(), testkit.Rows{Associations: testkit.Associations(a)})
	}
	h.claimed(t, list)
	return h
}

func filters(t *rapid.T) (f app.Filter) {
	someone := func(what string) bool { return rare(t, 2, what) }
	if someone("by partner") {
		f.Partner = partner(t)
	}
	if someone("by tenant") {
		f.Tenant = tenant(t)
	}
	if someone("by subscription") {
		f.Subscription = subscription(t)
	}
	if someone("by product") {
		f.Product = rapid.SampledFrom(record.Products()[:3]).Draw(t, "product")
	}
	if someone("by kind") {
		f.Kind = rapid.SampledFrom(record.Kinds()).Draw(t, "kind")
	}
	if someone("by status") {
		f.Status = rapid.SampledFrom([]string{string(app.Active), string(app.Pending), string(app.Ended), string(app.Free)}).Draw(t, "status")
	}
	f.Unassigned = someone("unassigned") || f.Status == string(app.Free)
	f.Since, f.Until, f.AsOf = someDay(t), someDay(t), someDay(t)
	return f
}

// line is a row as text; comments are told by the designation that began it.
func line(a app.Association) string {
	return fmt.Sprintf("%s|%s %s|%s %s|%s %s|%s|%s|%s|%s|%s|%s", a.Kind, a.Partner, a.PartnerName, a.Tenant, a.CustomerName,
		a.Subscription, a.SubscriptionName, a.Product, a.Workload, a.Since, a.Until, a.Status, a.Claim)
}

// naive is every association that a filter wants, found by looking at everything: what the journal
// says of the places, day by day, the associations that were imported, and the claims.
func (h house) naive(t tester, f app.Filter) (rows []app.Association) {
	t.Helper()
	on := f.AsOf
	if on.IsZero() {
		on = day.Of(h.clock.Now())
	}
	h.view(t, func(r app.Reader) error {
		name := func(p ids.Partner) string { v, _, _ := r.Partner(p); return v.Name }
		events := map[ids.Subscription][]por.Event{}
		for entry := range all(t, r.Entries(0)) {
			for _, raw := range entry.Events {
				if e, err := app.Decode(raw); err != nil {
					t.Fatalf("%v", err)
				} else if move, ok := e.(por.Event); ok {
					events[move.Subscription] = append(events[move.Subscription], move)
				}
			}
		}
		for n := range subscriptions {
			s, _, _ := r.Subscription(testkit.Subscription(n))
			c, _, _ := r.Customer(s.Tenant)
			row := app.Association{Tenant: s.Tenant, CustomerName: c.Name, Subscription: s.ID, SubscriptionName: s.Name, Product: s.Product}
			var holds *por.Event // the one that holds on the day; without a day, the last
			for i, e := range events[s.ID] {
				if f.AsOf.IsZero() || e.Since <= on {
					holds = &events[s.ID][i]
				}
			}
			for i, e := range events[s.ID] {
				if e.Partner.IsZero() || f.Unassigned {
					continue
				}
				row.Kind, row.Partner, row.PartnerName, row.Since, row.Until, row.Status = record.DPOR, e.Partner, name(e.Partner), e.Since, 0, app.Active
				if i+1 < len(events[s.ID]) {
					row.Until = events[s.ID][i+1].Since
				}
				over := row.Until != 0 && row.Until <= on
				if f.Status == string(app.Ended) && over && e.Since <= on {
					row.Status = app.Ended
					rows = append(rows, row)
				}
				if f.Status != string(app.Ended) && &events[s.ID][i] == holds {
					rows = append(rows, row)
				}
			}
			if f.Unassigned && (holds == nil || holds.Partner.IsZero()) {
				rows = append(rows, app.Association{
					Tenant: s.Tenant, CustomerName: c.Name, Subscription: s.ID, SubscriptionName: s.Name, Product: s.Product, Status: app.Free,
				})
			}
		}
		for n := range tenants {
			c, _, _ := r.Customer(testkit.Tenant(n))
			for a := range all(t, r.AssociationsIn(testkit.Tenant(n))) {
				s, _, _ := r.Subscription(a.Subscription)
				row := app.Association{
					Kind: a.Kind, Partner: a.Partner, PartnerName: name(a.Partner), Tenant: a.Tenant, CustomerName: c.Name, Subscription: a.Subscription,
					SubscriptionName: s.Name, Product: cmp.Or(a.Product, s.Product), Workload: a.Workload, Since: a.Since, Until: a.Until, Status: app.Active,
				}
				if a.Until != 0 && a.Until <= on {
					row.Status = app.Ended
				}
				if a.Since <= on && !f.Unassigned && (row.Status == app.Active || f.Status == string(app.Ended)) {
					rows = append(rows, row)
				}
			}
		}
		if !f.Unassigned {
			rows = append(rows, claimRows(t, r, f, on)...)
		}
		return nil
	})
	return slices.DeleteFunc(rows, func(a app.Association) bool {
		return f.Partner != (ids.Partner{}) && a.Partner != f.Partner || f.Tenant != (ids.Tenant{}) && a.Tenant != f.Tenant ||
			f.Subscription != (ids.Subscription{}) && a.Subscription != f.Subscription || f.Product != "" && a.Product != f.Product ||
			f.Kind != "" && a.Kind != f.Kind || f.Status != "" && string(a.Status) != f.Status ||
			f.Since != 0 && a.Since < f.Since || f.Until != 0 && (a.Since == 0 || a.Since > f.Until)
	})
}

func lines(rows []app.Association) string {
	var list []string
	for _, a := range rows {
		list = append(list, line(a))
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

func TestAListIsWhatANaiveFilterOverEverythingGives(t *testing.T) {
	found, byClaim := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		h := portfolio(t)
		for range 16 {
			f := filters(t)
			got := h.listed(t, f)
			found += len(got)
			for _, a := range got {
				if !a.Claim.IsZero() {
					byClaim++
				}
			}
			if got, want := lines(got), lines(h.naive(t, f)); got != want {
				t.Fatalf("%+v on %s\ngot\n%s\nwant\n%s", f, h.clock.Now(), got, want)
			}
			if !slices.IsSortedFunc(got, inOrder) {
				t.Fatalf("%+v: the order is wrong:\n%+v", f, got)
			}
			whole := f
			whole.Partner, whole.Tenant, whole.Subscription = ids.Partner{}, ids.Tenant{}, ids.Subscription{}
			if rest := slices.DeleteFunc(h.listed(t, whole), func(a app.Association) bool { return !slices.Contains(got, a) }); !slices.Equal(rest, got) {
				t.Fatalf("%+v: without the filter the order is another:\n%+v\n%+v", f, got, rest)
			}
		}
	})
	if !testing.Short() && (found < 300 || byClaim < 30) { // a short run makes a fifth of the checks
		t.Errorf("only %d rows, %d of them of claims, were ever listed: the filters test nothing", found, byClaim)
	}
}

func TestAnAssociationOfATenantThatNothingElseNamesIsListed(t *testing.T) {
	h := inMemory()
	h.given(t, testkit.Rows{
		Partners:     testkit.Partners(testkit.PartnerRecord(0)),
		Associations: testkit.Associations(record.Association{Kind: record.PAL, Partner: testkit.Partner(0), Tenant: testkit.Tenant(7), Since: 45000}),
	})
	for _, f := range []app.Filter{{}, {Partner: testkit.Partner(0)}, {Tenant: testkit.Tenant(7)}} {
		n := 0
		for range all(t, h.as(access.Actor{}).Associations(t.Context(), f)) {
			n++
		}
		if n != 1 {
			t.Errorf("%+v: %d rows, want 1", f, n)
		}
	}
}

// inOrder is the order of CONTRACT section 7: customers by name, and within a customer its
// subscriptions by name, then ID. What has no name comes last.
func inOrder(a, b app.Association) int {
	name := func(s string) string {
		if s == "" {
			return "\U0010ffff"
		}
		return strings.ToLower(s)
	}
	return cmp.Or(
		cmp.Compare(name(a.CustomerName), name(b.CustomerName)), cmp.Compare(a.Tenant.String(), b.Tenant.String()),
		cmp.Compare(name(a.SubscriptionName), name(b.SubscriptionName)), cmp.Compare(a.Subscription.String(), b.Subscription.String()),
	)
}

func TestSubscriptionsAreListedInTheSameOrderAndFiltered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := portfolio(t)
		f := filters(t)
		f.Kind, f.Status = "", rapid.SampledFrom([]string{"", "", "enabled", "deleted"}).Draw(t, "status of a subscription")
		var want, got []string
		h.view(t, func(r app.Reader) error {
			for n := range subscriptions {
				s, _, _ := r.Subscription(testkit.Subscription(n))
				place, _ := r.Place(s.ID)
				holder := place.Partner()
				if f.AsOf != 0 {
					held, _ := place.On(f.AsOf)
					holder = held.Partner
				}
				if (f.Partner.IsZero() || holder == f.Partner) && (f.Tenant.IsZero() || s.Tenant == f.Tenant) &&
					(f.Subscription.IsZero() || s.ID == f.Subscription) && (f.Product == "" || s.Product == f.Product) &&
					(f.Status == "" || string(s.Status) == f.Status) && (!f.Unassigned || holder.IsZero()) &&
					(f.Since == 0 || s.StartsOn >= f.Since) && (f.Until == 0 || s.StartsOn != 0 && s.StartsOn <= f.Until) {
					want = append(want, s.ID.String())
				}
			}
			return nil
		})
		var rows []app.Association
		for s := range all(t, h.as(access.Actor{}).Subscriptions(context.Background(), f)) {
			got = append(got, s.ID.String())
			card, err := h.as(access.Actor{}).Subscription(context.Background(), s.ID)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, app.Association{Tenant: s.Tenant, CustomerName: card.CustomerName, Subscription: s.ID, SubscriptionName: s.Name})
		}
		if !slices.IsSortedFunc(rows, inOrder) {
			t.Fatalf("the order is wrong: %+v", rows)
		}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("%+v: got %v, want %v", f, got, want)
		}
	})
}
