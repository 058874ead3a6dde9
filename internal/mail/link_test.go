package mail

import (
	"errors"
	"net"
	"testing"
	"time"
)

// faulty is a connection of which some writes are not done, and that keeps how long was waited for it.
type faulty struct {
	net.Conn
	broken   bool
	deadline time.Duration
}

func (f *faulty) Write(p []byte) (int, error) {
	if f.broken {
		return 0, errors.New("broken")
	}
	return len(p), nil
}

func (*faulty) Read(p []byte) (int, error) { return len(p), nil }

func (f *faulty) SetDeadline(t time.Time) error {
	f.deadline = time.Until(t)
	return nil
}

// What is written after an answer was read, such as an alert of TLS, says nothing of the message before it.
func TestARequestFailedWhereItWasNotWrittenBeforeItsAnswer(t *testing.T) {
	write := func(l *link) { _, _ = l.Write([]byte("x")) }
	read := func(l *link) { _, _ = l.Read(make([]byte, 1)) }
	fails := func(l *link) { l.Conn.(*faulty).broken = true; write(l); l.Conn.(*faulty).broken = false }
	for name, c := range map[string]struct {
		steps []func(*link)
		want  bool
	}{
		"written":                              {[]func(*link){(*link).request, write, read}, false},
		"not written":                          {[]func(*link){(*link).request, fails}, true},
		"its end not written":                  {[]func(*link){(*link).request, write, fails}, true},
		"not written and then read":            {[]func(*link){(*link).request, fails, read}, true},
		"not written after an answer was read": {[]func(*link){(*link).request, write, read, fails}, false},
		"not written before it began":          {[]func(*link){write, fails, read, (*link).request, write}, false},
		"not written after an earlier answer":  {[]func(*link){write, read, (*link).request, fails}, true},
	} {
		l := &link{Conn: &faulty{}, timeout: time.Hour}
		for _, step := range c.steps {
			step(l)
		}
		if l.failed != c.want {
			t.Errorf("%s: failed is %t", name, l.failed)
		}
	}
}

func TestTheAnswerToAWholeMessageMayTakeFourTimesAsLong(t *testing.T) {
	f := &faulty{}
	l := &link{Conn: f, timeout: time.Hour}
	for _, c := range []struct {
		patient bool
		least   time.Duration
	}{{false, 0}, {true, 3 * time.Hour}, {false, 0}} {
		if l.patient = c.patient; c.patient {
			l.request()
		}
		if _, err := l.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if f.deadline <= c.least || f.deadline > c.least+time.Hour {
			t.Errorf("patient %t: %v are waited for", c.patient, f.deadline)
		}
	}
}
