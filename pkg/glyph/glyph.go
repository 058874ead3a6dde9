// Package glyph owns which characters of a text from outside may be shown to people: on a terminal, in a
// message and in a document. It must not know what becomes of the others, nor what a place of its own forbids
// beside them.
package glyph

// Unsafe tells whether a character could move the cursor, reorder the text around it or hide in it: controls
// (C0, DEL, C1), what breaks a line, bidirectional marks, overrides and isolates, and characters without a
// shape of their own. The two joiners U+200C and U+200D are safe, because Persian, Indic names and emoji need
// them (CONTRACT section 1).
func Unsafe(r rune) bool {
	switch {
	case r < 0x20, 0x7F <= r && r <= 0x9F: // C0, DEL, C1
		return true
	case r < 0xAD:
		return false
	}
	switch {
	case r == 0xAD, // soft hyphen
		r == 0x061C,              // Arabic letter mark
		r == 0x180E,              // Mongolian vowel separator
		r == 0x200B,              // zero width space
		r == 0x200E, r == 0x200F, // left-to-right and right-to-left mark
		0x2028 <= r && r <= 0x202E,   // line and paragraph separator, bidirectional overrides
		0x2060 <= r && r <= 0x206F,   // word joiner, invisible operators, isolates
		r == 0xFEFF,                  // zero width no-break space
		0xFFF9 <= r && r <= 0xFFFB,   // interlinear annotation
		0xE0000 <= r && r <= 0xE007F: // tags
		return true
	}
	return false
}
