package dporcmd

import (
	"errors"
	"io"
	"log"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// relay is a real mail server in this process.
type relay struct {
	box  *mailbox
	port int
	// pause is how long it takes for a message.
	pause time.Duration
	// password is what users have to know; empty: nobody signs in.
	password string
	// later is how often an address is refused for now.
	later map[string]*atomic.Int64
	// visits is how many connections say something now.
	visits *atomic.Int64
}

// startRelay starts a mail server that accepts every message into a box.
func startRelay(t testing.TB, r relay) relay {
	t.Helper()
	r.visits = new(atomic.Int64)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		r.visits.Add(1)
		return &visit{relay: r}, nil
	}))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "localhost", true, log.New(io.Discard, "", 0)
	listener := listen(t)
	r.port = listener.Addr().(*net.TCPAddr).Port
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return r
}

// rests waits until the relay has taken everything that was sent to it.
func (r relay) rests(t testing.TB) {
	t.Helper()
	for tries := 0; r.visits.Load() > 0; tries++ {
		if tries == 4000 {
			t.Fatal("a connection to the mail server is not closed")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// visit is one connection to a relay.
type visit struct {
	relay relay
	to    []string
}

func (s *visit) Reset()                               { s.to = nil }
func (s *visit) Logout() error                        { s.relay.visits.Add(-1); return nil }
func (s *visit) Mail(string, *smtp.MailOptions) error { return nil }

func (s *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if left := s.relay.later[to]; left != nil && left.Add(-1) >= 0 {
		return &smtp.SMTPError{Code: 450, Message: "come back later"}
	}
	s.to = append(s.to, to)
	return nil
}

func (s *visit) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	time.Sleep(s.relay.pause)
	s.relay.box.accept(s.to, string(content))
	return nil
}

func (s *visit) AuthMechanisms() []string {
	if s.relay.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth repeats to the client what it was told, as no server should.
func (s *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, given string) error {
		if given != s.relay.password {
			return errors.New(user + " does not sign in with " + given)
		}
		return nil
	}), nil
}
