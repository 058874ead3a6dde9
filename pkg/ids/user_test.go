package ids_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestAUserIsReadInAnyCaseAndKeptInLowerCase(t *testing.T) {
	longest := strings.Repeat("a", 64) + "@" + strings.Repeat("b", 255)
	tests := map[string]string{
		"admin@contoso.com":   "admin@contoso.com",
		"Admin@Contoso.COM":   "admin@contoso.com",
		" admin@contoso.com ": "admin@contoso.com",
		"a@b":                 "a@b",
		"o'neil+x@contoso.io": "o'neil+x@contoso.io",
		"ÅSA@exempel.se":      "åsa@exempel.se",
		longest:               longest,
	}
	for text, want := range tests {
		u, err := ids.ParseUser(text)
		if err != nil || u.String() != want || u.IsZero() {
			t.Errorf("%q: got %q, %v, want %q", text, u, err, want)
		}
	}
}

func TestTextThatIsNoUserIsRefused(t *testing.T) {
	tests := map[string]string{
		"nothing":                    "",
		"spaces":                     "  ",
		"no at sign":                 "admin",
		"nothing before the at":      "@contoso.com",
		"nothing after the at":       "admin@",
		"the at sign alone":          "@",
		"two at signs":               "admin@contoso@com",
		"two at signs together":      "admin@@contoso.com",
		"a space within":             "ad min@contoso.com",
		"a space before the at":      "admin @contoso.com",
		"a no-break space within":    "ad\u00a0min@contoso.com",
		"a tab within":               "ad\tmin@contoso.com",
		"a newline within":           "admin@contoso.com\nx",
		"a NUL":                      "admin\x00@contoso.com",
		"an escape":                  "\x1b[31madmin@contoso.com",
		"a bidirectional override":   "admin\u202e@contoso.com",
		"a zero-width space":         "admin\u200b@contoso.com",
		"321 bytes":                  strings.Repeat("a", 65) + "@" + strings.Repeat("b", 255),
		"a line separator character": "admin\u2028@contoso.com",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			u, err := ids.ParseUser(text)
			refused(t, err, "ids.user", text)
			if !u.IsZero() {
				t.Errorf("a refused text gave %q", u)
			}
		})
	}
}

func TestNobodyPrintsAsNothing(t *testing.T) {
	if u := (ids.User{}); u.String() != "" || !u.IsZero() {
		t.Errorf("nobody is %q", u)
	}
}

func TestAUserThatWasReadIsReadAgainAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ ]?[A-Za-z0-9ÅÄÖéñß._+'-]{1,20}@[A-Za-z0-9.-]{1,20}[ ]?`).Draw(t, "text")
		u, err := ids.ParseUser(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if again, err := ids.ParseUser(u.String()); err != nil || again != u {
			t.Fatalf("%q became %q and then %q, %v", text, u, again, err)
		}
	})
}
