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
// only; bbolt holds the file and writes it.
type image struct {
	path string
	file io.ReaderAt
	meta
	stamp stamp
	free  []uint64
	pages map[uint64]*page
	trees map[string]*tree
}

// cached is how many pages an image remembers: 16 MiB of them.
const cached = 4096

// openImage reads what has to be right before anything else can be: meta page, freelist, the list of
// buckets and the stamp. size is the file's length.
func openImage(path string, file io.ReaderAt, size int64) (*image, error) {
	im := &image{path: path, file: file, pages: map[uint64]*page{}}
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
	const listOfBuckets = "list of buckets"
	found := map[string]*tree{}
	var walk func(id uint64, first []byte, depth int) error
	walk = func(id uint64, first []byte, depth int) error {
		p, err := im.load(id, bucket{name: listOfBuckets}, bucketElement)
		if err != nil {
			return err
		}
		if first != nil && (len(p.items) == 0 || !bytes.Equal(p.items[0].key, first)) {
			return im.damaged(listOfBuckets)
		}
		for _, it := range p.items {
			switch {
			case depth > maxDepth || p.leaf && len(it.value) < headerSize:
				return im.damaged(listOfBuckets)
			case !p.leaf:
				if err := walk(it.child, it.key, depth+1); err != nil {
					return err
				}
			default:
				t := &tree{im: im, bucket: bucket{name: string(it.key)}, root: machine.Uint64(it.value)}
				for _, b := range schema {
					if b.name == t.bucket.name {
						t.bucket = b
					}
				}
				if t.root == 0 {
					t.inline = it.value[headerSize:]
				}
				found[t.bucket.name] = t
			}
		}
		return nil
	}
	return found, walk(im.root, nil, 0)
}

// load reads a page of a bucket and checks it whole: number, layout, and in a leaf the envelope of
// every value. The error is corrupt.
func (im *image) load(id uint64, owner bucket, flag uint32) (*page, error) {
	if p := im.pages[id]; p != nil && p.owner == owner.name {
		return p, nil
	}
	if id < 2 || id >= im.high {
		return nil, im.damagedPage(owner, id)
	}
	if _, isFree := slices.BinarySearch(im.free, id); isFree {
		return nil, im.damagedPage(owner, id)
	}
	b, ok, err := readRun(im.file, im.meta, id)
	if err != nil {
		return nil, diskFault(im.path, err)
	}
	if !ok {
		return nil, im.damagedPage(owner, id)
	}
	p, used, ok := parsePage(b, flag)
	if !ok || (used+pageSize-1)/pageSize != len(b)/pageSize || !p.enveloped(owner, flag) {
		return nil, im.damagedPage(owner, id)
	}
	p.owner = owner.name
	if len(im.pages) >= cached {
		clear(im.pages)
	}
	if len(b) == pageSize {
		im.pages[id] = p
	}
	return p, nil
}

// enveloped checks the envelope of every value of a leaf.
func (p *page) enveloped(owner bucket, flag uint32) bool {
	if !p.leaf || flag == bucketElement {
		return true
	}
	for _, it := range p.items {
		if _, _, ok := unwrap(owner, it.key, it.value); !ok {
			return false
		}
	}
	return true
}

func (im *image) damaged(part string) error {
	return fault.New(fault.Corrupt, "ledger.damaged", "file", im.path, "part", part).About(im.path)
}

func (im *image) damagedPage(owner bucket, id uint64) error {
	return im.damaged(owner.name + ", page " + strconv.FormatUint(id, 10))
}

func (im *image) foreign() error {
	return fault.New(fault.Corrupt, "ledger.foreign", "file", im.path).About(im.path)
}
