package app

import (
	"context"

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

// survey looks through the outbox once. Nothing of a message is kept: there may be very many.
func (e Engine) survey(ctx context.Context, limit int) (s survey, err error) {
	now := e.instant()
	s.held = map[topic]bool{}
	look := func(r Reader, m notice.Message) (none struct{}, kept bool, err error) {
		switch {
		case m.Status == notice.Leased:
			s.inHand = append(s.inHand, m)
			s.Waiting++
		case m.Status != notice.Queued:
		case !m.Due(now):
			s.held[topicOf(m)] = true
			s.Waiting++
		case s.held[topicOf(m)] || limit > 0 && s.Sent.Sent == limit:
			s.Waiting++
		default:
			l, err := letterOf(r, m)
			if err != nil {
				return none, false, err
			}
			s.due(l)
		}
		return none, false, nil
	}
	for _, err := range scan(ctx, e.Store, Reader.Messages, func(m notice.Message) uint64 { return m.ID }, look) {
		return s, err // there are no rows, so it is what ended it
	}
	return s, nil
}

// due counts a letter that is to be sent now.
func (s *survey) due(l Letter) {
	if l.To == "" {
		s.Unaddressed++
		return
	}
	if s.Sent.Sent+s.moot == 0 {
		s.before = l.Message.ID - 1
	}
	if l.Moot {
		s.moot++
	} else {
		s.Sent.Sent++
	}
}
