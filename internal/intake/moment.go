package intake

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// milliseconds is a time as Windows PowerShell writes it, since 1970.
var milliseconds = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\\?/Date\((-?[0-9]{1,15})([+-][0-9]{4})?\)\\?/$`)
})

// dayText is the day of a time in an export, empty where the time stands for none: the services write
// the first or last year of the calendar for it. Partner Center's samples have stray spaces in times
// (DOMAIN 4b), and PowerShell leaves out the zone of a UTC time.
func dayText(text string) (string, *fault.Error) {
	t := strings.ReplaceAll(text, " ", "")
	if t == "" {
		return "", nil
	}
	if m := milliseconds().FindStringSubmatch(t); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64) // the pattern lets 15 digits in, which always fit
		t = time.UnixMilli(n).UTC().Format(time.RFC3339)
	}
	if strings.HasPrefix(t, "0001-") || strings.HasPrefix(t, "9999-") {
		return "", nil
	}
	d, err := day.Parse(t)
	if err != nil {
		if d, err = day.Parse(t + "Z"); err != nil {
			return "", fault.New(fault.Invalid, "day.bad", "value", clip(text)).Because(err)
		}
	}
	return d.String(), nil
}
