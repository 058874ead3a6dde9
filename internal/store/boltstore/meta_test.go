package boltstore

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// freed fills pages and gives most of them back to bbolt, so many in turn, and tells after each time what
// the file says.
func freed(t *testing.T, counts []int, tell func(whole []byte)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "free.db")
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType, PageSize: pageSize})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	fillUp := func(count int) error {
		return db.Update(func(tx *bolt.Tx) error {
			name := []byte("filled")
			if tx.Bucket(name) != nil {
				if err := tx.DeleteBucket(name); err != nil {
					return err
				}
			}
			b, err := tx.CreateBucket(name)
			for n := range count {
				err = errors.Join(err, b.Put(numberKey(uint64(n)), bytes.Repeat([]byte{1}, pageSize-100)))
			}
			return err
		})
	}
	for _, count := range counts {
		err := errors.Join(fillUp(count), fillUp(count%7), seal(db))
		whole, readErr := os.ReadFile(path)
		if err := errors.Join(err, readErr); err != nil {
			t.Fatal(err)
		}
		tell(whole)
	}
}

// TestAListOfFreePagesIsBelievedAtAnyLength goes over the lengths at which it takes a page more, also
// where it took that page from among those that it lists.
func TestAListOfFreePagesIsBelievedAtAnyLength(t *testing.T) {
	var counts []int
	for n := range 40 {
		counts = append(counts, 485+n)
	}
	runs, roomy := map[uint32]bool{}, 0
	freed(t, append(counts, 1100), func(whole []byte) {
		m, _, ok, err := readMeta(bytes.NewReader(whole))
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		overflow := readHeader(whole[m.freelist*pageSize:]).overflow
		free, ok, err := readFreelist(bytes.NewReader(whole), m)
		if !ok || err != nil {
			t.Errorf("a list over %d pages is not believed: %v", overflow+1, err)
		}
		runs[overflow] = true
		if (headerSize+8*len(free))/pageSize < int(overflow) {
			roomy++
		}
	})
	if len(runs) != 3 || roomy == 0 {
		t.Errorf("these lengths were met: %v, and %d roomy ones", runs, roomy)
	}
}

// TestAListOfFreePagesThatClaimsItsNeighbourIsRefused: bbolt would give the neighbour away with it.
func TestAListOfFreePagesThatClaimsItsNeighbourIsRefused(t *testing.T) {
	freed(t, []int{10, 600, 1200}, func(whole []byte) {
		m, _, _, err := readMeta(bytes.NewReader(whole))
		if err != nil {
			t.Fatal(err)
		}
		at := m.freelist*pageSize + 12
		right := machine.Uint32(whole[at:])
		for overflow := range right + 4 {
			machine.PutUint32(whole[at:], overflow)
			if _, ok, err := readFreelist(bytes.NewReader(whole), m); ok != (overflow == right) || err != nil {
				t.Errorf("%d pages in the place of %d: believed %v, %v", overflow+1, right+1, ok, err)
			}
		}
	})
}
