package spool

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// entry is a pair of the index of a block. The prefix orders it among others whose keys are the same up to
// some depth: the next bytes of the key, as many as stretch says and padded with zeros, and in the last
// byte how many they are, or goesOn.
type entry struct {
	prefix uint64
	at     position
}

const (
	entrySize = 16
	// stretch is how many bytes of a key a prefix has.
	stretch = 7
	// goesOn is the last byte of the prefix of a key that has more bytes.
	goesOn = stretch + 1
)

// prefix is that of a key from a depth on, which is not beyond its end.
func prefix(key []byte, depth int) uint64 {
	rest := key[depth:]
	if len(rest) > stretch {
		return binary.BigEndian.Uint64(rest)&^0xff | goesOn
	}
	var b [8]byte
	b[stretch] = byte(copy(b[:stretch], rest))
	return binary.BigEndian.Uint64(b[:])
}

// sort brings the pairs into the order of their keys, and of their adding where those are the same. Pairs
// that were added in that order need no index.
func (b *block) sort() {
	if !b.shuffled {
		return
	}
	b.index = slices.Grow(b.index[:0], b.count)
	w := walk{block: b}
	for range b.count {
		where, pair, head, key := w.step()
		b.index = append(b.index, entry{prefix(pair[head:head+key], 0), where})
	}
	b.order(b.index, 0)
}

// order sorts entries whose keys are the same up to a depth and whose prefixes are from there on. Only
// prefixes are compared: a look at the keys themselves would leave the index each time.
func (b *block) order(entries []entry, depth int) {
	slices.SortFunc(entries, func(a, b entry) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Compare(a.at, b.at)
	})
	for from := 0; from < len(entries); {
		same := entries[from].prefix
		to := from + 1
		for to < len(entries) && entries[to].prefix == same {
			to++
		}
		if to-from > 1 && same&0xff == goesOn {
			b.deeper(entries[from:to], depth+stretch)
		}
		from = to
	}
}

// deeper sorts entries whose keys are the same up to a depth and which are in the order of adding. What
// further bytes all of them have in common is passed over first.
func (b *block) deeper(entries []entry, depth int) {
	for ; ; depth += stretch {
		first, differ := prefix(b.key(entries[0].at), depth), false
		for i := range entries {
			e := &entries[i]
			e.prefix = prefix(b.key(e.at), depth)
			differ = differ || e.prefix != first
		}
		switch {
		case differ:
			b.order(entries, depth)
			return
		case first&0xff != goesOn:
			return
		}
	}
}
