package day

import (
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Period is how long a window is: so many days, or so many business days. The zero value is none,
// and means that there is no window. Periods compare with ==.
type Period struct {
	// N is how many days, 0 for none.
	N uint32
	// Business says that only business days are counted; see Calendar.
	Business bool
}

// mostDays is the longest period that ParsePeriod takes, in days of either sort: ten years is longer
// than any window of the field, so that more is a mistake.
const mostDays = 3650

const (
	noPeriod     = "none"
	days         = "d"
	businessDays = "bd"
)

// ParsePeriod reads a number of business days such as "5bd", a number of days such as "30d", or
// "none", which 0 of either is too; in any letter case and with spaces around. The error is invalid,
// also for more than 3650.
func ParsePeriod(s string) (Period, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	if text == noPeriod {
		return Period{}, nil
	}
	number, business := strings.CutSuffix(text, businessDays)
	if !business {
		var whole bool
		if number, whole = strings.CutSuffix(text, days); !whole {
			return Period{}, badPeriod(s)
		}
	}
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || n > mostDays {
		return Period{}, badPeriod(s)
	}
	if n == 0 {
		return Period{}, nil
	}
	return Period{uint32(n), business}, nil
}

func badPeriod(s string) error { return fault.New(fault.Invalid, "day.period", "value", s) }

// String is the period as ParsePeriod reads it: "5bd", "30d" or "none".
func (p Period) String() string {
	switch {
	case p.IsZero():
		return noPeriod
	case p.Business:
		return strconv.FormatUint(uint64(p.N), 10) + businessDays
	}
	return strconv.FormatUint(uint64(p.N), 10) + days
}

// IsZero tells whether there is no window.
func (p Period) IsZero() bool { return p.N == 0 }
