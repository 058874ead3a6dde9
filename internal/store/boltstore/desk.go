package boltstore

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// deskSuffix ends the name of the file of notes that a sender makes beside the ledger. Its lock is a sidecar of
// its own: whoever hands messages over does not hold the ledger meanwhile.
const deskSuffix = ".sending"

var _ app.Desk = (*Store)(nil)

// Take waits until no other sender is at the desk of the ledger. It is not called by one who holds the ledger.
//
// A note is written at once and outlives the process, however that ends; after a power cut the last one may be
// missing, and none is there that was not made. Notes belong to one ledger, by its identity; those on another
// one, which was at the path before, are forgotten.
//
// Errors: not-found (ledger.missing), and then nothing is made; busy, which names the sender; forbidden where
// the ledger has another name, where what lies at the desk is no plain file of ours alone, or where the system
// denies us the file; cancelled; internal for a fault of the disk, also one that cannot be written; and those of View.
func (s *Store) Take(ctx context.Context) (app.Docket, error) {
	if _, err := s.inspect(false); err != nil {
		return nil, err
	}
	if err := s.hasOneName(); err != nil {
		return nil, err
	}
	notes := s.path + deskSuffix
	lock := notes + sidecarSuffix
	if err := nothingForeign(lock); err != nil {
		return nil, deskFault(lock, err)
	}
	held, err := s.lock(ctx, lock, true, s.deskBusy)
	if err != nil {
		return nil, deskFault(lock, err)
	}
	d := &docket{path: notes, held: held}
	err = s.View(ctx, func(r app.Reader) (err error) {
		d.ledger, err = r.LedgerID()
		return err
	})
	if err == nil {
		err = deskFault(notes, d.open())
	}
	if err != nil {
		d.Leave()
		return nil, err
	}
	return d, nil
}

// hasOneName refuses a ledger that has two: whoever is at the desk beside one of them is not seen beside the other.
func (s *Store) hasOneName() error {
	info, err := os.Lstat(s.path)
	if err != nil {
		return deskFault(s.path, err)
	}
	if linked(info) {
		return fault.New(fault.Forbidden, "desk.linked", "file", s.path).About(s.path)
	}
	return nil
}

// deskBusy says who is at the desk.
func (s *Store) deskBusy(by holder) error {
	if by == (holder{}) {
		return fault.New(fault.Busy, "desk.busy-unknown", "file", s.path).About(s.path)
	}
	return fault.New(fault.Busy, "desk.busy", "file", s.path, "pid", by.pid, "since", by.since, "command", by.command).About(s.path)
}

// nothingForeign refuses a path at the desk that leads to what is not ours alone.
func nothingForeign(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return oursAlone(path, info)
}

// oursAlone refuses what is no plain file of the user's, closed to others.
func oursAlone(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() || !mine(info) || shared(info.Mode()) {
		return fault.New(fault.Forbidden, "desk.foreign", "file", path).About(path)
	}
	return nil
}

// deskFault is diskFault for a file at the desk.
func deskFault(path string, err error) error {
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	}
	code := fault.Internal
	if errors.Is(err, fs.ErrPermission) {
		code = fault.Forbidden
	}
	return fault.New(code, "desk.disk", "file", path, "cause", err.Error()).About(path).Because(err)
}
