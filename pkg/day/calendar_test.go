package day_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
)

func parsed(t *testing.T, text string) day.Day {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := day.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAWindowEndsOnTheLastOfItsDays(t *testing.T) {
	christmas := []string{"2026-12-26", "2026-12-25", "2026-12-25"} // a Saturday and, twice, a Friday
	for _, c := range []struct {
		name, from, period string
		holidays           []string
		want               string
	}{
		{"business days from a Friday", "2026-07-03", "5bd", nil, "2026-07-10"},
		{"business days from a Monday", "2026-07-06", "5bd", nil, "2026-07-13"},
		{"business days from a Wednesday", "2026-07-08", "5bd", nil, "2026-07-15"},
		{"one business day from a Saturday", "2026-07-04", "1bd", nil, "2026-07-06"},
		{"one business day from a Sunday", "2026-07-05", "1bd", nil, "2026-07-06"},
		{"one business day from a Friday", "2026-07-03", "1bd", nil, "2026-07-06"},
		{"one business day from a Monday", "2026-07-06", "1bd", nil, "2026-07-07"},
		{"a holiday is skipped", "2026-12-23", "2bd", christmas, "2026-12-28"},
		{"a holiday on a weekend changes nothing", "2026-12-21", "3bd", christmas, "2026-12-24"},
		{"from a holiday", "2026-12-25", "1bd", christmas, "2026-12-28"},
		{"a leap day is a day", "2024-02-28", "1bd", nil, "2024-02-29"},
		{"days", "2026-07-03", "30d", nil, "2026-08-02"},
		{"days pay no heed to weekends and holidays", "2026-12-24", "1d", christmas, "2026-12-25"},
		{"days over a leap day", "2024-02-01", "30d", nil, "2024-03-02"},
		{"the longest", "2026-01-01", "3650d", nil, "2035-12-30"},
		{"no period", "2026-07-03", "none", nil, ""},
		{"no day", "", "5bd", nil, ""},
		{"no day of either sort", "", "30d", nil, ""},
		{"neither", "", "none", nil, ""},
		{"up to the last day there is", "9999-12-30", "1bd", nil, "9999-12-31"},
		{"business days past it", "9999-12-30", "5bd", nil, "9999-12-31"},
		{"days past it", "9999-12-30", "30d", nil, "9999-12-31"},
		{"where it is a holiday", "9999-12-30", "1bd", []string{"9999-12-31"}, "9999-12-31"},
		{"from it", "9999-12-31", "1bd", nil, "9999-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var holidays []day.Day
			for _, h := range c.holidays {
				holidays = append(holidays, parsed(t, h))
			}
			p, err := day.ParsePeriod(c.period)
			if err != nil {
				t.Fatal(err)
			}
			if got := day.NewCalendar(holidays).After(parsed(t, c.from), p); got.String() != c.want {
				t.Errorf("%s after %s is %q, want %q", p, c.from, got, c.want)
			}
		})
	}
}

func TestAPeriodLongerThanTimeEndsOnTheLastDay(t *testing.T) {
	for _, d := range []day.Day{1, 45350, day.Last - 1, day.Last} {
		for _, business := range []bool{false, true} {
			if got := (day.Calendar{}).After(d, day.Period{N: math.MaxUint32, Business: business}); got != day.Last {
				t.Errorf("from %s, business days %v: %d", d, business, got)
			}
		}
	}
}

func TestHolidaysStayAsTheyWereGiven(t *testing.T) {
	given := []day.Day{46019, 46001}
	c := day.NewCalendar(given)
	if !slices.Equal(given, []day.Day{46019, 46001}) {
		t.Errorf("the caller's list is now %v", given)
	}
	before := c.IsBusiness(46000)
	given[0] = 46000
	if c.IsBusiness(46000) != before {
		t.Error("the calendar changes with the caller's list")
	}
}

func TestNoDayIsNoBusinessDay(t *testing.T) {
	if (day.Calendar{}).IsBusiness(0) {
		t.Error("no day is a business day")
	}
}

func TestABusinessDayIsMondayToFridayAndNoHoliday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.Int32Range(1, day.Last).Draw(t, "day"))
		holidays := holidaysNear(t, d)
		weekday := d.Time().Weekday()
		want := weekday != time.Saturday && weekday != time.Sunday && !slices.Contains(holidays, d)
		if got := day.NewCalendar(holidays).IsBusiness(d); got != want {
			t.Fatalf("%s, a %s, with the holidays %v: %v", d, weekday, holidays, got)
		}
	})
}

func TestAWindowHoldsAsManyBusinessDaysAsItsPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.Int32Range(1, day.Last-7000).Draw(t, "day"))
		p := day.Period{N: rapid.Uint32Range(1, 3650).Draw(t, "n"), Business: true}
		c := day.NewCalendar(holidaysNear(t, d))
		end := c.After(d, p)
		if !c.IsBusiness(end) {
			t.Fatalf("%s after %s is %s, which is no business day", p, d, end)
		}
		var within uint32
		for between := d + 1; between <= end; between++ {
			if c.IsBusiness(between) {
				within++
			}
		}
		if within != p.N {
			t.Fatalf("%s after %s is %s: %d business days", p, d, end, within)
		}
	})
}

func TestAWindowOfDaysIsThatLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.Int32Range(1, day.Last-3650).Draw(t, "day"))
		n := rapid.Uint32Range(1, 3650).Draw(t, "n")
		if got := day.NewCalendar(holidaysNear(t, d)).After(d, day.Period{N: n}); got != d+day.Day(n) {
			t.Fatalf("%d days after %s is %s", n, d, got)
		}
	})
}

func TestALaterBeginningOrALongerPeriodNeverEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.Int32Range(1, day.Last).Draw(t, "day"))
		p := day.Period{N: rapid.Uint32Range(1, 3650).Draw(t, "n"), Business: rapid.Bool().Draw(t, "business")}
		c := day.NewCalendar(holidaysNear(t, d))
		end := c.After(d, p)
		if end < d || end > day.Last {
			t.Fatalf("%s after %s is %s", p, d, end)
		}
		later := min(d+day.Day(rapid.Int32Range(0, 20).Draw(t, "later")), day.Last)
		if got := c.After(later, p); got < end {
			t.Fatalf("%s after %s is %s, but after %s it is %s", p, d, end, later, got)
		}
		longer := day.Period{N: p.N + rapid.Uint32Range(0, 20).Draw(t, "longer"), Business: p.Business}
		if got := c.After(d, longer); got < end {
			t.Fatalf("%s after %s is %s, but %s is %s", p, d, end, longer, got)
		}
	})
}

// holidaysNear are some days around a day, not all of them in order.
func holidaysNear(t *rapid.T, d day.Day) []day.Day {
	near := rapid.Int32Range(max(1, int32(d)-5), min(day.Last, int32(d)+30))
	return rapid.SliceOfN(rapid.Map(near, func(n int32) day.Day { return day.Day(n) }), 0, 25).Draw(t, "holidays")
}
