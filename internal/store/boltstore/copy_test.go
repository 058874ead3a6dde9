package boltstore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/spool"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/record"
)

// copying is the ledger at a path as a test opens it that wants every change to be made on a copy.
func copying(path string, wait time.Duration) *Store {
	s := at(path, wait)
	s.opts.Largest, s.opts.Scratch = 1, spool.New(spool.Options{})
	return s
}

// freshPath is the path of a ledger that is not there yet, in a folder of its own.
func freshPath(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "data", "ledger.db")
}

// bulkOf is what a rewrite decides that writes a batch, with some events.
func bulkOf(b app.Batch, events int) func(app.Reader) (app.Bulk, error) {
	return func(r app.Reader) (app.Bulk, error) {
		chained, err := storetest.Chain(r, b, events)
		if err != nil {
			return app.Bulk{}, err
		}
		return storetest.Bulk(r, chained)
	}
}

// wantNoCopy checks that nothing lies beside the ledger that should have taken its place.
func wantNoCopy(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Lstat(path + newSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a copy was left: %v", err)
	}
}

func TestALedgerThatEveryChangeReplacesIsAStore(t *testing.T) {
	if testing.Short() {
		t.Skip("the next one does much of it too")
	}
	storetest.Run(t, func(t *testing.T) app.Store { return copying(freshPath(t), time.Second) })
}

func TestALedgerWhoseUpdatesAreRewritesIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) app.Store { return storetest.Rewriting(copying(freshPath(t), time.Second)) })
}

func TestAChangeOnACopyUpgradesAnOlderLedger(t *testing.T) {
	batch := app.Batch{
		Customers: []record.Customer{storetest.CustomerRecord(0)},
		Claims:    []cpor.State{storetest.ClaimRecord(7, 0, 0, cpor.Approved, 1)},
	}
	for name, change := range map[string]func(*Store) error{
		"a rewrite": func(s *Store) error { return s.Rewrite(tContext, bulkOf(batch, 2)) },
		"an update": func(s *Store) error {
			return s.Update(tContext, func(r app.Reader) (app.Batch, error) { return storetest.Chain(r, batch, 2) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachOlder(t, func(t *testing.T, o older) {
				apart, _ := o.ledger(t)
				storetest.Write(t, apart, batch)
				s, _ := o.ledger(t)
				copied, was := copying(s.path, 0), schemaOf(t, s)
				if err := change(copied); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(everything(t, apart), everything(t, copied)); diff != "" {
					t.Errorf("not what one transaction leaves: %s", diff)
				}
				was.schema = SchemaVersion
				if diff := cmp.Diff(was, schemaOf(t, copied), cmp.AllowUnexported(stamp{})); diff != "" {
					t.Errorf("the stamp: %s", diff)
				}
				wantNoCopy(t, s.path)
			})
		})
	}
}
