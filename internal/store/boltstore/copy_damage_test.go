package boltstore

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// wornChange is a batch for the worn ledger that moves subscriptions, takes claims away and delivers messages.
func wornChange() (b app.Batch) {
	b.Deliveries = wornDeliveries()
	for n := range 12 {
		b.Subscriptions = append(b.Subscriptions, storetest.SubscriptionRecord(n*5, (n+1)%worn.Tenants))
		b.Claims = append(b.Claims, wornClaim(n*2, n, append(cpor.Statuses(), cpor.Gone)[n%8]))
	}
	return b
}

// TestAChangeOnACopyOfADamagedLedgerNeverEndsInAWrongAnswer flips one bit at a time. Who is refused finds
// the file as it was.
func TestAChangeOnACopyOfADamagedLedgerNeverEndsInAWrongAnswer(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := copying(path, time.Second)
	if err := s.Rewrite(tContext, bulkOf(wornChange(), 2)); err != nil {
		t.Fatal(err)
	}
	after, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	tries, kept := 300, 0
	if testing.Short() {
		tries = 20
	}
	pages := len(whole) / pageSize
	for try := range tries {
		page := random.IntN(pages)
		offset, bit := page*pageSize+random.IntN(pageSize), random.IntN(8)
		if random.IntN(2) == 0 {
			offset = page*pageSize + random.IntN(headerSize+4*elementSize)
		}
		spoilt := bytes.Clone(whole)
		spoilt[offset] ^= 1 << bit
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		change := func() error { return s.Rewrite(tContext, bulkOf(wornChange(), 2)) }
		if try%2 == 0 {
			change = func() error {
				return s.Update(tContext, func(r app.Reader) (app.Batch, error) { return storetest.Chain(r, wornChange(), 2) })
			}
		}
		if err := change(); err != nil {
			wantCorrupt(t, err)
			if got := fault.As(err).Args["file"]; got != path {
				t.Errorf("the damage is said to be in %v", got)
			}
			wantBytes(t, s, spoilt)
			wantNoCopy(t, path)
			continue
		}
		kept++
		neverWrong(t, s, after, offset, bit)
	}
	if t.Logf("%d of %d changes went through", kept, tries); kept == 0 || kept == tries {
		t.Error("only one outcome was met")
	}
}

// Every row goes into the copy, also of buckets in which nothing changes: the last row of each in turn is
// damaged.
func TestDamageAnywhereIsFoundByAChangeOnACopy(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := copying(path, time.Second)
	few := app.Batch{Associations: []record.Association{storetest.AssociationRecord(record.PAL, 1, 1, 3, "new")}}
	for _, b := range schema {
		t.Run(b.name, func(t *testing.T) {
			spoilt := bytes.Clone(whole)
			spoilt[lastRowOf(t, s, whole, b)] ^= 1
			if err := os.WriteFile(path, spoilt, 0o600); err != nil {
				t.Fatal(err)
			}
			wantCorrupt(t, s.Rewrite(tContext, bulkOf(few, 1)))
			wantBytes(t, s, spoilt)
		})
	}
}

// lastRowOf is where in a file the last byte of a bucket's last record stands; in an empty bucket that of its
// end. Older versions of it may lie where nobody reads.
func lastRowOf(t *testing.T, s *Store, whole []byte, b bucket) int {
	t.Helper()
	reads := func(content []byte) (key, value []byte, err error) {
		im, err := openImage(s.path, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return nil, nil, err
		}
		key, value = lastKey, wrap(b, lastKey, 1, nil)
		for row, err := range im.trees[b.name].rows(after(firstKey), nil) {
			if err != nil {
				return nil, nil, err
			}
			key, value = bytes.Clone(row.key), wrap(b, row.key, row.revision, row.body)
		}
		return key, value, nil
	}
	key, value, err := reads(whole)
	if err != nil {
		t.Fatal(err)
	}
	pair, spoilt := append(bytes.Clone(key), value...), bytes.Clone(whole)
	for at := 0; ; {
		found := bytes.Index(whole[at:], pair)
		if found < 0 {
			t.Fatal("the row is nowhere")
		}
		last := at + found + len(pair) - 1
		spoilt[last] ^= 1
		if _, _, err := reads(spoilt); err != nil {
			return last
		}
		spoilt[last] ^= 1
		at += found + 1
	}
}
