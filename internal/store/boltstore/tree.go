package boltstore

import (
	"bytes"
	"iter"
	"slices"
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
}

// row is one record as it is kept.
type row struct {
	key      []byte
	revision uint64
	body     []byte
}

// level is a page and the place in it that a cursor is at.
type level struct {
	page *page
	at   int
}

// cursor is a place in a tree: a page of each level from the root to a leaf.
type cursor struct {
	tree  *tree
	stack []level
}

func (t *tree) damaged() error { return t.im.damaged(t.bucket.name) }

// top is the first page of the tree; it begins with firstKey, or it is not the first page.
func (t *tree) top() (p *page, err error) {
	if t.first != nil {
		return t.first, nil
	}
	if t.root == 0 {
		var used int
		var ok bool
		p, used, ok = parsePage(t.inline, 0)
		if !ok || !p.leaf || used != len(t.inline) || !p.enveloped(t.bucket, 0) {
			return nil, t.damaged()
		}
	} else if p, err = t.im.load(t.root, t.bucket, 0); err != nil {
		return nil, err
	}
	if !bytes.Equal(p.items[0].key, firstKey) {
		return nil, t.damaged()
	}
	t.first = p
	return p, nil
}

// child is the page below an item; it begins with the item's key, or it is another page.
func (t *tree) child(it item) (*page, error) {
	p, err := t.im.load(it.child, t.bucket, 0)
	if err == nil && !bytes.Equal(p.items[0].key, it.key) {
		err = t.damaged()
	}
	return p, err
}

// seek goes to the first record whose key is not smaller than key, which lies above firstKey; there
// is always one, lastKey's.
func (t *tree) seek(key []byte) (*cursor, error) {
	p, err := t.top()
	if err != nil {
		return nil, err
	}
	c := &cursor{tree: t}
	for {
		at, found := slices.BinarySearchFunc(p.items, key, func(it item, key []byte) int { return bytes.Compare(it.key, key) })
		if !p.leaf && !found {
			at-- // the last item that does not begin behind the key; the first one begins before every key
		}
		c.stack = append(c.stack, level{p, at})
		switch {
		case p.leaf && at < len(p.items):
			return c, nil
		case p.leaf:
			c.stack[len(c.stack)-1].at--
			return c, c.next()
		case at < 0 || len(c.stack) > maxDepth:
			return nil, t.damaged()
		}
		if p, err = t.child(p.items[at]); err != nil {
			return nil, err
		}
	}
}

// next goes to the next record. Behind lastKey there is none: who asks has not met it, so that
// records are lost.
func (c *cursor) next() error {
	last := c.row().key
	n := len(c.stack) - 1
	for n >= 0 && c.stack[n].at+1 >= len(c.stack[n].page.items) {
		n--
	}
	if n < 0 {
		return c.tree.damaged()
	}
	c.stack = c.stack[:n+1]
	c.stack[n].at++
	for !c.stack[n].page.leaf {
		p, err := c.tree.child(c.stack[n].page.items[c.stack[n].at])
		if err != nil {
			return err
		}
		c.stack = append(c.stack, level{p, 0})
		if n++; n > maxDepth {
			return c.tree.damaged()
		}
	}
	if bytes.Compare(last, c.row().key) >= 0 {
		return c.tree.damaged()
	}
	return nil
}

// row is the record that the cursor is at. Its envelope was checked with its page.
func (c *cursor) row() row {
	top := c.stack[len(c.stack)-1]
	it := top.page.items[top.at]
	revision, body := opened(it.value)
	return row{it.key, revision, body}
}

// end tells whether no record of the bucket follows.
func (c *cursor) end() bool { return bytes.Equal(c.row().key, lastKey) }

// get gives the record under a key.
func (t *tree) get(key []byte) (r row, ok bool, err error) {
	c, err := t.seek(key)
	if err != nil {
		return row{}, false, err
	}
	if r = c.row(); !bytes.Equal(r.key, key) {
		return row{}, false, nil
	}
	return r, true, nil
}

// rows gives the records from a key on whose keys begin with prefix.
func (t *tree) rows(from, prefix []byte) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		c, err := t.seek(from)
		for ; err == nil; err = c.next() {
			r := c.row()
			if c.end() || !bytes.HasPrefix(r.key, prefix) || !yield(r, nil) {
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
		for _, it := range l.page.items {
			if _, err := t.child(it); err != nil {
				return err
			}
		}
	}
	return nil
}
