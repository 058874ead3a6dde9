// Package journal owns the record of every change: one entry a transaction, with its events, each
// entry holding the SHA-256 of the one before (CONTRACT section 11).
//
// It must not know what an event means: the package that an event belongs to encodes it, and the
// journal keeps and hashes the bytes.
package journal

import (
	"crypto/sha256"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Hash is the SHA-256 of an entry.
type Hash [sha256.Size]byte

// Event is one thing that happened, as its own package encoded it.
type Event struct {
	Kind string
	Body []byte
}

// Stamp says when and by whom, in which role, and how well that is known.
type Stamp struct {
	At        time.Time // UTC, to the microsecond
	By        string    // user principal name
	Role      string
	Assurance string // asserted or verified
}

// Entry is one transaction.
type Entry struct {
	Seq uint64 // from 1, without a gap
	Stamp
	Command  string // the words of the command that asked for it
	Events   []Event
	Previous Hash // of the entry before; zero for the first
	Hash     Hash
}

// Chain gives an entry its number and hashes, after the entry that was last.
func Chain(e Entry, lastSeq uint64, lastHash Hash) Entry {
	d := Begin(e, len(e.Events), lastSeq, lastHash)
	for _, event := range e.Events {
		d.Add(event)
	}
	chained := d.End()
	chained.Events = e.Events
	return chained
}

// Follow checks that an entry comes next after another and that nothing in it was altered; the error
// is corrupt and names the entry.
func Follow(e Entry, lastSeq uint64, lastHash Hash) error {
	switch {
	case e.Seq != lastSeq+1:
		return fault.New(fault.Corrupt, "journal.gap", "seq", e.Seq, "expected", lastSeq+1)
	case e.Previous != lastHash:
		return fault.New(fault.Corrupt, "journal.chain", "seq", e.Seq)
	case e.Hash != digest(e):
		return fault.New(fault.Corrupt, "journal.altered", "seq", e.Seq)
	}
	return nil
}

// digest is the SHA-256 of the entry before, the header and every event in order.
func digest(e Entry) Hash {
	d := begin(e, len(e.Events))
	for _, event := range e.Events {
		d.Add(event)
	}
	return d.End().Hash
}

// AppendHeader appends everything of the entry but its events and hashes, with the count of events.
func AppendHeader(b []byte, e Entry, events int) []byte {
	b = wire.Uint(append(b, 1), e.Seq)
	b = wire.Time(b, e.At)
	for _, s := range []string{e.By, e.Role, e.Assurance, e.Command} {
		b = wire.Text(b, s)
	}
	return wire.Uint(b, uint64(events))
}

// DecodeHeader reads what AppendHeader wrote, from a reader that may hold more after it; events is
// their count. The error is wire.ErrMalformed for another version; bytes that
// are cut short show in the reader's Err.
func DecodeHeader(r *wire.Reader) (e Entry, events uint64, err error) {
	if r.Byte() != 1 {
		return Entry{}, 0, wire.ErrMalformed
	}
	e.Seq = r.Uint()
	e.At = r.Time()
	e.By, e.Role, e.Assurance, e.Command = r.Text(), r.Text(), r.Text(), r.Text()
	return e, r.Uint(), nil
}
