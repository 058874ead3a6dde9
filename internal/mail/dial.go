package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strconv"

	"github.com/wneessen/go-mail/smtp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// dial makes a connection ready. A context that is cancelled ends it at once.
func (s *server) dial(ctx context.Context) (*talk, error) {
	s.confide()
	dialer := net.Dialer{Timeout: s.settings.Timeout}
	raw, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.settings.Host, strconv.Itoa(s.settings.Port)))
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, s.unmade(err)
	}
	l := &link{Conn: raw, timeout: s.settings.Timeout}
	goOn := context.AfterFunc(ctx, func() { _ = raw.Close() })
	client, err := s.greet(l)
	if !goOn() {
		err = s.unmade(ctx.Err())
	}
	if err != nil {
		_ = l.Close() // the error is the one to report
		return nil, err
	}
	return &talk{client: client, link: l}, nil
}

// unmade is the error for a connection that was not even made.
func (s *server) unmade(err error) error {
	if errors.Is(err, context.Canceled) {
		return fault.As(err)
	}
	return s.unreachable(err)
}

// greet says who is there, encrypts and signs in.
func (s *server) greet(l *link) (*smtp.Client, error) {
	if err := l.step(); err != nil {
		return nil, s.unreachable(err)
	}
	var conn net.Conn = l
	if s.settings.TLS == wholeTLS {
		secure := tls.Client(l, s.security())
		if err := secure.Handshake(); err != nil {
			return nil, s.notSecure(err)
		}
		conn = secure
	}
	client, err := smtp.NewClient(conn, s.settings.Host)
	if err != nil {
		return nil, s.unopened(stepGreeting, err)
	}
	readWhole(client)
	if err := client.Hello(s.settings.hostname()); err != nil {
		return nil, s.unopened("EHLO", err)
	}
	if s.settings.TLS != wholeTLS && s.settings.TLS != noTLS {
		if err := s.encrypt(client); err != nil {
			return nil, err
		}
	}
	if s.settings.User != "" {
		if err := s.signIn(client); err != nil {
			return nil, err
		}
	}
	return client, nil
}

// encrypt begins TLS. Nobody can talk it out of that: a server that does not offer it is refused.
func (s *server) encrypt(client *smtp.Client) error {
	if offered, _ := client.Extension("STARTTLS"); !offered {
		return fault.New(fault.Remote, "mail.no-starttls", "host", s.shownHost()).About(s.shownHost())
	}
	err := client.StartTLS(s.security())
	if err == nil {
		readWhole(client)
		return nil
	}
	if state, begun := client.TLSConnectionState(); begun && !state.HandshakeComplete {
		return s.notSecure(err)
	}
	return s.unopened("STARTTLS", err)
}

func (s *server) security() *tls.Config {
	return &tls.Config{ServerName: s.settings.Host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}
}

// unopened is the error for a connection that did not come about.
func (s *server) unopened(step string, err error) error {
	if reply, is := replyIn(err); is && refuses(reply) {
		return s.refused(step, reply, "")
	}
	return s.unreachable(err)
}
