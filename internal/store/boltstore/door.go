package boltstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// handle is the open ledger: the sidecar's lock, the file, and bbolt, which holds a lock on the file
// itself against programs that do not know the sidecar.
type handle struct {
	store   *Store
	sidecar *sidecar
	info    fs.FileInfo
	db      *bolt.DB
	file    *os.File
	image   *image
	made    bool
	// broken tells that bbolt panicked: it may hold its own locks, so that it cannot be asked to close.
	broken bool
}

// open is the one door to the ledger. Whoever reads shares it with others who read; whoever writes
// has it alone, and makes it where it is missing.
func (s *Store) open(ctx context.Context, write bool) (*handle, error) {
	// Looked at before anything is made beside it, and again under the lock.
	if there, err := s.inspect(write); err != nil {
		return nil, err
	} else if !there {
		if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
			return nil, diskFault(s.path, err)
		}
	}
	held, err := s.hold(ctx, write)
	if err != nil {
		return nil, err
	}
	h := &handle{store: s, sidecar: held}
	if err := h.enter(ctx, write); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// hold takes the sidecar's lock; one who reads gets none where none can be made. The error is busy and names
// the holder.
func (s *Store) hold(ctx context.Context, write bool) (*sidecar, error) {
	path := s.path + sidecarSuffix
	held, err := s.lock(ctx, path, write, s.busy)
	switch {
	case !write && unwritable(err):
		// A copy on a disk that cannot be written, which nobody can change: bbolt's own lock on the
		// file is enough to read it.
		return nil, nil
	case err != nil:
		return nil, diskFault(path, err)
	}
	return held, nil
}

// busy says who holds the ledger.
func (s *Store) busy(by holder) error {
	if by == (holder{}) {
		return fault.New(fault.Busy, "ledger.busy-unknown", "file", s.path).About(s.path)
	}
	return fault.New(fault.Busy, "ledger.busy", "file", s.path, "pid", by.pid, "since", by.since, "command", by.command).About(s.path)
}

// enter opens the file under the sidecar's lock.
func (h *handle) enter(ctx context.Context, write bool) error {
	path := h.store.path
	there, err := h.store.inspect(write)
	if err != nil {
		return err
	}
	if !there {
		if h.made, err = h.create(); err != nil {
			return err
		}
	} else if write {
		_ = os.Remove(path + newSuffix) // what a killed process left; one that cannot be removed does no harm
	}
	// O_CREATE is not among the flags: between making a file and filling it bbolt can be killed, and
	// would take the empty file for a new ledger the next time.
	if h.file, err = os.OpenFile(path, os.O_RDONLY|noFollow, 0); err != nil {
		return diskFault(path, err)
	}
	if h.info, err = h.file.Stat(); err != nil {
		return diskFault(path, err)
	}
	if err := h.unmoved(); err != nil {
		return err
	}
	// bbolt trusts meta pages and freelist when it opens, so they are looked at before; and once more when it
	// holds the file, where a foreign program has written until then.
	if h.image, err = openImage(path, h.file, h.info.Size()); err != nil {
		return err
	}
	if err := h.openBolt(ctx, write); err != nil {
		return err
	}
	if h.info, err = h.file.Stat(); err != nil {
		return diskFault(path, err)
	}
	if now, _, ok, err := readMeta(h.file); err != nil || !ok || now != h.image.meta {
		if h.image, err = openImage(path, h.file, h.info.Size()); err != nil {
			return err
		}
	}
	return h.unmoved()
}

// openBolt gives the file to bbolt, which takes its own lock on it.
func (h *handle) openBolt(ctx context.Context, write bool) error {
	options := boltOptions()
	options.ReadOnly = !write
	options.OpenFile = h.reopen
	if write && runtime.GOOS != "windows" { // where a file is made as long as its map
		options.InitialMmapSize = 4 * int(h.info.Size())
	}
	var failure error
	err := poll(ctx, h.store.opts.Wait, func() (bool, error) {
		failure = h.guard(func() (err error) {
			h.db, err = bolt.Open(h.store.path, 0o600, options)
			return err
		})
		return !errors.Is(failure, bolterrors.ErrTimeout), nil
	})
	switch {
	case err == errWaited:
		return h.store.busy(holder{})
	case err != nil:
		return err
	case failure != nil:
		return diskFault(h.store.path, failure)
	}
	return nil
}

// boltOptions asks for the lock once; poll asks again.
func boltOptions() *bolt.Options {
	return &bolt.Options{Timeout: time.Nanosecond, NoStatistics: true, FreelistType: bolt.FreelistMapType, PageSize: pageSize}
}

// reopen opens the file for bbolt, and no other file than the one that was looked at.
func (h *handle) reopen(path string, flag int, _ os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag&^os.O_CREATE|noFollow, 0)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !os.SameFile(info, h.info) {
		_ = f.Close()
		return nil, errors.Join(err, h.replaced())
	}
	return f, nil
}

// unmoved makes sure that the path still leads to the open file. Somebody who renames a held ledger
// would else have two that both go on.
func (h *handle) unmoved() error {
	now, err := os.Lstat(h.store.path)
	if err == nil && os.SameFile(now, h.info) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(h.store.path, err)
	}
	return h.replaced()
}

func (h *handle) replaced() error {
	return fault.New(fault.Conflict, "ledger.replaced", "file", h.store.path).About(h.store.path)
}

// close lets go of everything. What there was to keep is kept before, so that nothing here can fail
// in a way that matters.
func (h *handle) close() {
	h.release()
	h.sidecar.unlock()
}

// release lets go of the file, and keeps the lock.
func (h *handle) release() {
	if h.db != nil && !h.broken {
		_ = h.guard(h.db.Close)
	}
	if h.file != nil {
		_ = h.file.Close()
	}
	h.db, h.file = nil, nil
}
