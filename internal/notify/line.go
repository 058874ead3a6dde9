package notify

import (
	"strings"
	"unicode"
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
// words. Controls, bidirectional marks, overrides and isolates and other characters without a shape are
// gone, but for the two joiners within a word, which some scripts and emoji need; bytes that are no UTF-8
// become U+FFFD (CONTRACT section 1 says the same of terminals).
func oneLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf) && r != zeroWidthNonJoiner && r != zeroWidthJoiner:
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return trimmed(b.String())
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// trimmed is a text without spaces at its ends, nor joiners that join nothing.
func trimmed(s string) string { return strings.Trim(s, " \u200c\u200d") }
