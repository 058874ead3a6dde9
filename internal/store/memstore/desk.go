package memstore

import (
	"context"
	"errors"
	"maps"
	"sync"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// desk is where the messages of a ledger in memory are handed over. The mutex is for a second sender, which
// asks for the desk on a goroutine of its own while the first one is at it.
type desk struct {
	mutex sync.Mutex
	held  *docket // nil where nobody is at it
	notes map[uint64]app.Note
}

// docket is the notes in the hands of a sender, for as long as it holds the desk.
type docket struct {
	desk *desk
	left map[uint64]app.Note
}

var _ app.Desk = (*Store)(nil)

// Take waits about a second until no other sender is at the desk. The error is not-found where there is no
// ledger, busy where the desk is held for longer, and cancelled.
func (s *Store) Take(ctx context.Context) (app.Docket, error) {
	if err := s.View(ctx, func(app.Reader) error { return nil }); err != nil {
		return nil, err
	}
	d := &docket{desk: &s.desk}
	if !within(func() bool { return ctx.Err() != nil || d.take() }) {
		return nil, fault.New(fault.Busy, "desk.busy-unknown", "file", "memory")
	}
	if err := ctx.Err(); err != nil {
		d.Leave()
		return nil, fault.New(fault.Cancelled, "cancelled").Because(err)
	}
	return d, nil
}

// Abandon frees the desk as the system does where its holder is killed: the notes stay, and the docket of
// before notes nothing more.
func (s *Store) Abandon() {
	s.desk.mutex.Lock()
	defer s.desk.mutex.Unlock()
	s.desk.held = nil
}

func (d *docket) take() bool {
	d.desk.mutex.Lock()
	defer d.desk.mutex.Unlock()
	if d.desk.held != nil {
		return false
	}
	d.desk.held, d.left = d, maps.Clone(d.desk.notes)
	return true
}

// do does something with the notes, if the docket still holds the desk.
func (d *docket) do(what func()) error {
	d.desk.mutex.Lock()
	defer d.desk.mutex.Unlock()
	if d.desk.held != d {
		cause := errors.New("the desk was left")
		return fault.New(fault.Internal, "desk.disk", "file", "memory", "cause", cause.Error()).Because(cause)
	}
	what()
	return nil
}

func (d *docket) Left() map[uint64]app.Note { return d.left }

func (d *docket) Enter(message uint64, n app.Note) error {
	return d.do(func() {
		if d.desk.notes == nil {
			d.desk.notes = map[uint64]app.Note{}
		}
		d.desk.notes[message] = n
	})
}

func (d *docket) Clear() error {
	return d.do(func() { d.desk.notes, d.left = nil, nil })
}

func (d *docket) Leave() {
	// Who holds the desk no more has nothing to leave.
	_ = d.do(func() { d.desk.held = nil })
}
