package boltstore

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

var worn = storetest.Size{Tenants: 3, Subscriptions: 60, Partners: 4}

// wornLedger makes a ledger with branch pages, free pages, rewritten and moved records, and gives its
// path and everything it says.
func wornLedger(t testing.TB) (path string, want []storetest.Answer) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ledger.db")
	s := at(path, time.Second)
	storetest.Write(t, s, storetest.Sample(worn))
	for n := range 6 {
		var b app.Batch
		for k := range 10 {
			b.Subscriptions = append(b.Subscriptions, storetest.SubscriptionRecord(n*5+k, k%worn.Tenants))
		}
		b.Associations = []record.Association{storetest.AssociationRecord(record.PAL, n%worn.Partners, 1, -1, "")}
		for k := range 9 {
			b.Claims = append(b.Claims, wornClaim(n*5+k, n, cpor.Statuses()[(n+k)%len(cpor.Statuses())]))
		}
		storetest.Write(t, s, b)
	}
	storetest.Write(t, s, app.Batch{Claims: []cpor.State{wornClaim(2, 0, cpor.Gone), wornClaim(9, 0, cpor.Gone)}})
	want, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	if wrong, failed := storetest.Wrong(want, want); failed > 0 {
		t.Fatal(wrong, failed)
	}
	return path, want
}

// wornClaim is one of the 24 claims that come behind those of the sample.
func wornClaim(n, tenant int, status cpor.Status) cpor.State {
	n = 13 + n%24
	return storetest.ClaimRecord(n, n%worn.Partners, tenant%worn.Tenants, status, n)
}

// neverWrong checks that a ledger in which a bit was flipped before it was written to answers as a whole one
// does, or says that it is damaged.
func neverWrong(t *testing.T, s *Store, want []storetest.Answer, offset, bit int) {
	t.Helper()
	got, err := answers(s)
	if err != nil {
		wantCorrupt(t, err)
		return
	}
	if wrong, _ := storetest.Wrong(got, want); wrong != "" {
		t.Fatalf("bit %d of byte %d in page %d: %s", bit, offset%pageSize, offset/pageSize, wrong)
	}
}

// answers is everything that a ledger says; the error is that of opening it.
func answers(s app.Store) (list []storetest.Answer, err error) {
	err = s.View(tContext, func(r app.Reader) error {
		list = storetest.ReadAll(r, worn)
		return nil
	})
	return list, err
}

func TestASingleFlippedBitNeverGivesAWrongAnswer(t *testing.T) {
	path, want := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(at, bit int) {
		whole[at] ^= 1 << bit
		defer func() { whole[at] ^= 1 << bit }()
		im, err := openImage(path, bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			wantCorrupt(t, err)
			return
		}
		got := storetest.ReadAll(reader{im}, worn)
		if wrong, _ := storetest.Wrong(got, want); wrong != "" {
			t.Fatalf("bit %d of byte %d (page %d, byte %d in it): %s", bit, at, at/pageSize, at%pageSize, wrong)
		}
		for _, a := range got {
			if a.Err != nil {
				wantCorrupt(t, a.Err)
			}
		}
	}
	// Half of the flips are in the bytes that lay out a page.
	random := rand.New(rand.NewPCG(1, 2))
	tries, pages := 1500, usedPages(t, path)
	if testing.Short() {
		tries = 250
	}
	for try := range tries {
		span := pageSize
		if try%2 == 0 {
			span = headerSize + 8*elementSize
		}
		check(random.IntN(pages)*pageSize+random.IntN(span), random.IntN(8))
	}
}

// usedPages is how many pages of a ledger bbolt uses; the file is longer.
func usedPages(t *testing.T, path string) int {
	t.Helper()
	h, err := at(path, 0).open(tContext, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	return int(h.image.high)
}

func wantCorrupt(t *testing.T, err error) {
	t.Helper()
	if fault.CodeOf(err) != fault.Corrupt {
		t.Fatalf("got %v, want corrupt", err)
	}
}

func TestAnUpdateOfADamagedLedgerNeverEndsInAWrongAnswer(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := at(path, time.Second)
	var b app.Batch
	for n := range 12 {
		b.Subscriptions = append(b.Subscriptions, storetest.SubscriptionRecord(n*5, (n+1)%worn.Tenants))
		b.Claims = append(b.Claims, wornClaim(n*2, n, append(cpor.Statuses(), cpor.Gone)[n%8]))
	}
	storetest.Write(t, s, b)
	after, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	tries, kept, pages := 400, 0, usedPages(t, path)
	if testing.Short() {
		tries = 40
	}
	for range tries {
		page := random.IntN(pages)
		offset, bit := page*pageSize+random.IntN(pageSize), random.IntN(8)
		if random.IntN(2) == 0 {
			offset = page*pageSize + random.IntN(headerSize+4*elementSize)
		}
		whole[offset] ^= 1 << bit
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		whole[offset] ^= 1 << bit
		err := s.Update(tContext, func(r app.Reader) (app.Batch, error) { return storetest.Chain(r, b, 2) })
		if err != nil {
			wantCorrupt(t, err)
			continue
		}
		kept++
		neverWrong(t, s, after, offset, bit)
	}
	t.Logf("%d of %d updates went through", kept, tries)
}

func TestATruncatedLedgerIsCorrupt(t *testing.T) {
	path, want := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1, 15, 16, 80, 4095, 4096, 4097, 8192, 12288, len(whole) / 2, len(whole) - pageSize, len(whole) - 1} {
		if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := answers(at(path, 0))
		if err == nil { // bbolt makes a file longer than it needs
			if wrong, failed := storetest.Wrong(got, want); wrong != "" || failed > 0 || size < len(whole)/4 {
				t.Errorf("%d bytes: %s, %d failed", size, wrong, failed)
			}
			continue
		}
		wantCorrupt(t, err)
		wantCorrupt(t, at(path, 0).Update(tContext, func(r app.Reader) (app.Batch, error) { return storetest.Chain(r, app.Batch{}, 1) }))
	}
}

// TestAFlipInTheNewestMetaPageTakesNothingBack is why there is a seal.
func TestAFlipInTheNewestMetaPageTakesNothingBack(t *testing.T) {
	path, want := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for page := range 2 {
		spoilt := bytes.Clone(whole)
		spoilt[page*pageSize+headerSize+20] ^= 1
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := answers(at(path, 0))
		if err != nil {
			t.Fatal(err)
		}
		if wrong, failed := storetest.Wrong(got, want); wrong != "" || failed > 0 {
			t.Errorf("meta page %d: %s, %d failed", page, wrong, failed)
		}
	}
}
