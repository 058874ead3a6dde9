package mail

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestMessagesArriveAsTheyWereGivenOverOneConnection(t *testing.T) {
	r := startRelay(t, relayKind{})
	p := r.post(t, r.settings())
	if err := p.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	plain, digest := envelope(), envelope("ana@fabrikam.example", "bo@fabrikam.example", "ana@FABRIKAM.example", "bo@fabrikam.example")
	digest.Attachment = attached(list)
	for _, e := range []notify.Envelope{plain, digest, plain} {
		if got := deliver(t, p, e); got.Refused != nil {
			t.Errorf("refused: %v", got.Refused)
		}
	}
	if err := errors.Join(p.Close(), p.Close()); err != nil {
		t.Fatal(err)
	}
	arrived := r.arrived()
	if len(arrived) != 3 || r.connections != 1 {
		t.Fatalf("%d messages over %d connections", len(arrived), r.connections)
	}
	if arrived[0].raw != arrived[2].raw {
		t.Error("the same message is not the same bytes")
	}
	headers := []string{
		"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To",
	}
	want := letter{
		headers: headers, from: `"Digital Partners" <dpor@contoso.example>`, to: "ana@fabrikam.example", subject: plain.Subject,
		text: plain.Text, html: plain.HTML, date: "Fri, 31 May 2024 09:30:15 +0000", id: plain.MessageID, lang: "sv", auto: "auto-generated",
		types: "multipart/alternative text/plain; charset=utf-8 text/html; charset=utf-8 ",
	}
	withFile := want
	withFile.to, withFile.file, withFile.name = "ana@fabrikam.example, bo@fabrikam.example", list, "changes-2024-05-31.csv"
	withFile.types = "multipart/mixed " + want.types + "text/csv; charset=utf-8 "
	for n, want := range []letter{want, withFile} {
		got := read(t, arrived[n].raw)
		got.text, got.html = lines(got.text), lines(got.html)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(letter{})); diff != "" {
			t.Errorf("message %d (-given +arrived)\n%s", n, diff)
		}
		if to := strings.Split(want.to, ", "); arrived[n].from != "dpor@contoso.example" || !slices.Equal(arrived[n].to, to) {
			t.Errorf("message %d from %q to %q", n, arrived[n].from, arrived[n].to)
		}
	}
}

func TestAClosedWayIsOpenedAgain(t *testing.T) {
	r := startRelay(t, relayKind{})
	p := r.post(t, r.settings())
	for n := range 3 {
		deliver(t, p, numbered(n)) // opens what is not open
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.arrived()) != 3 || r.connections != 3 {
		t.Errorf("%d messages over %d connections", len(r.arrived()), r.connections)
	}
}

func TestAnAddressBeyondASCIIGoesToAServerThatKnowsOfIt(t *testing.T) {
	given := envelope("björn@åkeri.example", "ana@fabrikam.example")
	able := startRelay(t, relayKind{utf8: true})
	p := able.post(t, able.settings())
	deliver(t, p, given)
	deliver(t, p, envelope())
	arrived := able.arrived()
	if !slices.Equal(arrived[0].to, given.To) || !arrived[0].utf8 || arrived[1].utf8 {
		t.Errorf("to %q, as more than ASCII: %v, then %v", arrived[0].to, arrived[0].utf8, arrived[1].utf8)
	}
	if got := read(t, arrived[0].raw).to; got != strings.Join(given.To, ", ") {
		t.Errorf("the header says %q", got)
	}

	unable := startRelay(t, relayKind{})
	p = unable.post(t, unable.settings())
	receipt, err := p.Deliver(context.Background(), given)
	if expect(t, err, fault.Remote, "mail.no-utf8").Target != "björn@åkeri.example" || len(receipt.Refused) != 1 || !slices.Equal(receipt.Taken, given.To[1:]) {
		t.Errorf("%+v", receipt)
	}
	if got := unable.arrived()[0]; !slices.Equal(got.to, []string{"ana@fabrikam.example"}) || read(t, got.raw).to != "ana@fabrikam.example" {
		t.Errorf("to %q", got.to)
	}
	given.To = given.To[:1]
	receipt, err = p.Deliver(context.Background(), given)
	if expect(t, err, fault.Remote, "mail.no-utf8"); len(receipt.Refused) != 1 || len(unable.arrived()) != 1 {
		t.Errorf("refused %v, %d messages", receipt.Refused, len(unable.arrived()))
	}
}

func TestACancelledCommandSendsNothing(t *testing.T) {
	r := startRelay(t, relayKind{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := r.post(t, r.settings())
	expect(t, p.Open(ctx), fault.Cancelled, "cancelled")
	_, err := p.Deliver(ctx, envelope())
	expect(t, err, fault.Cancelled, "cancelled")
	deliver(t, p, envelope())
	_, err = p.Deliver(ctx, envelope())
	expect(t, err, fault.Cancelled, "cancelled")
	if got := len(r.arrived()); got != 1 {
		t.Errorf("%d messages", got)
	}
}

// A message that cannot be produced is not there in part, and the next one is not in its place.
func TestAMessageThatCannotBeProducedIsNotEnded(t *testing.T) {
	r := startRelay(t, relayKind{})
	p := r.post(t, r.settings())
	deliver(t, p, numbered(1))
	for _, size := range []int{0, 100, 1 << 20} {
		broken := fault.New(fault.Corrupt, "ledger.damaged")
		e := numbered(2)
		e.Attachment = attached(strings.Repeat("x", size))
		inner := e.Attachment.Write
		e.Attachment.Write = func(w io.Writer) error {
			if err := inner(w); err != nil {
				return err
			}
			return broken
		}
		if _, err := p.Deliver(context.Background(), e); err != error(broken) {
			t.Errorf("after %d bytes: %v", size, err)
		}
	}
	deliver(t, p, numbered(3))
	arrived := r.arrived()
	if len(arrived) != 2 || read(t, arrived[1].raw).id != numbered(3).MessageID {
		t.Fatalf("%d messages arrived", len(arrived))
	}
}

func TestSettingsThatLackSomethingAreToldBeforeAnythingIsDone(t *testing.T) {
	whole := Settings{Host: "127.0.0.1", Port: 1, From: "dpor@contoso.example", Timeout: time.Second}
	for key, change := range map[string]func(*Settings){
		"mail.no-way":      func(s *Settings) { s.Host = "" },
		"mail.no-from":     func(s *Settings) { s.From = "" },
		"mail.no-password": func(s *Settings) { s.User = "dpor" },
	} {
		s := whole
		change(&s)
		expect(t, New(s).Open(context.Background()), fault.Invalid, key)
		_, err := New(s).Deliver(context.Background(), envelope())
		expect(t, err, fault.Invalid, key)
	}
	for _, from := range []string{
		"dpor", "a@b, c@d", "a@b\r\nBcc: c@d", "<>", "dpor@", "björn@contoso.example", "\"a b\"@c.example", strings.Repeat("n", 101) + " <a@b.example>",
	} {
		s := whole
		s.From = from
		expect(t, New(s).Open(context.Background()), fault.Invalid, "mail.from")
	}
	e := expect(t, New(whole).Open(context.Background()), fault.Remote, "mail.unreachable")
	if e.Args["host"] != "127.0.0.1" || e.Args["port"] != 1 || e.Args["cause"] != "connection refused" {
		t.Errorf("%v", e)
	}
}
