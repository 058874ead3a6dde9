package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/notice"
)

// survey is what the outbox has for a run of the sender.
type survey struct {
	Sent                    // by what a run would do with them now
	moot   int              // are due and not to be sent any more
	before uint64           // every message that is due has a higher number
	inHand []notice.Message // are leased
	held   upheld           // the messages that wait for another try
	passed map[uint64]bool  // some of their recipients have them, and were told more since
}

// survey looks through the outbox, and once more where it finds what was passed.
func (e Engine) survey(ctx context.Context, limit int) (survey, error) {
	late := newOvertaking(isPassable)
	s, err := e.look(ctx, limit, late)
	if err == nil && len(late.singles)+len(late.overtaken) > 0 {
		if err = e.Store.View(ctx, late.end); err == nil && len(late.overtaken) > 0 {
			s, err = e.look(ctx, limit, late)
		}
	}
	return s, err
}

// isPassable tells of a message behind which others do not wait, because some of its recipients have it. A digest is
// none: it is about many places, and bears its date.
func isPassable(m notice.Message) bool {
	return m.Kind != notice.Digest && m.Failed() && !m.HoldsUp()
}

// look goes through the outbox once. Of a message next to nothing is kept: there may be very many.
func (e Engine) look(ctx context.Context, limit int, late *overtaking) (s survey, err error) {
	now := e.instant()
	s.held, s.passed = newUpheld(), late.overtaken
	look := func(r Reader, m notice.Message) (none struct{}, kept bool, err error) {
		if err := late.add(r, m); err != nil {
			return none, false, err
		}
		switch {
		case m.Status == notice.Leased:
			s.inHand = append(s.inHand, m)
			s.Waiting++
		case m.Status != notice.Queued:
		case !m.Due(now):
			if !s.held.keeps(m) {
				s.held.add(m)
			}
			s.Waiting++
		case s.held.keeps(m):
			s.Waiting++
		default:
			l, err := letterOf(r, m)
			if err != nil {
				return none, false, err
			}
			l.Moot = l.Moot || s.passed[m.ID]
			s.due(l, limit)
		}
		return none, false, nil
	}
	for _, err := range scan(ctx, e.Store, Reader.Messages, func(m notice.Message) uint64 { return m.ID }, look) {
		return s, err // there are no rows, so it is what ended it
	}
	return s, nil
}

// due counts a letter that is to be sent now, at most as many as the limit says.
func (s *survey) due(l Letter, limit int) {
	switch {
	case l.To == "" && !l.Moot:
		s.Unaddressed++
		return
	case limit > 0 && s.Sent.Sent == limit:
		s.Waiting++
		return
	case s.Sent.Sent+s.moot == 0:
		s.before = l.Message.ID - 1
	}
	if l.Moot {
		s.moot++
	} else {
		s.Sent.Sent++
	}
}
