package boltstore

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func TestTheDrawingOfTheSchemaIsTheSchema(t *testing.T) {
	source, err := os.ReadFile("schema.go")
	if err != nil {
		t.Fatal(err)
	}
	want := "//\tledger.db\n"
	for i, b := range schema {
		branch := "├─"
		if i == len(schema)-1 {
			branch = "└─"
		}
		want += fmt.Sprintf("//\t%s %-24s %s → %s\n", branch, b.name, b.key, b.value)
	}
	if !strings.Contains(string(source), want) {
		t.Errorf("schema.go does not have the drawing:\n%s", want)
	}
}

func TestEveryKindOfAssociationHasItsOwnByte(t *testing.T) {
	seen := map[byte]record.Kind{0: ""}
	for _, k := range record.Kinds() {
		if other, there := seen[k.Number()]; there {
			t.Errorf("%s has the byte of %q", k, other)
		}
		seen[k.Number()] = k
	}
}

func TestEveryStatusOfAClaimHasItsOwnByte(t *testing.T) {
	seen := map[byte]cpor.Status{0: ""}
	for _, s := range cpor.Statuses() {
		if other, there := seen[statusByte(s)]; there {
			t.Errorf("%s has the byte of %q", s, other)
		}
		seen[statusByte(s)] = s
	}
}

func TestAnEnvelopeOpensOnlyWhereItWasPut(t *testing.T) {
	value := wrap(places, []byte("key"), 300, []byte("body"))
	if revision, body, ok := unwrapped(places, []byte("key"), value); !ok || revision != 300 || string(body) != "body" {
		t.Fatalf("got %d %q %v", revision, body, ok)
	}
	if _, _, ok := unwrapped(subscriptions, []byte("key"), value); ok {
		t.Error("it opens in another bucket")
	}
	if _, _, ok := unwrapped(places, []byte("kez"), value); ok {
		t.Error("it opens under another key")
	}
	for bit := range 8 * len(value) {
		value[bit/8] ^= 1 << (bit % 8)
		if _, _, ok := unwrapped(places, []byte("key"), value); ok {
			t.Errorf("it opens with bit %d flipped", bit)
		}
		value[bit/8] ^= 1 << (bit % 8)
	}
	for n := range value {
		if _, _, ok := unwrapped(places, []byte("key"), value[:n]); ok {
			t.Errorf("it opens with %d bytes", n)
		}
	}
}

func TestTheRevisionCountsTheRewrites(t *testing.T) {
	s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	storetest.Write(t, s, storetest.Sample(worn))
	storetest.Write(t, s, storetest.Sample(worn)) // changes nothing but the journal
	h, err := s.open(tContext, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	r := reader{h.image}
	head, _, err := r.tree(metaBucket).get(headKey)
	if err != nil || head.revision != 3 {
		t.Errorf("revision of the head is %d, %v; want 3", head.revision, err)
	}
	customer, _, err := r.tree(customers).get(tenantKey(storetest.Tenant(0)))
	if err != nil || customer.revision != 1 {
		t.Errorf("revision of a customer that stayed is %d, %v; want 1", customer.revision, err)
	}
}

// TestALedgerIsKnownByItsStamp writes into a real ledger what another program would have.
func TestALedgerIsKnownByItsStamp(t *testing.T) {
	put := func(body []byte) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			return tx.Bucket([]byte(metaBucket.name)).Put(stampKey, wrap(metaBucket, stampKey, 2, body))
		}
	}
	drop := func(b bucket) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte(b.name)) }
	}
	for name, test := range map[string]struct {
		change func(*bolt.Tx) error
		key    string
	}{
		"a newer schema":          {put(append(wire.Uint(wire.Text(nil, magic), SchemaVersion+1), "and more"...)), "ledger.newer"},
		"a foreign stamp":         {put(wire.Uint(wire.Text(nil, "another"), 1)), "ledger.foreign"},
		"a stamp cut short":       {put(wire.Uint(wire.Text(nil, magic), 1)), "ledger.damaged"},
		"no stamp":                {func(tx *bolt.Tx) error { return tx.Bucket([]byte(metaBucket.name)).Delete(stampKey) }, "ledger.damaged"},
		"no meta":                 {drop(metaBucket), "ledger.damaged"},
		"no outbox":               {drop(outbox), "ledger.damaged"},
		"no claims":               {drop(claims), "ledger.damaged"},
		"no schema":               {put(stamp{magic: magic}.appendBinary(nil)), "ledger.damaged"},
		"claims before they came": {put(stamp{magic: magic, schema: withClaims - 1}.appendBinary(nil)), "ledger.damaged"},
		"one bucket more": {func(tx *bolt.Tx) error {
			_, err := tx.CreateBucket([]byte("more"))
			return err
		}, "ledger.damaged"},
		"no bucket of ours": {func(tx *bolt.Tx) error {
			for _, b := range schema {
				if err := tx.DeleteBucket([]byte(b.name)); err != nil {
					return err
				}
			}
			return nil
		}, "ledger.foreign"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			s := at(path, 0)
			storetest.Write(t, s, storetest.Sample(worn))
			db, err := bolt.Open(path, 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Update(test.change); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			_, err = answers(s)
			wantCorrupt(t, err)
			if fault.As(err).Key != test.key {
				t.Errorf("got %v, want %s", err, test.key)
			}
		})
	}
}

// unwrapped takes a body out of its envelope where that is whole.
func unwrapped(b bucket, key, value []byte) (revision uint64, body []byte, ok bool) {
	var s summer
	if !s.whole(b, slices.Concat(key, value), len(key)) {
		return 0, nil, false
	}
	revision, body = opened(value)
	return revision, body, true
}
