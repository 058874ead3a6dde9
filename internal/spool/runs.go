package spool

import (
	"bytes"
	"os"
)

// bufferSize is how much is written, and read, at once.
const bufferSize = 256 << 10

// runs are the parts of a list that are on the disk: sorted runs, one behind the other in one file.
type runs struct {
	folder string
	file   *os.File
	// named tells whether the file still has a name, which close then removes.
	named bool
	parts []run
	// last is the greatest key of the last run.
	last   []byte
	buffer []byte
}

// run is a sorted part of the file, from one offset to another, with so many pairs and so many bytes in the
// longest.
type run struct {
	from, to int64
	count    int
	longest  int
}

// write sorts a block that has pairs and writes it: as a run, or as more of the last one where it does not
// begin before that one's end.
func (r *runs) write(b *block) error {
	b.sort()
	if err := r.open(); err != nil {
		return err
	}
	if !r.before(b) {
		var end int64
		if n := len(r.parts); n > 0 {
			end = r.parts[n-1].to
		}
		r.parts = append(r.parts, run{from: end, to: end})
	}
	put := r.inOrder
	if b.shuffled {
		put = r.byIndex
	}
	if err := put(b); err != nil {
		return err
	}
	last := &r.parts[len(r.parts)-1]
	last.count, last.longest = last.count+b.count, max(last.longest, b.longest)
	r.last = append(r.last[:0], b.greatest()...)
	return nil
}

// open makes the file where there is none yet. Where the system allows it the file has no name from then
// on, and a kill leaves nothing behind.
func (r *runs) open() (err error) {
	if r.file != nil {
		return nil
	}
	if r.file, err = os.CreateTemp(r.folder, "dpor-*"); err != nil {
		return err
	}
	r.named = os.Remove(r.file.Name()) != nil
	return nil
}

// before tells whether a sorted block goes on where the last run ends.
func (r *runs) before(b *block) bool {
	return len(r.parts) > 0 && bytes.Compare(r.last, b.least()) <= 0
}

// least is the first key of a block that is sorted.
func (b *block) least() []byte {
	w := walk{block: b}
	pair, head, key := w.next()
	return pair[head : head+key]
}

// greatest is the last key of a block that is sorted.
func (b *block) greatest() []byte {
	if b.shuffled {
		return b.key(b.index[len(b.index)-1].at)
	}
	return b.last
}

// inOrder writes the pairs as they lie.
func (r *runs) inOrder(b *block) error {
	for _, chunk := range b.chunks {
		if err := r.append(chunk); err != nil {
			return err
		}
	}
	return nil
}

// byIndex writes the pairs in the order of the index.
func (r *runs) byIndex(b *block) error {
	if r.buffer == nil {
		r.buffer = make([]byte, 0, bufferSize)
	}
	buffer := r.buffer
	for _, e := range b.index {
		pair, _, _ := b.raw(e.at)
		if len(buffer)+len(pair) > cap(buffer) {
			if err := r.append(buffer); err != nil {
				return err
			}
			buffer = buffer[:0]
		}
		buffer = append(buffer, pair...)
	}
	return r.append(buffer)
}

// append writes bytes to the end of the last run.
func (r *runs) append(p []byte) error {
	last := &r.parts[len(r.parts)-1]
	n, err := r.file.WriteAt(p, last.to)
	last.to += int64(n)
	return err
}

// close removes the file.
func (r *runs) close() {
	if r.file == nil {
		return
	}
	_ = r.file.Close()
	if r.named {
		_ = os.Remove(r.file.Name())
	}
}
