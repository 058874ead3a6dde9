package spool

import (
	"encoding/binary"
	"errors"
	"io"
)

// smallestWindow is how much of a run is read at once where there are very many.
const smallestWindow = 4 << 10

// window is how much of each run is read at once: all windows of one range together take no more than a
// list may.
func window(memory, runs int) int {
	return min(max(memory/max(runs, 1), smallestWindow), bufferSize)
}

// reader gives the pairs of a run. The file may have been cut or altered meanwhile: no length in it is
// believed.
type reader struct {
	file io.ReaderAt
	// left is what of the run was not read yet.
	left run
	// unread is what was read and not given yet, at the end of buffer.
	buffer, unread []byte
}

func newReader(file io.ReaderAt, r run, window int) *reader {
	return &reader{file: file, left: r, buffer: make([]byte, min(int64(window), r.to-r.from))}
}

// next is the next pair, which is valid until the one after it, and how many bytes of it come before the
// key and belong to the key; nil when there is none.
func (r *reader) next() (pair []byte, head, key int, err error) {
	if r.left.count == 0 {
		if len(r.unread) > 0 || r.unseen() > 0 {
			return nil, 0, 0, errAltered()
		}
		return nil, 0, 0, nil
	}
	k, v, head := lengths(r.unread)
	if head == 0 {
		if err := r.fill(2 * binary.MaxVarintLen64); err != nil {
			return nil, 0, 0, err
		}
		if k, v, head = lengths(r.unread); head == 0 {
			return nil, 0, 0, errAltered()
		}
	}
	most := min(int64(r.left.longest), int64(len(r.unread))+r.unseen()) - int64(head)
	if most < 0 || k > uint64(most) || v > uint64(most)-k {
		return nil, 0, 0, errAltered()
	}
	size := head + int(k) + int(v)
	if size > len(r.unread) {
		if err := r.fill(size); err != nil {
			return nil, 0, 0, err
		}
	}
	pair, r.unread = r.unread[:size:size], r.unread[size:]
	r.left.count--
	return pair, head, int(k), nil
}

// unseen is how many bytes of the run were not read yet.
func (r *reader) unseen() int64 { return r.left.to - r.left.from }

// fill reads on, so that so many bytes are there or everything that is left of the run.
func (r *reader) fill(need int) error {
	need = int(min(int64(need), int64(len(r.unread))+r.unseen()))
	buffer := r.buffer
	if need > len(buffer) {
		buffer = make([]byte, need)
	}
	kept := copy(buffer, r.unread)
	r.buffer = buffer
	more := buffer[kept : kept+int(min(int64(len(buffer)-kept), r.unseen()))]
	n, err := r.file.ReadAt(more, r.left.from)
	if n < len(more) {
		if errors.Is(err, io.EOF) {
			return errAltered()
		}
		return err
	}
	r.left.from += int64(n)
	r.unread = buffer[:kept+n]
	return nil
}

func errAltered() error { return errors.New("a temporary file was altered while it was in use") }
