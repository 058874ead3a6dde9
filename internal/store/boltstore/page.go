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

// page is one page, checked: every byte of it that counts is accounted for.
type page struct {
	owner string // the bucket whose page it is
	leaf  bool
	items []item
}

// item is a key with its value, or with the page below it.
type item struct {
	key   []byte
	value []byte
	child uint64
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

// parsePage reads a branch or leaf page. bbolt writes keys and values without a gap in ascending
// order; because that is checked, a wrong count, position or length cannot hide a record. flag is what
// a leaf element must carry. used is how many bytes the page fills.
func parsePage(b []byte, flag uint32) (p *page, used int, ok bool) {
	if len(b) < headerSize {
		return nil, 0, false
	}
	h := readHeader(b)
	empty := h.count == 0 && flag != bucketElement // only a foreign file has none, of buckets
	if h.flags != branchPage && h.flags != leafPage || empty {
		return nil, 0, false
	}
	p = &page{leaf: h.flags == leafPage, items: make([]item, h.count)}
	used = headerSize + elementSize*int(h.count)
	for i := range p.items {
		at := headerSize + elementSize*i
		if at+elementSize > len(b) {
			return nil, 0, false
		}
		it, e := &p.items[i], b[at:at+elementSize]
		var pos, keySize, valueSize int
		if p.leaf {
			if machine.Uint32(e) != flag {
				return nil, 0, false
			}
			pos, keySize, valueSize = int(machine.Uint32(e[4:])), int(machine.Uint32(e[8:])), int(machine.Uint32(e[12:]))
		} else {
			pos, keySize, it.child = int(machine.Uint32(e)), int(machine.Uint32(e[4:])), machine.Uint64(e[8:])
		}
		end := used + keySize
		if at+pos != used || keySize <= 0 || valueSize < 0 || end > len(b)-valueSize {
			return nil, 0, false
		}
		it.key, it.value = b[used:end:end], b[end:end+valueSize:end+valueSize]
		used = end + valueSize
		if i > 0 && bytes.Compare(p.items[i-1].key, it.key) >= 0 {
			return nil, 0, false
		}
	}
	return p, used, true
}
