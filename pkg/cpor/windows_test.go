package cpor_test

import (
	"testing"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
)

func TestAMoveOpensAWindowThatEndsOnItsLastDay(t *testing.T) {
	period := func(text string) day.Period {
		p, err := day.ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tests := []struct {
		name     string
		from     cpor.Status
		verb     cpor.Verb
		on       string
		period   string
		holidays []string
		want     string
	}{
		{"five business days from a Monday", cpor.Submitted, cpor.RequireAction, "2024-06-10", "5bd", nil, "2024-06-17"},
		{"five business days from a Friday", cpor.InReview, cpor.RequireAction, "2024-06-14", "5bd", nil, "2024-06-21"},
		{"five business days from a Saturday", cpor.Submitted, cpor.RequireAction, "2024-06-15", "5bd", nil, "2024-06-21"},
		{"five business days from a Sunday", cpor.Submitted, cpor.RequireAction, "2024-06-16", "5bd", nil, "2024-06-21"},
		{"a holiday in between", cpor.Submitted, cpor.RequireAction, "2024-06-14", "5bd", []string{"2024-06-19"}, "2024-06-24"},
		{"a holiday on the last day", cpor.Submitted, cpor.RequireAction, "2024-06-14", "5bd", []string{"2024-06-21"}, "2024-06-24"},
		{"a holiday on a weekend", cpor.Submitted, cpor.RequireAction, "2024-06-14", "5bd", []string{"2024-06-15"}, "2024-06-21"},
		{"a holiday on the first day", cpor.Submitted, cpor.RequireAction, "2024-06-14", "5bd", []string{"2024-06-14"}, "2024-06-21"},
		{"Christmas and New Year", cpor.Submitted, cpor.RequireAction, "2024-12-23", "5bd", []string{"2024-12-24", "2024-12-25", "2024-12-26", "2025-01-01"}, "2025-01-03"},
		{"a window in plain days counts weekends", cpor.Submitted, cpor.RequireAction, "2024-06-14", "5d", []string{"2024-06-17"}, "2024-06-19"},
		{"thirty days to dispute", cpor.Submitted, cpor.Reject, "2024-06-14", "30d", []string{"2024-06-17"}, "2024-07-14"},
		{"thirty days over a leap day", cpor.ActionRequired, cpor.Reject, "2024-02-01", "30d", nil, "2024-03-02"},
		{"thirty days after the customer's no", cpor.Approved, cpor.Decline, "2024-12-31", "30d", nil, "2025-01-30"},
		{"thirty days after a sweep", cpor.ActionRequired, cpor.Sweep, "2024-08-01", "30d", nil, "2024-08-31"},
		{"no window of the customer", cpor.InReview, cpor.Approve, "2024-06-14", "none", nil, ""},
		{"seven days of the customer", cpor.InReview, cpor.Approve, "2024-06-14", "7d", nil, "2024-06-21"},
		{"five business days of the customer", cpor.Submitted, cpor.Approve, "2024-06-14", "5bd", []string{"2024-06-17"}, "2024-06-24"},
		{"nothing beyond the calendar", cpor.Submitted, cpor.RequireAction, "9999-12-30", "5bd", nil, "9999-12-31"},
		{"a review has none", cpor.Submitted, cpor.Review, "2024-06-14", "30d", nil, ""},
		{"a dispute has none", cpor.Rejected, cpor.Dispute, "2024-06-14", "30d", nil, ""},
		{"a submission has none", cpor.ActionRequired, cpor.Submit, "2024-06-14", "30d", nil, ""},
		{"an end has none", cpor.Approved, cpor.End, "2024-06-14", "30d", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var free []day.Day
			for _, h := range tt.holidays {
				free = append(free, date(t, h))
			}
			w := cpor.Windows{Answer: period(tt.period), Dispute: period(tt.period), Customer: period(tt.period), Calendar: day.NewCalendar(free)}
			s := does(t, in(t, tt.from), command(t, tt.verb, on(t, tt.on), within(w)))
			if s.DueOn.String() != tt.want {
				t.Errorf("due on %q, want %q", s.DueOn, tt.want)
			}
		})
	}
}

func TestWhatLeavesTheStatusLeavesItsWindow(t *testing.T) {
	s := in(t, cpor.ActionRequired)
	due := s.DueOn
	later := func(c *cpor.Command) { c.Today += 2 }
	s = does(t, s, command(t, cpor.Attach, later), command(t, cpor.Remark, later))
	if s.DueOn != due || due.IsZero() {
		t.Errorf("due on %s, then on %s", due, s.DueOn)
	}
	again := does(t, s, command(t, cpor.Submit, later), command(t, cpor.RequireAction, later))
	if again.DueOn != date(t, "2024-06-21") || again.DueOn != due {
		t.Errorf("asked on Sunday again it is due on %s", again.DueOn)
	}
}

func TestAnAssociationIsPendingUntilTheWindowOfTheCustomerEnds(t *testing.T) {
	w := windows()
	w.Customer = day.Period{N: 7}
	s := in(t, cpor.Approved, within(w))
	want := cpor.Tenure{Since: date(t, today), Pending: date(t, "2024-06-21")}
	if got := s.Tenures(); len(got) != 1 || got[0] != want {
		t.Errorf("pending: %+v, want %+v", got, want)
	}
	ended := does(t, s, command(t, cpor.End, on(t, "2024-06-20")))
	// Whoever asks how it was on a day before still sees that it was pending.
	want.Until = date(t, "2024-06-20")
	if got := ended.Tenures(); len(got) != 1 || got[0] != want {
		t.Errorf("ended: %+v, want %+v", got, want)
	}
	if got := in(t, cpor.Approved).Tenures(); len(got) != 1 || got[0] != (cpor.Tenure{Since: date(t, today)}) {
		t.Errorf("without a window: %+v", got)
	}
}
