package mail

import (
	"bufio"
	"context"
	netmail "net/mail"
	"slices"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// The steps of handing over a message, as errors name them: a command as it is, any other in a word that the
// catalogue puts into each language.
const (
	stepGreeting = "greeting"
	stepMail     = "MAIL FROM"
	stepRcpt     = "RCPT TO"
	stepData     = "DATA"
	stepText     = "message"
	stepEnd      = "end"
)

// named is an address as the value of a header.
func named(a netmail.Address) string {
	if a.Name == "" {
		return a.Address
	}
	return a.String()
}

// deliver hands a message to those of its recipients that do not have it. Where others have it, it was delivered
// also if all the rest are refused for good.
func (s *server) deliver(ctx context.Context, from string, m message) (notify.Receipt, error) {
	awaiting := m.awaiting()
	if len(awaiting) == 0 {
		return notify.Receipt{}, nil
	}
	hadBySome := len(awaiting) < len(m.to)
	refused, err := s.begin(ctx, from, &m)
	if err != nil {
		return notify.Receipt{Refused: refused}, err
	}
	r, err := s.address(m.awaiting())
	r.refused = append(refused, r.refused...)
	receipt := notify.Receipt{Refused: r.refused}
	if err != nil {
		return receipt, err
	}
	if len(r.taken) > 0 {
		if err := s.transfer(m); err != nil {
			return receipt, err
		}
	} else {
		s.reset()
	}
	switch {
	case r.later != nil:
		receipt.Taken = r.taken
		return receipt, r.later
	case len(r.taken) == 0 && !hadBySome:
		return receipt, r.refused[0]
	}
	return receipt, nil
}

// begin says whom the message is from. A server may have closed a connection that was not used for a
// while; the message then goes over another. Recipients whom the server cannot take are refused, and left
// out of the message; where nobody else awaits it, nothing is said.
func (s *server) begin(ctx context.Context, from string, m *message) (refused []*fault.Error, err error) {
	given := m.to
	for {
		if err := s.Open(ctx); err != nil {
			return nil, err
		}
		if refused = s.fit(m, given); len(m.awaiting()) == 0 {
			return refused, nil
		}
		err := s.talk.client.Mail(from)
		if accepted(err) {
			return refused, nil
		}
		if !s.talk.carried || !isCut(err) {
			return nil, s.stopped(stepMail, "", err)
		}
		s.drop() // the next one has carried nothing
	}
}

// fit leaves in the message the recipients whose addresses the server can take. Only where it must is it
// told that some are not ASCII, because it may then hand the message only to servers that know of that.
func (s *server) fit(m *message, given []string) (refused []*fault.Error) {
	able, _ := s.talk.client.Extension("SMTPUTF8")
	m.to = slices.DeleteFunc(slices.Clone(given), func(to string) bool {
		if able || address.IsASCII(to) {
			return false
		}
		if !m.isHadBy(to) {
			refused = append(refused, fault.New(fault.Remote, "mail.no-utf8", "host", s.shownHost(), "recipient", to).About(to))
		}
		return true
	})
	s.talk.client.SkipSMTPUTF8(!slices.ContainsFunc(m.to, func(to string) bool { return !address.IsASCII(to) }))
	return refused
}

// replies are what a server said of recipients.
type replies struct {
	taken   []string
	refused []*fault.Error // for good
	later   *fault.Error   // the first refusal for now
}

// address says whom the message is for. The error is one that ends it for all of them.
func (s *server) address(to []string) (r replies, err error) {
	for _, one := range to {
		err := s.talk.client.Rcpt("<" + one + ">")
		reply, is := replyIn(err)
		switch {
		case accepted(err):
			r.taken = append(r.taken, one)
		case !is || !refuses(reply) || reply.Code == notify.Closing:
			return r, s.stopped(stepRcpt, one, err)
		case reply.Code/100 == 5:
			r.refused = append(r.refused, s.refused(stepRcpt, reply, one))
		case r.later == nil:
			r.later = s.refused(stepRcpt, reply, one)
		}
	}
	return r, nil
}

// transfer sends the message itself. Only what is whole is ended: a server keeps nothing of a message that
// breaks off.
func (s *server) transfer(m message) error {
	data, err := s.talk.client.Data()
	if err != nil {
		return s.stopped(stepData, "", err)
	}
	line := &watched{to: data}
	buffered := bufio.NewWriterSize(line, 32<<10)
	if err = m.write(buffered); err == nil {
		err = buffered.Flush()
	}
	switch {
	case line.err != nil:
		s.drop()
		return s.lost(stepText, line.err)
	case err != nil:
		s.drop()
		return err
	}
	err = data.Close()
	reply, is := replyIn(err)
	switch {
	case accepted(err):
		s.talk.carried = true
		return nil
	case is && refuses(reply), s.talk.link.failed:
		return s.stopped(stepEnd, "", err)
	}
	s.drop()
	return s.unanswered(err)
}

// stopped is the error for a step that was not done, so that nobody gets the message: the server refused
// it, or the connection is of no use any more.
func (s *server) stopped(step, recipient string, err error) error {
	reply, is := replyIn(err)
	if !is || !refuses(reply) {
		defer s.drop()
		return s.lost(step, err)
	}
	if reply.Code == notify.Closing {
		s.drop()
	} else {
		s.reset()
	}
	return s.refused(step, reply, recipient)
}
