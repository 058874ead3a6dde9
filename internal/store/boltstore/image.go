package boltstore

import (
	"bytes"
	"io"
	"slices"
	"strconv"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// image is the file at one moment, read page by page and each page checked before a record in it is
// believed. bbolt's own cursor trusts what it reads: a flipped bit in a count hides records, one in a
// page number shows old ones or leads round in a circle for ever. The program reads through the image
// only; bbolt holds the file and writes what is one transaction (see copy.go for the rest).
type image struct {
	path string
	file io.ReaderAt
	meta
	stamp    stamp
	free     []uint64
	branches map[uint64]*page
	leaves   []*page // each in the place that its number leads to, until another one takes it
	trees    map[string]*tree
}

// How many pages an image remembers. Those that lead to others are asked for again and again, and are few:
// a scan that comes by every leaf does not drive them out.
const (
	cachedBranches = 4096
	cachedLeaves   = 1024
)

// openImage reads what has to be right before anything else can be: meta page, freelist, the list of
// buckets and the stamp. size is the file's length.
func openImage(path string, file io.ReaderAt, size int64) (*image, error) {
	im := &image{path: path, file: file, branches: map[uint64]*page{}, leaves: make([]*page, cachedLeaves)}
	if size == 0 {
		return nil, fault.New(fault.Corrupt, "ledger.empty", "file", path).About(path)
	}
	m, bolt, ok, err := readMeta(file)
	switch {
	case err != nil:
		return nil, diskFault(path, err)
	case !bolt:
		return nil, im.foreign()
	case !ok:
		return nil, im.damaged("first pages")
	case m.high > uint64(size)/pageSize:
		return nil, im.damaged("end of the file")
	}
	im.meta = m
	if im.free, ok, err = readFreelist(file, m); err != nil {
		return nil, diskFault(path, err)
	} else if !ok {
		return nil, im.damaged("list of free pages")
	}
	return im, im.openTrees()
}

// openTrees finds the buckets. The set of them is known for each version of the schema, so that a lost
// one shows; those that the file's version did not have yet are empty.
func (im *image) openTrees() error {
	found, err := im.buckets()
	if err != nil {
		return err
	}
	im.trees = found
	if found[metaBucket.name] == nil {
		for _, b := range schema {
			if found[b.name] != nil {
				return im.damaged(metaBucket.name)
			}
		}
		return im.foreign()
	}
	if im.stamp, err = im.readStamp(); err != nil {
		return err
	}
	switch {
	case im.stamp.magic != magic:
		return im.foreign()
	case im.stamp.schema > SchemaVersion:
		return fault.New(fault.Corrupt, "ledger.newer", "file", im.path).About(im.path)
	}
	for _, b := range schema {
		if (found[b.name] == nil) != im.older(b) {
			return im.damaged(b.name)
		}
		if im.older(b) {
			found[b.name] = im.hollow(b)
		}
	}
	if len(found) != len(schema) {
		return im.damaged("list of buckets")
	}
	return nil
}

// buckets reads the tree whose keys are the names of the buckets. A value is the number of the
// bucket's first page and a counter, and where the number is 0 the page itself. A page begins with the
// key that leads to it, or bbolt would not find the buckets that we find.
func (im *image) buckets() (map[string]*tree, error) {
	list := &tree{im: im, bucket: bucket{name: "list of buckets"}}
	found := map[string]*tree{}
	var walk func(id uint64, first []byte, depth int) error
	walk = func(id uint64, first []byte, depth int) error {
		p, err := im.load(list, id, 1, bucketElement, nil)
		if err != nil {
			return err
		}
		if first != nil && (p.count == 0 || !bytes.Equal(p.key(0), first)) {
			return list.damaged()
		}
		for i := range p.count {
			if depth > maxDepth || p.leaf && len(p.value(i)) < headerSize {
				return list.damaged()
			}
			if !p.leaf {
				if err := walk(p.child(i), p.key(i), depth+1); err != nil {
					return err
				}
				continue
			}
			t := &tree{im: im, bucket: bucket{name: string(p.key(i))}, root: machine.Uint64(p.value(i))}
			for _, b := range schema {
				if b.name == t.bucket.name {
					t.bucket = b
				}
			}
			if t.root == 0 {
				t.inline = p.value(i)[headerSize:]
			}
			found[t.bucket.name] = t
		}
		return nil
	}
	return found, walk(im.root, nil, 0)
}

// load gives a page of a tree, checked whole: number, layout, and in a leaf the envelope of every value.
// Where it has to be read, as many as n pages are from it on; a leaf is read to the room, if there is one,
// and not remembered. The error is corrupt.
func (im *image) load(owner *tree, id uint64, n int, flag uint32, to *room) (*page, error) {
	if p := im.leaves[id%cachedLeaves]; p != nil && p.owner == owner && readHeader(p.b).id == id {
		return p, nil
	}
	if p := im.branches[id]; p != nil && p.owner == owner {
		return p, nil
	}
	if id < 2 || id >= im.high {
		return nil, im.damagedPage(owner, id)
	}
	if _, isFree := slices.BinarySearch(im.free, id); isFree {
		return nil, im.damagedPage(owner, id)
	}
	b, ok, err := im.read(owner, id, n, to)
	if err != nil {
		return nil, diskFault(im.path, err)
	}
	if !ok {
		return nil, im.damagedPage(owner, id)
	}
	p := &page{}
	inRoom := to != nil && len(b) == pageSize && readHeader(b).flags == leafPage
	if inRoom {
		p = &to.page
	}
	used, ok := p.parse(b, flag)
	if !ok || (used+pageSize-1)/pageSize != len(b)/pageSize {
		return nil, im.damagedPage(owner, id)
	}
	if p.leaf && flag != bucketElement && !owner.enveloped(p) {
		return nil, im.damagedPage(owner, id)
	}
	if p.owner = owner; inRoom {
		return p, nil
	}
	if to != nil {
		to.b = nil // the page keeps it
	}
	im.remember(id, p)
	return p, nil
}

// read reads a page and those that it runs over into, and keeps those behind it for the tree.
func (im *image) read(owner *tree, id uint64, n int, to *room) (b []byte, ok bool, err error) {
	switch b = owner.ahead.page(id); {
	case b == nil && to != nil && n == 1:
		if to.b == nil {
			to.b = make([]byte, pageSize)
		}
		b = to.b
		if err := readFull(im.file, b, id); err != nil {
			return nil, false, err
		}
	case b == nil:
		read := make([]byte, min(uint64(n), im.high-id)*pageSize)
		if err := readFull(im.file, read, id); err != nil {
			return nil, false, err
		}
		owner.ahead.keep(id, read)
		b = read[:pageSize:pageSize]
	}
	return wholeRun(im.file, im.meta, id, b)
}

// remember keeps a page, unless it is one of the long ones.
func (im *image) remember(id uint64, p *page) {
	switch {
	case len(p.b) != pageSize:
	case p.leaf:
		im.leaves[id%cachedLeaves] = p
	default:
		if len(im.branches) >= cachedBranches {
			clear(im.branches)
		}
		im.branches[id] = p
	}
}

func (im *image) damaged(part string) error {
	return fault.New(fault.Corrupt, "ledger.damaged", "file", im.path, "part", part).About(im.path)
}

func (im *image) damagedPage(owner *tree, id uint64) error {
	return im.damaged(owner.bucket.name + ", page " + strconv.FormatUint(id, 10))
}

func (im *image) foreign() error {
	return fault.New(fault.Corrupt, "ledger.foreign", "file", im.path).About(im.path)
}
