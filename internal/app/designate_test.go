package app_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestARefusedDesignationReportsEveryPlace(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 1, 0, 1)
	before := h.everything(t)
	_, err := h.designates(testkit.Owner(), designation(por.Add, 0, 0, 1, 2, 77))
	e := fault.As(err)
	if e == nil || e.Code != fault.Conflict || len(e.Details) != 3 {
		t.Fatalf("got %v, want a conflict with three refusals", err)
	}
	want := []ids.Subscription{testkit.Subscription(0), testkit.Subscription(1), testkit.Subscription(77)}
	for i, d := range e.Details {
		if d.SubscriptionID != want[i].String() {
			t.Errorf("refusal %d is about %q, want %s", i, d.SubscriptionID, want[i])
		}
	}
	if h.everything(t) != before {
		t.Error("a part of it was written")
	}
}

// CONTRACT section 6: every active subscription of the tenant without a partner, and no other.
func TestAllUnassignedIsEveryFreePlaceOfTheTenantAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := inMemory()
		h.sample(t)
		h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(rapid.SliceOfN(rapid.Custom(subscriptionInItsTenant), 0, 6).Draw(t, "subscriptions")...)})
		for _, d := range rapid.SliceOfN(rapid.Custom(subscription), 0, 4).Draw(t, "taken") {
			_, _ = h.designates(testkit.Owner(), app.Designation{Verb: por.Add, Partner: testkit.Partner(1), Subscriptions: []ids.Subscription{d}})
		}
		of := testkit.Tenant(rapid.IntRange(0, 1).Draw(t, "tenant"))
		var want []ids.Subscription
		h.view(t, func(r app.Reader) error {
			for n := range subscriptions {
				s, ok, err := r.Subscription(testkit.Subscription(n))
				place, _ := r.Place(s.ID)
				active := s.Status == record.Enabled || s.Status == record.Warning
				if err == nil && ok && s.Tenant == of && active && place.Partner().IsZero() {
					want = append(want, s.ID)
				}
			}
			return nil
		})
		changes, err := h.designates(testkit.Owner(of), app.Designation{Verb: por.Add, AllUnassigned: true, Tenant: of, Partner: testkit.Partner(0)})
		if err != nil {
			t.Fatal(err)
		}
		var got []ids.Subscription
		for _, c := range changes {
			if c.Result != app.Result(por.Added) {
				t.Errorf("%s: %s", c.Subscription, c.Result)
			}
			got = append(got, c.Subscription)
		}
		order := func(a, b ids.Subscription) int { return slices.Compare(bytesOf(a), bytesOf(b)) }
		slices.SortFunc(got, order)
		slices.SortFunc(want, order)
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func bytesOf(id ids.Subscription) []byte {
	b := id.Bytes()
	return b[:]
}

func subscriptionInItsTenant(t *rapid.T) record.Subscription {
	n := among(t, subscriptions-1, "subscription")
	s := testkit.SubscriptionOf(n/3, n)
	s.Status = rapid.SampledFrom(record.Statuses()).Draw(t, "status")
	return s
}

// A mistyped tenant has nothing that is free either, and must not look like one where nothing is left to do.
func TestATenantThatTheLedgerDoesNotKnowIsNotFound(t *testing.T) {
	unknown, known := testkit.Tenant(9), testkit.Tenant(8)
	h := inMemory()
	h.sample(t)
	s := testkit.SubscriptionOf(8, 900) // its customer has no record
	s.Status = record.Suspended
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(s)})
	for tenant, want := range map[ids.Tenant]fault.Code{unknown: fault.NotFound, known: fault.OK, testkit.Tenant(0): fault.OK} {
		d := app.Designation{Verb: por.Add, AllUnassigned: true, Tenant: tenant, Partner: testkit.Partner(0)}
		_, err := h.designates(testkit.Owner(), d)
		w := estate(wish(0, 0))
		w.Prune = tenant
		_, _, pruned := h.applies(testkit.Owner(), w)
		w = estate(wish(0, 0))
		w.Prune, w.Continue = tenant, true
		_, _, going := h.applies(testkit.Owner(), w)
		for what, err := range map[string]error{"adding": err, "pruning": pruned, "pruning what can be": going} {
			if e := fault.As(err); fault.CodeOf(err) != want || e != nil && (e.Key != "customer.missing" || e.Target != tenant.String()) {
				t.Errorf("%s in %s: %v, want %s", what, tenant, err, want)
			}
		}
	}
}

func TestAllUnassignedInAForeignTenantIsForbidden(t *testing.T) {
	owner := testkit.Owner(testkit.Tenant(0))
	for name, d := range map[string]app.Designation{
		"the tenant is named":                 {Tenant: testkit.Tenant(1)},
		"a subscription of it is named":       {Subscriptions: []ids.Subscription{testkit.Subscription(3)}},
		"with a subscription of one's own":    {Subscriptions: []ids.Subscription{testkit.Subscription(0), testkit.Subscription(3)}},
		"the tenant is not in the ledger":     {Tenant: testkit.Tenant(9)},
		"the tenant has nothing that is free": {Tenant: testkit.Tenant(1), Subscriptions: []ids.Subscription{testkit.Subscription(0)}},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.sample(t)
			before := h.everything(t)
			d.Verb, d.AllUnassigned, d.Partner = por.Add, true, testkit.Partner(0)
			_, err := h.designates(owner, d)
			refused(t, err, fault.Forbidden, "access.tenant")
			if h.everything(t) != before {
				t.Error("something was written")
			}
		})
	}
}

func TestADesignationInAForeignTenantIsForbidden(t *testing.T) {
	owner := testkit.Owner(testkit.Tenant(0))
	for _, d := range []app.Designation{designation(por.Add, 0, 3), designation(por.Edit, 0, 4), designation(por.Remove, -1, 4)} {
		h := inMemory()
		h.sample(t)
		h.add(t, 1, 4)
		before := h.everything(t)
		_, err := h.designates(owner, d)
		refused(t, err, fault.Forbidden, "access.tenant")
		if h.everything(t) != before {
			t.Errorf("%s: something was written", d.Verb)
		}
	}
}

func TestACommandIsInTheJournalWithWhoAskedForIt(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.clock.Pass(3)
	h.add(t, 0, 1)
	owner := testkit.Owner()
	for e := range all(t, h.as(access.Actor{}).Audit(t.Context(), app.Filter{})) {
		if e.Seq != 2 {
			continue
		}
		if e.Command != "add-por" || e.By != owner.User.String() || e.Role != "global-admin" || e.Assurance != "asserted" || !e.At.Equal(h.clock.Now()) || len(e.Changes) != 1 {
			t.Errorf("the entry is %+v", e)
		}
		return
	}
	t.Error("there is no such entry")
}
