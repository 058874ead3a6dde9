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

// deliver hands a message to those of its recipients that do not have it. Where some of them are refused, the first
// refusal is the error: also what a server calls permanent is tried again, after the record was mended perhaps.
func (s *server) deliver(ctx context.Context, from string, m message) (notify.Receipt, error) {
	receipt := notify.Receipt{Refused: m.none}
	if len(m.awaiting()) > 0 {
		unfit, err := s.begin(ctx, from, &m)
		receipt.Refused = append(receipt.Refused, unfit...)
		if err != nil {
			return receipt, err
		}
		taken, refused, err := s.address(m.awaiting())
		receipt.Refused = append(receipt.Refused, refused...)
		if err != nil {
			return receipt, err
		}
		if len(taken) == 0 {
			s.reset()
		} else if err := s.transfer(m); err != nil {
			return receipt, err
		}
		receipt.Taken = taken
	}
	if len(receipt.Refused) > 0 {
		return receipt, receipt.Refused[0]
	}
	return notify.Receipt{}, nil
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

// address says whom the message is for: who is taken, and what was said of those who are not. The error is one that
// ends it for all of them.
func (s *server) address(to []string) (taken []string, refused []*fault.Error, err error) {
	for _, one := range to {
		err := s.talk.client.Rcpt("<" + one + ">")
		reply, is := replyIn(err)
		switch {
		case accepted(err):
			taken = append(taken, one)
		case !is || !refuses(reply) || reply.Code == notify.Closing:
			return nil, refused, s.stopped(stepRcpt, one, err)
		default:
			refused = append(refused, s.refused(stepRcpt, reply, one))
		}
	}
	return taken, refused, nil
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
	s.talk.link.request()
	err = data.Close()
	s.talk.link.patient = false
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
