package boltstore

import (
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// chunkSize is about how long a chunk of events may get. A value of one piece would have to be held
// in memory and on the disk in one piece, whatever its length.
const chunkSize = 1 << 20

// appendEntry appends what is kept of an entry beside its events.
func appendEntry(b []byte, e journal.Entry) []byte {
	b = journal.AppendHeader(b, e)
	return append(append(b, e.Previous[:]...), e.Hash[:]...)
}

// chunks gives the events of an entry as they are kept, cut between events: each chunk is the count of
// its events and the events.
func chunks(events []journal.Event) (list [][]byte) {
	for len(events) > 0 {
		size, n := 0, 0
		for n < len(events) && size < chunkSize {
			size += len(events[n].Kind) + len(events[n].Body) + 8
			n++
		}
		b := wire.Uint(make([]byte, 0, size+8), uint64(n))
		for _, e := range events[:n] {
			b = wire.Uint(wire.Text(b, e.Kind), uint64(len(e.Body)))
			b = append(b, e.Body...)
		}
		list, events = append(list, b), events[n:]
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
