package app

import (
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

// overtaking finds the messages after which another one was sent about the same: of their topic or, where one of the
// two is a digest, on one of its places. Sent after that they would say what is no longer so. What is asked for and
// what is answered to that is not looked at: it says nothing of who holds a place.
type overtaking struct {
	waits   func(notice.Message) bool // those that are looked for
	singles map[topic][]single
	// digests are those that wait, and sent those that were sent, by partner and journal entry.
	digests, sent map[ids.Partner]map[uint64]uint64
	overtaken     map[uint64]bool
}

// single is a message that waits, and the tenant of its place.
type single struct {
	id     uint64
	tenant ids.Tenant
}

func newOvertaking(waits func(notice.Message) bool) *overtaking {
	return &overtaking{
		waits: waits, singles: map[topic][]single{}, digests: map[ids.Partner]map[uint64]uint64{},
		sent: map[ids.Partner]map[uint64]uint64{}, overtaken: map[uint64]bool{},
	}
}

// add takes the next message of the outbox.
func (o *overtaking) add(r Reader, m notice.Message) error {
	t, digest, gone := topicOf(m), m.Kind == notice.Digest, m.Status == notice.Sent
	switch {
	case !m.Request.IsZero() || !gone && !o.waits(m):
	case digest && gone:
		if len(o.singles)+len(o.digests) > 0 { // else it is later than nothing that waits
			number(o.sent, m)
		}
	case digest:
		number(o.digests, m)
	case !gone:
		o.singles[t] = append(o.singles[t], single{m.ID, m.Tenant})
	default:
		for _, s := range o.singles[t] {
			o.overtaken[s.id] = true
		}
		delete(o.singles, t)
		if !t.ofPlaces() || len(o.digests[m.Partner]) == 0 {
			return nil
		}
		seat, _, err := r.Seat(m.Tenant, m.Subscription)
		for _, id := range told(o.digests, m.Partner, seat.Place) {
			o.overtaken[id] = true
		}
		return err
	}
	return nil
}

// number keeps a digest by its partner and journal entry, by which a place says that it moved.
func number(digests map[ids.Partner]map[uint64]uint64, m notice.Message) {
	if digests[m.Partner] == nil {
		digests[m.Partner] = map[uint64]uint64{}
	}
	digests[m.Partner][m.Journal] = m.ID
}

// told are those of the digests to a partner that tell of a place.
func told(digests map[ids.Partner]map[uint64]uint64, to ids.Partner, place por.State) (list []uint64) {
	for _, move := range place.Moves {
		if id, is := digests[to][move.Journal]; is && isTold(move, to) {
			list = append(list, id)
		}
	}
	return list
}

// end looks where the digests that were sent meet what waits, once all messages were taken. Each place is read once.
func (o *overtaking) end(r Reader) error {
	for t, list := range o.singles {
		if !t.ofPlaces() || len(o.sent[t.partner]) == 0 {
			continue
		}
		seat, _, err := r.Seat(list[0].tenant, t.subscription)
		if err != nil {
			return err
		}
		for _, later := range told(o.sent, t.partner, seat.Place) {
			for _, s := range list {
				o.overtaken[s.id] = o.overtaken[s.id] || s.id < later
			}
		}
	}
	for partner := range o.digests {
		if len(o.sent[partner]) == 0 {
			continue
		}
		for h, err := range r.Holdings(partner, Holding{}) {
			if err != nil {
				return err
			}
			seat, _, err := r.Seat(h.Tenant, h.Subscription)
			if err != nil {
				return err
			}
			for _, later := range told(o.sent, partner, seat.Place) {
				for _, id := range told(o.digests, partner, seat.Place) {
					o.overtaken[id] = o.overtaken[id] || id < later
				}
			}
		}
	}
	return nil
}
