package dporcmd

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// step is a moment in the talk with a mail server, in the order of a talk.
type step string

const (
	greeting step = "greeting"
	hello    step = "EHLO"
	mailFrom step = "MAIL"
	rcptTo   step = "RCPT"
	data     step = "DATA"
	text     step = "in the middle of the data"
	ended    step = "after the final dot"
	answered step = "after the 250"
	quit     step = "QUIT"
)

// act is what a scripted server does in place of going on: one of these, or an answer, "421 busy".
type act string

const (
	stops  act = "stops"  // until it is told to go on
	closes act = "closes" // the connection
	hangs  act = "hangs"  // says nothing more
)

// scripted is a mail server that once does what it should not.
type scripted struct {
	box  *mailbox
	port int
	// at and message say when: with so many accepted, this one included, it comes to the step. do is what it
	// does then.
	at      step
	message int
	do      act
	// anew closes the connection after each message, as servers may.
	anew bool

	reached chan struct{} // gets one where it stops
	goOn    chan struct{}
	done    atomic.Bool
	resumed sync.Once
}

// start starts the server.
func (s *scripted) start(t testing.TB) *scripted {
	t.Helper()
	listener := listen(t)
	s.port = listener.Addr().(*net.TCPAddr).Port
	s.reached, s.goOn = make(chan struct{}, 1), make(chan struct{})
	t.Cleanup(func() {
		s.resume()
		_ = listener.Close()
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			c := &conversation{server: s, conn: conn, in: bufio.NewReader(conn)}
			go func() {
				defer conn.Close()
				c.hold()
			}()
		}
	}()
	return s
}

// stopped waits until the server stops where it should.
func (s *scripted) stopped(t testing.TB) {
	t.Helper()
	select {
	case <-s.reached:
	case <-time.After(20 * time.Second):
		t.Fatalf("the server did not come to %s of message %d, but accepted %d", s.at, s.message, len(s.box.all()))
	}
}

// resume lets a server that stopped go on.
func (s *scripted) resume() { s.resumed.Do(func() { close(s.goOn) }) }

// conversation is one connection to a scripted server.
type conversation struct {
	server *scripted
	conn   net.Conn
	in     *bufio.Reader
	to     []string
	refuse string // what every further greeting of the client is answered
}

// at comes to a step. It is false where the connection has ended; where said is true, an answer was given.
func (c *conversation) at(where step, message int) (said, goesOn bool) {
	s := c.server
	if where != s.at || message != s.message || s.done.Swap(true) {
		return false, true
	}
	switch s.do {
	case stops:
		s.reached <- struct{}{}
		<-s.goOn
		return false, true
	case closes:
		return false, false
	case hangs:
		_, _ = io.Copy(io.Discard, c.in) // until the client gives up
		return false, false
	}
	if where == hello {
		c.refuse = string(s.do)
	}
	return true, c.say(string(s.do)) && !strings.HasPrefix(string(s.do), "421")
}

func (c *conversation) say(line string) bool {
	_, err := fmt.Fprintf(c.conn, "%s\r\n", line)
	return err == nil
}

// answer comes to a step and, where that went well, says a line. It is false where the connection has ended.
func (c *conversation) answer(where step, message int, line string) bool {
	said, goesOn := c.at(where, message)
	return goesOn && (said || c.say(line))
}

// hold holds the conversation to its end.
func (c *conversation) hold() {
	next := func() int { return len(c.server.box.all()) + 1 }
	if !c.answer(greeting, next(), "220 localhost ready") {
		return
	}
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		goesOn := true
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); verb {
		case "EHLO", "HELO":
			if c.refuse != "" {
				goesOn = c.say(c.refuse)
			} else {
				goesOn = c.answer(hello, next(), "250 localhost")
			}
		case "MAIL":
			c.to = nil
			goesOn = c.answer(mailFrom, next(), "250 go on")
		case "RCPT":
			c.to = append(c.to, strings.Trim(line[len("RCPT TO:"):], "<>\r\n"))
			goesOn = c.answer(rcptTo, next(), "250 go on")
		case "DATA":
			goesOn = c.take(next())
		case "RSET", "NOOP":
			goesOn = c.say("250 well")
		case "QUIT":
			c.answer(quit, next(), "221 goodbye")
			return
		default:
			goesOn = c.say("502 what?")
		}
		if !goesOn {
			return
		}
	}
}

// take takes the data of a message.
func (c *conversation) take(message int) bool {
	said, goesOn := c.at(data, message)
	if !goesOn || said {
		return goesOn
	}
	if !c.say("354 go on") {
		return false
	}
	var content strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		if content.Len() == 0 {
			if _, goesOn := c.at(text, message); !goesOn {
				return false
			}
		}
		content.WriteString(strings.TrimPrefix(line, "."))
	}
	// Where it refuses it keeps nothing; where it falls silent it has the message all the same.
	refuses := c.server.at == ended && c.server.message == message && c.server.do[0] >= '0' && c.server.do[0] <= '9'
	if refuses {
		if said, goesOn := c.at(ended, message); said || !goesOn {
			return goesOn
		}
	}
	c.server.box.accept(c.to, content.String())
	if !c.answer(ended, message, "250 accepted") {
		return false
	}
	_, goesOn = c.at(answered, message)
	return goesOn && !c.server.anew
}
