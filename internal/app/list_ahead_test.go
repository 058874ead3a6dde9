package app_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// held counts how often a ledger was opened to read, and by how many it is held.
type held struct {
	app.Store
	opened, open atomic.Int32
}

func (s *held) View(ctx context.Context, read func(app.Reader) error) error {
	return s.Store.View(ctx, func(r app.Reader) error {
		s.opened.Add(1)
		s.open.Add(1)
		defer s.open.Add(-1)
		return read(r)
	})
}

// long is a house with several pages of rows, whose ledger tells who holds it.
func long(t *testing.T) (app.Engine, *held) {
	t.Helper()
	h := onDisk(t)
	h.given(t, testkit.Portfolio{Seed: 11, Subscriptions: 20_000}.Rows())
	store := &held{Store: h.store}
	engine := h.as(access.Actor{})
	engine.Store = store
	return engine, store
}

func TestAListThatIsLeftEarlyHasLetGoOfTheLedger(t *testing.T) {
	engine, store := long(t)
	for _, rows := range []int{1, 4_999, 5_001, 12_000} {
		n := 0
		for range all(t, engine.Associations(t.Context(), app.Filter{})) {
			if n++; n == rows {
				break
			}
		}
		opened := store.opened.Load()
		if store.open.Load() != 0 {
			t.Errorf("after %d rows the ledger is held", rows)
		}
		if time.Sleep(time.Millisecond); store.opened.Load() != opened {
			t.Errorf("after %d rows somebody goes on reading", rows)
		}
	}
}

func TestWhoTakesRowsSlowlyDoesNotHoldTheLedger(t *testing.T) {
	engine, store := long(t)
	n := 0
	for range all(t, engine.Associations(t.Context(), app.Filter{})) {
		if n++; n != 100 {
			continue
		}
		for try := 0; store.open.Load() != 0; try++ {
			if try == 2000 {
				t.Fatal("the ledger is held while nobody takes rows")
			}
			time.Sleep(time.Millisecond)
		}
	}
	if store.opened.Load() < 2 {
		t.Error("the list went on without the ledger")
	}
}

func TestACancelledListEndsWithAnError(t *testing.T) {
	engine, store := long(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var failure error
	n := 0
	for _, err := range engine.Associations(ctx, app.Filter{}) {
		if failure = err; err == nil {
			n++
		}
		if n == 1 {
			cancel()
		}
	}
	if fault.CodeOf(failure) != fault.Cancelled || n == 0 || n > 19_000 {
		t.Errorf("%d rows, then %v", n, failure)
	}
	if store.open.Load() != 0 {
		t.Error("the ledger is held")
	}
}
