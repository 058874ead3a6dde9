package mail

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/notify"
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

// isCut tells whether a connection is gone, as opposed to one that is late or talks nonsense.
func isCut(err error) bool {
	if reply, is := replyIn(err); is {
		return reply.Code == notify.Closing
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
	return fault.New(fault.Remote, notify.Refused, "host", s.shownHost(), "step", step, "code", reply.Code,
		"text", s.masked(reply.Msg), "recipient", recipient).About(about)
}

func (s *server) unreachable(err error) *fault.Error {
	return s.because(err, fault.New(fault.Remote, "mail.unreachable", "port", s.settings.Port))
}

func (s *server) notSecure(err error) *fault.Error {
	return s.because(err, fault.New(fault.Remote, "mail.tls", "port", s.settings.Port))
}

func (s *server) lost(step string, err error) *fault.Error {
	return s.because(err, fault.New(fault.Remote, notify.Lost, "step", step))
}

func (s *server) unanswered(err error) *fault.Error {
	e := s.because(err, fault.New(fault.Remote, notify.Unanswered))
	if e.Args["cause"] == causeLate {
		e.Args["timeout"] = (patience * s.settings.Timeout).String()
	}
	return e
}

func (s *server) shownHost() string { return shown(s.settings.Host, mostOfValue) }

// What went wrong with a connection, where it is not the system that says so: the argument "cause" of an
// error, which the catalogue puts into words.
const (
	causeClosed  = "closed"
	causeLate    = "no-answer" // "timeout" says how long was waited
	causeEndless = "endless"   // the server does not stop talking
	causeAnswer  = "answer"    // "answer" is one that does not fit
	causeNoSMTP  = "no-smtp"   // "answer" is none
)

// because puts into an error about the server what went wrong with the connection. That itself is not kept:
// what a server said may be in it, with controls or with the password.
func (s *server) because(err error, e *fault.Error) *fault.Error {
	var late net.Error
	var nonsense textproto.ProtocolError
	reply, isReply := replyIn(err)
	e.Args["host"] = s.shownHost()
	switch {
	case isReply:
		e.Args["cause"], e.Args["answer"] = causeAnswer, s.masked(strconv.Itoa(reply.Code)+" "+reply.Msg)
	case errors.As(err, &nonsense):
		_, said, _ := strings.Cut(string(nonsense), ": ") // before it stands, in English, what is wrong with it
		if plain, err := strconv.Unquote(said); err == nil {
			said = plain // in which words can be found that are to be masked
		}
		e.Args["cause"], e.Args["answer"] = causeNoSMTP, s.masked(said)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &late) && late.Timeout():
		e.Args["cause"], e.Args["timeout"] = causeLate, s.settings.Timeout.String()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Args["cause"] = causeClosed
	case errors.Is(err, errEndless):
		e.Args["cause"] = causeEndless
	default:
		e.Args["cause"] = s.masked(reason(err))
	}
	return e.About(s.shownHost())
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
