package boltstore

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// A change that is too large for one transaction, which bbolt holds in memory, is made on a copy beside
// the ledger, in transactions that nobody sees and that need not last. The copy is then verified, brought
// to the disk and renamed over the ledger, under the sidecar's lock: whoever is killed, or whose disk is
// full, before the rename has changed nothing, and after it everything.

// A step is what goes into one transaction of the copy.
const (
	stepRows  = 10_000
	stepBytes = 4 << 20
)

// duplicate is the copy while it is filled.
type duplicate struct {
	handle *handle
	path   string
	db     *bolt.DB
	// ended is the error of a change that is not wanted any more.
	ended func() error
	// filled are the buckets that were written to.
	filled []bucket
}

// replace makes a copy of the ledger, has it filled, and puts it into the ledger's place. An error of fill
// comes back as it is.
func (h *handle) replace(ctx context.Context, fill func(*duplicate) error) error {
	d := &duplicate{handle: h, path: h.store.path + newSuffix, ended: ctx.Err}
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

// begin copies the file and opens the copy.
func (d *duplicate) begin() error {
	if err := os.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := d.copyFile(); err != nil {
		return err
	}
	options := boltOptions()
	options.NoSync, options.NoGrowSync = true, true
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		return os.OpenFile(name, flag&^os.O_CREATE|noFollow, mode)
	}
	if runtime.GOOS != "windows" { // where a file is made as long as its map
		options.InitialMmapSize = 2*int(d.handle.info.Size()) + 1<<30
	}
	return d.handle.guard(func() (err error) {
		if d.db, err = bolt.Open(d.path, 0o600, options); err != nil {
			return err
		}
		return d.db.Update(d.upgrade)
	})
}

// upgrade makes the buckets that an older file lacks.
func (d *duplicate) upgrade(tx *bolt.Tx) error {
	for _, b := range schema {
		if d.handle.image.older(b) {
			if err := d.handle.fill(tx, b, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyFile copies what counts of the file: bbolt makes it longer than its pages.
func (d *duplicate) copyFile() (err error) {
	to, err := os.OpenFile(d.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	_, err = io.Copy(to, io.NewSectionReader(d.handle.file, 0, int64(d.handle.image.high)*pageSize))
	return err
}

// fill writes rows to a bucket, which come in the order of their keys: bbolt splits pages only at the
// end of a transaction, so that unordered keys cost the square of their number. The rows are made beside
// their writing.
func (d *duplicate) fill(b bucket, rows iter.Seq2[change, error]) error {
	for step, err := range steps(rows) {
		if err != nil {
			return err
		}
		if err := d.ended(); err != nil {
			return cancelled(err)
		}
		if !slices.Contains(d.filled, b) {
			d.filled = append(d.filled, b)
		}
		err := d.handle.guard(func() error {
			return d.db.Update(func(tx *bolt.Tx) error { return d.handle.fill(tx, b, step) })
		})
		if err != nil {
			return diskFault(d.handle.store.path, err)
		}
	}
	return nil
}

// finish brings the copy to the disk, and reads every row of what was written while that goes on: what
// takes the ledger's place was read as whole.
func (d *duplicate) finish() error {
	db := d.db
	d.db = nil
	if err := d.handle.guard(db.Close); err != nil {
		return err
	}
	f, err := os.OpenFile(d.path, os.O_RDWR|noFollow, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	synced := make(chan error, 1)
	go func() { synced <- f.Sync() }()
	return errors.Join(d.verify(f), <-synced)
}

// verify reads every row of the buckets that were written to. The error is corrupt.
func (d *duplicate) verify(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	im, err := openImage(d.handle.store.path, f, info.Size()) // nobody will find the copy to look at it
	if err != nil {
		return err
	}
	for _, b := range d.filled {
		if err := im.trees[b.name].whole(); err != nil {
			return err
		}
	}
	return nil
}

// whole reads every row of a tree. The error is corrupt.
func (t *tree) whole() error {
	for _, err := range t.rows(after(firstKey), nil) {
		if err != nil {
			return err
		}
	}
	return nil
}

// takePlace renames the copy over the ledger. Where the folder cannot be brought to the disk, nobody
// knows which of the two a power cut would leave.
func (d *duplicate) takePlace() error {
	h := d.handle
	if runtime.GOOS == "windows" { // which renames over no file that is open
		h.release()
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
	if d.db != nil && !d.handle.broken {
		_ = d.handle.guard(d.db.Close)
	}
	_ = os.Remove(d.path)
}

// errTorn is the error of rows whose maker was ended in their middle.
var errTorn = errors.New("rows without an end")

// steps puts rows together to what goes into one transaction. They are made on a goroutine of their own,
// one step ahead; it has ended when the range over the steps has. A panic there is one here.
func steps(rows iter.Seq2[change, error]) iter.Seq2[[]change, error] {
	return func(yield func([]change, error) bool) {
		ready, stop := make(chan []change, 1), make(chan struct{})
		failure := errTorn
		var defect any
		go func() {
			defer close(ready)
			defer func() { defect = recover() }()
			failure = cut(rows, func(step []change) bool {
				select {
				case ready <- step:
					return true
				case <-stop:
					return false
				}
			})
		}()
		defer func() {
			close(stop)
			for range ready { // the goroutine reads the ledger, which is about to be closed
			}
			if defect != nil {
				panic(defect)
			}
		}()
		for step := range ready {
			if !yield(step, nil) {
				return
			}
		}
		if failure != nil && defect == nil {
			yield(nil, failure)
		}
	}
}

// cut gives rows in steps until one is not wanted.
func cut(rows iter.Seq2[change, error], each func([]change) bool) error {
	var step []change
	size := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		step, size = append(step, row), size+len(row.key)+len(row.body)
		if len(step) == stepRows || size >= stepBytes {
			if !each(step) {
				return nil
			}
			step, size = make([]change, 0, stepRows), 0
		}
	}
	if len(step) > 0 {
		each(step)
	}
	return nil
}

// count is how many rows are written at most.
func (c *changes) count() (rows int) {
	for _, byKey := range c.buckets {
		rows += len(byKey)
	}
	return rows
}

// largest is how many rows one transaction writes: so many take bbolt some 100 MiB of memory.
const largest = 50_000
