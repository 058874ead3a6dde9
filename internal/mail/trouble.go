package mail

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/textproto"
	"os"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// replyIn is what a server said, where an error is that.
func replyIn(err error) (reply *textproto.Error, is bool) { return reply, errors.As(err, &reply) }

// accepted tells whether the server took a command: it may say so in another way than usual.
func accepted(err error) bool {
	reply, is := replyIn(err)
	return err == nil || is && reply.Code/100 == 2
}

// refuses tells whether a reply says no, for now or for good.
func refuses(reply *textproto.Error) bool { return reply.Code/100 == 4 || reply.Code/100 == 5 }

// closed is the code with which a server ends the connection (RFC 5321 section 3.8).
const closed = 421

// isCut tells whether a connection is gone, as opposed to one that is late or talks nonsense.
func isCut(err error) bool {
	if reply, is := replyIn(err); is {
		return reply.Code == closed
	}
	var failed *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &failed) && !failed.Timeout()
}

// refused is the error for what a server said no to; recipient is empty where it was not about one.
func (s *server) refused(step string, reply *textproto.Error, recipient string) *fault.Error {
	about := recipient
	if about == "" {
		about = s.shownHost()
	}
	return fault.New(fault.Remote, "mail.refused", "host", s.shownHost(), "step", step, "code", reply.Code,
		"text", s.masked(reply.Msg), "recipient", recipient).About(about)
}

func (s *server) unreachable(err error) *fault.Error {
	return fault.New(fault.Remote, "mail.unreachable", "host", s.shownHost(), "port", s.settings.Port, "cause", s.cause(err)).
		About(s.shownHost())
}

func (s *server) notSecure(err error) *fault.Error {
	return fault.New(fault.Remote, "mail.tls", "host", s.shownHost(), "port", s.settings.Port, "cause", s.cause(err)).
		About(s.shownHost())
}

func (s *server) lost(step string, err error) *fault.Error {
	return fault.New(fault.Remote, "mail.lost", "host", s.shownHost(), "step", step, "cause", s.cause(err)).About(s.shownHost())
}

func (s *server) unanswered(err error) *fault.Error {
	return fault.New(fault.Remote, "mail.unanswered", "host", s.shownHost(), "cause", s.cause(err)).About(s.shownHost())
}

func (s *server) shownHost() string { return shown(s.settings.Host, mostOfValue) }

// cause is what went wrong with a connection, in words. The error itself is not kept: what a server said
// may be in it, with controls or with the password.
func (s *server) cause(err error) string {
	var late net.Error
	var nonsense textproto.ProtocolError
	reply, isReply := replyIn(err)
	switch {
	case isReply:
		return s.masked("it answered " + reply.Error())
	case errors.As(err, &nonsense):
		return s.masked("its answer is not SMTP: " + nonsense.Error())
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return "no answer within " + s.settings.timeout().String()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the server closed the connection"
	}
	return s.masked(reason(err))
}

// reason is the innermost of what the system says: the addresses and paths around it are told already.
func reason(err error) string {
	var call *net.OpError
	var system *os.SyscallError
	var name *net.DNSError
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &name):
		return name.Err
	case errors.As(err, &system):
		return system.Err.Error()
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	case errors.As(err, &call):
		return call.Err.Error()
	}
	return err.Error()
}

// masked is what a server said, as one line, without the words that it was told in confidence: it may
// repeat them.
func (s *server) masked(text string) string {
	for _, word := range s.told {
		text = strings.ReplaceAll(text, word.reveal(), "…")
	}
	return shown(text, mostOfReply)
}
