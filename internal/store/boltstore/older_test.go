package boltstore

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// older is a ledger that the program which wrote an older schema made. None is ever made anew.
type older struct {
	schema    uint64
	head      string
	lastClaim uint64
	// asked is the one request in it that nobody has decided about.
	asked uint64
	// rows are how many it has, by the names of everything.
	rows map[string]int
}

func olders() []older {
	return []older{
		{
			schema: 1, head: "6 750d8c0c", asked: 1, rows: map[string]int{
				"ledger": 1, "last": 1, "customers": 1, "partners": 3, "tenants": 1, "requests": 1, "messages": 3, "entries": 6,
				"seats": 4, "associations": 1, "holdings": 2, "associations of": 1,
			},
		},
		{
			schema: 2, head: "21 b1d9e55b", lastClaim: 5, asked: 2, rows: map[string]int{
				"ledger": 1, "last": 1, "customers": 2, "partners": 4, "tenants": 2, "requests": 3, "messages": 13, "entries": 21,
				"seats": 5, "holdings": 4, "claims": 4, "claims for": 4, "claims of": 4, "claims with": 4,
			},
		},
	}
}

// eachOlder runs a test with every older ledger.
func eachOlder(t *testing.T, test func(*testing.T, older)) {
	for _, o := range olders() {
		t.Run(fmt.Sprintf("schema %d", o.schema), func(t *testing.T) { test(t, o) })
	}
}

// ledger is a copy, closed to others as the one in a checkout is not.
func (o older) ledger(t *testing.T) (s *Store, content []byte) {
	t.Helper()
	if machine.Uint16([]byte{1, 0}) != 1 {
		t.Skip("needs a machine with the byte order of the one that wrote the ledger")
	}
	content, err := os.ReadFile(fmt.Sprintf("../../../testdata/ledgers/schema-%d.db", o.schema))
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
