package wire_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/wire"
)

func TestATextIsReadWhateverItIsLike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, known := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "known")
		if rapid.Bool().Draw(t, "the same") {
			known = text
		}
		r := wire.NewReader(wire.Text(wire.Text(nil, text), "next"))
		if got, next := r.TextLike(known), r.TextLike(known); got != text || next != "next" || r.Err() != nil {
			t.Fatalf("%q and %q of %q, %v", got, next, text, r.Err())
		}
	})
}

func TestAKnownTextIsKeptOnce(t *testing.T) {
	const known = "ines@fabrikam.example, whose name does not fit into a word"
	b := wire.Text(nil, known)
	if n := testing.AllocsPerRun(100, func() {
		if r := wire.NewReader(b); r.TextLike(known) != known {
			t.Error("it was read as another text")
		}
	}); n > 0 {
		t.Errorf("%g allocations", n)
	}
}

func TestATextLikeAnotherThatIsCutShortIsMalformedAndEmpty(t *testing.T) {
	for _, b := range [][]byte{nil, {3, 'a', 'b'}, {0x80}} {
		r := wire.NewReader(b)
		if got := r.TextLike("ab"); got != "" || !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Errorf("%x: %q, %v", b, got, r.Err())
		}
	}
}
