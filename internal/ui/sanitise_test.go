package ui

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestUnsafeCharactersDoNotReachATerminal(t *testing.T) {
	for _, c := range []struct{ name, given, line, block string }{
		{"plain text", "Contoso A/S", "Contoso A/S", "Contoso A/S"},
		{"letters of other scripts", "Ærø 北京 שלום", "Ærø 北京 שלום", "Ærø 北京 שלום"},
		{"a colour", "\x1b[31mred\x1b[0m", "[31mred[0m", "[31mred[0m"},
		{"a window title", "\x1b]0;x\a", "]0;x", "]0;x"},
		{"a carriage return", "good\rbad", "good bad", "goodbad"},
		{"lines and tabs", "a\nb\tc", "a b c", "a\nb\tc"},
		{"DEL and C1", "a\x7fb\u009bc\u0085d", "abcd", "abcd"},
		{"an override", "invoice\u202egpj.exe", "invoicegpj.exe", "invoicegpj.exe"},
		{"isolates and marks", "\u2066a\u2069\u200e\u200f\u061c", "a", "a"},
		{"zero width", "pay\u200bpal\ufeff\u2060\u00ad", "paypal", "paypal"},
		{"separators", "a\u2028b\u2029c", "a b c", "abc"},
		{"tags", "a\U000E0041b", "ab", "ab"},
		{"joiners stay", "می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻"},
		{"no UTF-8", "a\xffb\x9b", "a\ufffdb\ufffd", "a\ufffdb\ufffd"},
	} {
		if got := Line(c.given); got != c.line {
			t.Errorf("%s: Line(%q) = %q, want %q", c.name, c.given, got, c.line)
		}
		if got := Block(c.given); got != c.block {
			t.Errorf("%s: Block(%q) = %q, want %q", c.name, c.given, got, c.block)
		}
	}
}

// outside is a text as an attacker would write it.
func outside() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("ab\x00\x07\x1b[\n\r\t\x7f\u0085\u009b\u061c\u200b\u200e\u202e\u2028\u2066\ufeff\U000E0041北=',;\"\\"))),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

// safeOnTerminal uses the tables of unicode, not those of the code under test.
func safeOnTerminal(t rapid.TB, s string, kept string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("%q is no UTF-8", s)
	}
	for _, r := range s {
		bad := unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Zl, unicode.Zp) || r == 0x200B || r == 0xFEFF
		if bad && !strings.ContainsRune(kept, r) {
			t.Fatalf("%q holds %U", s, r)
		}
	}
}

func TestNoTextWhateverReachesATerminalUnsafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := outside().Draw(t, "text")
		safeOnTerminal(t, Line(given), "")
		safeOnTerminal(t, Block(given), "\n\t")
	})
}

func TestASafeWriterWritesWhatBlockWouldHoweverItIsCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := strings.ToValidUTF8(outside().Draw(t, "text"), "?")
		var got bytes.Buffer
		w := SafeWriter(&got)
		for rest := []byte(given); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "bytes")
			if written, err := w.Write(rest[:n]); err != nil || written != n {
				t.Fatalf("wrote %d of %d: %v", written, n, err)
			}
			rest = rest[n:]
		}
		if got.String() != Block(given) {
			t.Fatalf("%q became %q, want %q", given, got.String(), Block(given))
		}
	})
}
