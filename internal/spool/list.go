package spool

import (
	"iter"
	"sync"

	"github.com/dpor-cli/dpor/internal/app"
)

// list is one sorted list. What is added fills a block; a full block is sorted and written by a goroutine
// of its own while the next one is filled. At most one is on its way, so that two blocks are held, and no
// more than one once the list is read.
type list struct {
	spool   *Spool
	filling *block
	count   int
	// refusal is what Add says instead of adding: the disk failed, or the list is read or closed.
	refusal error

	// disk belongs to the goroutine that writes while one does.
	disk    runs
	writing bool
	written chan written

	// mutex guards what follows, and the fields above once All was asked for.
	mutex  sync.Mutex
	sealed bool
	closed bool
	// failure is what All gives instead of pairs.
	failure error
}

// written is what a goroutine hands back: the block, which can be filled again.
type written struct {
	block *block
	err   error
}

func newList(s *Spool) *list {
	return &list{
		spool: s, filling: &block{}, written: make(chan written, 1),
		disk: runs{folder: s.options.Folder},
	}
}

// Add adds a pair; it keeps neither slice. The error is internal, "scratch.disk" where the folder for
// temporary files is missing or full, also of pairs that were added before, and "internal" once All was
// asked for or the list is closed.
func (l *list) Add(key, value []byte) error {
	if l.refusal != nil {
		return l.refusal
	}
	if !l.filling.takes(key, value, l.spool.options.Memory) {
		if err := l.spill(); err != nil {
			return err
		}
	}
	l.filling.add(key, value)
	l.count++
	return nil
}

// spill has the block written and goes on with the other one.
func (l *list) spill() error {
	full := l.filling
	l.filling = l.settle()
	if l.failure != nil {
		return l.failure
	}
	l.writing = true
	go func() {
		err := l.disk.write(full)
		full.reset()
		l.written <- written{full, err}
	}()
	return nil
}

// settle waits until nothing is being written, and gives a block that is free.
func (l *list) settle() *block {
	if !l.writing {
		return &block{}
	}
	w := <-l.written
	l.writing = false
	if w.err != nil {
		l.failure = diskFault(l.disk.folder, w.err)
		l.refusal = l.failure
	}
	return w.block
}

// Len is how many pairs were added.
func (l *list) Len() int { return l.count }

// All gives the pairs, sorted; from now on nothing can be added. A pair is valid until the next and must
// not be changed. The error is internal, "scratch.disk" where the disk failed or what was written is no
// longer there, and "internal" of a list that is closed. It comes once, as the last.
func (l *list) All() iter.Seq2[app.Pair, error] {
	c, err := l.seal()
	if err != nil {
		return func(yield func(app.Pair, error) bool) { yield(app.Pair{}, err) }
	}
	if l.count >= worthwhile {
		return ahead(c.all)
	}
	return c.all
}

// seal sorts what is in memory, the first time.
func (l *list) seal() (content, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !l.sealed && !l.closed {
		l.settle()
		l.sealed = true
		l.refusal = misuse("a pair was added to a sorted list that is being read")
		if l.failure == nil {
			l.filling.sort()
			l.filling.spare, l.disk.buffer = nil, nil
		}
	}
	if l.failure != nil {
		return content{}, l.failure
	}
	return content{
		runs: l.disk, tail: l.filling, window: window(l.spool.options.Memory, len(l.disk.parts)),
	}, nil
}

// Close lets go of the list: its file is removed and its memory is free once nobody reads it. It may be
// called more than once.
func (l *list) Close() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.closed {
		return
	}
	l.settle()
	l.closed = true
	l.disk.close()
	l.filling, l.disk = nil, runs{}
	l.failure = misuse("a sorted list was used after it was closed")
	l.refusal = l.failure
	l.spool.forget(l)
}
