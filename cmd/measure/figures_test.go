package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sized is what was measured of one job, in milliseconds.
func sized(rows int, j job, own, other []int, peak int64) size {
	s := newSize(rows)
	for _, ms := range own {
		s.add(j, onlyDpor, outcome{took: time.Duration(ms) * time.Millisecond, peak: peak})
	}
	for _, ms := range other {
		s.add(j, onlySQLite, outcome{took: time.Duration(ms) * time.Millisecond, peak: 1 << 40})
	}
	return s
}

func TestTheMedianIsTheMiddleOfWhatWasMeasured(t *testing.T) {
	for name, c := range map[string]struct {
		given []int
		want  time.Duration
		known bool
	}{
		"nothing":         {nil, 0, false},
		"one":             {[]int{7}, 7 * time.Millisecond, true},
		"an odd number":   {[]int{900, 1, 5}, 5 * time.Millisecond, true},
		"an even number":  {[]int{4, 900, 1, 5}, 4500 * time.Microsecond, true},
		"the same twice":  {[]int{3, 3}, 3 * time.Millisecond, true},
		"already in turn": {[]int{1, 2, 3, 4, 5}, 3 * time.Millisecond, true},
	} {
		have, known := sized(1000, importJob, c.given, nil, 0).median(importJob, onlyDpor)
		if have != c.want || known != c.known {
			t.Errorf("%s: %v %v, want %v %v", name, have, known, c.want, c.known)
		}
	}
}

func TestTheMedianLeavesTheFiguresInTheirOrder(t *testing.T) {
	s := sized(1000, importJob, []int{3, 1, 2}, nil, 0)
	s.median(importJob, onlyDpor)
	if first := s.took[importJob][onlyDpor][0]; first != 3*time.Millisecond {
		t.Errorf("the first is now %v", first)
	}
}

func TestGrowthIsAgainstATenthOfTheSize(t *testing.T) {
	small, large := sized(1000, importJob, []int{100}, nil, 0), sized(10000, importJob, []int{1250}, nil, 0)
	if g := rowOf(large, &small, importJob, onlySQLite).growth; g != 12.5 {
		t.Errorf("the growth is %v", g)
	}
	if g := rowOf(large, nil, importJob, onlySQLite).growth; g != 0 {
		t.Errorf("beside nothing the growth is %v", g)
	}
}

func TestOnlyTheMemoryOfDporCounts(t *testing.T) {
	s := sized(1000, importJob, []int{1}, []int{1}, 5)
	s.look(importJob, onlyDpor, outcome{took: time.Hour, peak: 9})
	if s.peak[importJob] != 9 || len(s.took[importJob][onlyDpor]) != 1 {
		t.Errorf("the peak is %d, the times are %v", s.peak[importJob], s.took[importJob])
	}
}

func TestAGoalThatIsMissedIsMissed(t *testing.T) {
	tenth := sized(1000, importJob, []int{10}, nil, 0)
	for name, c := range map[string]struct {
		of              row
		missed, unknown []string
	}{
		"all is kept": {rowOf(sized(10000, importJob, []int{50}, []int{100}, 256*megabyte), &tenth, importJob, onlySQLite), nil, nil},
		"all is missed": {
			rowOf(sized(10000, importJob, []int{130}, []int{100}, 256*megabyte+1), &tenth, importJob, onlySQLite),
			[]string{"time", "memory", "growth"}, nil,
		},
		"nobody to compare with": {rowOf(sized(10000, importJob, []int{50}, nil, 1), nil, importJob, onlySQLite), nil, []string{"time"}},
		"nobody could look":      {rowOf(sized(10000, importJob, []int{51}, []int{100}, 0), nil, importJob, onlySQLite), []string{"time"}, []string{"memory"}},
		"as long over as it may": {
			row{job: addJob, own: 20 * time.Millisecond, hasOwn: true, other: 5 * time.Millisecond, hasOther: true, peak: 1}, nil, nil,
		},
		"longer over than it may": {
			row{job: addJob, own: 21 * time.Millisecond, hasOwn: true, other: 5 * time.Millisecond, hasOther: true, peak: 1}, []string{"time"}, nil,
		},
	} {
		missed, unknown := c.of.verdict()
		if diff := cmp.Diff([][]string{c.missed, c.unknown}, [][]string{missed, unknown}); diff != "" {
			t.Errorf("%s (-want +have):\n%s", name, diff)
		}
	}
}

func TestEveryJobHasAGoal(t *testing.T) {
	for _, j := range append(bothDo(), dporDoes()...) {
		if goalOf(j) == (goal{}) {
			t.Errorf("%s has none", j)
		}
	}
}
