package mail

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// hostile are texts that try to be more than a text.
func hostile() *rapid.Generator[string] {
	bit := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n", ".", "..", "\r\n\r\n", "Bcc: eve@evil.example", "\r\nBcc: eve@evil.example\r\n", "\x00", "\x1b[2J",
			"\u202e", "\u2028", "=?utf-8?q?=0D=0ABcc:_eve?=", "=?", "?=", "=", "å", "漢字", "😀", "\xff", "--", "=_", "\t", "   ", ",", "<", ">", "\"", "\\",
			"QUIT\r\n", "RCPT TO:<eve@evil.example>\r\n", ";", ":", "@", "a", "\u00a0",
		}),
		rapid.String(),
		rapid.Map(rapid.IntRange(900, 12_000), func(n int) string { return strings.Repeat("x", n) }),
	)
	return rapid.Map(rapid.SliceOfN(bit, 0, 8), func(list []string) string { return strings.Join(list, "") })
}

func TestNoTextAddsAHeaderARecipientOrACommand(t *testing.T) {
	r := startRelay(t, relayKind{utf8: true})
	p := r.post(t, r.settings())
	usual := read(t, composed(t, envelope())).headers
	rapid.Check(t, func(t *rapid.T) {
		e := envelope()
		e.Subject, e.Text, e.HTML = hostile().Draw(t, "subject"), hostile().Draw(t, "text"), hostile().Draw(t, "html")
		content := hostile().Draw(t, "file")
		if rapid.Bool().Draw(t, "attached") {
			e.Attachment = attached(content)
			e.Attachment.Name, e.Attachment.MediaType = hostile().Draw(t, "name"), rapid.OneOf(hostile(), rapid.Just("text/csv")).Draw(t, "type")
		}
		e.Lang = rapid.OneOf(rapid.Just("sv"), rapid.Just("es")).Draw(t, "lang")
		before := len(r.arrived())
		deliver(t, p, e)
		arrived := r.arrived()[before:]
		if len(arrived) != 1 || !slices.Equal(arrived[0].to, e.To) || r.connections != 1 {
			t.Fatalf("%d messages, %d connections", len(arrived), r.connections)
		}
		got := read(t, arrived[0].raw)
		if diff := cmp.Diff(usual, got.headers); diff != "" {
			t.Fatalf("headers (-usual +got)\n%s", diff)
		}
		if !address.IsASCII(arrived[0].raw) {
			t.Fatalf("more than ASCII")
		}
		// What ends a text is the boundary, with a line end of its own.
		if lines(got.text) != lines(e.Text) || lines(got.html) != lines(e.HTML) {
			t.Fatalf("given %.300q\n%.300q\narrived %.300q\n%.300q", e.Text, e.HTML, got.text, got.html)
		}
		if e.Attachment != nil && got.file != content {
			t.Fatalf("the file %.300q arrived as %.300q", content, got.file)
		}
		if strings.ContainsAny(got.subject, "\r\n\x00\u2028") || got.to != e.To[0] || got.id != e.MessageID {
			t.Fatalf("%.300q", got)
		}
		if utf8.ValidString(e.Subject) && !strings.ContainsFunc(e.Subject, address.IsOdd) && got.subject != e.Subject {
			t.Fatalf("the subject %.300q arrived as %.300q", e.Subject, got.subject)
		}
		if first, second := composed(t, e), composed(t, e); first != second {
			t.Fatalf("not the same bytes twice")
		}
	})
}

func TestASubjectComesBackAsItWasGiven(t *testing.T) {
	for _, subject := range []string{
		"", "a", "Contoso lägger till dig", "a  b   c", strings.Repeat("word ", 200) + "end", strings.Repeat("x", 10_000), " before", "after ",
		"=?utf-8?q?not_that?=", strings.Repeat("漢", 300), "50% = half?_", strings.Repeat("    ", 50) + "x",
	} {
		e := envelope()
		e.Subject = subject
		raw := composed(t, e)
		if got := read(t, raw).subject; got != subject {
			t.Errorf("%.200q came back as %.200q", subject, got)
		}
		for line := range strings.Lines(raw) {
			if len(line) > longestLine+2 || strings.TrimSpace(line) == "" && line != "\r\n" {
				t.Errorf("a line of %d bytes: %q", len(line), line)
			}
		}
	}
}

func TestOnlyOnePlainAddressIsARecipient(t *testing.T) {
	sent := 0
	r := startRelay(t, relayKind{utf8: true})
	p := r.post(t, r.settings())
	for _, bad := range []string{
		"", " ", "ana", "@", "ana@", "@fabrikam.example", "ana@fabrikam.example\r\nRCPT TO:<eve@evil.example>", "ana@fabrikam.example\n", "\r",
		"ana@fabrikam.example,eve@evil.example", "ana@fabrikam.example;eve@evil.example", "<ana@fabrikam.example>", "Ana <ana@fabrikam.example>",
		"ana@fabrikam.example>", "ana @fabrikam.example", " ana@fabrikam.example", "ana@@fabrikam.example", "ana@fabrikam@evil.example", "\x00@x.example",
		"ana@fabrikam..example", ".ana@fabrikam.example", "ana.@fabrikam.example", "ana@[127.0.0.1]", `"a b"@x.example`, "ana(x)@x.example", "\u202ea@x.example",
		"a\u200b@x.example", "a\xff@x.example", strings.Repeat("a", 10_000) + "@x.example", "ana@" + strings.Repeat("x.", 5_000) + "example", "a@x.example SIZE=1",
	} {
		// Alone it keeps the message back; beside others it is left out, and told.
		for _, to := range [][]string{{bad}, {"ana@fabrikam.example", bad}} {
			receipt, err := p.Deliver(context.Background(), envelope(to...))
			if len(to) > 1 && slices.Equal(receipt.Taken, to[:1]) && len(receipt.Refused) == 1 {
				sent++
			}
			e := expect(t, err, fault.Invalid, "mail.address")
			if value := e.Args["value"].(string); len([]rune(value)) > mostOfValue || strings.ContainsFunc(value, func(r rune) bool { return r != ' ' && address.IsOdd(r) }) {
				t.Errorf("%q is shown as %q", bad, value)
			}
		}
	}
	for n, one := range r.arrived() {
		if !slices.Equal(one.to, []string{"ana@fabrikam.example"}) || read(t, one.raw).to != "ana@fabrikam.example" {
			t.Errorf("message %d went to %q", n, one.to)
		}
	}
	if n := len(r.arrived()); n != sent {
		t.Errorf("%d messages arrived, want %d", n, sent)
	}
	_, err := p.Deliver(context.Background(), notify.Envelope{MessageID: "<a@b>"})
	expect(t, err, fault.Invalid, "mail.address")
	for _, good := range []string{"a@b", "o'hara+x=y/z@fabrikam.example", "björn@åkeri.example", "root@localhost", strings.Repeat("a", 64) + "@x.example"} {
		deliver(t, p, envelope(good))
		if arrived := r.arrived(); !slices.Equal(arrived[len(arrived)-1].to, []string{good}) || read(t, arrived[len(arrived)-1].raw).to != good {
			t.Errorf("%q: %q", good, arrived[len(arrived)-1].to)
		}
	}
}

func TestAMessageWithoutAProperIDIsNotSent(t *testing.T) {
	for _, id := range []string{"", "<>", "a@b", "<a@b", "<a b@c>", "<a@b>\r\nBcc: eve@evil.example", "<a@b>\n", "<å@b>", "<" + strings.Repeat("x", 300) + ">"} {
		e := envelope()
		e.MessageID = id
		if _, err := ready(context.Background(), "a@b", e); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestALanguageThatIsNoneIsLeftOut(t *testing.T) {
	for given, want := range map[string]string{"sv": "sv", "es-MX": "es-MX", "": "", "sv\r\nBcc: eve@evil.example": "", "å": ""} {
		e := envelope()
		e.Lang = given
		if got := read(t, composed(t, e)); got.lang != want || slices.Contains(got.headers, "Bcc") {
			t.Errorf("%q: %q", given, got.lang)
		}
	}
}

func TestBase64BreaksIntoLinesOfTheSameLength(t *testing.T) {
	for size := range 200 {
		var b bytes.Buffer
		if err := base64Lines(&b, attached(strings.Repeat("x", size)).Write); err != nil {
			t.Fatal(err)
		}
		list := strings.Split(b.String(), "\r\n")
		for n, line := range list {
			if len(line) != base64Line && n < len(list)-1 || len(line) > base64Line || line == "" && size > 0 {
				t.Fatalf("%d bytes: line %d has %d", size, n, len(line))
			}
		}
	}
}
