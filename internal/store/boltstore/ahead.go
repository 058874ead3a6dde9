package boltstore

// farthest is how often what is read at once doubles where a tree is read page after page: up to 16 pages.
const farthest = 4

// ahead is what of a tree was read before it was asked for. Which pages come next is known from the page
// above, so that none is read in vain but at the end of a scan. They are checked when they are asked for,
// as every page is.
type ahead struct {
	last  uint64 // the page that was asked for last
	steps int    // how many times the one behind the last was asked for, one after the other
	start uint64 // the first page of what was read
	read  []byte
}

// pages is how many pages to read for the one below an item: one, unless more than two are asked for in a
// row, then more and more of those that lie behind it in the file and in the tree.
func (a *ahead) pages(parent *page, at int) int {
	id := parent.child(at)
	switch id {
	case a.last:
	case a.last + 1:
		a.steps++
	default:
		a.steps = 0
	}
	a.last = id
	n, most := 1, 1<<min(max(a.steps-1, 0), farthest)
	for n < most && at+n < parent.count && parent.child(at+n) == id+uint64(n) {
		n++
	}
	return n
}

// page is a page that was read ahead; nil where it was not.
func (a *ahead) page(id uint64) []byte {
	if id < a.start || id-a.start >= uint64(len(a.read)/pageSize) {
		return nil
	}
	b := a.read[(id-a.start)*pageSize:]
	return b[:pageSize:pageSize]
}

// keep keeps pages that were read at once.
func (a *ahead) keep(start uint64, read []byte) { a.start, a.read = start, read }
