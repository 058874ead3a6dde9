package boltstore

import (
	"hash/fnv"
	"io"
)

// fresh writes the pages of a new file, one behind the other: each bucket's leaves in the order of its
// keys, and the branches above them behind. Nothing is written twice and no page is free. The form of the pages is that of page.go, which reads them.
type fresh struct {
	to   io.WriterAt
	next uint64 // the number of the next page
	// buffer are pages that are not written yet, from the number written on.
	buffer  []byte
	written uint64
}

const (
	// fullPage is how much of a page is filled; the rest is for rows that come between later.
	fullPage = pageSize * 9 / 10
	// freshBuffer is how much is written at once.
	freshBuffer = 1 << 20
	// firstPage is the first page behind the two meta pages.
	firstPage = 2
)

func newFresh(to io.WriterAt) *fresh { return &fresh{to: to, next: firstPage, written: firstPage} }

// page writes a page, of as many pages as it needs, and gives its number.
func (f *fresh) page(p *filling, flags uint16) (id uint64, err error) {
	id = f.next
	start := len(f.buffer)
	f.buffer = p.append(f.buffer, flags)
	size := len(f.buffer) - start
	pages := (size + pageSize - 1) / pageSize
	f.buffer = append(f.buffer, make([]byte, pages*pageSize-size)...)
	head := f.buffer[start:]
	machine.PutUint64(head, id)
	machine.PutUint32(head[12:], uint32(pages-1))
	f.next += uint64(pages)
	if len(f.buffer) < freshBuffer {
		return id, nil
	}
	return id, f.flush()
}

func (f *fresh) flush() error {
	_, err := f.to.WriteAt(f.buffer, int64(f.written)*pageSize)
	f.written, f.buffer = f.next, f.buffer[:0]
	return err
}

// end writes what leads to the trees: the list of buckets, the list of free pages, of which there is none,
// and both meta pages, so that it is sealed.
func (f *fresh) end(names []string, roots []uint64, txid uint64) error {
	list := filling{leaf: true, flag: bucketElement}
	for i, name := range names {
		var value [headerSize]byte // the first page, and a counter that nobody uses
		machine.PutUint64(value[:], roots[i])
		list.add([]byte(name), value[:], 0)
	}
	root, err := f.page(&list, leafPage)
	if err != nil {
		return err
	}
	free, err := f.page(&filling{}, freelistPage)
	if err != nil {
		return err
	}
	if err := f.flush(); err != nil {
		return err
	}
	txid += txid % 2 // the number of a meta page says which of the two it is
	m := meta{root: root, freelist: free, high: f.next, txid: txid}
	_, err = f.to.WriteAt(append(m.page(0), m.page(1)...), 0)
	return err
}

// page is a meta page; the second one says that it is one transaction younger.
func (m meta) page(number uint64) []byte {
	b := make([]byte, pageSize)
	machine.PutUint64(b, number)
	machine.PutUint16(b[8:], metaPage)
	body := b[headerSize : headerSize+metaSize]
	machine.PutUint32(body, boltMagic)
	machine.PutUint32(body[4:], boltVersion)
	machine.PutUint32(body[8:], pageSize)
	machine.PutUint64(body[16:], m.root)
	machine.PutUint64(body[32:], m.freelist)
	machine.PutUint64(body[40:], m.high)
	machine.PutUint64(body[48:], m.txid+number)
	hash := fnv.New64a()
	hash.Write(body[:metaSize-8])
	machine.PutUint64(body[metaSize-8:], hash.Sum64())
	return b
}
