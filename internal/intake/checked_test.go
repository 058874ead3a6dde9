package intake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wayward gives a text in the parts that it is cut into.
type wayward struct{ parts []string }

func (w *wayward) Read(p []byte) (int, error) {
	if len(w.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(p, w.parts[0])
	if w.parts[0] = w.parts[0][n:]; w.parts[0] == "" {
		w.parts = w.parts[1:]
	}
	return n, nil
}

func TestTextIsCheckedTheSameAtOnceOrRuneByRune(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"a", "line\n", "ab€cd🚲\n", "\n\n", "å", "\u20ac", "🚲", "\ufffd", "\x00", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x9a", "\x80\x80\x80",
		strings.Repeat("x", longestLine-1), strings.Repeat("x", longestLine/2) + "é",
	})
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(piece, 0, 12).Draw(t, "parts")
		replaced, limited := rapid.Bool().Draw(t, "replaced"), rapid.Bool().Draw(t, "limited")
		whole := strings.Join(parts, "")

		slow := &checked{line: 1, replaced: replaced, limited: limited}
		good, wrong := slow.checkEach([]byte(whole))

		fast := &checked{line: 1, replaced: replaced, limited: limited, from: &wayward{parts}}
		var got bytes.Buffer
		_, err := io.CopyBuffer(struct{ io.Writer }{&got}, struct{ io.Reader }{fast}, make([]byte, rapid.OneOf(rapid.IntRange(4, 9), rapid.IntRange(4, 1<<17)).Draw(t, "buffer")))
		if fmt.Sprint(err) != fmt.Sprint(wrong) || got.String() != whole[:good] {
			t.Fatalf("%d bytes and %v, want %d and %v", got.Len(), err, good, wrong)
		}
		if err == nil && (fast.line != slow.line || fast.length != slow.length) {
			t.Fatalf("line %d with %d bytes, want %d with %d", fast.line, fast.length, slow.line, slow.length)
		}
	})
}
