package boltstore

import (
	"hash/fnv"
	"io"
)

const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	metaSize    = 64
)

// meta is what one of the two meta pages says: where the tree of buckets begins, which pages are
// free, how many there are, and the number of the transaction that wrote it.
type meta struct {
	root, freelist, high, txid uint64
}

// readMeta gives the newer of the two meta pages that are whole, as bbolt does. bolt tells whether
// the file looks like one of bbolt at all.
func readMeta(file io.ReaderAt) (m meta, bolt, ok bool, err error) {
	b := make([]byte, 2*pageSize)
	if _, err := file.ReadAt(b, 0); err != nil && err != io.EOF {
		return meta{}, false, false, err
	}
	for id := range uint64(2) {
		candidate, isBolt, whole := parseMeta(b[id*pageSize:(id+1)*pageSize], id)
		bolt = bolt || isBolt
		if whole && (!ok || candidate.txid > m.txid) {
			m, ok = candidate, true
		}
	}
	return m, bolt, ok, nil
}

func parseMeta(b []byte, id uint64) (m meta, bolt, ok bool) {
	body := b[headerSize : headerSize+metaSize]
	h := readHeader(b)
	bolt = machine.Uint32(body) == boltMagic
	hash := fnv.New64a()
	hash.Write(body[:metaSize-8])
	ok = bolt && machine.Uint32(body[4:]) == boltVersion && machine.Uint32(body[8:]) == pageSize &&
		h.id == id && h.flags == metaPage && machine.Uint64(body[metaSize-8:]) == hash.Sum64()
	return meta{
		root: machine.Uint64(body[16:]), freelist: machine.Uint64(body[32:]),
		high: machine.Uint64(body[40:]), txid: machine.Uint64(body[48:]),
	}, bolt, ok
}

// readFreelist gives the numbers of the free pages, ascending; a tree that leads to one of them leads
// to what is no more.
func readFreelist(file io.ReaderAt, m meta) (free []uint64, ok bool, err error) {
	if m.freelist < 2 || m.freelist >= m.high {
		return nil, false, nil
	}
	b, ok, err := readRun(file, m, m.freelist)
	if err != nil || !ok {
		return nil, false, err
	}
	h := readHeader(b)
	count, at := uint64(h.count), headerSize
	if h.count == 0xFFFF {
		count, at = machine.Uint64(b[at:]), at+8
	}
	if h.flags != freelistPage || count > uint64(len(b)-at)/8 || !freelistFits(count, uint64(h.overflow)) {
		return nil, false, nil
	}
	free = make([]uint64, count)
	last := uint64(1)
	for i := range free {
		free[i] = machine.Uint64(b[at+8*i:])
		if free[i] <= last || free[i] >= m.high {
			return nil, false, nil
		}
		last = free[i]
	}
	return free, true, nil
}

// freelistFits tells whether a freelist of so many numbers runs over into so many pages. bbolt makes room
// for all that are free and may then take that very room from among them. A list that claims a page more
// would give it away with its own.
func freelistFits(count, overflow uint64) bool {
	pages := func(count uint64) uint64 {
		if count >= 0xFFFF {
			count++ // the count itself stands before the numbers
		}
		return (headerSize + 8*count) / pageSize
	}
	return overflow == pages(count) || overflow == pages(count+overflow+1)
}

// readRun reads a page and those that it runs over into; ok is false where the page is another one,
// or runs over the end.
func readRun(file io.ReaderAt, m meta, id uint64) (b []byte, ok bool, err error) {
	b = make([]byte, pageSize)
	if err := readFull(file, b, id); err != nil {
		return nil, false, err
	}
	return wholeRun(file, m, id, b)
}

// wholeRun is readRun for a page of which the first part has been read.
func wholeRun(file io.ReaderAt, m meta, id uint64, b []byte) (_ []byte, ok bool, err error) {
	h := readHeader(b)
	if h.id != id || uint64(h.overflow) >= m.high-id {
		return nil, false, nil
	}
	if h.overflow > 0 {
		b = append(b, make([]byte, int(h.overflow)*pageSize)...)
		if err := readFull(file, b[pageSize:], id+1); err != nil {
			return nil, false, err
		}
	}
	return b, true, nil
}

func readFull(file io.ReaderAt, b []byte, id uint64) error {
	n, err := file.ReadAt(b, int64(id)*pageSize)
	if n == len(b) {
		return nil
	}
	return err
}
