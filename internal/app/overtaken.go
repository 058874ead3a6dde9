package app

import (
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// overtaking finds the messages that were given up and after which another one of their topic was sent. A digest is
// never one of them: it is about many places, and bears its date.
type overtaking struct {
	waiting   map[topic][]uint64
	tenants   map[topic]ids.Tenant // of the place of a topic
	overtaken map[uint64]bool
}

func newOvertaking() *overtaking {
	return &overtaking{map[topic][]uint64{}, map[topic]ids.Tenant{}, map[uint64]bool{}}
}

// add takes the next message of the outbox.
func (o *overtaking) add(r Reader, m notice.Message) error {
	switch t := topicOf(m); {
	case m.Status == notice.GivenUp && m.Kind != notice.Digest:
		o.waiting[t] = append(o.waiting[t], m.ID)
		o.tenants[t] = m.Tenant
	case m.Status != notice.Sent:
	case m.Kind == notice.Digest:
		return o.addDigest(r, m)
	default:
		o.overtake(t)
	}
	return nil
}

// addDigest overtakes what tells of a place of which the digest tells too.
func (o *overtaking) addDigest(r Reader, digest notice.Message) error {
	for t, tenant := range o.tenants {
		if t.partner != digest.Partner || !t.ofPlaces() {
			continue
		}
		_, told, err := changeTold(r, digest, Holding{Tenant: tenant, Subscription: t.subscription})
		if err != nil {
			return err
		}
		if told {
			o.overtake(t)
		}
	}
	return nil
}

func (o *overtaking) overtake(t topic) {
	for _, id := range o.waiting[t] {
		o.overtaken[id] = true
	}
	delete(o.waiting, t)
	delete(o.tenants, t)
}
