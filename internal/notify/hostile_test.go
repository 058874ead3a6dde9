package notify_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// hostile are texts that try to be more than a name.
func hostile() *rapid.Generator[string] {
	pieces := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\r\nBcc: all@contoso.example", "\n\n  Since: 1999-01-01", "\n    dpor remove-por --yes", "\u2028x", "\u2029", "\u0085", "\v\f\x00\x1b[31m",
			"\u202eevil\u2066", "\u200b\ufeff\u00ad", "\u200d", "\U000e0041", "<script>", "</td></table><p>", "&lt;&#10;", `" onload="`,
			"{{.Partner}}", "{{", "a: b", "\xff\xfe", "\xe2\x80", "日本語", "שלום", "e\u0301", "👩\u200d🚀", "  ", "\t", "'", "%0a", "$(id)",
		}),
		rapid.String(),
		rapid.Map(rapid.IntRange(100, 10_000), func(n int) string { return strings.Repeat("long ", n/5) }),
		rapid.Map(rapid.IntRange(100, 10_000), func(n int) string { return strings.Repeat("ö", n) }),
	)
	return rapid.Map(rapid.SliceOfN(pieces, 0, 5), func(list []string) string { return strings.Join(list, "") })
}

// filledWith is the facts with every text from outside replaced.
func filledWith(f notify.Facts, text func() string) notify.Facts {
	f.Partner.Name, f.Other.Name, f.Customer.Name, f.Customer.Contact = text(), text(), text(), text()
	f.Subscription.Name, f.Subscription.Product = text(), record.Product(text())
	f.Stamp.By, f.Stamp.Role, f.Comment, f.Reason = text(), text(), text(), text()
	f.Claim.Name, f.Claim.Area, f.Claim.Role = text(), text(), text()
	workloads := make([]string, len(f.Claim.Workloads))
	for i := range workloads {
		workloads[i] = text()
	}
	subscriptions := make([]notify.Subscription, len(f.Claim.Subscriptions))
	for i, s := range f.Claim.Subscriptions {
		s.Name, s.Product = text(), record.Product(text())
		subscriptions[i] = s
	}
	f.Claim.Workloads, f.Claim.Subscriptions = workloads, subscriptions
	return f
}

// skeleton is what of a text its template made: which lines there are, the labels of facts, and whole
// commands.
func skeleton(text string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(l, "    ") || l == "\n":
			b.WriteString(l)
		case strings.HasPrefix(l, "  "):
			label, _, _ := strings.Cut(l, ": ")
			b.WriteString(label + ":\n")
		default:
			b.WriteString("paragraph\n")
		}
	}
	return b.String()
}

// stray is the first character of a text that no line may hold.
func stray(text string) (r rune, found bool) {
	at := strings.IndexFunc(text, func(r rune) bool {
		return r != ' ' && (unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || r == 0x200b || r == 0xfeff)
	})
	if at < 0 {
		return 0, false
	}
	r, _ = utf8.DecodeRuneInString(text[at:])
	return r, true
}

func TestNoTextFromOutsideBecomesMoreThanItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := facts(rapid.SampledFrom(kinds()).Draw(t, "kind"), rapid.SampledFrom(languages()).Draw(t, "language"))
		f.Claim.Lapsed = rapid.Bool().Draw(t, "lapsed")
		tame := write(t, filledWith(f, func() string { return "n" }))
		wild := write(t, filledWith(f, func() string { return "n" + hostile().Draw(t, "text") }))

		if n := utf8.RuneCountInString(wild.Subject); n > 150 || !utf8.ValidString(wild.Subject) || strings.TrimSpace(wild.Subject) != wild.Subject {
			t.Fatalf("the subject has %d characters: %q", n, wild.Subject)
		}
		if r, found := stray(wild.Subject); found {
			t.Fatalf("%U in the subject %q", r, wild.Subject)
		}
		if got, want := skeleton(wild.Text), skeleton(tame.Text); got != want {
			t.Fatalf("got\n%s\nwant\n%s\nof\n%s", got, want, wild.Text)
		}
		for l := range strings.Lines(wild.Text) {
			if r, found := stray(strings.TrimSuffix(l, "\n")); found || !utf8.ValidString(l) {
				t.Fatalf("%U in the line %q", r, l)
			}
			if n := utf8.RuneCountInString(l); n > 1100 {
				t.Fatalf("a line of %d characters: %q", n, l)
			}
		}
		if got, want := tags(wild.HTML), tags(tame.HTML); got != want {
			t.Fatalf("the tags are\n%s\nwant\n%s", got, want)
		}
		if got, want := wordsOf(wild.HTML), strings.Join(strings.Fields(wild.Text), " "); got != want {
			t.Fatalf("the HTML says\n%s\nand the text\n%s", got, want)
		}
	})
}

// What a value becomes, told by the row of the customer.
func TestAValueStaysInItsLine(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	for given, want := range map[string]string{
		"Contoso":                          "Contoso",
		"  Contoso \t AB\r\n":              "Contoso AB",
		"Contoso\r\nBcc: a@b.example":      "Contoso Bcc: a@b.example",
		"a\u2028b\u2029c\u0085d\ve\u00a0f": "a b c d e f",
		"\u202eosotnoC\u202c":              "osotnoC",
		"Con\u200btoso\x00\x1b[1m":         "Contoso[1m",
		"Con\u00adto\u2060so\U000e0041":    "Contoso",
		"\u200d👩\u200d🚀\u200d":             "👩\u200d🚀",
		"می\u200cخواهم":                    "می\u200cخواهم",
		"a\xffb":                           "a\ufffdb",
		"{{.Tenant}}":                      "{{.Tenant}}",
		" \u200b\u200d\n":                  tenant().String(), // as where there is no name
		long[:200]:                         long[:200],
		long[:201]:                         long[:199] + "…",
		long:                               long[:199] + "…",
		strings.Repeat("é ", 5_000):        strings.Repeat("é ", 99) + "é…",
		strings.Repeat("\n", 10_000) + "x": "x",
	} {
		f := facts(notice.PartnerAdded, "en")
		f.Customer.Name = given
		text := write(t, f).Text
		if !strings.Contains(text, "\n  Customer: "+want+"\n  Tenant ID: ") {
			t.Errorf("%.40q is not told as %.40q:\n%s", given, want, text)
		}
	}
}

// What a reviewer asks for is longer than a name, and the reason for the message.
func TestAReasonIsLongerThanAName(t *testing.T) {
	f := facts(notice.ClaimReturned, "en")
	f.Reason = strings.Repeat("x", 10_000)
	if text, want := write(t, f).Text, "  Reason: "+f.Reason[:999]+"…\n"; !strings.Contains(text, want) {
		t.Errorf("the reason is not cut at 1000 characters:\n%s", text)
	}
}

// A long name leaves room for the other one and for what happened.
func TestTheSubjectSaysWhatHappenedWhateverTheNamesAre(t *testing.T) {
	long := strings.Repeat("long name ", 1_000)
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		if kind == notice.Digest {
			return // which names nobody in its subject
		}
		f := facts(kind, lang)
		short := write(t, f).Subject
		f.Customer.Name, f.Subscription.Name, f.Claim.Name = long, long, long
		got := write(t, f).Subject
		for _, name := range []string{"Contoso", "Sales Enterprise", "Teams for everyone"} {
			short = strings.ReplaceAll(short, name, strings.Repeat("long name ", 5)[:44]+"…")
		}
		if got != short {
			t.Errorf("got  %q\nwant %q", got, short)
		}
	})
}
