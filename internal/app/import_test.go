package app_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestWhatAnImportDoesNotTellStays(t *testing.T) {
	h := inMemory()
	h.given(t, testkit.Rows{
		Customers: testkit.Customers(testkit.Customer(0)), Subscriptions: testkit.Subscriptions(subs(0, 0)...),
		Partners: testkit.Partners(testkit.PartnerRecord(0)),
	})
	customer, sub, partner := testkit.Customer(0), testkit.SubscriptionOf(0, 0), testkit.PartnerRecord(0)
	got, err := h.imports(testkit.Owner(), testkit.Rows{
		Customers: []app.Row[record.Customer]{{
			Record: record.Customer{Tenant: customer.Tenant, Name: "Contoso", Country: "not told"},
			Told:   testkit.Telling(record.CustomerFields(), "tenantId", "name"),
		}},
		Subscriptions: []app.Row[record.Subscription]{{
			Record: record.Subscription{ID: sub.ID, Tenant: sub.Tenant, Seats: 0, Status: record.Suspended},
			Told:   testkit.Telling(record.SubscriptionFields(), "subscriptionId", "tenantId", "seats", "status"),
		}},
		Partners: []app.Row[record.Partner]{{
			Record: record.Partner{ID: partner.ID, Email: ""},
			Told:   testkit.Telling(record.PartnerFields(), "partnerId", "email"),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	one := app.Count{Changed: 1}
	if want := (app.Imported{Customers: one, Subscriptions: one, Partners: one}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	customer.Name, sub.Seats, sub.Status, partner.Email = "Contoso", 0, record.Suspended, ""
	h.view(t, func(r app.Reader) error {
		c, _, _ := r.Customer(customer.Tenant)
		s, _, _ := r.Subscription(sub.ID)
		p, _, _ := r.Partner(partner.ID)
		for _, diff := range []string{diff(customer, c), diff(sub, s), diff(partner, p)} {
			if diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		}
		return nil
	})
}

func diff[V any](want, got V) string {
	return cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got))
}

func TestARecordThatIsNewHasTheValuesOfOneThatNobodyKnows(t *testing.T) {
	h := inMemory()
	h.given(t, testkit.Rows{
		Subscriptions: []app.Row[record.Subscription]{{
			Record: record.Subscription{ID: testkit.Subscription(0), Tenant: testkit.Tenant(0)},
			Told:   testkit.Telling(record.SubscriptionFields(), "subscriptionId", "tenantId"),
		}},
		Partners: []app.Row[record.Partner]{{
			Record: record.Partner{ID: testkit.Partner(0)}, Told: testkit.Telling(record.PartnerFields(), "partnerId"),
		}},
	})
	h.add(t, 0, 0) // an enabled subscription, and an active location
}

func TestTheSameImportTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := inMemory()
		h.sample(t)
		a := importing(t)
		apply, err := a.prepare(h.as(testkit.Owner()))
		if err != nil {
			return
		}
		if _, err := apply(); err != nil {
			t.Fatal(err)
		}
		before := h.everything(t)
		apply, err = a.prepare(h.as(testkit.Owner()))
		if err != nil {
			t.Fatal(err)
		}
		if moves, err := apply(); moves != 0 || err != nil || h.everything(t) != before {
			t.Fatalf("the second time: %d changes, %v", moves, err)
		}
	})
}

func TestARecordThatIsToldTwiceIsOneRecord(t *testing.T) {
	h := inMemory()
	h.sample(t)
	first, second := testkit.PartnerRecord(0), testkit.PartnerRecord(0)
	first.City, second.City = "Lund", "Umeå"
	delegated := record.Association{Kind: record.DelegatedAdmin, Partner: testkit.Partner(0), Tenant: testkit.Tenant(0), Since: 45000}
	later := delegated
	later.Since = 45100
	rows := testkit.Rows{Partners: testkit.Partners(first, second), Associations: testkit.Associations(delegated, later)}
	got, err := h.imports(testkit.Owner(), rows)
	if want := (app.Imported{Partners: app.Count{Changed: 1}, Associations: app.Count{Added: 1}}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	before := h.everything(t)
	if got, err = h.imports(testkit.Owner(), rows); err != nil || got.Partners.Unchanged != 1 || got.Associations.Unchanged != 1 || h.everything(t) != before {
		t.Errorf("the second time: %+v, %v", got, err)
	}
	h.view(t, func(r app.Reader) error {
		if p, _, _ := r.Partner(testkit.Partner(0)); p.City != "Umeå" {
			t.Errorf("the city is %q, not the one that was told last", p.City)
		}
		return nil
	})
}

func TestRowsAreImportedInTheOrderOfTheirKinds(t *testing.T) {
	h := inMemory()
	s := testkit.SubscriptionOf(0, 0)
	h.given(t, testkit.Rows{
		Associations: testkit.Associations(testkit.Designated(s, 0)), Partners: testkit.Partners(testkit.PartnerRecord(0)),
		Subscriptions: testkit.Subscriptions(s), Customers: testkit.Customers(testkit.Customer(0)),
	})
	if h.holder(t, 0) != testkit.Partner(0) {
		t.Error("the designation is not there")
	}
	var kinds []string
	h.view(t, func(r app.Reader) error {
		for e := range all(t, r.Entries(0)) {
			for _, raw := range e.Events {
				kinds = append(kinds, raw.Kind)
			}
		}
		return nil
	})
	if d := cmp.Diff([]string{"customer", "subscription", "partner", "designation"}, kinds); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// CONTRACT section 4: associations of type dpor follow the rules of add.
func TestAnImportedDesignationFollowsTheRulesOfAdd(t *testing.T) {
	today := day.Of(testkit.Today())
	free, taken := testkit.SubscriptionOf(0, 0), testkit.SubscriptionOf(0, 1)
	inactive, unknown := testkit.SubscriptionOf(0, 2), testkit.SubscriptionOf(0, 99)
	with := func(s record.Subscription, partner int, change func(*record.Association)) record.Association {
		a := testkit.Designated(s, partner)
		if change != nil {
			change(&a)
		}
		return a
	}
	owner, partnerAdmin := testkit.Owner(), testkit.Claimant(testkit.Partner(0))
	for name, tt := range map[string]struct {
		actor access.Actor
		row   record.Association
		code  fault.Code
		key   string
	}{
		"by a partner":            {partnerAdmin, with(free, 0, nil), fault.Forbidden, "access.right"},
		"in a foreign tenant":     {testkit.Owner(testkit.Tenant(1)), with(free, 0, nil), fault.Forbidden, "access.tenant"},
		"on a taken place":        {owner, with(taken, 0, nil), fault.Conflict, "por.taken"},
		"on an inactive one":      {owner, with(inactive, 0, nil), fault.Invalid, "por.inactive-subscription"},
		"on an unknown one":       {owner, with(unknown, 0, nil), fault.NotFound, "subscription.missing"},
		"of an unknown partner":   {owner, with(free, 99, nil), fault.NotFound, "partner.missing"},
		"of a headquarters":       {owner, with(free, 2, nil), fault.Invalid, "por.headquarters"},
		"of an inactive partner":  {owner, with(free, 3, nil), fault.Invalid, "por.inactive-partner"},
		"in the future":           {owner, with(free, 0, func(a *record.Association) { a.Since = today + 1 }), fault.Invalid, "por.future"},
		"before the subscription": {owner, with(free, 0, func(a *record.Association) { a.Since = free.StartsOn - 1 }), fault.Invalid, "por.before-start"},
		"that ended":              {owner, with(free, 0, func(a *record.Association) { a.Until = today }), fault.Invalid, "import.ended"},
		"under another tenant":    {owner, with(free, 0, func(a *record.Association) { a.Tenant = testkit.Tenant(1) }), fault.Invalid, "subscription.other-tenant"},
		"a claim instead":         {owner, with(free, 0, func(a *record.Association) { a.Kind = record.CPOR }), fault.Invalid, "import.cpor"},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.sample(t)
			suspended := inactive
			suspended.Status = record.Suspended
			h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(suspended)})
			h.add(t, 1, 1)
			before := h.everything(t)
			row := testkit.Associations(tt.row)
			row[0].Line = 17
			_, err := h.imports(tt.actor, testkit.Rows{Customers: testkit.Customers(testkit.Customer(5)), Associations: row})
			refused(t, err, tt.code, tt.key)
			if e := fault.As(err); e.File != "associations.csv" || e.Line != 17 {
				t.Errorf("it names %q line %d", e.File, e.Line)
			}
			if h.everything(t) != before {
				t.Error("a part of it was written")
			}
		})
	}
}

func TestARefusedImportNamesTheLineOfEachRow(t *testing.T) {
	h := inMemory()
	h.sample(t)
	moved := testkit.SubscriptionOf(1, 0)
	before := h.everything(t)
	_, err := h.imports(testkit.Owner(), testkit.Rows{
		Subscriptions: testkit.Subscriptions(testkit.SubscriptionOf(0, 1), moved),
		Associations:  testkit.Associations(testkit.Designated(testkit.SubscriptionOf(0, 1), 0), testkit.Designated(testkit.SubscriptionOf(0, 2), 99)),
	})
	e := fault.As(err)
	if e == nil || len(e.Details) != 2 {
		t.Fatalf("got %v, want two refusals", err)
	}
	for i, want := range []struct {
		file string
		line int
		key  string
	}{{"subscriptions.csv", 3, "import.moved"}, {"associations.csv", 3, "partner.missing"}} {
		if d := e.Details[i]; d.File != want.file || d.Line != want.line || d.Key != want.key {
			t.Errorf("refusal %d: got %s line %d: %s, want %+v", i, d.File, d.Line, d.Key, want)
		}
	}
	if h.everything(t) != before {
		t.Error("a part of it was written")
	}
}

func TestARefusedFirstImportLeavesNoLedger(t *testing.T) {
	h := onDisk(t)
	_, err := h.imports(testkit.Owner(), testkit.Rows{Associations: testkit.Associations(testkit.Designated(testkit.SubscriptionOf(0, 0), 0))})
	refused(t, err, fault.NotFound, "subscription.missing")
	if h.everything(t) != "" {
		t.Error("there is a ledger")
	}
}

func TestAnAssociationIsOneWhetherARowNamesTheTenantOrNot(t *testing.T) {
	h := inMemory()
	h.given(t, testkit.Rows{
		Customers: testkit.Customers(testkit.Customer(0)), Subscriptions: testkit.Subscriptions(subs(0, 0)...),
		Partners: testkit.Partners(testkit.PartnerRecord(0)),
	})
	sub := testkit.SubscriptionOf(0, 0)
	row := func(product record.Product, keys ...string) app.Row[record.Association] {
		return app.Row[record.Association]{
			Record: record.Association{Kind: record.PAL, Partner: testkit.Partner(0), Subscription: sub.ID, Tenant: sub.Tenant, Product: product},
			Told:   testkit.Telling(record.AssociationFields(), append(keys, "type", "partnerId", "subscriptionId", "product")...),
		}
	}
	without := row("azure")
	without.Record.Tenant = (ids.Tenant{})
	rows := testkit.Rows{Associations: []app.Row[record.Association]{row("other", "tenantId"), without}}
	for _, want := range []app.Count{{Added: 1}, {Unchanged: 1}} {
		got, err := h.imports(testkit.Owner(), rows)
		if err != nil || got.Associations != want {
			t.Fatalf("%+v, %v, want %+v", got.Associations, err, want)
		}
	}
}
