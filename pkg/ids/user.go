package ids

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// User is a user principal name such as admin@contoso.com, in lower case. The empty value is nobody.
type User struct{ upn string }

// ParseUser reads a user principal name: one "@" with text on both sides, no space or control
// character, at most 320 bytes; the error is invalid.
func ParseUser(s string) (User, error) {
	t := strings.ToLower(strings.TrimSpace(s))
	name, domain, ok := strings.Cut(t, "@")
	bad := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	if !ok || name == "" || domain == "" || strings.Contains(domain, "@") || len(t) > 320 || strings.ContainsFunc(t, bad) || !utf8.ValidString(s) {
		return User{}, fault.New(fault.Invalid, "ids.user", "value", s)
	}
	return User{t}, nil
}

// String is the user principal name.
func (u User) String() string { return u.upn }

// IsZero tells whether it is nobody.
func (u User) IsZero() bool { return u.upn == "" }
