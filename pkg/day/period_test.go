package day_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAPeriodIsReadInAnyLetterCaseWithSpacesAround(t *testing.T) {
	tests := map[string]struct {
		period day.Period
		text   string
	}{
		"5bd":      {day.Period{N: 5, Business: true}, "5bd"},
		"30d":      {day.Period{N: 30}, "30d"},
		" 5BD\t":   {day.Period{N: 5, Business: true}, "5bd"},
		"30D":      {day.Period{N: 30}, "30d"},
		"007d":     {day.Period{N: 7}, "7d"},
		"3650d":    {day.Period{N: 3650}, "3650d"},
		"3650bd":   {day.Period{N: 3650, Business: true}, "3650bd"},
		"none":     {day.Period{}, "none"},
		"  None\n": {day.Period{}, "none"},
		"0d":       {day.Period{}, "none"},
		"0bd":      {day.Period{}, "none"},
	}
	for text, want := range tests {
		p, err := day.ParsePeriod(text)
		if err != nil || p != want.period || p.String() != want.text || p.IsZero() != (want.text == "none") {
			t.Errorf("%q: got %+v (%s), %v, want %+v", text, p, p, err, want)
		}
	}
}

func TestTextThatIsNoPeriodIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "5", "d", "bd", "5 bd", "5b", "5db", "5bdd", "-5d", "+5d", "5.5d", "1_000d", "5w", "5days", "no", "zero", "0",
		"3651d", "3651bd", "4294967297d", "18446744073709551617d", "５d", "P5D",
	} {
		t.Run(text, func(t *testing.T) {
			p, err := day.ParsePeriod(text)
			e := fault.As(err)
			if e == nil {
				t.Fatalf("%q was read as %s", text, p)
			}
			if e.Code != fault.Invalid || e.Key != "day.period" || e.Args["value"] != text || !p.IsZero() {
				t.Errorf("%q: got %s, %v", text, p, e)
			}
		})
	}
}

func TestAPeriodWithoutDaysIsNoneOfEitherSort(t *testing.T) {
	for _, p := range []day.Period{{}, {Business: true}} {
		if !p.IsZero() || p.String() != "none" {
			t.Errorf("%+v prints as %s", p, p)
		}
	}
}

func TestAPeriodComesBackFromItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := day.Period{N: rapid.Uint32Range(1, 3650).Draw(t, "n"), Business: rapid.Bool().Draw(t, "business")}
		if back, err := day.ParsePeriod(p.String()); err != nil || back != p {
			t.Fatalf("%+v prints as %s and is read as %+v, %v", p, p, back, err)
		}
	})
}
