package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// firstSchema is a ledger that the program which wrote schema 1 made. It is never made anew.
const firstSchema = "../../../testdata/ledgers/schema-1.db"

// oldLedger is a copy of the ledger of schema 1, closed to others as the one in a checkout is not.
func oldLedger(t *testing.T) (s *Store, content []byte) {
	t.Helper()
	if machine.Uint16([]byte{1, 0}) != 1 {
		t.Skip("needs a machine with the byte order of the one that wrote the ledger")
	}
	content, err := os.ReadFile(firstSchema)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return at(path, 0), content
}

// everything is what a ledger holds, whatever its IDs are, as text by the name of the list.
func everything(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := s.View(tContext, func(r app.Reader) error {
		_, _, err := r.Head()
		ledger, ledgerErr := r.LedgerID()
		request, requestErr := r.LastRequest()
		message, messageErr := r.LastMessage()
		all["ledger"] = []string{fmt.Sprintf("%x", ledger)}
		all["last"] = []string{fmt.Sprint(request, message)}
		err = errors.Join(err, ledgerErr, requestErr, messageErr,
			told(all, "customers", r.Customers(ids.Tenant{})), told(all, "partners", r.Partners(ids.Partner{})),
			told(all, "tenants", r.Tenants(ids.Tenant{})), told(all, "requests", r.Requests(ids.Request{})),
			told(all, "messages", r.Messages(0)), told(all, "entries", r.Entries(0)), told(all, "claims", r.Claims(ids.Claim{})))
		for tenant, e := range r.Tenants(ids.Tenant{}) {
			err = errors.Join(err, e, told(all, "seats", r.Seats(tenant, ids.Subscription{})),
				told(all, "associations", r.AssociationsIn(tenant)), told(all, "claims for", r.ClaimsFor(tenant, ids.Claim{})))
		}
		for p, e := range r.Partners(ids.Partner{}) {
			err = errors.Join(err, e, told(all, "holdings", r.Holdings(p.ID, app.Holding{})),
				told(all, "associations of", r.AssociationsOf(p.ID)), told(all, "claims of", r.ClaimsOf(p.ID, ids.Claim{})))
		}
		for _, status := range cpor.Statuses() {
			err = errors.Join(err, told(all, "claims with", r.ClaimsWith(status, ids.Claim{})))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// told adds the rows of a list to those of its name.
func told[V any](all map[string][]string, name string, rows iter.Seq2[V, error]) (err error) {
	for _, v := range storetest.Collect(rows, func(e error) { err = e }) {
		all[name] = append(all[name], fmt.Sprintf("%+v", v))
	}
	return err
}

// schemaOf is the schema of a ledger as its stamp says.
func schemaOf(t *testing.T, s *Store) stamp {
	t.Helper()
	h, err := s.open(tContext, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	return h.image.stamp
}

func wantBytes(t *testing.T, s *Store, want []byte) {
	t.Helper()
	if got, err := os.ReadFile(s.path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is another one than before, %v", err)
	}
}

func TestAnOlderLedgerIsReadAsItIs(t *testing.T) {
	s, content := oldLedger(t)
	all := everything(t, s)
	counts := map[string]int{}
	for name, rows := range all {
		counts[name] = len(rows)
	}
	want := map[string]int{
		"ledger": 1, "last": 1, "customers": 1, "partners": 3, "tenants": 1, "requests": 1, "messages": 3, "entries": 6,
		"seats": 4, "associations": 1, "holdings": 2, "associations of": 1,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	err := s.View(tContext, func(r app.Reader) error {
		seq, hash, err := r.Head()
		if got := fmt.Sprintf("%d %x", seq, hash[:4]); got != "6 750d8c0c" {
			t.Errorf("the head is %s", got)
		}
		_, there, claimErr := r.Claim(ids.ClaimFromNumber(1))
		last, lastErr := r.LastClaim()
		held, heldErr := r.ClaimHolder(cpor.Place{Tenant: storetest.Tenant(0), Workload: "teams"})
		if there || !last.IsZero() || !held.IsZero() {
			t.Errorf("it has claims: %v %v %v", there, last, held)
		}
		return errors.Join(err, claimErr, lastErr, heldErr)
	})
	if err != nil {
		t.Error(err)
	}
	wantBytes(t, s, content)
}

func TestTheFirstChangeUpgradesAnOlderLedger(t *testing.T) {
	for name, batch := range map[string]app.Batch{
		"with a claim":    {Claims: []cpor.State{storetest.ClaimRecord(7, 0, 0, cpor.Approved, 1)}},
		"without a claim": {Customers: []record.Customer{storetest.CustomerRecord(0)}},
		"with nothing":    {},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := oldLedger(t)
			before, was := everything(t, s), schemaOf(t, s)
			storetest.Write(t, s, batch)
			now := everything(t, s)
			if len(now["entries"]) != 7 || len(now["claims"]) != len(batch.Claims) || len(now["customers"]) != 1+len(batch.Customers) {
				t.Errorf("the change is not there: %v", now)
			}
			for list, rows := range before {
				kept := map[string]bool{}
				for _, row := range now[list] {
					kept[row] = true
				}
				for _, row := range rows {
					if !kept[row] {
						t.Errorf("%s: %s is gone", list, row)
					}
				}
			}
			was.schema = SchemaVersion
			if diff := cmp.Diff(was, schemaOf(t, s), cmp.AllowUnexported(stamp{})); diff != "" {
				t.Errorf("the stamp: %s", diff)
			}
			wantLast(t, s, uint64(7*len(batch.Claims)))
			storetest.Write(t, s, app.Batch{Claims: []cpor.State{storetest.ClaimRecord(8, 0, 0, cpor.Submitted, 1)}})
			wantLast(t, s, 8)
		})
	}
}

func wantLast(t *testing.T, s *Store, want uint64) {
	t.Helper()
	err := s.View(tContext, func(r app.Reader) error {
		got, err := r.LastClaim()
		if got.Number() != want {
			t.Errorf("the last claim is %v, want %d", got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhatIsRefusedDoesNotUpgradeAnOlderLedger(t *testing.T) {
	own := errors.New("my own")
	ctx, cancel := context.WithCancel(tContext)
	defer cancel()
	for name, decide := range map[string]func(app.Reader) (app.Batch, error){
		"refused": func(r app.Reader) (app.Batch, error) {
			b, _ := storetest.Chain(r, app.Batch{}, 1)
			return b, own
		},
		"nothing to write": func(app.Reader) (app.Batch, error) { return app.Batch{}, nil },
		"a place of two partners": func(r app.Reader) (app.Batch, error) {
			return storetest.Chain(r, app.Batch{Claims: []cpor.State{
				storetest.ClaimRecord(1, 0, 0, cpor.Approved, 1), storetest.ClaimRecord(2, 1, 0, cpor.Approved, 1),
			}}, 1)
		},
		"cancelled": func(r app.Reader) (app.Batch, error) {
			cancel()
			return storetest.Chain(r, app.Batch{}, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, content := oldLedger(t)
			within := tContext
			if name == "cancelled" {
				within = ctx
			}
			if err := s.Update(within, decide); (err == nil) != (name == "nothing to write") {
				t.Errorf("got %v", err)
			}
			wantBytes(t, s, content)
		})
	}
}
