package spool

import (
	"bytes"
	"encoding/binary"

	"github.com/dpor-cli/dpor/internal/app"
)

// content is a list that is sealed: it does not change any more.
type content struct {
	runs runs
	// tail is what did not go to the disk.
	tail *block
	// window is how much of each run is read at once.
	window int
}

// all merges the runs and the tail.
func (c content) all(yield func(app.Pair, error) bool) {
	queue, err := c.begin()
	for err == nil && len(queue) > 0 {
		first := queue[0]
		if !yield(first.pair, nil) {
			return
		}
		var more bool
		if more, err = first.next(); !more {
			queue[0] = queue[len(queue)-1]
			queue = queue[:len(queue)-1]
		}
		sink(queue, 0)
	}
	if err != nil {
		yield(app.Pair{}, diskFault(c.runs.folder, err))
	}
}

// begin is a queue of what is to be merged, the least first. The tail is a part of the last run where it
// goes on at its end, so that pairs which were added in order are never compared again.
func (c content) begin() (queue []*cursor, err error) {
	var cursors []*cursor
	for _, r := range c.runs.parts {
		cursors = append(cursors, &cursor{run: newReader(c.runs.file, r, c.window), order: len(cursors)})
	}
	if c.tail.count > 0 {
		if !c.runs.before(c.tail) {
			cursors = append(cursors, &cursor{order: len(cursors)})
		}
		cursors[len(cursors)-1].tail = walk{block: c.tail}
	}
	for _, each := range cursors {
		more, err := each.next()
		if err != nil {
			return nil, err
		}
		if more {
			queue = append(queue, each)
		}
	}
	for i := len(queue)/2 - 1; i >= 0; i-- {
		sink(queue, i)
	}
	return queue, nil
}

// cursor goes through a run, and then through the tail where that goes on behind it; either may be
// missing.
type cursor struct {
	run  *reader
	tail walk
	// order is the place of the run among the runs: what is in an earlier one was added earlier.
	order  int
	pair   app.Pair
	prefix uint64
}

// next goes on to the next pair and tells whether there is one.
func (c *cursor) next() (bool, error) {
	var pair []byte
	var head, key int
	if c.run != nil {
		var err error
		if pair, head, key, err = c.run.next(); err != nil {
			return false, err
		}
	}
	if pair == nil && c.tail.block != nil {
		c.run = nil
		pair, head, key = c.tail.next()
	}
	if pair == nil {
		return false, nil
	}
	end := head + key
	c.pair = app.Pair{Key: pair[head:end:end], Value: pair[end:len(pair):len(pair)]}
	c.prefix = leading(c.pair.Key)
	return true, nil
}

// leading are the first eight bytes of a key, padded with zeros: where they differ, so do the keys.
func leading(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var b [8]byte
	copy(b[:], key)
	return binary.BigEndian.Uint64(b[:])
}

// less tells whether the pair of c comes before that of d.
func (c *cursor) less(d *cursor) bool {
	if c.prefix != d.prefix {
		return c.prefix < d.prefix
	}
	if order := bytes.Compare(c.pair.Key, d.pair.Key); order != 0 {
		return order < 0
	}
	return c.order < d.order
}

// sink moves an element of a heap down to where it belongs.
func sink(heap []*cursor, i int) {
	for {
		least := 2*i + 1
		if least >= len(heap) {
			return
		}
		if right := least + 1; right < len(heap) && heap[right].less(heap[least]) {
			least = right
		}
		if !heap[least].less(heap[i]) {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}
