package app_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/boltstore"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// tester is what the tests need of *testing.T and of *rapid.T.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// house is a ledger with its evidence, and the clock that everybody in it looks at.
type house struct {
	store   app.Store
	clock   *testkit.Clock
	folder  *testkit.Folder
	windows cpor.Windows
	largest int // of a transaction, in events; 0 is the default
}

func inMemory() house {
	return house{memstore.New(testkit.Ledger()), testkit.NewClock(), testkit.NewFolder(), testkit.Windows(), 0}
}

func onDisk(t testing.TB) house {
	clock := testkit.NewClock()
	return house{boltstore.New(filepath.Join(t.TempDir(), "ledger.db"), boltstore.Options{
		Wait: time.Second, Command: "dpor test", PID: os.Getpid(), Now: clock.Now, NewID: testkit.Ledger, Scratch: testkit.Scratch(),
	}), clock, testkit.NewFolder(), testkit.Windows(), 0}
}

func (h house) as(a access.Actor) app.Engine {
	return app.Engine{Store: h.store, Actor: a, Now: h.clock.Now, Windows: h.windows, Catalogue: testkit.Catalogue(), Evidence: h.folder, Scratch: testkit.Scratch(), Largest: h.largest}
}

// given imports rows that nothing may speak against.
func (h house) given(t tester, rows testkit.Rows) {
	t.Helper()
	if _, err := h.imports(testkit.Owner(), rows); err != nil {
		t.Fatalf("given: %v", err)
	}
}

// sample is two customers with three subscriptions each, and five partners of which the third is a
// headquarters and the fourth inactive.
func (h house) sample(t tester) {
	t.Helper()
	h.given(t, testkit.Rows{
		Customers:     testkit.Customers(testkit.Customer(0), testkit.Customer(1)),
		Subscriptions: testkit.Subscriptions(append(subs(0, 0, 1, 2), subs(1, 3, 4, 5)...)...),
		Partners:      testkit.Partners(directory()...),
	})
}

func subs(tenant int, numbers ...int) (list []record.Subscription) {
	for _, n := range numbers {
		list = append(list, testkit.SubscriptionOf(tenant, n))
	}
	return list
}

func directory() []record.Partner {
	list := []record.Partner{testkit.PartnerRecord(0), testkit.PartnerRecord(1), testkit.PartnerRecord(2), testkit.PartnerRecord(3), testkit.PartnerRecord(4)}
	list[2].Location = false
	list[3].Status = record.InactivePartner
	return list
}

func (h house) imports(a access.Actor, rows testkit.Rows) (app.Imported, error) {
	plan, err := h.as(a).PlanImport(context.Background(), rows.Read())
	if err != nil {
		return app.Imported{}, err
	}
	return plan.Counts(), plan.Apply(context.Background())
}

func (h house) designates(a access.Actor, d app.Designation) ([]app.Change, error) {
	return applied(h.as(a).PlanDesignation(context.Background(), d))
}

func applied[R any](plan app.Plan[R], err error) ([]R, error) {
	if err != nil {
		return nil, err
	}
	return plan.Apply(context.Background())
}

// add puts a partner on places, which nothing may speak against.
func (h house) add(t tester, partner int, places ...int) {
	t.Helper()
	if _, err := h.designates(testkit.Owner(), designation(por.Add, partner, places...)); err != nil {
		t.Fatalf("given partner %d on %v: %v", partner, places, err)
	}
}

// designation is of the partner and the subscriptions of these numbers; -1 is no partner.
func designation(verb por.Verb, partner int, places ...int) app.Designation {
	d := app.Designation{Verb: verb}
	if partner >= 0 {
		d.Partner = testkit.Partner(partner)
	}
	for _, n := range places {
		d.Subscriptions = append(d.Subscriptions, testkit.Subscription(n))
	}
	return d
}

func (h house) view(t tester, read func(app.Reader) error) {
	t.Helper()
	if err := h.store.View(context.Background(), read); err != nil {
		t.Fatalf("the ledger cannot be read: %v", err)
	}
}

// holder is who holds a place.
func (h house) holder(t tester, n int) (p ids.Partner) {
	t.Helper()
	h.view(t, func(r app.Reader) error {
		place, err := r.Place(testkit.Subscription(n))
		p = place.Partner()
		return err
	})
	return p
}

func (h house) head(t tester) (seq uint64) {
	t.Helper()
	h.view(t, func(r app.Reader) (err error) {
		seq, _, err = r.Head()
		return err
	})
	return seq
}

func (h house) verified(t tester) app.Verified {
	t.Helper()
	v, err := h.as(access.Actor{}).Verify(context.Background())
	if err != nil {
		t.Fatalf("the ledger does not verify: %v", err)
	}
	return v
}

// everything is all that a ledger holds, as text; empty where there is no ledger.
func (h house) everything(t tester) string {
	t.Helper()
	var b strings.Builder
	err := h.store.View(context.Background(), func(r app.Reader) error {
		seq, hash, err := r.Head()
		fmt.Fprintf(&b, "head %d %x\n", seq, hash)
		for tenant := range all(t, r.Tenants(ids.Tenant{})) {
			for seat := range all(t, r.Seats(tenant, ids.Subscription{})) {
				fmt.Fprintf(&b, "seat %+v\n", seat)
			}
			note(t, &b, "association", r.AssociationsIn(tenant))
			note(t, &b, "claim for it", r.ClaimsFor(tenant, ids.Claim{}))
		}
		note(t, &b, "customer", r.Customers(ids.Tenant{}))
		for p := range all(t, r.Partners(ids.Partner{})) {
			fmt.Fprintf(&b, "partner %+v\n", p)
			note(t, &b, "holding", r.Holdings(p.ID, app.Holding{}))
			note(t, &b, "association", r.AssociationsOf(p.ID))
		}
		note(t, &b, "request", r.Requests(ids.Request{}))
		note(t, &b, "claim", r.Claims(ids.Claim{}))
		last, lastErr := r.LastClaim()
		fmt.Fprintf(&b, "last claim %s %v\n", last, lastErr)
		note(t, &b, "message", r.Messages(0))
		for e := range all(t, r.Entries(0)) {
			fmt.Fprintf(&b, "entry %d %x %x %v %s\n", e.Seq, e.Previous, e.Hash, e.Stamp, e.Command)
			for _, event := range e.Events {
				fmt.Fprintf(&b, "%s %x\n", event.Kind, event.Body)
			}
		}
		return err
	})
	if err != nil && fault.As(err).Key != app.MissingLedger {
		t.Fatalf("the ledger cannot be read: %v", err)
	}
	return b.String()
}

func note[V any](t tester, b *strings.Builder, what string, values iter.Seq2[V, error]) {
	t.Helper()
	for v := range all(t, values) {
		fmt.Fprintf(b, "%s %+v\n", what, v)
	}
}

// all gives values of which none may be an error.
func all[V any](t tester, values iter.Seq2[V, error]) iter.Seq[V] {
	return func(yield func(V) bool) {
		t.Helper()
		for v, err := range values {
			if err != nil {
				t.Fatalf("a list ended with %v", err)
			}
			if !yield(v) {
				return
			}
		}
	}
}

// refused checks the code and key of an error; a key of one of several refusals is enough.
func refused(t tester, err error, code fault.Code, key string) {
	t.Helper()
	e := fault.As(err)
	if e == nil {
		t.Errorf("allowed, want %s %s", code, key)
		return
	}
	found := e.Key == key
	for _, d := range e.Details {
		found = found || d.Key == key
	}
	if e.Code != code || !found {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

// requests are all requests, oldest first.
func (h house) requests(t tester) (list []request.State) {
	t.Helper()
	for r := range all(t, h.as(access.Actor{}).Requests(context.Background(), app.Filter{})) {
		list = append(list, r)
	}
	return list
}
