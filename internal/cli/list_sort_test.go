package cli

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

// TestTheFirstRowsAreThoseOfAllInOrder holds what is kept of many rows against sorting all of them. Rows that are
// equal by their column stay in the order in which they came.
func TestTheFirstRowsAreThoseOfAllInOrder(t *testing.T) {
	type row struct{ weight, place int }
	v := ui.View[row]{Columns: []ui.Column[row]{{Key: "weight", Type: record.Number, Text: func(r *row) string { return strconv.Itoa(r.weight) }}}}
	rapid.Check(t, func(t *rapid.T) {
		all := make([]row, rapid.SampledFrom([]int{0, 1, 5, spare, 3*spare + 7}).Draw(t, "rows"))
		mix := rapid.Uint64Range(1, 1<<40).Draw(t, "mix")
		for i := range all {
			all[i] = row{int(uint64(i)*mix%9973) % 50, i}
		}
		most := rapid.SampledFrom([]int{0, 1, 2, 10, spare + 1, 1 << 62}).Draw(t, "most")
		key, turn := "weight", 1
		if rapid.Bool().Draw(t, "down") {
			key, turn = "-Weight", -1
		}
		sorted, err := sortedBy(v, ui.Rows(all), key, most)
		if err != nil {
			t.Fatal(err)
		}
		var got []row
		for r, err := range limited(sorted, most) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		want := slices.Clone(all)
		slices.SortStableFunc(want, func(a, b row) int { return turn * cmp.Compare(a.weight, b.weight) })
		if most > 0 {
			want = want[:min(most, len(want))]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the first %d of %d are %v, want %v", most, len(all), got, want)
		}
	})
}
