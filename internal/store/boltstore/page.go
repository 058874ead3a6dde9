package boltstore

import (
	"bytes"
	"encoding/binary"
)

// The page form of bbolt's file format, version 2: a header of number(8) flags(2) count(2)
// overflow(4), then count elements of 16 bytes, then their keys and values without a gap. Numbers are
// in the order of the machine.
const (
	pageSize    = 4096 // given to bbolt when a ledger is made, so that it is the same on every machine
	headerSize  = 16
	elementSize = 16

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	bucketElement = 0x01 // the flag of a leaf element that holds a bucket
)

var machine = binary.NativeEndian

// page is one page, checked: every byte of it that counts is accounted for. Its items are found in its
// bytes when they are asked for; a list of them would be a third of the page again.
type page struct {
	owner *tree // the bucket whose page it is
	leaf  bool
	count int
	b     []byte
}

// header is the start of a page.
type header struct {
	id       uint64
	flags    uint16
	count    uint16
	overflow uint32
}

func readHeader(b []byte) header {
	return header{machine.Uint64(b), machine.Uint16(b[8:]), machine.Uint16(b[10:]), machine.Uint32(b[12:])}
}

// span says where the key of an item begins and ends, and where its value does.
func (p *page) span(i int) (start, end, valueEnd int) {
	at := headerSize + elementSize*i
	e := p.b[at : at+elementSize]
	if p.leaf {
		start = at + int(machine.Uint32(e[4:]))
		end = start + int(machine.Uint32(e[8:]))
		return start, end, end + int(machine.Uint32(e[12:]))
	}
	start = at + int(machine.Uint32(e))
	end = start + int(machine.Uint32(e[4:]))
	return start, end, end
}

func (p *page) key(i int) []byte {
	start, end, _ := p.span(i)
	return p.b[start:end:end]
}

// value is what a leaf has under a key.
func (p *page) value(i int) []byte {
	_, start, end := p.span(i)
	return p.b[start:end:end]
}

// child is the number of the page below an item of a branch.
func (p *page) child(i int) uint64 { return machine.Uint64(p.b[headerSize+elementSize*i+8:]) }

// search gives the first item whose key is not smaller than key; found tells whether it is the key.
func (p *page) search(key []byte) (at int, found bool) {
	low, high := 0, p.count
	for low < high {
		middle := (low + high) / 2
		switch c := bytes.Compare(p.key(middle), key); {
		case c == 0:
			return middle, true
		case c < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// parse reads a branch or leaf page. bbolt writes keys and values without a gap in ascending
// order; because that is checked, a wrong count, position or length cannot hide a record. flag is what
// a leaf element must carry. used is how many bytes the page fills.
func (p *page) parse(b []byte, flag uint32) (used int, ok bool) {
	if len(b) < headerSize {
		return 0, false
	}
	h := readHeader(b)
	empty := h.count == 0 && flag != bucketElement // only a foreign file has none, of buckets
	if h.flags != branchPage && h.flags != leafPage || empty {
		return 0, false
	}
	*p = page{leaf: h.flags == leafPage, count: int(h.count), b: b}
	used = headerSize + elementSize*p.count
	if used > len(b) {
		return 0, false
	}
	var last []byte
	for i := range p.count {
		if p.leaf && machine.Uint32(b[headerSize+elementSize*i:]) != flag {
			return 0, false
		}
		start, end, valueEnd := p.span(i) // three sums of 32-bit numbers, which an int has room for
		if start != used || end <= start || valueEnd < end || valueEnd > len(b) {
			return 0, false
		}
		key := b[start:end]
		if i > 0 && bytes.Compare(last, key) >= 0 {
			return 0, false
		}
		last, used = key, valueEnd
	}
	return used, true
}
