package journal

import (
	"crypto/sha256"
	"hash"
	"time"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// Digest chains an entry whose events come one by one: more than would be held at once.
type Digest struct {
	entry Entry
	sum   hash.Hash
	buf   []byte
}

// Begin begins an entry of so many events, after the entry that was last.
func Begin(e Entry, events int, lastSeq uint64, lastHash Hash) *Digest {
	e.Seq, e.Previous = lastSeq+1, lastHash
	e.At = e.At.UTC().Truncate(time.Microsecond)
	return begin(e, events)
}

func begin(e Entry, events int) *Digest {
	d := &Digest{entry: e, sum: sha256.New()}
	d.entry.Events = nil
	d.buf = AppendHeader(append(d.buf, e.Previous[:]...), e, events)
	d.sum.Write(d.buf)
	return d
}

// Add takes the next event.
func (d *Digest) Add(e Event) {
	d.buf = wire.Uint(wire.Text(d.buf[:0], e.Kind), uint64(len(e.Body)))
	d.sum.Write(d.buf)
	d.sum.Write(e.Body)
}

// End is the entry with its number and hashes, without its events.
func (d *Digest) End() Entry {
	e := d.entry
	d.sum.Sum(e.Hash[:0])
	return e
}
