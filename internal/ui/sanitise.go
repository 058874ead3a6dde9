package ui

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

// unsafeRune tells whether a character must not reach a terminal. Every rule about such characters asks here.
func unsafeRune(r rune) bool { return glyph.Unsafe(r) }

// Line is a text as one line that is safe on a terminal: what breaks a line becomes a space, other
// unsafe characters go, and bytes that are no UTF-8 become U+FFFD.
func Line(s string) string { return sanitised(s, false) }

// Block is like Line, but keeps line feeds and tabs.
func Block(s string) string { return sanitised(s, true) }

func sanitised(s string, block bool) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // a byte that is no UTF-8 comes as U+FFFD
		switch {
		case block && (r == '\n' || r == '\t'):
			b.WriteRune(r)
		case !block && (r == '\n' || r == '\t' || r == '\r' || r == 0x2028 || r == 0x2029):
			b.WriteByte(' ')
		case !unsafeRune(r):
			b.WriteRune(r)
		}
	}
	return b.String()
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

// hasUnsafe tells whether a text holds an unsafe character or bytes that are no UTF-8.
func hasUnsafe(s string) bool {
	return !isPlain(s) && (!utf8.ValidString(s) || strings.ContainsFunc(s, unsafeRune))
}

// SafeWriter passes text on as Block leaves it; help texts and the like go through it. A character
// that a write cuts in two is put together again.
func SafeWriter(w io.Writer) io.Writer { return &safeWriter{w: w} }

type safeWriter struct {
	w io.Writer
	// cut is the beginning of a character whose rest has not come yet.
	cut []byte
}

func (s *safeWriter) Write(p []byte) (int, error) {
	text := append(s.cut, p...)
	end := len(text)
	for i := max(0, end-utf8.UTFMax+1); i < len(text); i++ {
		if utf8.RuneStart(text[i]) && !utf8.FullRune(text[i:]) {
			end = i
			break
		}
	}
	s.cut = append([]byte(nil), text[end:]...)
	if _, err := io.WriteString(s.w, Block(string(text[:end]))); err != nil {
		return 0, err
	}
	return len(p), nil
}
