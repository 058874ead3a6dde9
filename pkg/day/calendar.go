package day

import "slices"

// Calendar says which days are business days: Monday to Friday but for the holidays. The zero value
// knows no holidays. Rules of the field are counted in such days (DOMAIN 1.5).
type Calendar struct {
	holidays []Day // in order, each once
}

// NewCalendar is the calendar with these holidays, in any order; one on a weekend changes nothing.
func NewCalendar(holidays []Day) Calendar {
	ordered := slices.Clone(holidays)
	slices.Sort(ordered)
	return Calendar{slices.Compact(ordered)}
}

// IsBusiness tells whether a day is a business day; no day is none.
func (c Calendar) IsBusiness(d Day) bool {
	if d < 1 || (d-1)%7 >= 5 { // 1900-01-01 was a Monday
		return false
	}
	_, holiday := slices.BinarySearch(c.holidays, d)
	return !holiday
}

// After is the last day of a window of a period that begins on d, which itself is not counted: 5bd
// after a Friday is the next Friday, 1bd after a Saturday is Monday, and 30d is d and 30 days more.
// It is no day where d is none or the period is, and never later than Last.
func (c Calendar) After(d Day, p Period) Day {
	if d.IsZero() || p.IsZero() {
		return 0
	}
	if !p.Business {
		return Day(min(int64(d)+int64(p.N), Last))
	}
	for left := p.N; left > 0 && d < Last; {
		if d++; c.IsBusiness(d) {
			left--
		}
	}
	return min(d, Last)
}
