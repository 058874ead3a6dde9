package mail

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// short is a timeout for steps that are to be late.
const short = 150 * time.Millisecond

func TestWhateverFailsIsSaidAndNothingIsThereTwice(t *testing.T) {
	one, two := []string{"a@x.example"}, []string{"a@x.example", "b@x.example"}
	for _, c := range []struct {
		name    string
		script  script
		to      []string
		key     string // empty: delivered
		step    string
		code    int
		refused int // of those who were told
		arrived int
	}{
		{"all is well", nil, two, "", "", 0, 0, 1},
		{"the greeting refuses", script{"greeting": "554 go away!"}, one, "mail.refused", "greeting", 554, 0, 0},
		{"the greeting is late", script{"greeting": "hang"}, one, "mail.unreachable", "", 0, 0, 0},
		{"the greeting drips", script{"greeting": "drip"}, one, "mail.unreachable", "", 0, 0, 0},
		{"the greeting never ends", script{"greeting": "endless"}, one, "mail.unreachable", "", 0, 0, 0},
		{"the greeting is no SMTP", script{"greeting": "HTTP/1.1 400 Bad Request\x1b[2J"}, one, "mail.unreachable", "", 0, 0, 0},
		{"closed before the greeting", script{"greeting": "close"}, one, "mail.unreachable", "", 0, 0, 0},
		{"EHLO and HELO are refused", script{"EHLO": "550 no", "HELO": "550 no"}, one, "mail.refused", "EHLO", 550, 0, 0},
		{"a server that is very old", script{"EHLO": "502 what"}, one, "", "", 0, 0, 1},
		{"EHLO is late", script{"EHLO": "hang"}, one, "mail.unreachable", "", 0, 0, 0},
		{"closed at EHLO", script{"EHLO": "close"}, one, "mail.unreachable", "", 0, 0, 0},
		{"MAIL is refused for now", script{"MAIL": "451 later"}, one, "mail.refused", "MAIL FROM", 451, 0, 0},
		{"MAIL is refused for good", script{"MAIL": "550 no\x1b[31m \u202eyou"}, one, "mail.refused", "MAIL FROM", 550, 0, 0},
		{"MAIL is taken in another way", script{"MAIL": "251 well"}, one, "", "", 0, 0, 1},
		{"MAIL is late", script{"MAIL": "hang"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"MAIL is answered with what is no answer", script{"MAIL": "wat"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"MAIL is answered out of turn", script{"MAIL": "354 go on"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"the answer to MAIL never ends", script{"MAIL": "endless"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"the answer to MAIL drips", script{"MAIL": "drip"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"the answers are codes alone", script{"MAIL": "250", "RCPT": "250", "DATA": "354", "end": "250"}, two, "", "", 0, 0, 1},
		{"the answer to MAIL is cut off", script{"MAIL": "250 o~"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"a refusal is cut off", script{"RCPT": "550 n~"}, one, "mail.lost", "RCPT TO", 0, 0, 0},
		{"the answer to the end is cut off", script{"end": "250 ok~"}, one, "mail.unanswered", "", 0, 0, 1},
		{"closed at MAIL", script{"MAIL": "close"}, one, "mail.lost", "MAIL FROM", 0, 0, 0},
		{"one recipient is refused for now", script{"RCPT 1": "450 later"}, two, "mail.refused", "RCPT TO", 450, 1, 1},
		{"the second is refused for now", script{"RCPT 2": "450 later"}, two, "mail.refused", "RCPT TO", 450, 1, 1},
		{"all are refused for now", script{"RCPT": "450 later"}, two, "mail.refused", "RCPT TO", 450, 2, 0},
		{"one for good, the other for now", script{"RCPT 1": "550 no", "RCPT 2": "450 later"}, two, "mail.refused", "RCPT TO", 550, 2, 0},
		{"one recipient is refused for good", script{"RCPT 1": "550 no such user"}, two, "mail.refused", "RCPT TO", 550, 1, 1},
		{"all recipients are refused for good", script{"RCPT": "550 no"}, two, "mail.refused", "RCPT TO", 550, 2, 0},
		{"RCPT is late", script{"RCPT": "hang"}, one, "mail.lost", "RCPT TO", 0, 0, 0},
		{"closed at the second recipient", script{"RCPT 2": "close"}, two, "mail.lost", "RCPT TO", 0, 0, 0},
		{"the server ends at RCPT", script{"RCPT": "421 bye!"}, one, "mail.refused", "RCPT TO", 421, 0, 0},
		{"DATA is refused", script{"DATA": "554 no"}, one, "mail.refused", "DATA", 554, 0, 0},
		{"DATA is answered as if it were done", script{"DATA": "250 ok"}, one, "mail.lost", "DATA", 0, 0, 0},
		{"DATA is late", script{"DATA": "hang"}, one, "mail.lost", "DATA", 0, 0, 0},
		{"closed at DATA", script{"DATA": "close"}, one, "mail.lost", "DATA", 0, 0, 0},
		{"closed within the message", script{"text": "close"}, one, "mail.lost", "message", 0, 0, 0},
		{"nobody reads the message", script{"text": "hang"}, one, "mail.lost", "message", 0, 0, 0},
		{"the message is refused for now", script{"end": "452 full"}, one, "mail.refused", "end", 452, 0, 0},
		{"the message is refused for good", script{"end": "554 spam"}, one, "mail.refused", "end", 554, 0, 0},
		{"the message is taken in another way", script{"end": "251 queued"}, one, "", "", 0, 0, 1},
		{"the end is late", script{"end": "hang"}, one, "mail.unanswered", "", 0, 0, 0},
		{"closed at the end", script{"end": "close"}, one, "mail.unanswered", "", 0, 0, 0},
		{"the end is answered with what is no answer", script{"end": "?"}, one, "mail.unanswered", "", 0, 0, 0},
		{"the end is answered out of turn", script{"end": "354 more"}, one, "mail.unanswered", "", 0, 0, 0},
		{"the answer to the end never ends", script{"end": "endless"}, one, "mail.unanswered", "", 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := play(t, c.script)
			s := p.settings()
			if all := fmt.Sprint(c.script); strings.Contains(all, "hang") || strings.Contains(all, "drip") {
				s.Timeout = short
			}
			e := envelope(c.to...)
			if c.script["text"] != "" {
				e.Attachment = attached(strings.Repeat("0123456789", 1<<20)) // more than fits between the two
			}
			post := opened(t, s)
			receipt, err := post.Deliver(context.Background(), e)
			if c.key == "" && err != nil {
				t.Fatal(err)
			}
			if c.key != "" {
				got := expect(t, err, fault.Remote, c.key)
				if step, _ := got.Args["step"].(string); step != c.step || c.code != 0 && got.Args["code"] != c.code {
					t.Errorf("%v, want step %q and code %d", got, c.step, c.code)
				}
				if cause, is := got.Args["cause"]; is && cause == "" || got.Args["host"] != "127.0.0.1" {
					t.Errorf("%v does not say why or where", got)
				}
			}
			if len(receipt.Refused) != c.refused {
				t.Errorf("refused: %v", receipt.Refused)
			}
			for n, one := range receipt.Refused {
				if expect(t, one, fault.Remote, "mail.refused"); !slices.Contains(c.to, one.Target) || one.Args["recipient"] != one.Target {
					t.Errorf("refused %d: %v", n, one)
				}
			}
			p.lock.Lock()
			arrived := len(p.arrived)
			p.lock.Unlock()
			if arrived != c.arrived {
				t.Errorf("%d messages arrived, want %d", arrived, c.arrived)
			}
			// Whatever it was, what comes next goes its way.
			p.lock.Lock()
			p.script = nil
			p.lock.Unlock()
			deliver(t, post, numbered(2))
			if err := post.Close(); err != nil {
				t.Error(err)
			}
			if p.lock.Lock(); len(p.arrived) != c.arrived+1 {
				t.Errorf("%d messages in the end", len(p.arrived))
			}
			p.lock.Unlock()
		})
	}
}

func TestAfterARefusalTheSameConnectionGoesOn(t *testing.T) {
	p := play(t, script{"MAIL 1": "451 later", "RCPT 1": "550 no", "end 1": "554 spam", "DATA 1": "451 later"})
	post := opened(t, p.settings())
	for range 4 {
		_, err := post.Deliver(context.Background(), envelope())
		expect(t, err, fault.Remote, "mail.refused")
	}
	deliver(t, post, envelope())
	heard := strings.Join(p.heard, "\n")
	if p.connections != 1 || len(p.arrived) != 1 || strings.Count(heard, "RSET") != 4 {
		t.Errorf("%d connections, %d messages\n%s", p.connections, len(p.arrived), heard)
	}
}

func TestAReplyIsToldAsOneShortLine(t *testing.T) {
	long := strings.Repeat("long ", 1000)
	p := play(t, script{"MAIL": "550-first\x00\x1b[31m\r\n550-second \u202eline\r\n550 " + long})
	_, err := opened(t, p.settings()).Deliver(context.Background(), envelope())
	got := expect(t, err, fault.Remote, "mail.refused").Args["text"].(string)
	if !strings.HasPrefix(got, "first [31m second line long long") || len([]rune(got)) > 300 || !strings.HasSuffix(got, "…") {
		t.Errorf("%q", got)
	}
}
