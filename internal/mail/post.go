// Package mail owns how a worded message travels: its form on the way (RFC 5322 and MIME), the talk with
// a mail server (RFC 5321), and the Maildir that can take its place (CONTRACT section 10).
//
// It must not know what a message says, who is told of what, or what is tried again and when.
package mail

import (
	"context"
	"io"
	"strings"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// New is the way that the settings name: the Maildir where there is one, else the mail server. It opens
// nothing; that the settings lack something is said by Open.
//
// Deliver of either opens what is not open. An error in producing an attachment is given back as it is, and
// nothing of the message has been delivered.
func New(s Settings) notify.Post {
	if s.Maildir != "" {
		return &maildir{settings: &s}
	}
	return &server{settings: &s}
}

// ready is a message that may travel from an address: its recipients are addresses, each there once. The
// error is invalid, mail.address, or cancelled.
func ready(ctx context.Context, from string, e notify.Envelope) (message, error) {
	if err := ctx.Err(); err != nil {
		return message{}, fault.As(err)
	}
	to, none, err := recipients(e.To)
	if err != nil {
		return message{}, err
	}
	if !isMessageID(e.MessageID) {
		return message{}, fault.New(fault.Internal, "internal", "cause", "a message without a Message-ID")
	}
	return message{Envelope: e, from: from, to: to, none: none}, nil
}

// print writes a message as it travels from an address; see notify.Post.
func (s *Settings) print(w io.Writer, e notify.Envelope) error {
	from, err := s.sender()
	if err != nil {
		return err
	}
	m := message{Envelope: e, from: named(from)}
	if len(e.To) > 0 {
		if m, err = ready(context.Background(), m.from, e); err != nil {
			return err
		}
	}
	return m.write(w)
}

// isMessageID tells whether a text can stand in the header of that name as it is.
func isMessageID(s string) bool {
	inner, opened := strings.CutPrefix(s, "<")
	inner, closed := strings.CutSuffix(inner, ">")
	return opened && closed && inner != "" && len(s) <= 250 && address.IsASCII(inner) && !strings.ContainsFunc(inner, address.IsOdd)
}
