package wire_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/wire"
)

func TestSharedTextsAreTheTextsOfEachItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		b := []byte{7}
		for _, s := range texts {
			b = wire.Uint(wire.Text(b, s), uint64(len(s)))
		}
		cut := rapid.IntRange(1, len(b)).Draw(t, "cut")
		own, shared := wire.NewReader(b[:cut]), wire.NewReader(b[:cut])
		own.Byte()
		shared.Byte()
		shared.ShareTexts()
		for range texts {
			if x, y := own.Text(), shared.Text(); x != y {
				t.Fatalf("%q and %q", x, y)
			}
			if x, y := own.Uint(), shared.Uint(); x != y {
				t.Fatalf("%d and %d", x, y)
			}
		}
		if x, y := own.Err(), shared.Err(); x != y {
			t.Fatalf("%v and %v", x, y)
		}
	})
}

func TestSharedTextsDoNotChangeWithTheBytesTheyCameFrom(t *testing.T) {
	b := wire.Text(wire.Text(nil, "first"), "second")
	r := wire.NewReader(b)
	r.ShareTexts()
	first, second := r.Text(), r.Text()
	clear(b)
	if first != "first" || second != "second" {
		t.Errorf("%q and %q", first, second)
	}
}

func TestAWordIsReadWhetherItIsKnownOrNot(t *testing.T) {
	for _, s := range []string{"", "enabled", "expired", "quite new"} {
		r := wire.NewReader(wire.Text(nil, s))
		if got := wire.Word(r, []string{"enabled", "expired"}); got != s || r.Err() != nil {
			t.Errorf("%q is read as %q: %v", s, got, r.Err())
		}
	}
	r := wire.NewReader([]byte{9, 'e'})
	if got := wire.Word(r, []string{"enabled"}); got != "" || r.Err() == nil {
		t.Errorf("cut short, it is read as %q: %v", got, r.Err())
	}
}
