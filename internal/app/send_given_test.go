package app_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// interrupted is what the outbox says of a message whose sender was killed.
const interrupted = "nobody knows whether it arrived"

// outcome says what becomes of a letter that a courier is given.
type outcome func(app.Letter) app.Carried

// courier keeps what it was given. All that it is told of by no outcome is handed over.
type courier struct {
	mutex  sync.Mutex
	what   outcome
	asked  []app.Letter // that it was given
	handed []app.Letter // that it handed over
}

func (c *courier) Carry(_ context.Context, l app.Letter) app.Carried {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	var o app.Carried
	if c.what != nil {
		o = c.what(l)
	}
	c.asked = append(c.asked, l)
	if o.Err == nil {
		c.handed = append(c.handed, l)
	}
	return o
}

// times is how often each message was handed over.
func (c *courier) times() map[uint64]int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	n := map[uint64]int{}
	for _, l := range c.handed {
		n[l.Message.ID]++
	}
	return n
}

// failing is the outcome of a letter that was not handed over.
func untaken(scope app.Scope, words string) app.Carried {
	code, key := fault.Remote, "mail.refused"
	if scope == app.NoLetter {
		code, key = fault.Cancelled, "cancelled"
	}
	return app.Carried{Err: fault.New(code, key), Scope: scope, Words: words}
}

// which gives messages with these numbers an outcome.
func which(o app.Carried, messages ...uint64) outcome {
	return func(l app.Letter) app.Carried {
		if slices.Contains(messages, l.Message.ID) {
			return o
		}
		return app.Carried{}
	}
}

// office is a house whose messages are handed over, by a clock that minutes can pass on.
type office struct {
	house
	desk  app.Desk
	later *time.Duration
	*courier
}

func (h house) office(t tester) office {
	t.Helper()
	desk, ok := h.store.(app.Desk)
	if !ok {
		t.Fatalf("%T has no desk", h.store)
	}
	return office{h, desk, new(time.Duration), &courier{}}
}

// offices is one in memory and one on a disk.
func offices(t *testing.T) map[string]office {
	return map[string]office{"in memory": inMemory().office(t), "in a file": onDisk(t).office(t)}
}

// now is the time by the office's clock.
func (o office) now() time.Time { return o.clock.Now().Add(*o.later) }

func (o office) by(a access.Actor) app.Engine {
	e := o.as(a)
	e.Desk, e.Now = o.desk, o.now
	return e
}

// tries is after how many tries a message is given up, where a test does not say otherwise.
const tries = 3

func (o office) sends(s app.Sending) (app.Sent, error) {
	if s.Tries == 0 {
		s.Tries = tries
	}
	s.Interrupted = interrupted
	return o.by(testkit.Owner()).Send(context.Background(), s, o.courier)
}

// send sends everything that is due, which nothing may speak against.
func (o office) send(t tester) app.Sent {
	t.Helper()
	sent, err := o.sends(app.Sending{})
	if err != nil {
		t.Fatalf("given what was sent: %v", err)
	}
	return sent
}

// outbox is all messages, oldest first.
func (h house) outbox(t tester) (list []notice.Message) {
	t.Helper()
	h.view(t, func(r app.Reader) error {
		for m := range all(t, r.Messages(0)) {
			list = append(list, m)
		}
		return nil
	})
	return list
}

// queued is the sample with messages 1 to n, each of another place: to partner 0, 1, 4 and so on.
func (o office) queued(t tester, n int) {
	t.Helper()
	o.sample(t)
	for place := range n {
		o.add(t, []int{0, 1, 4}[place%3], place)
	}
}

// crowded has as many hundreds of messages, to as many partners.
func (h house) crowded(t tester, hundreds int) {
	t.Helper()
	h.given(t, testkit.Portfolio{Seed: 3, Subscriptions: (hundreds + 1) * testkit.PlacesOfEach}.Rows())
}

// everySent checks that every message was sent, and was handed over as often as it is to be.
func (o office) everySent(t tester, times func(uint64) int) {
	t.Helper()
	handed := o.times()
	for _, m := range o.outbox(t) {
		if m.Status != notice.Sent {
			t.Errorf("message %d is %s", m.ID, m.Status)
		}
		if handed[m.ID] != times(m.ID) {
			t.Errorf("message %d was handed over %d times, want %d", m.ID, handed[m.ID], times(m.ID))
		}
	}
}

func once(uint64) int { return 1 }
