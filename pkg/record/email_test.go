package record_test

import (
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

func emailOf(t *testing.T, text string) (string, error) {
	t.Helper()
	var s string
	f := record.EmailField("email", func(p *string) *string { return p })
	err := f.Parse(&s, text)
	return f.Text(&s), err
}

func TestAnAddressIsReadAsItIsWritten(t *testing.T) {
	for _, text := range []string{
		"ana@contoso.example", "Ana.Lind+poe@contoso.example", "o'neill@sub.contoso.example", "åsa@malmö.example",
		"a@b.c", "x_y-z@1.example", "",
	} {
		if got, err := emailOf(t, " "+text+" "); err != nil || got != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestWhatIsNotOneAddressIsRefused(t *testing.T) {
	for _, text := range []string{
		"ana", "@", "ana@", "@contoso.example", "ana@contoso", "ana@contoso.", "ana@.example", "ana@@contoso.example",
		"a@b@c.example", "ana@contoso.example, bo@contoso.example", "ana@contoso.example;bo@contoso.example",
		"Ana <ana@contoso.example>", "ana lind@contoso.example", "ana@contoso .example", "ana@contoso.example\nBcc: x@y.z",
		".ana@contoso.example", "ana.@contoso.example", "a..b@contoso.example", "ana@contoso..example", "ana@-contoso.example",
		`"ana"@contoso.example`, "ana@contoso.example\x07", "ana@contoso.example\u202e", strings.Repeat("a", 250) + "@b.cd",
	} {
		if got, err := emailOf(t, text); fault.CodeOf(err) != fault.Invalid || fault.As(err).Key != "record.email" || got != "" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}
