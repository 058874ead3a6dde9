package day_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestADateIsReadAsItsDayInUTC(t *testing.T) {
	tests := map[string]string{
		"2024-05-31":                "2024-05-31",
		"2024-02-29":                "2024-02-29",
		"2000-02-29":                "2000-02-29",
		"1900-01-01":                "1900-01-01",
		"1970-01-01":                "1970-01-01",
		"9999-12-31":                "9999-12-31",
		"2024-05-31T00:00:00Z":      "2024-05-31",
		"2024-05-31T23:59:59Z":      "2024-05-31",
		"2024-05-31T23:59:59.9999Z": "2024-05-31",
		"2024-05-31T01:30:00+02:00": "2024-05-30",
		"2024-05-31T23:30:00-05:00": "2024-06-01",
		"1899-12-31T23:30:00-05:00": "1900-01-01",
		"9999-12-31T23:59:59Z":      "9999-12-31",
	}
	for text, want := range tests {
		d, err := day.Parse(text)
		if err != nil || d.String() != want || d.IsZero() {
			t.Errorf("%q: got %q, %v, want %q", text, d, err, want)
		}
	}
}

func TestTextThatIsNoDateIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "today", "2024", "2024-05", "20240531", "2024/05/31", "31-05-2024", "31.05.2024", "5/31/2024", "2024-5-31", "2024-05-1",
		"2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31", "2023-02-29", "1900-02-29", "2024-05-31 ", " 2024-05-31",
		"2024-05-31T", "2024-05-31 12:00:00", "2024-05-31T25:00:00Z", "2024-05-31T12:00:00", "24-05-31", "+2024-05-31", "-2024-05-31",
		"10000-01-01", "1899-12-31", "1899-12-30T00:00:00Z", "0001-01-01", "0000-00-00", "1900-01-01T00:30:00+02:00",
		"9999-12-31T23:30:00-05:00", "２０２４-05-31", "45443", "45443.5",
	} {
		t.Run(text, func(t *testing.T) {
			d, err := day.Parse(text)
			e := fault.As(err)
			if e == nil {
				t.Fatalf("%q was read as %q", text, d)
			}
			if e.Code != fault.Invalid || e.Key != "day.bad" || e.Args["value"] != text || !d.IsZero() {
				t.Errorf("%q: got %q, %v", text, d, e)
			}
		})
	}
}

// The numbers are stored: they must never change.
func TestADayHasAFixedNumber(t *testing.T) {
	tests := map[string]day.Day{"1900-01-01": 1, "1969-12-31": 25567, "1970-01-01": 25568, "2024-02-29": 45350, "9999-12-31": day.Last}
	for text, want := range tests {
		if d, err := day.Parse(text); err != nil || d != want {
			t.Errorf("%s is %d, %v, want %d", text, d, err, want)
		}
	}
}

func TestNoDayIsNoInstantAndPrintsAsNothing(t *testing.T) {
	var none day.Day
	if !none.IsZero() || none.String() != "" || !none.Time().IsZero() || day.Of(time.Time{}) != none {
		t.Errorf("no day is %q, %v, %d", none, none.Time(), day.Of(time.Time{}))
	}
}

func TestEveryInstantOfADayInUTCIsThatDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.Int32Range(1, 2958464).Draw(t, "day"))
		within := time.Duration(rapid.Int64Range(0, int64(24*time.Hour)-1).Draw(t, "within"))
		zone := time.FixedZone("somewhere", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
		if got := day.Of(d.Time().Add(within).In(zone)); got != d {
			t.Fatalf("%v into %s is %s", within, d, got)
		}
	})
}

func TestADayComesBackFromItsTextAndSortsAsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := day.Day(rapid.Int32Range(1, 2958464).Draw(t, "a"))
		b := day.Day(rapid.Int32Range(1, 2958464).Draw(t, "b"))
		if back, err := day.Parse(a.String()); err != nil || back != a {
			t.Fatalf("%d prints as %s and is read as %d, %v", a, a, back, err)
		}
		if (a < b) != (a.String() < b.String()) {
			t.Fatalf("%s and %s sort otherwise as text", a, b)
		}
	})
}
