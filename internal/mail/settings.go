package mail

import (
	netmail "net/mail"
	"time"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Settings say by which way messages travel (CONTRACT section 10).
type Settings struct {
	Host     string // the mail server
	Port     int
	From     string        // "address" or "Name <address>"; with a Maildir it may be empty
	User     string        // empty: nobody signs in
	Password Secret        // of the user
	TLS      string        // "tls" or "none"; any other text is "starttls"
	Timeout  time.Duration // of every step by itself: dialling, a command, a write of data; a server needs one
	Maildir  string        // a folder; where it is set, it takes all messages
	Hostname string        // of this machine, for the server and the names in a Maildir; empty: localhost
}

const (
	wholeTLS = "tls"
	noTLS    = "none"
)

// checkServer says what the settings lack for a server.
func (s *Settings) checkServer() error {
	switch {
	case s.Host == "":
		return fault.New(fault.Invalid, "mail.no-way").About("smtp.host")
	case s.From == "":
		return fault.New(fault.Invalid, "mail.no-from").About("smtp.from")
	case s.User != "" && s.Password == Secret{}:
		return fault.New(fault.Invalid, "mail.no-password", "user", shown(s.User, mostOfValue)).About("smtp.password-file")
	case s.Timeout <= 0:
		return fault.New(fault.Internal, "internal", "cause", "a mail server without a timeout")
	}
	_, err := s.sender()
	return err
}

// sender is whom messages are from. Into a Maildir they may be from nobody who was named.
func (s *Settings) sender() (netmail.Address, error) {
	text := s.From
	if text == "" {
		text = "dpor@" + s.hostname()
	}
	a, err := netmail.ParseAddress(text)
	if err != nil || !address.IsSender(a.Name, a.Address) {
		return netmail.Address{}, fault.New(fault.Invalid, "mail.from", "value", shown(s.From, mostOfValue)).About("smtp.from")
	}
	return netmail.Address{Name: shown(a.Name, address.LongestName), Address: a.Address}, nil
}

// hostname is the name of this machine where it can stand behind an "@" and in a command.
func (s *Settings) hostname() string {
	if address.IsSender("", "dpor@"+s.Hostname) {
		return s.Hostname
	}
	return "localhost"
}
