package boltstore

import (
	"bytes"
	"iter"
)

// maxDepth is more levels than a file that fits on a disk has; deeper is a circle.
const maxDepth = 32

// tree is one bucket of an image.
type tree struct {
	im     *image
	bucket bucket
	root   uint64
	inline []byte // the only page, where the bucket is so small that it lies in the list of buckets
	first  *page  // the first page, once it is checked
	sums   summer
	ahead  ahead
	// finger is where the last look-up ended. The next one begins there: one that asks for a key behind
	// the last, on the same page or the next, goes on as a scan would.
	finger cursor
	walker *cursor // see walk
}

// row is one record as it is kept.
type row struct {
	key      []byte
	revision uint64
	body     []byte
}

// level is a page and the place in it that a cursor is at. Every key below the page is smaller than end;
// there is none at the end of the tree.
type level struct {
	page *page
	at   int
	end  []byte
}

// has tells whether a key, if it is in the tree, is below the page.
func (l *level) has(key []byte) bool {
	return bytes.Compare(l.page.key(0), key) <= 0 && (l.end == nil || bytes.Compare(key, l.end) < 0)
}

// cursor is a place in a tree: a page of each level from the root to a leaf. Without a level it is nowhere.
type cursor struct {
	tree  *tree
	stack []level
	room  [4]level // the stack of most trees
	// own is where the leaves of a walk are read to; nil for a cursor whose pages outlive it.
	own *room
}

// room is a page that is read over when the next one is.
type room struct {
	page page
	b    []byte
}

func (t *tree) damaged() error { return t.im.damaged(t.bucket.name) }

// top is the first page of the tree; it begins with firstKey, or it is not the first page.
func (t *tree) top() (p *page, err error) {
	if t.first != nil {
		return t.first, nil
	}
	if t.root == 0 {
		p = &page{}
		used, ok := p.parse(t.inline, 0)
		if !ok || !p.leaf || used != len(t.inline) || !t.enveloped(p) {
			return nil, t.damaged()
		}
	} else if p, err = t.im.load(t, t.root, 1, 0, nil); err != nil {
		return nil, err
	}
	if !bytes.Equal(p.key(0), firstKey) {
		return nil, t.damaged()
	}
	t.first = p
	return p, nil
}

// enveloped checks the envelope of every value of a leaf.
func (t *tree) enveloped(p *page) bool {
	for i := range p.count {
		start, end, valueEnd := p.span(i)
		if !t.sums.whole(t.bucket, p.b[start:valueEnd], end-start) {
			return false
		}
	}
	return true
}

// child is the page below an item; it begins with the item's key and ends before end, or it is another
// page. So the keys of a tree ascend from each page to the next.
func (t *tree) child(parent *page, at int, end []byte, to *room) (*page, error) {
	p, err := t.im.load(t, parent.child(at), t.ahead.pages(parent, at), 0, to)
	if err == nil && (!bytes.Equal(p.key(0), parent.key(at)) || end != nil && bytes.Compare(p.key(p.count-1), end) >= 0) {
		err = t.damaged()
	}
	return p, err
}

// to goes to the first record whose key is not smaller than key, which lies above firstKey; there is
// always one, lastKey's. It begins at the lowest page of the cursor that has the key below it. After an
// error the cursor is nowhere.
func (c *cursor) to(key []byte) (err error) {
	defer func() {
		if err != nil {
			c.stack = nil
		}
	}()
	n := len(c.stack)
	for n > 0 && !c.stack[n-1].has(key) {
		n--
	}
	if c.stack = c.stack[:n]; n == 0 {
		p, err := c.tree.top()
		if err != nil {
			return err
		}
		c.stack = append(c.room[:0], level{page: p})
	}
	for {
		l := &c.stack[len(c.stack)-1]
		at, found := l.page.search(key)
		if l.page.leaf {
			if l.at = at; at < l.page.count {
				return nil
			}
			l.at--
			return c.next()
		}
		if !found {
			at-- // the last item that does not begin behind the key; the first one begins before every key
		}
		if l.at = at; at < 0 {
			return c.tree.damaged()
		}
		if err := c.down(); err != nil {
			return err
		}
	}
}

// down goes to the first item of the page below the one that the cursor is at.
func (c *cursor) down() error {
	l := &c.stack[len(c.stack)-1]
	end := l.end
	if l.at+1 < l.page.count {
		end = l.page.key(l.at + 1)
	}
	if len(c.stack) > maxDepth {
		return c.tree.damaged()
	}
	p, err := c.tree.child(l.page, l.at, end, c.own)
	if err == nil {
		c.stack = append(c.stack, level{p, 0, end})
	}
	return err
}

// next goes to the next record. Behind lastKey there is none: who asks has not met it, so that
// records are lost.
func (c *cursor) next() error {
	n := len(c.stack) - 1
	for n >= 0 && c.stack[n].at+1 >= c.stack[n].page.count {
		n--
	}
	if n < 0 {
		return c.tree.damaged()
	}
	c.stack = c.stack[:n+1]
	c.stack[n].at++
	for !c.stack[len(c.stack)-1].page.leaf {
		if err := c.down(); err != nil {
			return err
		}
	}
	return nil
}

// row is the record that the cursor is at. Its envelope was checked with its page.
func (c *cursor) row() row {
	l := &c.stack[len(c.stack)-1]
	revision, body := opened(l.page.value(l.at))
	return row{l.page.key(l.at), revision, body}
}

// value is the row's value in its envelope.
func (c *cursor) value() []byte {
	l := &c.stack[len(c.stack)-1]
	return l.page.value(l.at)
}

// last tells whether the row is the one that stands behind all records.
func (r row) last() bool { return bytes.Equal(r.key, lastKey) }

// from gives the first record whose key is not smaller than key; it may be the last row.
func (t *tree) from(key []byte) (row, error) {
	t.finger.tree = t
	if err := t.finger.to(key); err != nil {
		return row{}, err
	}
	return t.finger.row(), nil
}

// get gives the record under a key.
func (t *tree) get(key []byte) (r row, ok bool, err error) {
	if r, err = t.from(key); err != nil || !bytes.Equal(r.key, key) {
		return row{}, false, err
	}
	return r, true, nil
}

// seek is from with a cursor that can go on.
func (t *tree) seek(key []byte) (*cursor, error) {
	if _, err := t.from(key); err != nil {
		return nil, err
	}
	c := &cursor{tree: t}
	c.stack = append(c.room[:0], t.finger.stack...)
	return c, nil
}

// walk is seek for one who looks at each row at once: leaves are read over one another, so that a walk over
// all of them leaves nothing behind for the garbage collector, and a row is valid until the cursor moves.
// The cursor goes back to the tree by rest; until then other walks have cursors of their own.
func (t *tree) walk(key []byte) (*cursor, error) {
	c := t.walker
	if t.walker = nil; c == nil {
		c = &cursor{tree: t, own: &room{}}
	}
	return c, c.to(key)
}

// rest gives the cursor of a walk back. The next walk begins where this one ended.
func (c *cursor) rest() { c.tree.walker = c }

// rows gives the records from a key on whose keys begin with prefix.
func (t *tree) rows(from, prefix []byte) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		c, err := t.seek(from)
		for ; err == nil; err = c.next() {
			r := c.row()
			if r.last() || !bytes.HasPrefix(r.key, prefix) || !yield(r, nil) {
				return
			}
		}
		yield(row{}, err)
	}
}

// siblings reads every page that stands beside one on the way to key. Where a record is taken away,
// bbolt joins small pages with those beside them, and would take a damaged one for whole.
func (t *tree) siblings(key []byte) error {
	c, err := t.seek(key)
	if err != nil {
		return err
	}
	for _, l := range c.stack {
		if l.page.leaf {
			break
		}
		for at := range l.page.count {
			end := l.end
			if at+1 < l.page.count {
				end = l.page.key(at + 1)
			}
			if _, err := t.child(l.page, at, end, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
