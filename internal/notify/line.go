package notify

import (
	"strings"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

// line is a text from outside as one line of at most so many characters, cut with "…".
func line(s string, most int) string {
	s = oneLine(s)
	n, end := 0, 0
	for at := range s {
		switch n {
		case most - 1:
			end = at
		case most:
			return trimmed(s[:end]) + "…"
		}
		n++
	}
	return s
}

// oneLine is a text from outside as one line: spaces and whatever breaks a line are one space between
// words. Characters that are unsafe to show are gone; bytes that are no UTF-8 become U+FFFD (CONTRACT
// section 1 says the same of terminals).
func oneLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case glyph.Unsafe(r):
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return trimmed(b.String())
}

// trimmed is a text without spaces at its ends, nor joiners that join nothing.
func trimmed(s string) string { return strings.Trim(s, " \u200c\u200d") }
