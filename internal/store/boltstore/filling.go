package boltstore

// filling is a page while it is filled: the head and the elements, and apart from them the keys and values
// that follow when it is full.
type filling struct {
	leaf  bool
	flag  uint32 // of the elements of a leaf
	count int
	heads []byte // elements; the positions in them are those in data until the page is put together
	data  []byte
	first []byte // the first key
}

// size is how long the page would be with one more item.
func (p *filling) size(key, value []byte) int {
	return headerSize + (p.count+1)*elementSize + len(p.data) + len(key) + len(value)
}

// add adds an item: of a leaf with its value, of a branch with the page below it.
func (p *filling) add(key, value []byte, child uint64) {
	if p.count == 0 {
		p.first = append(p.first[:0], key...)
	}
	var e [elementSize]byte
	if p.leaf {
		machine.PutUint32(e[:], p.flag)
		machine.PutUint32(e[4:], uint32(len(p.data)))
		machine.PutUint32(e[8:], uint32(len(key)))
		machine.PutUint32(e[12:], uint32(len(value)))
	} else {
		machine.PutUint32(e[:], uint32(len(p.data)))
		machine.PutUint32(e[4:], uint32(len(key)))
		machine.PutUint64(e[8:], child)
	}
	p.heads = append(p.heads, e[:]...)
	p.data = append(append(p.data, key...), value...)
	p.count++
}

// append appends the page, its head without the number of the page and of those that it runs over into. An
// element says how far its key lies from the element itself.
func (p *filling) append(b []byte, flags uint16) []byte {
	start := len(b) + headerSize
	b = append(b, make([]byte, headerSize)...)
	machine.PutUint16(b[start-headerSize+8:], flags)
	machine.PutUint16(b[start-headerSize+10:], uint16(p.count))
	b = append(append(b, p.heads...), p.data...)
	at := start
	if p.leaf {
		at += 4
	}
	for i := range p.count {
		e := b[at+i*elementSize:]
		machine.PutUint32(e, machine.Uint32(e)+uint32(len(p.heads)-i*elementSize))
	}
	return b
}

func (p *filling) reset() { p.count, p.heads, p.data = 0, p.heads[:0], p.data[:0] }

// planting writes one bucket: its rows in the order of their keys, and then the branches that lead to
// them.
type planting struct {
	file   *fresh
	leaf   filling
	levels []*branching // from the lowest branches up
}

// branching is a branch while it is filled. A page that it has no room for waits for the next one: alone in a
// branch, bbolt would not join it with others when its rows go, but panic.
type branching struct {
	filling
	waits bool
	key   []byte // of the page that waits
	child uint64
}

// enter enters a page that waits no more.
func (b *branching) enter() {
	if b.waits {
		b.add(b.key, nil, b.child)
		b.waits = false
	}
}

func (f *fresh) bucket() *planting { return &planting{file: f, leaf: filling{leaf: true}} }

// row takes the next row, its value in its envelope.
func (p *planting) row(key, value []byte) error {
	if p.leaf.count > 0 && p.leaf.size(key, value) > fullPage {
		if err := p.close(&p.leaf, 0); err != nil {
			return err
		}
	}
	p.leaf.add(key, value, 0)
	return nil
}

// close writes a page that is full and enters it into the level above.
func (p *planting) close(page *filling, level int) error {
	flags := uint16(branchPage)
	if page.leaf {
		flags = leafPage
	}
	id, err := p.file.page(page, flags)
	if err != nil {
		return err
	}
	if err := p.enter(page.first, id, level); err != nil {
		return err
	}
	page.reset()
	return nil
}

// enter enters a page into a level of branches.
func (p *planting) enter(key []byte, id uint64, level int) error {
	if level == len(p.levels) {
		p.levels = append(p.levels, &branching{})
	}
	above := p.levels[level]
	if !above.waits && above.count > 1 && above.size(key, nil) > fullPage {
		above.waits, above.key, above.child = true, append(above.key[:0], key...), id
		return nil
	}
	if above.waits {
		if err := p.close(&above.filling, level+1); err != nil {
			return err
		}
		above.enter()
	}
	above.add(key, nil, id)
	return nil
}

// root writes what is left, and gives the first page of the bucket: the lowest level that has just one. A page
// that still waits goes into a branch that is full: there is room above fullPage, or else behind it.
func (p *planting) root() (uint64, error) {
	if len(p.levels) == 0 {
		return p.file.page(&p.leaf, leafPage)
	}
	if err := p.close(&p.leaf, 0); err != nil {
		return 0, err
	}
	for level := 0; level+1 < len(p.levels); level++ {
		p.levels[level].enter()
		if err := p.close(&p.levels[level].filling, level+1); err != nil {
			return 0, err
		}
	}
	top := p.levels[len(p.levels)-1]
	top.enter()
	return p.file.page(&top.filling, branchPage)
}
