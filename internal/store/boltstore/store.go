// Package boltstore owns the ledger file: its schema, the form of its values, the one door through
// which it is opened, and the two ways in which it is written: by a transaction of bbolt's, or anew as a copy
// that takes its place. It is the only importer of bbolt.
//
// It must not know a rule of the field: what a batch holds is written as it is, and what follows from
// it (indexes, counters) is derived from the records alone.
package boltstore

import (
	"cmp"
	"context"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// Options are what a Store needs of the world.
type Options struct {
	// Wait is how long to wait for a ledger that another process holds; 0 does not wait.
	Wait time.Duration
	// Command and PID name this process to others that wait for the ledger.
	Command string
	PID     int
	// NewID gives a new ledger its identity.
	NewID func() [16]byte
	// Largest is how many rows one transaction may write, before the change is made on a copy of the file;
	// 0 is as many as are good.
	Largest int
	// Scratch is where indexes are sorted that belong to a change of any size.
	Scratch app.Scratch
	// Now is the time, for the stamp of a new ledger and for since when it is held.
	Now func() time.Time
}

// Store is a ledger in a file. It is safe for use by several goroutines and processes.
type Store struct {
	path string
	opts Options
}

var _ app.Store = (*Store)(nil)

// New is the ledger at a path, which need not be there yet. Nothing is opened.
func New(path string, opts Options) *Store { return &Store{path: path, opts: opts} }

// View reads; what the Reader gives is from one moment, and only until View returns.
//
// Errors: not-found (ledger.missing), busy, corrupt, forbidden where the file is not ours alone,
// cancelled, internal for a fault of the disk, and those of read.
func (s *Store) View(ctx context.Context, read func(app.Reader) error) error {
	h, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer h.close()
	return read(reader{h.image})
}

// Update writes the batch that decide gives in one transaction, and makes the ledger first where
// there is none. An error, or a batch with nothing in it, writes nothing.
//
// Errors: as View but not-found; conflict where the file was replaced meanwhile; unsure where nobody
// knows whether the change was kept; internal for a batch that no ledger can keep.
func (s *Store) Update(ctx context.Context, decide func(app.Reader) (app.Batch, error)) error {
	h, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer h.close()
	r := reader{h.image}
	batch, err := decide(r)
	if err != nil || batch.Nothing() {
		return err
	}
	last, err := r.head()
	if err != nil {
		return err
	}
	if !batch.OnlyDeliveries() {
		if err := journal.Follow(batch.Entry, last.seq, last.hash); err != nil {
			return fault.New(fault.Internal, "ledger.entry", "file", s.path).About(s.path).Because(err)
		}
	}
	changes, err := plan(r, last, batch)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return cancelled(err)
	}
	if changes.count() > cmp.Or(s.opts.Largest, largest) {
		return h.replace(ctx, func(d *duplicate) error { return d.fillRest(changes) })
	}
	return h.write(changes)
}

// Create makes the ledger; made is false where there is one already. Errors as Update, also where
// what is there is no ledger.
func (s *Store) Create(ctx context.Context) (made bool, err error) {
	there, err := s.inspect(true)
	if err != nil {
		return false, err
	}
	if there {
		return false, s.View(ctx, func(app.Reader) error { return nil })
	}
	h, err := s.open(ctx, true)
	if err != nil {
		return false, err
	}
	h.close()
	return h.made, nil
}

func cancelled(err error) error {
	return fault.New(fault.Cancelled, "cancelled").Because(err)
}
