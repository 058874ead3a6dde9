package mail

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// A server closes connections that it finds idle, with a word or without one.
func TestAConnectionThatWasClosedMeanwhileIsMadeAnew(t *testing.T) {
	for _, c := range []struct {
		name        string
		script      script
		given       int
		key         string // of the last one; empty: delivered
		arrived     int
		connections int
	}{
		{"with a word", script{"MAIL 2": "421 idle!"}, 3, "", 3, 2},
		{"with a word each time", script{"MAIL 2": "421 idle!", "MAIL 4": "421 idle!", "MAIL 6": "421 idle!"}, 4, "", 4, 4},
		{"after the message", script{"end": "250 ok!"}, 3, "", 3, 3},
		{"at the command", script{"MAIL 2": "close"}, 2, "", 2, 2},
		{"again and again", script{"MAIL 2": "close", "MAIL 3": "close"}, 2, "mail.lost", 1, 2},
		{"with a word, again and again", script{"MAIL 2": "421 idle!", "MAIL 3": "421 idle!"}, 2, "mail.refused", 1, 2},
		{"and cannot be made", script{"MAIL 2": "421 idle!", "greeting 2": "554 no!"}, 2, "mail.refused", 1, 2},
		{"before the first message", script{"MAIL 1": "421 idle!"}, 1, "mail.refused", 0, 1},
		{"late, which is no closing", script{"MAIL 2": "hang"}, 2, "mail.lost", 1, 1},
		{"refused, which is no closing", script{"MAIL 2": "451 later"}, 2, "mail.refused", 1, 1},
		{"within the next message", script{"DATA 2": "close"}, 2, "mail.lost", 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := play(t, c.script)
			s := p.settings()
			s.Timeout = 10 * short
			post := opened(t, s)
			for n := range c.given {
				_, err := post.Deliver(context.Background(), numbered(n))
				if last := n == c.given-1; last && c.key != "" {
					expect(t, err, fault.Remote, c.key)
				} else if err != nil {
					t.Errorf("message %d: %v", n, err)
				}
			}
			p.lock.Lock()
			defer p.lock.Unlock()
			if len(p.arrived) != c.arrived || p.connections != c.connections {
				t.Errorf("%d messages over %d connections, want %d over %d", len(p.arrived), p.connections, c.arrived, c.connections)
			}
			for n, one := range p.arrived {
				if !strings.Contains(one, numbered(n).MessageID) {
					t.Errorf("message %d is another one", n)
				}
			}
		})
	}
}

func TestAServerThatCannotForgetARefusalIsLeft(t *testing.T) {
	for _, rset := range []string{"close", "500 what"} {
		p := play(t, script{"RCPT 1": "550 no", "RSET": rset})
		post := opened(t, p.settings())
		_, err := post.Deliver(context.Background(), numbered(1))
		expect(t, err, fault.Remote, "mail.refused")
		deliver(t, post, numbered(2))
		if p.connections != 2 || len(p.arrived) != 1 {
			t.Errorf("%s: %d messages over %d connections", rset, len(p.arrived), p.connections)
		}
	}
}

// Who waits for a server that says nothing can leave.
func TestWaitingForAServerCanBeCancelled(t *testing.T) {
	p := play(t, script{"greeting": "hang"})
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(short, cancel)
	began := time.Now()
	expect(t, opened(t, p.settings()).Open(ctx), fault.Cancelled, "cancelled")
	late, cancel := context.WithTimeout(context.Background(), short)
	defer cancel()
	expect(t, opened(t, p.settings()).Open(late), fault.Remote, "mail.unreachable")
	<-late.Done()
	expect(t, opened(t, p.settings()).Open(late), fault.Remote, "mail.unreachable")
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestAStepOfSigningInOrEncryptingThatFailsIsSaid(t *testing.T) {
	for _, c := range []struct {
		name    string
		tls     string
		script  script
		offered string
		key     string
		step    string
	}{
		{"encryption is not offered", "starttls", nil, "SIZE", "mail.no-starttls", ""},
		{"encryption is refused", "starttls", script{"STARTTLS": "454 not now"}, "STARTTLS", "mail.refused", "STARTTLS"},
		{"encryption is late", "starttls", script{"STARTTLS": "hang"}, "STARTTLS", "mail.unreachable", ""},
		{"the handshake is late", "starttls", nil, "STARTTLS", "mail.tls", ""},
		{"the handshake is a greeting", "tls", nil, "", "mail.tls", ""},
		{"the handshake never ends", "tls", script{"greeting": "endless"}, "", "mail.tls", ""},
		{"nobody shakes hands", "tls", script{"greeting": "hang"}, "", "mail.tls", ""},
		{"closed before the handshake", "tls", script{"greeting": "close"}, "", "mail.tls", ""},
		{"no way to sign in", "none", nil, "SIZE", "mail.no-sign-in", ""},
		{"signing in is refused", "none", script{"AUTH": "535 no, " + password}, "AUTH PLAIN", "mail.sign-in", ""},
		{"signing in is too much for now", "none", script{"AUTH": "421 bye!"}, "AUTH PLAIN", "mail.sign-in", ""},
		{"signing in is answered with more questions", "none", script{"AUTH": "334 "}, "AUTH PLAIN", "mail.sign-in", ""},
		{"signing in is answered with nonsense", "none", script{"AUTH": "334 ***"}, "AUTH CRAM-MD5", "mail.sign-in", ""},
		{"signing in is late", "none", script{"AUTH": "hang"}, "AUTH PLAIN", "mail.unreachable", ""},
		{"closed while signing in", "none", script{"AUTH": "close"}, "AUTH PLAIN", "mail.unreachable", ""},
		{"signing in never ends", "none", script{"AUTH": "endless"}, "AUTH PLAIN", "mail.unreachable", ""},
		{"the password is said again later", "none", script{"MAIL": "550 AGRwb3IA, " + password}, "AUTH PLAIN", "mail.refused", "MAIL FROM"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := play(t, c.script, c.offered)
			s := p.settings()
			s.TLS, s.User, s.Password, s.Timeout = c.tls, "dpor", Hidden(password), 2*short
			began := time.Now()
			_, err := opened(t, s).Deliver(context.Background(), envelope())
			if got := expect(t, err, fault.Remote, c.key); c.step != "" && got.Args["step"] != c.step {
				t.Errorf("%v", got)
			}
			if took := time.Since(began); took > 20*short {
				t.Errorf("it took %s", took)
			}
			p.lock.Lock()
			defer p.lock.Unlock()
			if len(p.arrived) != 0 {
				t.Errorf("%d messages", len(p.arrived))
			}
		})
	}
}
