package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail/smtp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// signIn signs in by the best way that the server offers. What it says to that is not told, because it may
// repeat what it was given.
func (s *server) signIn(client *smtp.Client) error {
	_, list := client.Extension("AUTH") // empty where it is not offered
	_, err := client.GetTLSConnectionState()
	password := s.settings.Password.reveal()
	way, err := s.wayIn(strings.Fields(strings.ToUpper(list)), err == nil, password)
	if err != nil {
		return err
	}
	err = client.Auth(patient{way})
	reply, is := replyIn(err)
	switch {
	case err == nil:
		return nil
	case is:
		return s.notSignedIn(reply.Code)
	case isCut(err), errors.Is(err, errEndless), isLate(err):
		return s.unreachable(err)
	}
	return s.notSignedIn(0)
}

// confide says which words nobody is to see, should the server say them: it may know them from an earlier
// connection. Encoded they are known without their padding.
func (s *server) confide() {
	password, encode := s.settings.Password.reveal(), base64.RawStdEncoding.EncodeToString
	if password != "" {
		whole := encode([]byte("\x00" + s.settings.User + "\x00" + password)) // which can have the next in it
		s.told = []Secret{Hidden(whole), s.settings.Password, Hidden(encode([]byte(password)))}
	}
}

// wayIn is the best of the ways that are offered: one that does not give the password away where there is
// one. Over a line that others can read the password never goes.
func (s *server) wayIn(offered []string, secure bool, password string) (smtp.Auth, error) {
	host, user := s.settings.Host, s.settings.User
	for _, way := range []struct {
		name string
		auth smtp.Auth
		open bool // the password goes over the line
	}{
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(user, password), false},
		{"SCRAM-SHA-1", smtp.ScramSHA1Auth(user, password), false},
		{"CRAM-MD5", smtp.CRAMMD5Auth(user, password), false},
		{"PLAIN", smtp.PlainAuth("", user, password, host, true), true},
		{"LOGIN", smtp.LoginAuth(user, password, host, true), true},
	} {
		switch {
		case !slices.Contains(offered, way.name):
		case way.open && !secure && !isLoopback(host):
			return nil, fault.New(fault.Invalid, "mail.sign-in-open", "host", s.shownHost()).About("smtp.tls")
		default:
			return way.auth, nil
		}
	}
	return nil, fault.New(fault.Remote, "mail.no-sign-in", "host", s.shownHost(), "user", s.shownUser()).About(s.shownHost())
}

// notSignedIn is the error for a user who was refused; code is 0 where the server did not give one.
func (s *server) notSignedIn(code int) error {
	return fault.New(fault.Remote, "mail.sign-in", "host", s.shownHost(), "user", s.shownUser(), "code", code).About("smtp.user")
}

func (s *server) shownUser() string { return s.masked(shown(s.settings.User, mostOfValue)) }

// isLoopback tells whether a host is this machine, so that nothing that is sent there leaves it.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func isLate(err error) bool {
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

// mostRounds is how many rounds of SCRAM a server may ask for: a hundred times what is usual, and a second
// of work. No timeout would end it.
const mostRounds = 1_000_000

// patient is a way to sign in that does not work without end.
type patient struct{ smtp.Auth }

func (p patient) Next(fromServer []byte, more bool) ([]byte, error) {
	if more && bytes.HasPrefix(fromServer, []byte("r=")) {
		for field := range bytes.SplitSeq(fromServer, []byte(",")) {
			rounds, is := bytes.CutPrefix(field, []byte("i="))
			if n, err := strconv.Atoi(string(rounds)); is && (err != nil || n > mostRounds) {
				return nil, errors.New("too many rounds")
			}
		}
	}
	return p.Auth.Next(fromServer, more)
}
