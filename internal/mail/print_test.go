package mail

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestWhatIsPrintedIsWhatTravels(t *testing.T) {
	e := envelope("ana@fabrikam.example", "björn@åkeri.example")
	e.Attachment = attached(list)
	for name, s := range map[string]Settings{
		"a server": {Host: "mail.invalid", Port: 25, Timeout: time.Second},
		"Maildir":  {Maildir: t.TempDir() + "/none"},
	} {
		s.From = "dpor <dpor@contoso.example>"
		var got bytes.Buffer
		if err := New(s).Print(&got, e); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := strings.ReplaceAll(composed(t, e), "dpor <dpor@contoso.example>", `"dpor" <dpor@contoso.example>`)
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("%s (-travels +printed)\n%s", name, diff)
		}
	}
}

func TestAMessageWithNowhereToGoIsPrintedWithoutRecipients(t *testing.T) {
	e := envelope()
	e.To = nil
	var got bytes.Buffer
	if err := New(Settings{Hostname: "ledger-1"}).Print(&got, e); err != nil {
		t.Fatal(err)
	}
	if l := read(t, got.String()); l.to != "" || lines(l.text) != lines(e.Text) || strings.Contains(got.String(), "\nTo:") || l.from != "dpor@ledger-1" {
		t.Errorf("%+v", l)
	}
}

func TestWhatCannotTravelIsNotPrinted(t *testing.T) {
	expect(t, New(Settings{From: "nobody"}).Print(io.Discard, envelope()), fault.Invalid, "mail.from")
	expect(t, New(Settings{}).Print(io.Discard, envelope("no address")), fault.Invalid, "mail.address")
	e, failure := envelope(), errors.New("the list cannot be read")
	e.Attachment = attached(list)
	e.Attachment.Write = func(io.Writer) error { return failure }
	if err := New(Settings{}).Print(io.Discard, e); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}
