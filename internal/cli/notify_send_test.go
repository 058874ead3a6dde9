package cli

import (
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// posting is a desk with the messages that everything calls for, 13 of them.
func posting(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	d.speaking(t, "en")
	d.lives(t)
	d.types(t, "profile add admin --user ed@contoso.example --role global-admin --tenant all")
	d.types(t, "profile use admin")
	return d
}

// says is a way out that refuses messages by their number in the run, from 1.
func says(refusals map[int]error) func(notify.Envelope) (notify.Receipt, error) {
	n := 0
	return func(notify.Envelope) (notify.Receipt, error) {
		n++
		return notify.Receipt{}, refusals[n]
	}
}

func TestSendingSaysWhatBecameOfTheMessages(t *testing.T) {
	full := fault.New(fault.Remote, "mail.refused", "host", "h", "step", "RCPT TO", "code", 452, "text", "full", "recipient", "a@x.example")
	stopped := fault.New(fault.Cancelled, "cancelled")
	for name, tt := range map[string]struct {
		line    string
		opening error
		says    map[int]error
		out     string // sent, failed, given up, unaddressed, waiting (also behind one of theirs that failed); empty for nothing
		err     string
		code    fault.Code
		opened  bool
	}{
		"all":          {"", nil, nil, "13 0 0 0 0", "", fault.OK, true},
		"some":         {"--limit 4", nil, nil, "4 0 0 0 9", "", fault.OK, true},
		"a dry run":    {"--dry-run", nil, nil, "13 0 0 0 0", "Nothing was sent: this was a dry run.", fault.OK, false},
		"one fails":    {"", nil, map[int]error{2: full}, "11 1 0 0 1", "1 message could not be delivered: h refused RCPT TO for a@x.example with 452: full.", fault.Remote, true},
		"two fail":     {"", nil, map[int]error{2: full, 5: full}, "9 2 0 0 2", "2 messages could not be delivered. The first one: h refused", fault.Remote, true},
		"unreachable":  {"", fault.New(fault.Remote, "mail.unreachable", "host", "h", "port", 25, "cause", "c"), nil, "0 13 0 0 0", "13 messages could not be delivered. The first one: The mail server h cannot be reached", fault.Remote, true},
		"nothing set":  {"", fault.New(fault.Invalid, "mail.no-way").About("smtp.host"), nil, "", "neither a mail server nor a Maildir", fault.Invalid, true},
		"Ctrl-C":       {"", nil, map[int]error{4: stopped}, "3 0 0 0 10", "Stopped before the end: messages that were not sent yet wait.", fault.Cancelled, true},
		"Ctrl-C first": {"", nil, map[int]error{1: stopped}, "", "Cancelled: nothing was changed.", fault.Cancelled, true},
		"Ctrl-C after one that failed": {"", nil, map[int]error{1: full, 2: stopped}, "0 1 0 0 12",
			"Stopped before the end: messages that were not sent yet wait.", fault.Cancelled, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := posting(t)
			d.post.opening, d.post.takes = tt.opening, says(tt.says)
			out, err, code := d.run(t, "notify send -o tsv --query [sent,failed,givenUp,unaddressed,waiting] "+tt.line)
			if got := strings.Join(strings.Fields(out), " "); got != tt.out || code != tt.code.Exit() || !strings.Contains(err, tt.err) || tt.err == "" && err != "" {
				t.Errorf("exit %d: %s\n%s", code, out, err)
			}
			if p := d.post; (p.opened > 0) != tt.opened || tt.opened != (p.closed == 1) {
				t.Errorf("the post was opened %d times and closed %d times", p.opened, p.closed)
			}
		})
	}
}

func TestWhereMessagesGoStandsInTheSettings(t *testing.T) {
	d := posting(t)
	for _, set := range []string{"smtp.host mail.contoso.example", "smtp.from 'Contoso <por@contoso.example>'", "smtp.user por", "smtp.tls tls"} {
		d.types(t, "config set "+set)
	}
	d.types(t, "notify send --limit 1")
	if s := d.post.settings; s.Host != "mail.contoso.example" || s.Port != 465 || s.From != "Contoso <por@contoso.example>" || s.User != "por" || s.TLS != "tls" {
		t.Errorf("the settings are %+v", s)
	}
}

func TestWhoWasLeftOutIsKeptWithAMessageThatWent(t *testing.T) {
	d := posting(t)
	d.post.takes = func(notify.Envelope) (notify.Receipt, error) {
		return notify.Receipt{Refused: []*fault.Error{refusal(550, "b@y.example")}}, nil
	}
	if _, err, code := d.run(t, "notify send --limit 1"); code != 0 || !strings.Contains(err, "1 message went to some of its recipients only.") {
		t.Errorf("exit %d: %s", code, err)
	}
	if out := d.types(t, "notify show 1 -o tsv --query [status,reason]"); !strings.HasPrefix(out, "sent") || !strings.Contains(out, "h refused RCPT TO for b@y.example with 550: no.") {
		t.Errorf("it says %s", out)
	}
}

// An address that is none is a fault of a record; that the message did not go is one of the mail.
func TestAMessageThatCannotBeAddressedFails(t *testing.T) {
	d := posting(t)
	d.post.takes = says(map[int]error{1: fault.New(fault.Invalid, "mail.address", "value", "Bo <b@y>")})
	if _, err, code := d.run(t, "notify send --limit 1"); code != fault.Remote.Exit() || !strings.Contains(err, "Bo <b@y>") {
		t.Errorf("exit %d: %s", code, err)
	}
}

// Whom a message that has no address is meant for is said, and what to type.
func TestAMessageWithoutAnAddressSaysWhoseIsMissing(t *testing.T) {
	d := newDesk(t)
	d.speaking(t, "en")
	var list strings.Builder
	list.WriteString("tenantId,contactEmail\n" + testkit.Tenant(0).String() + ",\n")
	d.types(t, "import "+written(t, "customers.csv", list.String()))
	d.types(t, "import "+written(t, "partners.csv", "partnerId,email\n"+testkit.Partner(0).String()+",\n"))
	d.lives(t)
	_, err, code := d.run(t, "notify send")
	if code != 0 || !strings.Contains(err, "messages have no address") {
		t.Errorf("exit %d: %s", code, err)
	}
	for line, want := range map[string]string{
		"notify show 1": "Partner " + testkit.Partner(0).String() + " has no e-mail address: import its record with `email`.",
		"notify show 5": "No e-mail address is known for tenant " + testkit.Tenant(0).String() + ": import the customer with `contactEmail`.",
	} {
		if out := d.types(t, line); !strings.Contains(out, want) {
			t.Errorf("%s says\n%s", line, out)
		}
	}
}
