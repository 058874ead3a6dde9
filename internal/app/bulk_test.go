package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/boltstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// However large a change is, it does the same: what a copy of the file that took its place holds is what
// one transaction leaves, to the last byte of the journal.
func TestAChangeOnACopyIsTheChangeOfATransaction(t *testing.T) {
	done := 0
	for seed := range 4 {
		apart, copied := inMemory(), onCopies(t)
		for _, h := range []house{apart, copied} {
			h.sample(t)
		}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 1), 25, 25).Example(seed) {
			a := rapid.Custom([]func(*rapid.T) attempt{applying, importing}[n]).Example(seed*100 + done)
			a.actor = testkit.Owner()
			done++
			moves, err := apart.tries(a)
			again, failure := copied.tries(a)
			if moves != again || fault.CodeOf(err) != fault.CodeOf(failure) {
				t.Fatalf("%#v: %d changes, %v, and on a copy %d, %v", a, moves, err, again, failure)
			}
			if got, want := copied.everything(t), apart.everything(t); got != want {
				t.Fatalf("%#v: the copy holds\n%s\nand not\n%s", a, got, want)
			}
		}
		copied.verified(t)
	}
}

// onCopies is a ledger in a file that every change of more than one event, or row, replaces.
func onCopies(t *testing.T) house {
	h := onDisk(t)
	h.largest = 1
	h.store = boltstore.New(filepath.Join(t.TempDir(), "ledger.db"), boltstore.Options{
		Wait: time.Second, Command: "dpor test", PID: os.Getpid(), Now: h.clock.Now, NewID: testkit.Ledger, Scratch: testkit.Scratch(), Largest: 1,
	})
	return h
}

// tries plans and applies.
func (h house) tries(a attempt) (moves int, err error) {
	apply, err := a.prepare(h.as(a.actor))
	if err != nil {
		return 0, err
	}
	return apply()
}

// From some thousand pairs on a list puts the next one in the place of the last.
func TestAChangeOfAnySizeIsVerified(t *testing.T) {
	for _, n := range []int{4000, 6000, 11_000} {
		h := onDisk(t)
		var list []record.Subscription
		var wishes []record.Desired
		for i := range n {
			list = append(list, testkit.SubscriptionOf(i%50, i))
			wishes = append(wishes, wish(i, i%2))
		}
		h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(list...), Partners: testkit.Partners(directory()...)})
		if sum, _, err := h.applies(testkit.Owner(), estate(wishes...)); err != nil || sum.Added != n {
			t.Fatalf("%+v, %v", sum, err)
		}
		h.verified(t)
	}
}

func TestAnImportedPlaceThatMovedMeanwhileIsAConflict(t *testing.T) {
	h := inMemory()
	h.sample(t)
	rows := testkit.Rows{Associations: testkit.Associations(testkit.Designated(testkit.SubscriptionOf(0, 0), 0), testkit.Designated(testkit.SubscriptionOf(0, 1), 0))}
	plan, err := h.as(testkit.Owner()).PlanImport(t.Context(), rows.Read())
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, 1, 0)
	before := h.everything(t)
	if err := plan.Apply(t.Context()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
	h.unchanged(t, before)
}

func TestWhatIsDoneAlreadyWhenAPlanIsAppliedIsNoEntry(t *testing.T) {
	h := inMemory()
	h.sample(t)
	plan, err := h.as(testkit.Owner()).PlanApply(t.Context(), estate(wish(0, 0)))
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, 0, 0)
	before := h.everything(t)
	if sum, err := plan.Apply(t.Context()); err != nil || sum.Unchanged != 1 || sum.Moves() != 0 || len(sum.Journal) != 0 || !plan.Redecided() {
		t.Errorf("%+v, %v", sum, err)
	}
	h.unchanged(t, before)
}

// A file is imported as its rows would be, one at a time, each kind after the other.
func TestAnImportGivesWhatItsRowsGiveOneAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		together, apart := inMemory(), inMemory()
		rows := testkit.Rows{
			Customers:     testkit.Customers(testkit.Customer(0), testkit.Customer(1)),
			Subscriptions: testkit.Subscriptions(rapid.SliceOfN(rapid.Custom(subscriptionRecord), 0, 8).Draw(t, "subscriptions")...),
			Partners:      testkit.Partners(directory()...),
			Associations:  testkit.Associations(rapid.SliceOfN(rapid.Custom(association), 0, 6).Draw(t, "associations")...),
		}
		if _, err := together.imports(testkit.Owner(), rows); err != nil {
			return // of rows that are refused nothing is written; those one at a time would be
		}
		apart.given(t, testkit.Rows{Customers: rows.Customers})
		for _, row := range rows.Subscriptions {
			apart.given(t, testkit.Rows{Subscriptions: []app.Row[record.Subscription]{row}})
		}
		apart.given(t, testkit.Rows{Partners: rows.Partners})
		for _, row := range rows.Associations {
			apart.given(t, testkit.Rows{Associations: []app.Row[record.Association]{row}})
		}
		if got, want := together.records(t), apart.records(t); got != want {
			t.Fatalf("together\n%s\none at a time\n%s", got, want)
		}
		together.verified(t)
	})
}

// records are what the ledger holds, but not how that came about.
func (h house) records(t tester) string {
	t.Helper()
	var b strings.Builder
	h.view(t, func(r app.Reader) error {
		for tenant := range all(t, r.Tenants(ids.Tenant{})) {
			for seat := range all(t, r.Seats(tenant, ids.Subscription{})) {
				fmt.Fprintf(&b, "seat %+v %+v\n", seat.Subscription, seat.Place.Tenures())
			}
			note(t, &b, "association", r.AssociationsIn(tenant))
		}
		note(t, &b, "customer", r.Customers(ids.Tenant{}))
		note(t, &b, "partner", r.Partners(ids.Partner{}))
		return nil
	})
	return b.String()
}
