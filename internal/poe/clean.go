package poe

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

// clean is a text as XML 1.0 can hold it and as it will be read by who signs it: whatever breaks a line
// is a line feed, a tab is a space, and what no XML may hold, what reorders the text around it or hides in
// it and other controls are gone. A byte that is no UTF-8 becomes U+FFFD.
func clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case !unfit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unfit tells whether a character has no place in a document: those that are unsafe to show, and the two
// that XML forbids beside controls. Letters of any script stand in the right direction without them.
func unfit(r rune) bool { return glyph.Unsafe(r) || r == 0xFFFE || r == 0xFFFF }

// isPlain tells whether a text is printable ASCII, as most are.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7F {
			return false
		}
	}
	return true
}

// oneLine is a text for where no line can break.
func oneLine(s string) string { return strings.ReplaceAll(clean(s), "\n", " ") }
