package app

import (
	"context"
	"iter"

	"github.com/dpor-cli/dpor/pkg/notice"
)

// survey is what the outbox has for a run of the sender.
type survey struct {
	Sent                    // by what a run would do with them now
	moot   int              // are due and ask for what is decided
	before uint64           // every message that is due has a higher number
	inHand []notice.Message // are leased
	held   map[topic]bool   // what messages are about that wait for another try
}

// prospect is a message that waits, as a survey sees it: there may be very many, of which a page is in memory.
type prospect struct {
	id                   uint64
	topic                topic
	due, addressed, moot bool
	leased               *notice.Message // the message, where it is in hand
}

// prospects are the messages that wait, oldest first.
func (e Engine) prospects(ctx context.Context) iter.Seq2[prospect, error] {
	now := e.instant()
	return scan(ctx, e.Store, Reader.Messages, func(m notice.Message) uint64 { return m.ID },
		func(r Reader, m notice.Message) (p prospect, waits bool, err error) {
			if m.Status == notice.Leased {
				inHand := m
				return prospect{leased: &inHand}, true, nil
			}
			p = prospect{id: m.ID, topic: topicOf(m), due: m.Due(now)}
			if p.due {
				l, err := letterOf(r, m)
				if err != nil {
					return p, false, err
				}
				p.addressed, p.moot = l.To != "", l.Moot
			}
			return p, m.Status == notice.Queued, nil
		})
}

// survey looks through the outbox once.
func (e Engine) survey(ctx context.Context, limit int) (s survey, err error) {
	s.held = map[topic]bool{}
	for p, err := range e.prospects(ctx) {
		switch {
		case err != nil:
			return s, err
		case p.leased != nil:
			s.inHand = append(s.inHand, *p.leased)
			s.Waiting++
		case !p.due:
			s.held[p.topic] = true
			s.Waiting++
		case s.held[p.topic] || limit > 0 && s.Sent.Sent == limit:
			s.Waiting++
		case !p.addressed:
			s.Unaddressed++
		default:
			if s.Sent.Sent+s.moot == 0 {
				s.before = p.id - 1
			}
			if p.moot {
				s.moot++
			} else {
				s.Sent.Sent++
			}
		}
	}
	return s, nil
}
