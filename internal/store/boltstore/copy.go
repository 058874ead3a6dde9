package boltstore

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// A change that is too large for one transaction, which bbolt holds in memory, is made on a copy beside
// the ledger: every bucket is walked beside the rows that change in it, and written anew. The copy is then
// read back, brought to the disk and renamed over the ledger, under the sidecar's lock: whoever is killed,
// or whose disk is full, before the rename has changed nothing, and after it everything.

// duplicate is the copy while it is filled.
type duplicate struct {
	handle *handle
	path   string
	file   *os.File
	pages  *fresh
	// image is the ledger as this walk reads it. What is to be written may be read from the ledger too, on a
	// goroutine of its own.
	image *image
	// ended is the error of a change that is not wanted any more.
	ended func() error
	// filled are the first pages of the buckets, and how many rows they have.
	filled map[string]planted
}

type planted struct {
	root uint64
	rows int
}

// replace makes a copy of the ledger, has it filled, and puts it into the ledger's place. fill fills every
// bucket once; its error comes back as it is.
func (h *handle) replace(ctx context.Context, fill func(*duplicate) error) error {
	d := &duplicate{handle: h, path: h.store.path + newSuffix, ended: ctx.Err, filled: map[string]planted{}}
	defer d.discard()
	if err := d.begin(); err != nil {
		return diskFault(h.store.path, err)
	}
	if err := fill(d); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return cancelled(err)
	}
	if err := d.finish(); err != nil {
		return diskFault(h.store.path, err)
	}
	if err := h.unmoved(); err != nil {
		return err
	}
	return d.takePlace()
}

// begin makes the file. What a killed process left there is nobody's.
func (d *duplicate) begin() (err error) {
	if err := os.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if d.image, err = openImage(d.handle.store.path, d.handle.file, d.handle.info.Size()); err != nil {
		return err
	}
	d.file, err = os.OpenFile(d.path, os.O_RDWR|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	d.pages = newFresh(d.file)
	return err
}

// fill writes a bucket: its rows, with those that change among them, in the order of their keys.
func (d *duplicate) fill(b bucket, rows iter.Seq2[change, error]) error {
	old, err := d.image.trees[b.name].walk(after(firstKey))
	if err != nil {
		return err
	}
	defer old.rest()
	m := &merging{planting: d.pages.bucket(), bucket: b, old: old}
	if err := m.plant(firstKey, wrap(b, firstKey, 1, nil)); err != nil {
		return diskFault(d.handle.store.path, err)
	}
	for step, err := range steps(rows) {
		if err != nil {
			return err
		}
		if err := d.ended(); err != nil {
			return cancelled(err)
		}
		if err := m.take(step); err != nil {
			return diskFault(d.handle.store.path, err)
		}
	}
	if err = m.keep(lastKey); err == nil {
		err = m.plant(lastKey, wrap(b, lastKey, 1, nil))
	}
	if err != nil {
		return diskFault(d.handle.store.path, err)
	}
	root, err := m.root()
	if err != nil {
		return diskFault(d.handle.store.path, err)
	}
	d.filled[b.name] = planted{root, m.count}
	return nil
}

// fillRest fills the buckets that were not filled yet.
func (d *duplicate) fillRest(c *changes) error {
	for _, b := range schema {
		if _, done := d.filled[b.name]; done {
			continue
		}
		if err := d.fill(b, given(c.sorted(b))); err != nil {
			return err
		}
	}
	return nil
}

// finish writes what leads to the buckets, brings the copy to the disk, and reads it back while that goes
// on: what takes the ledger's place was read as whole.
func (d *duplicate) finish() error {
	var names []string
	for name := range d.filled {
		names = append(names, name)
	}
	slices.Sort(names)
	roots := make([]uint64, len(names))
	for i, name := range names {
		roots[i] = d.filled[name].root
	}
	if err := d.pages.end(names, roots, d.image.txid+1); err != nil {
		return err
	}
	synced := make(chan error, 1)
	go func() { synced <- d.file.Sync() }()
	return errors.Join(d.verify(), <-synced)
}

// verify reads every row back. The error is corrupt.
func (d *duplicate) verify() error {
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	im, err := openImage(d.handle.store.path, d.file, info.Size()) // nobody will find the copy to look at it
	if err != nil {
		return err
	}
	for _, b := range schema {
		rows, err := im.trees[b.name].whole()
		if err == nil && rows != d.filled[b.name].rows {
			err = im.damaged(b.name)
		}
		if err != nil {
			return err
		}
	}
	return d.handle.guard(d.openable)
}

// openable makes sure that bbolt takes the file for one of its own.
func (d *duplicate) openable() error {
	options := boltOptions()
	options.ReadOnly = true
	db, err := bolt.Open(d.path, 0o600, options)
	if err != nil {
		return err
	}
	return db.Close()
}

// whole reads every row of a tree, and gives how many there are. The error is corrupt.
func (t *tree) whole() (rows int, err error) {
	c, err := t.walk(after(firstKey))
	defer c.rest()
	for rows = 2; err == nil && !c.row().last(); rows++ { // the first and the last row are there
		err = c.next()
	}
	return rows, err
}

// takePlace renames the copy over the ledger. Where the folder cannot be brought to the disk, nobody
// knows which of the two a power cut would leave.
func (d *duplicate) takePlace() error {
	h := d.handle
	if runtime.GOOS == "windows" { // which renames no file that is open, nor over one
		h.release()
		_ = d.file.Close()
	}
	if err := os.Rename(d.path, h.store.path); err != nil {
		return diskFault(h.store.path, err)
	}
	if err := syncFolder(filepath.Dir(h.store.path)); err != nil {
		return h.unsure(err)
	}
	return nil
}

// discard takes away what a change that failed left.
func (d *duplicate) discard() {
	if d.file != nil {
		_ = d.file.Close()
	}
	_ = os.Remove(d.path)
}
