package boltstore

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// rowsToWrite are rows in the order of their keys, some of which take more than a page.
func rowsToWrite(t *rapid.T) (rows [][2][]byte) {
	keys := rapid.SliceOfDistinct(rapid.SliceOfN(rapid.Byte(), 1, 60), func(k []byte) string { return string(k) }).Draw(t, "keys")
	slices.SortFunc(keys, bytes.Compare)
	many := rapid.IntRange(1, 400).Draw(t, "times")
	for _, key := range keys {
		for n := range many {
			size := rapid.SampledFrom([]int{0, 1, 100, 100, 100, 100, 100, pageSize, 3 * pageSize}).Draw(t, "size")
			rows = append(rows, [2][]byte{fmt.Appendf(bytes.Clone(key), "\x00%06d", n), bytes.Repeat([]byte{byte(n)}, size)})
			if len(rows) == 3000 {
				return rows
			}
		}
	}
	return rows
}

// What is written page by page bbolt reads as if it had written it, and goes on with.
func TestPagesOfOurOwnAreBboltsPages(t *testing.T) {
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprint(n))
		buckets := map[string][][2][]byte{"a": rowsToWrite(t), "b": nil, "c": rowsToWrite(t)}
		for name, rows := range buckets { // a key may begin another, so that the parts are not in order
			slices.SortFunc(rows, func(x, y [2][]byte) int { return bytes.Compare(x[0], y[0]) })
			buckets[name] = slices.CompactFunc(rows, func(x, y [2][]byte) bool { return bytes.Equal(x[0], y[0]) })
		}
		writeFresh(t, path, buckets)
		db, err := bolt.Open(path, 0o600, boltOptions())
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		err = db.Update(func(tx *bolt.Tx) error {
			for err := range tx.Check() {
				t.Errorf("bbolt: %v", err)
			}
			for name, rows := range buckets {
				stored := tx.Bucket([]byte(name))
				at := 0
				err := stored.ForEach(func(k, v []byte) error {
					if at >= len(rows) || !bytes.Equal(k, rows[at][0]) || !bytes.Equal(v, rows[at][1]) {
						return fmt.Errorf("row %d of bucket %s is %x", at, name, k)
					}
					at++
					return nil
				})
				if err == nil && at != len(rows) {
					err = fmt.Errorf("%d rows of %d in bucket %s", at, len(rows), name)
				}
				if err != nil {
					return err
				}
				if err := stored.Put([]byte("new"), []byte("value")); err != nil {
					return err
				}
				for i, row := range rows {
					if i%3 == 0 {
						if err := stored.Delete(row[0]); err != nil {
							return err
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.View(func(tx *bolt.Tx) error {
			for err := range tx.Check() {
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatalf("after a change of bbolt's own: %v", err)
		}
	})
}

func writeFresh(t interface{ Fatal(...any) }, path string, buckets map[string][][2][]byte) {
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pages := newFresh(file)
	var names []string
	var roots []uint64
	for _, name := range []string{"a", "b", "c"} {
		p := pages.bucket()
		for _, row := range buckets[name] {
			if err := p.row(row[0], row[1]); err != nil {
				t.Fatal(err)
			}
		}
		root, err := p.root()
		if err != nil {
			t.Fatal(err)
		}
		names, roots = append(names, name), append(roots, root)
	}
	if err := pages.end(names, roots, 7); err != nil {
		t.Fatal(err)
	}
}

// TestNoBranchHasASinglePageBelowIt: bbolt panics where rows of such a page go. There are as many pages as
// fit into a branch, or two, and some more; then the last row is taken away.
func TestNoBranchHasASinglePageBelowIt(t *testing.T) {
	folder, value := t.TempDir(), bytes.Repeat([]byte{1}, 1500) // two rows fill a leaf
	for leaves := 135; leaves < 320; leaves++ {
		if testing.Short() && leaves == 165 {
			leaves = 300
		}
		path := filepath.Join(folder, fmt.Sprint(leaves))
		var rows [][2][]byte
		for n := range 2 * leaves {
			rows = append(rows, [2][]byte{numberKey(uint64(n)), value})
		}
		writeFresh(t, path, map[string][][2][]byte{"a": rows})
		db, err := bolt.Open(path, 0o600, boltOptions())
		if err != nil {
			t.Fatal(err)
		}
		db.NoSync = true
		err = db.Update(func(tx *bolt.Tx) error { return tx.Bucket([]byte("a")).Delete(rows[len(rows)-1][0]) })
		if err == nil {
			err = db.View(func(tx *bolt.Tx) error {
				for err := range tx.Check() {
					return err
				}
				return nil
			})
		}
		if err := errors.Join(err, db.Close(), os.Remove(path)); err != nil {
			t.Fatalf("%d pages: %v", leaves, err)
		}
	}
}
