// Package day owns the calendar day in UTC: designations, subscriptions and filters are dated by it.
// Periods and business days, which windows are counted in, are here too. It must not know what time
// it is, nor which window a rule asks for.
package day

import (
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Day is a calendar day in UTC, from 1900-01-01 to 9999-12-31. The zero value is no day. Days
// compare with the ordinary operators.
type Day int32

// Last is the last day there is, 9999-12-31.
const Last = 2958464

const (
	layout  = "2006-01-02"
	seconds = 24 * 60 * 60
	// offset keeps every real day above zero, so that zero can mean none.
	offset = 25568
)

// Of is the day that an instant falls on in UTC; the zero instant is no day.
func Of(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	u := t.UTC()
	y, m, d := u.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/seconds + offset)
}

// Parse reads YYYY-MM-DD, or the day of an RFC 3339 time; the error is invalid. Years before 1900
// are refused, they are always a spreadsheet's zero.
func Parse(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339, s)
	}
	if y := t.UTC().Year(); err != nil || y < 1900 || y > 9999 {
		return 0, fault.New(fault.Invalid, "day.bad", "value", s)
	}
	return Of(t), nil
}

// Time is the first instant of the day in UTC; no day is the zero instant.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix((int64(d)-offset)*seconds, 0).UTC()
}

// String is YYYY-MM-DD; no day is the empty text.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(layout)
}

// IsZero tells whether there is no day.
func (d Day) IsZero() bool { return d == 0 }
