package notice

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Status is where a message stands on its way (CONTRACT section 10).
type Status string

// The statuses of a message. One whose delivery failed is queued again, with the reason and the next try.
const (
	Queued  Status = "queued"   // waits for its time
	Leased  Status = "leased"   // a sender has it in hand
	Sent    Status = "sent"     // it was handed over
	GivenUp Status = "given-up" // was tried as often as configured
	Dropped Status = "dropped"  // somebody decided that it is not to be sent
)

// Statuses are the statuses of a message.
func Statuses() []Status { return []Status{Queued, Leased, Sent, GivenUp, Dropped} }

// The first pause between two tries, each following one twice as long, and the longest.
const (
	firstPause   = time.Minute
	longestPause = 8 * time.Hour
)

// atOnce is how many tries a message may have behind it to be sent again at once after an interruption.
const atOnce = 8

// Pause is how long to wait after so many failed tries: a minute after the first, twice as long after each
// further one, eight hours at most.
func Pause(tries uint32) time.Duration {
	pause := firstPause
	for ; tries > 1 && pause < longestPause; tries-- {
		pause *= 2
	}
	return min(pause, longestPause)
}

// Due tells whether the message is to be sent now. A clock that was ahead for a while keeps nothing back:
// what was never tried is due, and so is what would wait for longer than any pause.
func (m Message) Due(now time.Time) bool {
	return m.Status == Queued && (m.Tries == 0 || !now.Before(m.NextTry) || m.NextTry.Sub(now) > longestPause)
}

// Failed tells whether the last try failed and another one will follow.
func (m Message) Failed() bool { return m.Status == Queued && m.Tries > 0 }

// patience is how many tries of a message that some of its recipients have keep back what comes after it: as many
// as a server takes that makes strangers wait, a quarter of an hour. Beyond that one address that is wrong would keep
// from the others what they are to know.
const patience = 4

// HoldsUp tells of a message that waits for another try whether what comes after it has to wait too.
func (m Message) HoldsUp() bool { return m.Failed() && (m.Taken == "" || m.Tries <= patience) }

// to is the message in another status. To whom it went is kept only of one that is under way or there.
func (m Message) to(s Status, at time.Time) Message {
	m.Status, m.Moved = s, at
	if s != Leased && s != Sent {
		m.To = ""
	}
	return m
}

// AsFarAs is the message as far on its way as another one. That is all by which a message of the outbox ever
// differs from what it was when it was queued.
func (m Message) AsFarAs(o Message) Message {
	m.Status, m.Moved, m.Tries, m.NextTry, m.Reason = o.Status, o.Moved, o.Tries, o.NextTry, o.Reason
	m.To, m.Subject, m.Lang, m.Taken = o.To, o.Subject, o.Lang, o.Taken
	return m
}

// Lease is the message in the hands of a sender, who will hand it over to these addresses.
func (m Message) Lease(at time.Time, to string) Message {
	m.To = to
	return m.to(Leased, at)
}

// Release is a leased message of which nothing is in doubt and that is not sent: it waits as it did before.
func (m Message) Release(at time.Time) Message { return m.to(Queued, at) }

// Delivered is a leased message that was handed over, with that subject and in that language; remark says what
// was left open, such as a recipient that has no address. Who had it from an earlier try, and is not among its
// recipients any more, stays among those it went to.
func (m Message) Delivered(at time.Time, subject, lang, remark string) Message {
	for _, one := range m.Has() {
		if !slices.Contains(address.List(m.To), one) {
			m.To += ", " + one
		}
	}
	m.Tries++
	m.Subject, m.Lang, m.Taken = subject, lang, ""
	m.Reason, m.NextTry = remark, time.Time{}
	return m.to(Sent, at)
}

// TakenBy is a message that some of its recipients have, beside those that had it before.
func (m Message) TakenBy(addresses []string) Message {
	m.Taken = strings.Join(append(m.Has(), addresses...), ",")
	return m
}

// Has are the recipients that have the message while it waits for others.
func (m Message) Has() []string {
	if m.Taken == "" {
		return nil
	}
	return strings.Split(m.Taken, ",")
}

// Fail is a message that could not be handed over to all: it is tried again after a pause, but given up after
// so many tries as most says.
func (m Message) Fail(at time.Time, reason string, most uint32) Message {
	m.Tries++
	m.Reason = reason
	if m.Tries >= most {
		m.NextTry = time.Time{}
		return m.to(GivenUp, at)
	}
	m.NextTry = at.Add(Pause(m.Tries))
	return m.to(Queued, at)
}

// Interrupt is a message whose sender ended while it handed it over, so that nobody knows whether it
// arrived. It is sent again at once, with the Message-ID that it has, and not given up for that, though it
// was a try. One by which sender after sender ends waits between its tries, so that it does not keep back
// the others for ever.
func (m Message) Interrupt(at time.Time, reason string) Message {
	m.Tries++
	m.Reason, m.NextTry = reason, at
	if m.Tries > atOnce {
		m.NextTry = at.Add(Pause(m.Tries - atOnce))
	}
	return m.to(Queued, at)
}

// Retry is the message to be sent as soon as possible, with all its tries to come; who has it gets it no more. A
// dropped one is taken back. The error is conflict for one that is sent or being sent.
func (m Message) Retry(at time.Time) (Message, error) {
	if err := m.free(); err != nil {
		return m, err
	}
	m.Tries, m.Reason, m.NextTry = 0, "", at
	return m.to(Queued, at), nil
}

// Drop is the message that is not to be sent, and why. Dropping it twice changes nothing. The error is
// conflict for one that is sent or being sent.
func (m Message) Drop(at time.Time, reason string) (Message, error) {
	if err := m.free(); err != nil || m.Status == Dropped {
		return m, err
	}
	m.Reason, m.NextTry = reason, time.Time{}
	return m.to(Dropped, at), nil
}

// InHand is the key of the refusal to decide about a message that a sender has in hand.
const InHand = "notice.leased"

// free tells whether somebody may decide about the message.
func (m Message) free() error {
	switch m.Status {
	case Leased:
		return fault.New(fault.Conflict, InHand, "id", m.ID).About(strconv.FormatUint(m.ID, 10))
	case Sent:
		return fault.New(fault.Conflict, "notice.sent", "id", m.ID).About(strconv.FormatUint(m.ID, 10))
	}
	return nil
}
