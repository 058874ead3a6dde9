// Package memstore owns a ledger in memory: a fake for tests of what stands on a store, and the model
// that the real one is compared with.
//
// It must not know a rule of the field, nor how the real ledger is kept.
package memstore

import (
	"context"
	"sync"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// Call names a moment at which Store.Fail is asked.
type Call string

// The moments at which a store can fail.
const (
	View   Call = "view"   // before anything is read
	Update Call = "update" // before anything is decided
	Commit Call = "commit" // in place of the commit: nothing is kept
	Seal   Call = "seal"   // after the commit: the change is kept
)

// Store is a ledger in memory. It is safe for use by several goroutines.
type Store struct {
	// Fail, where it is set, gives the error of a call; set it before the store is used.
	Fail func(Call) error

	id     [16]byte
	mutex  sync.RWMutex
	ledger *ledger // nil while there is none
	desk   desk
}

var _ app.Store = (*Store)(nil)

// New is a ledger that is not there yet; id is its identity when it is made.
func New(id [16]byte) *Store { return &Store{id: id} }

// Create makes the ledger; made is false where there is one already.
func (s *Store) Create(context.Context) (made bool, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	made = s.ledger == nil
	s.make()
	return made, nil
}

func (s *Store) make() {
	if s.ledger == nil {
		s.ledger = &ledger{id: s.id}
	}
}

// View reads; what the Reader gives is from one moment. The error is not-found where there is no
// ledger, busy in the middle of an update, and that of read.
func (s *Store) View(ctx context.Context, read func(app.Reader) error) error {
	if err := s.fails(ctx, View); err != nil {
		return err
	}
	if !within(s.mutex.TryRLock) {
		return fault.New(fault.Busy, "ledger.busy-unknown", "file", "memory")
	}
	defer s.mutex.RUnlock()
	if s.ledger == nil {
		return fault.New(fault.NotFound, app.MissingLedger, "file", "memory")
	}
	return read(s.ledger)
}

// Update writes the batch that decide gives, all of it or nothing. The error is busy within another
// call, internal for a batch that cannot be kept, and that of decide.
func (s *Store) Update(ctx context.Context, decide func(app.Reader) (app.Batch, error)) error {
	if err := s.fails(ctx, Update); err != nil {
		return err
	}
	if !within(s.mutex.TryLock) {
		return fault.New(fault.Busy, "ledger.busy-unknown", "file", "memory")
	}
	defer s.mutex.Unlock()
	s.make()
	batch, err := decide(s.ledger)
	if err != nil || batch.Nothing() {
		return err
	}
	if !batch.OnlyDeliveries() {
		if err := journal.Follow(batch.Entry, s.ledger.seq, s.ledger.hash); err != nil {
			return fault.New(fault.Internal, "ledger.entry", "file", "memory").Because(err)
		}
	}
	next, err := s.ledger.with(batch)
	if err != nil {
		return err
	}
	if err := s.fails(ctx, Commit); err != nil {
		return err
	}
	s.ledger = next
	return s.fails(ctx, Seal)
}

// Rewrite is Update for a bulk, which is gathered first.
func (s *Store) Rewrite(ctx context.Context, decide func(app.Reader) (app.Bulk, error)) error {
	return s.Update(ctx, func(r app.Reader) (app.Batch, error) {
		bulk, err := decide(r)
		if err != nil {
			return app.Batch{}, err
		}
		seq, hash, err := r.Head()
		if err != nil {
			return app.Batch{}, err
		}
		return bulk.Gather(seq, hash)
	})
}

// within tries for about a second: a call from inside another one would else wait for itself.
func within(try func() bool) bool {
	for range 500 {
		if try() {
			return true
		}
		time.Sleep(2 * time.Millisecond)
	}
	return false
}

func (s *Store) fails(ctx context.Context, call Call) error {
	if err := ctx.Err(); err != nil && call != Seal {
		return fault.New(fault.Cancelled, "cancelled").Because(err)
	}
	if s.Fail == nil {
		return nil
	}
	return s.Fail(call)
}

func missingSubscription(id ids.Subscription) error {
	return fault.New(fault.Internal, "ledger.place", "file", "memory", "subscription", id.String()).Of(id.String())
}
