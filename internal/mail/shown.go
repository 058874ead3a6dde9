package mail

import (
	"strings"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

// The most characters of a text from outside that an error shows.
const (
	mostOfReply = 300
	mostOfValue = 100
)

// shown is a text from outside as one line that an error may hold: what is unsafe to show is a space, and
// what is too long is cut.
func shown(s string, most int) string {
	if len(s) > 8*most { // a character is four bytes at most
		s = s[:8*most]
	}
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || glyph.Unsafe(r) }), " ")
	list := []rune(s) // bytes that are no UTF-8 are U+FFFD here
	if len(list) <= most {
		return string(list)
	}
	return strings.TrimRight(string(list[:most-1]), " ") + "…"
}
