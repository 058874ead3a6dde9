package boltstore

import (
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// chunkSize is about how long a chunk of events may get. A value of one piece would have to be held
// in memory and on the disk in one piece, whatever its length.
const chunkSize = 1 << 20

// appendEntry appends what is kept of an entry beside its events.
func appendEntry(b []byte, e journal.Entry, events int) []byte {
	b = journal.AppendHeader(b, e, events)
	return append(append(b, e.Previous[:]...), e.Hash[:]...)
}

// chunk is a run of events as it is kept: their count, and the events. Entries are cut between events.
type chunk struct {
	count int
	body  []byte
}

func (c *chunk) add(e journal.Event) {
	c.count++
	c.body = wire.Uint(wire.Text(c.body, e.Kind), uint64(len(e.Body)))
	c.body = append(c.body, e.Body...)
}

func (c *chunk) full() bool { return len(c.body) >= chunkSize }

// take is the chunk as it is kept; the next event begins another.
func (c *chunk) take() []byte {
	b := append(wire.Uint(nil, uint64(c.count)), c.body...)
	c.count, c.body = 0, c.body[:0]
	return b
}

// chunks gives the events of an entry as they are kept.
func chunks(events []journal.Event) (list [][]byte) {
	var c chunk
	for _, e := range events {
		if c.add(e); c.full() {
			list = append(list, c.take())
		}
	}
	if c.count > 0 {
		list = append(list, c.take())
	}
	return list
}

// entry reads an entry with its events.
func (r reader) entry(found row) (journal.Entry, error) {
	w := wire.NewReader(found.body)
	e, count, err := journal.DecodeHeader(w)
	if err != nil {
		return journal.Entry{}, err
	}
	e.Previous, e.Hash = w.Array32(), w.Array32()
	if w.Err() != nil {
		return journal.Entry{}, w.Err()
	}
	prefix := numberKey(e.Seq)
	for chunk, err := range r.tree(entryEvents).rows(prefix, prefix) {
		if err != nil {
			return journal.Entry{}, err
		}
		if e.Events, err = readChunk(e.Events, chunk.body); err != nil {
			return journal.Entry{}, err
		}
	}
	if uint64(len(e.Events)) != count {
		return journal.Entry{}, wire.ErrMalformed
	}
	return e, nil
}

func readChunk(events []journal.Event, b []byte) ([]journal.Event, error) {
	r := wire.NewReader(b)
	n := r.Uint()
	if n > uint64(len(b)) {
		return nil, wire.ErrMalformed
	}
	for range n {
		events = append(events, journal.Event{Kind: r.Text(), Body: r.Bytes()})
	}
	return events, r.Err()
}
