package poe

import "strings"

// clean is a text as XML 1.0 can hold it and as it will be read by who signs it: whatever breaks a line
// is a line feed, a tab is a space, and what no XML may hold, what reorders the text around it and other
// controls are gone. A byte that is no UTF-8 becomes U+FFFD.
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

// unfit tells whether a character has no place in a document: controls (C0, DEL, C1), the marks,
// overrides and isolates of the writing direction, and the two that XML forbids. Letters of any script
// stand in the right direction without them.
func unfit(r rune) bool {
	switch {
	case r < 0x20, 0x7F <= r && r <= 0x9F,
		r == 0x061C, r == 0x200E, r == 0x200F,
		0x202A <= r && r <= 0x202E, 0x2066 <= r && r <= 0x206F,
		r == 0xFFFE, r == 0xFFFF:
		return true
	}
	return false
}

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
