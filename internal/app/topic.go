package app

import (
	"hash/maphash"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// topic is whom a message goes to and what it is about. Of messages of one topic a later one never goes before
// an earlier one: who is told first that it was taken off a place and then that it was given it, is told
// something wrong.
type topic struct {
	partner      ids.Partner
	subscription ids.Subscription // none for a digest, which is about many places
	claim        ids.Claim
	customer     bool
	anyPlace     bool // whichever places of the partner
}

func topicOf(m notice.Message) topic {
	return topic{partner: m.Partner, subscription: m.Subscription, claim: m.Claim, customer: m.Kind.ToCustomer()}
}

// upheld are the topics of messages that wait for another try. There may be very many: of each it keeps a hash. Of two
// that are the same by a chance of one in billions one waits longer.
type upheld struct {
	seed   maphash.Seed
	topics map[uint64]struct{}
}

func newUpheld() upheld { return upheld{maphash.MakeSeed(), map[uint64]struct{}{}} }

func (u upheld) keep(t topic) { u.topics[maphash.Comparable(u.seed, t)] = struct{}{} }

func (u upheld) has(t topic) bool {
	_, is := u.topics[maphash.Comparable(u.seed, t)]
	return is
}

// add keeps back what comes after a message that failed.
func (u upheld) add(m notice.Message) {
	if !m.HoldsUp() {
		return
	}
	u.waits(topicOf(m))
}

// waits keeps back what comes after a message of a topic.
func (u upheld) waits(t topic) {
	u.keep(t)
	if t.ofPlaces() {
		u.keep(topic{partner: t.partner, anyPlace: true})
	}
}

// keeps tells whether a message has to wait: behind one of its topic, and where one of the two is a digest behind
// any other about places of its partner. One that waits keeps back what comes after it.
func (u upheld) keeps(m notice.Message) bool {
	t := topicOf(m)
	is := u.has(t)
	switch {
	case m.Kind == notice.Digest:
		is = u.has(topic{partner: t.partner, anyPlace: true})
	case t.ofPlaces():
		is = is || u.has(topic{partner: t.partner})
	}
	if is {
		u.waits(t)
	}
	return is
}

// ofPlaces tells whether the topic is one place or more, and the partner is told.
func (t topic) ofPlaces() bool { return t.claim.IsZero() && !t.customer }
