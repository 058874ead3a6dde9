package mail

import (
	"context"
	"crypto/x509"
	"io"

	"github.com/wneessen/go-mail/smtp"

	"github.com/dpor-cli/dpor/internal/notify"
)

// server hands messages to a mail server, many over one connection.
type server struct {
	settings *Settings      // a pointer, so that no way of printing a server prints them
	roots    *x509.CertPool // of the certificates that are trusted; nil: those of the system
	told     []Secret       // the password, also as it goes over the line
	talk     *talk          // nil: not connected
}

// talk is a connection over which messages can go.
type talk struct {
	client  *smtp.Client
	link    *link
	carried bool // a message has gone over it
}

// Open connects, encrypts and signs in. The error is invalid for the settings: mail.no-way, mail.no-from,
// mail.from, mail.no-password, mail.sign-in-open. It is remote for the server:
// mail.unreachable, mail.tls, mail.no-starttls, mail.no-sign-in, mail.sign-in, mail.refused.
func (s *server) Open(ctx context.Context) error {
	if s.talk != nil {
		return nil
	}
	if err := s.settings.checkServer(); err != nil {
		return err
	}
	t, err := s.dial(ctx)
	if err != nil {
		return err
	}
	s.talk = t
	return nil
}

// Check connects, encrypts and signs in, by a connection of its own of which it takes leave. The error is
// that of Open.
func (s *server) Check(ctx context.Context) error {
	if err := s.settings.checkServer(); err != nil {
		return err
	}
	t, err := s.dial(ctx)
	if err != nil {
		return err
	}
	t.leave()
	return nil
}

// Deliver hands over one message. A context that is cancelled meanwhile does not keep it from its end.
//
// The error is that of notify.Post: remote is Refused where the server said no, mail.no-utf8 where it takes
// no such address, Lost where the connection broke before the end of the message, and Unanswered where it
// broke after it.
func (s *server) Deliver(ctx context.Context, e notify.Envelope) (notify.Receipt, error) {
	from, err := s.settings.sender()
	if err != nil {
		return notify.Receipt{}, err
	}
	m, err := ready(ctx, named(from), e)
	if err != nil {
		return notify.Receipt{}, err
	}
	return s.deliver(ctx, "<"+from.Address+">", m)
}

// Print writes one message as it would go to the server.
func (s *server) Print(w io.Writer, e notify.Envelope) error { return s.settings.print(w, e) }

// Close takes leave of the server, which may refuse that.
func (s *server) Close() error {
	if s.talk != nil {
		s.talk.leave()
		s.talk = nil
	}
	return nil
}

func (t *talk) leave() {
	_ = t.client.Quit() // nothing is lost with it
	_ = t.link.Close()  // it may be closed already
}

// drop ends the connection where it stands: a message that was begun is not ended.
func (s *server) drop() {
	_ = s.talk.link.Close() // it is of no use any more
	s.talk = nil
}

// reset makes the connection ready for another message; where that fails the next one gets another.
func (s *server) reset() {
	if err := s.talk.client.Reset(); !accepted(err) {
		s.drop()
	}
}
