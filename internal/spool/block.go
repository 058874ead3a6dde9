package spool

import (
	"bytes"
	"encoding/binary"
)

// A chunk is one piece of a block's memory. The first is small, because most lists are, and each next one
// twice as large.
const (
	smallestChunk = 1 << 10
	largestChunk  = 1 << 20
)

// block is a part of a list in memory. Its pairs lie one behind the other as they are written to the disk:
// the length of the key and of the value, the key, the value. No pair is a value of its own, so that the
// garbage collector has nothing to look at.
type block struct {
	chunks [][]byte
	// spare are chunks of an earlier filling.
	spare [][]byte
	// size counts the bytes of the chunks, but for the room that is left in the last one.
	size  int
	count int
	// longest is how many bytes the longest pair takes.
	longest int
	// last is the key that was added last.
	last []byte
	// shuffled tells that a key came after a greater one; without that the pairs are in order as they lie.
	shuffled bool
	// index has the order of the pairs, of a block that is shuffled and was sorted.
	index []entry
}

// position is where a pair lies: the number of the chunk, and in the lower 32 bits the offset in it. Those
// of pairs that were added later are greater.
type position uint64

func at(chunk, offset int) position { return position(chunk)<<32 | position(offset) }

// takes tells whether a pair fits into so much memory, together with the index of the block. A block
// without a pair takes any.
func (b *block) takes(key, value []byte, memory int) bool {
	return b.count == 0 || b.size+most(key, value)+(b.count+1)*entrySize <= memory
}

// most is how many bytes a pair takes at most.
func most(key, value []byte) int { return 2*binary.MaxVarintLen32 + len(key) + len(value) }

// add adds a pair.
func (b *block) add(key, value []byte) {
	b.makeRoom(most(key, value))
	b.shuffled = b.shuffled || b.count > 0 && bytes.Compare(b.last, key) > 0
	chunk := &b.chunks[len(b.chunks)-1]
	before := len(*chunk)
	c := binary.AppendUvarint(*chunk, uint64(len(key)))
	c = binary.AppendUvarint(c, uint64(len(value)))
	c = append(c, key...)
	b.last = c[len(c)-len(key):]
	*chunk = append(c, value...)
	size := len(*chunk) - before
	b.size, b.longest = b.size+size, max(b.longest, size)
	b.count++
}

// makeRoom sees to it that the last chunk has room for so many bytes: a pair lies in one.
func (b *block) makeRoom(need int) {
	next := smallestChunk
	if n := len(b.chunks); n > 0 {
		chunk := b.chunks[n-1]
		left := cap(chunk) - len(chunk)
		if left >= need {
			return
		}
		b.size += left
		next = min(2*cap(chunk), largestChunk)
	}
	for n := len(b.spare) - 1; n >= 0; n-- {
		chunk := b.spare[n]
		b.spare = b.spare[:n] // one that is too small is let go, so that the block does not grow
		if cap(chunk) >= need {
			b.chunks = append(b.chunks, chunk)
			return
		}
	}
	b.chunks = append(b.chunks, make([]byte, 0, max(next, need)))
}

// reset makes the block empty; it keeps its memory.
func (b *block) reset() {
	for _, chunk := range b.chunks {
		b.spare = append(b.spare, chunk[:0])
	}
	*b = block{chunks: b.chunks[:0], spare: b.spare, index: b.index[:0]}
}

// raw is a pair as it lies, and how many bytes of it come before the key and belong to the key.
func (b *block) raw(p position) (pair []byte, head, key int) {
	rest := b.chunks[p>>32][uint32(p):]
	k, v, head := lengths(rest)
	return rest[:head+int(k)+int(v)], head, int(k)
}

func (b *block) key(p position) []byte {
	pair, head, key := b.raw(p)
	return pair[head : head+key]
}

// lengths reads the lengths of a key and its value, and how many bytes they take; 0 where the bytes are
// none of ours.
func lengths(b []byte) (key, value uint64, head int) {
	if len(b) >= 2 && b[0]|b[1] < 0x80 {
		return uint64(b[0]), uint64(b[1]), 2
	}
	key, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, 0, 0
	}
	value, m := binary.Uvarint(b[n:])
	if m <= 0 {
		return 0, 0, 0
	}
	return key, value, n + m
}

// walk goes through a block in its order.
type walk struct {
	block         *block
	given         int
	chunk, offset int
}

// next is the next pair, and how many bytes of it come before the key and belong to the key; nil when
// there is none.
func (w *walk) next() (pair []byte, head, key int) {
	b := w.block
	if w.given == b.count {
		return nil, 0, 0
	}
	w.given++
	if b.shuffled {
		return b.raw(b.index[w.given-1].at)
	}
	_, pair, head, key = w.step()
	return pair, head, key
}

// step is the next pair in the order in which the pairs lie. There has to be one.
func (w *walk) step() (where position, pair []byte, head, key int) {
	for w.offset == len(w.block.chunks[w.chunk]) {
		w.chunk, w.offset = w.chunk+1, 0
	}
	where = at(w.chunk, w.offset)
	pair, head, key = w.block.raw(where)
	w.offset += len(pair)
	return where, pair, head, key
}
