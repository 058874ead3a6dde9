package dporcmd

import (
	"bufio"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
)

// mailbox is what mail servers have accepted.
type mailbox struct {
	lock    sync.Mutex
	parcels []parcel
}

// parcel is a message that a server has accepted.
type parcel struct {
	id  string // the Message-ID
	to  []string
	raw string
}

// accept takes a message in, and gives how many there are now.
func (b *mailbox) accept(to []string, raw string) int {
	p := parcel{to: slices.Clone(to), raw: raw}
	if m, err := mail.ReadMessage(bufio.NewReader(strings.NewReader(raw))); err == nil {
		p.id = m.Header.Get("Message-Id")
	}
	b.lock.Lock()
	defer b.lock.Unlock()
	b.parcels = append(b.parcels, p)
	return len(b.parcels)
}

func (b *mailbox) all() []parcel {
	b.lock.Lock()
	defer b.lock.Unlock()
	return slices.Clone(b.parcels)
}

// last is the Message-ID that was accepted last, if any.
func (b *mailbox) last() string {
	all := b.all()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].id
}

// times is how often each message was accepted. One that came again has to be the same to the byte.
func (b *mailbox) times(t testing.TB) map[string]int {
	t.Helper()
	times, first := map[string]int{}, map[string]string{}
	for _, p := range b.all() {
		if p.id == "" || len(p.to) == 0 {
			t.Errorf("accepted was a message to %v that cannot be told from others: %.200q", p.to, p.raw)
		}
		if times[p.id]++; times[p.id] == 1 {
			first[p.id] = p.raw
		} else if p.raw != first[p.id] {
			t.Errorf("%s came again as another message:\n%s\nand\n%s", p.id, first[p.id], p.raw)
		}
	}
	return times
}
