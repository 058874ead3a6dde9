package boltstore

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
)

// places of numbers in the file, of those pages that are in use.
func numbersOfPages(t *testing.T, whole []byte, path string) (offsets []int, leaves []int, pages int) {
	t.Helper()
	im, err := openImage(path, bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]bool{}
	var walk func(id uint64)
	walk = func(id uint64) {
		if id == 0 || seen[id] {
			return
		}
		seen[id] = true
		start := int(id) * pageSize
		h := readHeader(whole[start:])
		if h.flags == leafPage {
			leaves = append(leaves, start)
		}
		for i := range int(h.count) {
			at := start + headerSize + i*elementSize
			switch {
			case h.flags == branchPage:
				offsets = append(offsets, at+8)
				walk(machine.Uint64(whole[at+8:]))
			case machine.Uint32(whole[at:]) == bucketElement:
				value := at + int(machine.Uint32(whole[at+4:])+machine.Uint32(whole[at+8:]))
				offsets = append(offsets, value)
				walk(machine.Uint64(whole[value:]))
			}
		}
	}
	walk(im.root)
	return offsets, leaves, int(im.high)
}

// TestAWrongPageNumberNeverShowsAnotherPage tries every page in the place of every other: also those
// that hold an older state, or a part of the same bucket.
func TestAWrongPageNumberNeverShowsAnotherPage(t *testing.T) {
	path, want := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	offsets, _, pages := numbersOfPages(t, whole, path)
	wrongs := 0
	for i, at := range offsets {
		right := machine.Uint64(whole[at:])
		for id := range pages + 1 {
			if uint64(id) == right || testing.Short() && (id+i)%10 != 0 {
				continue
			}
			machine.PutUint64(whole[at:], uint64(id))
			im, err := openImage(path, bytes.NewReader(whole), int64(len(whole)))
			if err != nil {
				wantCorrupt(t, err)
				continue
			}
			wrong, failed := storetest.Wrong(storetest.ReadAll(reader{im}, worn), want)
			if wrong != "" {
				t.Fatalf("page %d in the place of %d: %s", id, right, wrong)
			}
			if failed > 0 {
				wrongs++
			}
		}
		machine.PutUint64(whole[at:], right)
	}
	if wrongs == 0 {
		t.Error("no wrong number was met: the test tries nothing")
	}
}

// TestADamagedNeighbourIsNotJoined hides the last record of each leaf in turn, then empties pages
// beside it, which bbolt joins with their neighbours.
func TestADamagedNeighbourIsNotJoined(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := at(path, time.Second)
	update := func() error {
		return s.Update(tContext, func(r app.Reader) (app.Batch, error) {
			var b app.Batch
			for n := range worn.Subscriptions {
				sub := storetest.SubscriptionRecord(n, n%worn.Tenants)
				old, _, err := r.Subscription(sub.ID)
				if err != nil {
					return b, err
				}
				if id := sub.ID.Bytes(); old.Tenant == storetest.Tenant(0) && id[0] < 0x80 {
					sub.Tenant = storetest.Tenant(1)
					b.Subscriptions = append(b.Subscriptions, sub)
				}
			}
			for n := range 18 {
				b.Claims = append(b.Claims, wornClaim(n, 0, cpor.Gone))
			}
			return storetest.Chain(r, b, 1)
		})
	}
	if err := update(); err != nil {
		t.Fatal(err)
	}
	after, err := answers(s)
	if err != nil {
		t.Fatal(err)
	}
	_, leaves, _ := numbersOfPages(t, whole, path)
	for _, start := range leaves {
		count := machine.Uint16(whole[start+10:])
		machine.PutUint16(whole[start+10:], count-1)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		machine.PutUint16(whole[start+10:], count)
		if err := update(); err != nil {
			wantCorrupt(t, err)
			continue
		}
		got, err := answers(s)
		if err != nil {
			wantCorrupt(t, err)
			continue
		}
		if wrong, _ := storetest.Wrong(got, after); wrong != "" {
			t.Fatalf("page %d: %s", start/pageSize, wrong)
		}
	}
}

// TestAPageThatClaimsItsNeighbourIsRefused: bbolt would give the neighbour away with it.
func TestAPageThatClaimsItsNeighbourIsRefused(t *testing.T) {
	path, _ := wornLedger(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, leaves, pages := numbersOfPages(t, whole, path)
	for _, start := range leaves {
		if start/pageSize+1 == pages {
			continue
		}
		machine.PutUint32(whole[start+12:], 1)
		im, err := openImage(path, bytes.NewReader(whole), int64(len(whole)))
		failed := 0
		if err == nil {
			answers := storetest.ReadAll(reader{im}, worn)
			_, failed = storetest.Wrong(answers, answers)
		}
		if err == nil && failed == 0 {
			t.Errorf("page %d was believed", start/pageSize)
		}
		machine.PutUint32(whole[start+12:], 0)
	}
}
