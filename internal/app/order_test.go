package app

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNamesAreInTheOrderOfTheirLowerCase(t *testing.T) {
	name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[aAbBåÅ \x{212A}K]{0,6}`))
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		want := strings.Compare(strings.ToLower(a), strings.ToLower(b))
		if (a == "") != (b == "") {
			want = -want // the nameless come last
		}
		if got := compareNames(a, b); got != want {
			t.Fatalf("%q and %q: %d, want %d", a, b, got, want)
		}
	})
}

func TestRowsAreSortedAndEqualOnesStay(t *testing.T) {
	type row struct{ name, place int }
	rapid.Check(t, func(t *rapid.T) {
		var rows []row
		for place, name := range rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "names") {
			rows = append(rows, row{name, place})
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, func(a, b row) int { return cmp.Compare(a.name, b.name) })
		inOrder(rows, func(a, b *row) int { return cmp.Compare(a.name, b.name) })
		if !slices.Equal(rows, want) {
			t.Fatalf("got %v, want %v", rows, want)
		}
	})
}
