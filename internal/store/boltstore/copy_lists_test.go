//go:build unix

package boltstore

import (
	"context"
	"errors"
	"iter"
	"os"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestWhatAKilledChangeLeftIsInNobodysWay(t *testing.T) {
	path, _ := wornLedger(t)
	if err := os.WriteFile(path+newSuffix, []byte("half a ledger"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(at(path, 0).View(tContext, look), at(path, 0).Update(tContext, add(1))); err != nil {
		t.Error(err)
	}
	if err := copying(path, 0).Update(tContext, add(2)); err != nil {
		t.Error(err)
	}
	wantNoCopy(t, path)
}

func TestWhatIsNoChangeReplacesNothing(t *testing.T) {
	path, _ := wornLedger(t)
	s := copying(path, 0)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Rewrite(tContext, func(app.Reader) (app.Bulk, error) {
		return app.Bulk{
			Customers: storetest.Rows(storetest.CustomerRecord(1)), Few: app.Batch{Deliveries: wornDeliveries()},
		}, nil
	})
	if err != nil {
		t.Error(err)
	}
	wantBytes(t, s, content)
	wantNoCopy(t, path)
}

// TestASubscriptionInTheListsKeepsItsTenant is what tells the lists from the few: who moves a subscription
// has to look for its place.
func TestASubscriptionInTheListsKeepsItsTenant(t *testing.T) {
	path, _ := wornLedger(t)
	s := copying(path, 0)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, subs := range map[string][]record.Subscription{
		"another tenant than in the ledger": {storetest.SubscriptionRecord(59, 0)},
		"two tenants":                       {storetest.SubscriptionRecord(900, 0), storetest.SubscriptionRecord(900, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			err := s.Rewrite(tContext, func(r app.Reader) (app.Bulk, error) {
				bulk, err := bulkOf(app.Batch{}, 1)(r)
				bulk.Subscriptions = storetest.Rows(subs...)
				return bulk, err
			})
			wantKey(t, err, fault.Internal, "ledger.moved")
			wantBytes(t, s, content)
			wantNoCopy(t, path)
		})
	}
}

// torn gives rows until what is done in their middle.
func torn[V any](row func(int) V, middle int, do func() error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		for n := 0; ; n++ {
			var err error
			if n == middle {
				err = do()
			}
			if !yield(row(n), err) || err != nil {
				return
			}
		}
	}
}

func event(int) journal.Event { return journal.Event{Kind: "por.added", Body: []byte("an event")} }

// TestAListThatBreaksOffLeavesTheLedgerAsItWas breaks off rows that nobody waits for, before and after some
// have gone to the copy.
func TestAListThatBreaksOffLeavesTheLedgerAsItWas(t *testing.T) {
	path, want := wornLedger(t)
	s := copying(path, 0)
	own := fault.New(fault.Conflict, "por.taken")
	for name, test := range map[string]struct {
		do   func(end context.CancelFunc) error
		code fault.Code
	}{
		"an error of its own":          {func(context.CancelFunc) error { return own }, fault.Conflict},
		"an error of somebody else":    {func(context.CancelFunc) error { return errors.New("a defect") }, fault.Internal},
		"the end of the context":       {func(end context.CancelFunc) error { end(); return nil }, fault.Cancelled},
		"the error of a context ended": {func(context.CancelFunc) error { return context.Canceled }, fault.Cancelled},
	} {
		for _, middle := range []int{0, 7, 2*stepRows + 3} {
			ctx, cancel := context.WithCancel(tContext)
			left := false
			do := func() error { return test.do(cancel) }
			err := s.Rewrite(ctx, func(r app.Reader) (app.Bulk, error) {
				bulk, err := bulkOf(app.Batch{}, 1)(r)
				bulk.Customers = func(yield func(record.Customer, error) bool) {
					defer func() { left = true }()
					torn(storetest.CustomerRecord, middle, do)(yield)
				}
				return bulk, err
			})
			cancel()
			if fault.CodeOf(err) != test.code || fault.As(err).Key == "ledger.disk" {
				t.Errorf("%s after %d rows: got %v, want %s", name, middle, err, test.code)
			}
			if !left {
				t.Errorf("%s after %d rows: the list is still read", name, middle)
			}
			wantNoCopy(t, path)
			if got, err := answers(s); err != nil {
				t.Error(err)
			} else if wrong, failed := storetest.Wrong(got, want); wrong != "" || failed > 0 {
				t.Errorf("%s after %d rows: %s, %d failed", name, middle, wrong, failed)
			}
		}
	}
	if err := s.Rewrite(tContext, bulkOf(app.Batch{Customers: []record.Customer{storetest.CustomerRecord(1)}}, 1)); err != nil {
		t.Errorf("the next change: %v", err)
	}
}

func TestADefectInAListIsThatOfTheCaller(t *testing.T) {
	path, _ := wornLedger(t)
	s := copying(path, 0)
	for name, rows := range map[string]iter.Seq2[journal.Event, error]{
		"a panic":                 torn(event, stepRows+3, func() error { panic("a defect") }),
		"a panic in the one step": torn(event, 1, func() error { panic("a defect") }),
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if what := recover(); what != "a defect" {
					t.Errorf("recovered %v", what)
				}
				wantNoCopy(t, path)
				if err := s.Update(tContext, add(1)); err != nil {
					t.Errorf("the ledger is not free afterwards: %v", err)
				}
			}()
			_ = s.Rewrite(tContext, func(r app.Reader) (app.Bulk, error) { return app.Bulk{Events: rows, Count: 1 << 20}, nil })
		})
	}
}

func TestEventsThatAreNotAsManyAsTheEntrySaysAreADefect(t *testing.T) {
	path, _ := wornLedger(t)
	s := copying(path, 0)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, count := range []int{1, 2, 4, 5} {
		err := s.Rewrite(tContext, func(r app.Reader) (app.Bulk, error) {
			bulk, err := bulkOf(app.Batch{}, 3)(r)
			bulk.Count = count
			return bulk, err
		})
		wantKey(t, err, fault.Internal, "ledger.entry")
		wantBytes(t, s, content)
		wantNoCopy(t, path)
	}
}
