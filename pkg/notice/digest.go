package notice

import (
	"cmp"
	"slices"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Tally counts the changes that are told together, by partner. The zero value has counted none.
type Tally struct {
	told map[ids.Partner]*Message
}

// Add counts a change for the partner that gained a place and the one that lost it.
func (t *Tally) Add(e por.Event) {
	if !e.Partner.IsZero() {
		t.to(e.Partner).Gained++
	}
	if !e.Previous.IsZero() {
		t.to(e.Previous).Lost++
	}
}

func (t *Tally) to(p ids.Partner) *Message {
	if t.told == nil {
		t.told = map[ids.Partner]*Message{}
	}
	if t.told[p] == nil {
		t.told[p] = &Message{Kind: Digest, Partner: p, Status: Queued}
	}
	return t.told[p]
}

// Digests are the messages that the changes call for: one a partner, by partner ID (CONTRACT section 10:
// one apply queues one digest a partner, not one message a row).
func (t *Tally) Digests() []Message {
	list := make([]Message, 0, len(t.told))
	for _, m := range t.told {
		list = append(list, *m)
	}
	slices.SortFunc(list, func(a, b Message) int { return cmp.Compare(a.Partner.Number(), b.Partner.Number()) })
	return list
}
