package glyph_test

import (
	"testing"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

// The tables of unicode say what is a control, breaks a line or turns the direction.
func TestWhateverMovesBreaksOrTurnsALineIsUnsafe(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			if !glyph.Unsafe(r) {
				t.Errorf("%U is safe", r)
			}
		}
	}
}

func TestWhatHasAShapeIsSafe(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsPrint(r) && glyph.Unsafe(r) {
			t.Errorf("%U is unsafe", r)
		}
	}
}

func TestWhatHidesIsUnsafeAndWhatJoinsIsNot(t *testing.T) {
	for r, want := range map[rune]bool{
		0xAD: true, 0x180E: true, 0x200B: true, 0x2060: true, 0x2065: true, 0xFEFF: true, 0xFFF9: true, 0xE0001: true, 0xE0041: true,
		0x200C: false, 0x200D: false, 0xA0: false, 0x3000: false, 0xFFFD: false, 0xFE0F: false, -1: true,
	} {
		if got := glyph.Unsafe(r); got != want {
			t.Errorf("%U: %t", r, got)
		}
	}
}
