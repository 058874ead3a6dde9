package por_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// The days of the random commands lie between first and last.
const (
	first day.Day = 45000
	last  day.Day = first + 40
)

// commands asks anything of one place; Today jumps back and forth as a clock does that is set.
func commands(s record.Subscription) *rapid.Generator[por.Command] {
	return rapid.Custom(func(t *rapid.T) por.Command {
		someone := rapid.SampledFrom([]record.Partner{fabrikam(), northwind(), location(1000, "Least"), inactive(), headquarters()})
		c := por.Command{
			Verb:         rapid.SampledFrom([]por.Verb{por.Add, por.Edit, por.Remove, por.Grant}).Draw(t, "verb"),
			Subscription: s, Partner: someone.Draw(t, "partner"),
			IfSet: rapid.Bool().Draw(t, "if set"), Comment: rapid.String().Draw(t, "comment"),
			Today: day.Day(rapid.Int32Range(int32(first), int32(last)).Draw(t, "today")),
		}
		if rapid.IntRange(0, 3).Draw(t, "expects") == 0 {
			c.Expect = someone.Draw(t, "expect").ID
		}
		if rapid.Bool().Draw(t, "has since") {
			c.Since = day.Day(rapid.Int32Range(int32(first), int32(last)).Draw(t, "since"))
		}
		if rapid.IntRange(0, 3).Draw(t, "has another status") == 0 {
			c.Subscription.Status = rapid.SampledFrom(record.Statuses()).Draw(t, "status")
		}
		c.Subscription.StartsOn = first + day.Day(rapid.Int32Range(0, 5).Draw(t, "start"))
		return c
	})
}

// calendar is a second account of who holds the place on which day, kept in the simplest way: each
// event writes the days from its own on.
type calendar map[day.Day]ids.Partner

func (c calendar) take(e por.Event) {
	for d := e.Since; d <= last+1; d++ {
		c[d] = e.Partner
	}
}

func TestRandomCommandsNeverGiveTwoPartnersOnOneDay(t *testing.T) {
	subscription := contoso(t)
	rapid.Check(t, func(t *rapid.T) {
		var s por.State
		var events []por.Event
		holders := calendar{}
		for i, c := range rapid.SliceOfN(commands(subscription), 1, 25).Draw(t, "commands") {
			decided, err := por.Decide(s, c)
			if err != nil {
				if len(decided) > 0 {
					t.Fatalf("refused with %v and gave events", err)
				}
				if code := fault.CodeOf(err); code != fault.NotFound && code != fault.Conflict && code != fault.Invalid {
					t.Fatalf("refused with the code %s", code)
				}
				continue
			}
			if len(decided) > 1 {
				t.Fatalf("%d events of one command", len(decided))
			}
			for _, e := range decided {
				checkEvent(t, s, c, e)
				s = por.Evolve(s, e, stamp(i), uint64(i+1))
				events = append(events, e)
				holders.take(e)
			}
			checkDone(t, s, c)
		}
		checkDays(t, s, holders)
		checkFold(t, s, events)
	})
}

// checkEvent checks that an event tells the truth of the place and breaks no rule.
func checkEvent(t *rapid.T, s por.State, c por.Command, e por.Event) {
	t.Helper()
	action := por.Changed
	switch {
	case e.Partner.IsZero():
		action = por.Removed
	case s.Partner().IsZero():
		action = por.Added
	}
	if e.Action != action || e.Previous != s.Partner() || e.Partner == e.Previous || e.Comment != c.Comment {
		t.Fatalf("%+v after %q was held", e, s.Partner())
	}
	if n := len(s.Moves); n > 0 && e.Since < s.Moves[n-1].Since {
		t.Fatalf("%s is before the last move on %s", e.Since, s.Moves[n-1].Since)
	}
	if !c.Since.IsZero() && (e.Since != c.Since || e.Since > c.Today) {
		t.Fatalf("holds from %s, asked for %s on %s", e.Since, c.Since, c.Today)
	}
	if !c.Expect.IsZero() && c.Expect != e.Previous {
		t.Fatalf("%s was expected and %q held", c.Expect, e.Previous)
	}
	if e.Action != por.Removed {
		if e.Partner != c.Partner.ID || !c.Partner.Location || c.Partner.Status != record.ActivePartner {
			t.Fatalf("%s was given the place", e.Partner)
		}
		if !c.Subscription.Status.Active() || e.Since < c.Subscription.StartsOn {
			t.Fatalf("given on %s where it is %s and starts on %s", e.Since, c.Subscription.Status, c.Subscription.StartsOn)
		}
	}
}

// checkDone checks that a command that was not refused left what it asked for, and that asking for
// it again changes nothing.
func checkDone(t *rapid.T, s por.State, c por.Command) {
	t.Helper()
	want := c.Partner.ID
	if c.Verb == por.Remove {
		want = ids.Partner{}
	}
	if s.Partner() != want {
		t.Fatalf("%s left %q, want %q", c.Verb, s.Partner(), want)
	}
	c.Expect, c.IfSet = ids.Partner{}, true
	if again, err := por.Decide(s, c); err != nil || len(again) > 0 {
		t.Fatalf("%s again: %v, %v", c.Verb, again, err)
	}
}

func checkDays(t *rapid.T, s por.State, holders calendar) {
	t.Helper()
	tenures := s.Tenures()
	for d := first - 1; d <= last+1; d++ {
		var holding []ids.Partner
		for _, tenure := range tenures {
			if tenure.Since <= d && (tenure.Until.IsZero() || d < tenure.Until) {
				holding = append(holding, tenure.Partner)
			}
		}
		if len(holding) > 1 {
			t.Fatalf("on %s the place is held by %v", d, holding)
		}
		on, ok := s.On(d)
		if on.Partner != holders[d] || ok == holders[d].IsZero() {
			t.Fatalf("on %s: %q, %t, want %q", d, on.Partner, ok, holders[d])
		}
	}
	for i, tenure := range tenures {
		open := tenure.Until.IsZero()
		if open && i < len(tenures)-1 || !open && tenure.Until < tenure.Since {
			t.Fatalf("tenure %d of %d: %+v", i+1, len(tenures), tenure)
		}
	}
	var lasting por.Tenure
	if n := len(tenures); n > 0 && tenures[n-1].Until.IsZero() {
		lasting = tenures[n-1]
	}
	if now, ok := s.Now(); s.Partner() != lasting.Partner || now != lasting || ok == lasting.Partner.IsZero() {
		t.Fatalf("partner %q, now %+v, the last tenure is %+v", s.Partner(), now, lasting)
	}
}

// checkFold checks that the events, as they are stored, give the place again, and the place as it
// is stored gives itself.
func checkFold(t *rapid.T, s por.State, events []por.Event) {
	t.Helper()
	var folded por.State
	for i, e := range events {
		read, err := por.DecodeEvent(e.AppendBinary(nil))
		if err != nil {
			t.Fatal(err)
		}
		folded = por.Evolve(folded, read, s.Moves[i].Stamp, s.Moves[i].Journal)
	}
	if diff := cmp.Diff(s, folded, identifiers()); diff != "" {
		t.Fatalf("(-state +folded)\n%s", diff)
	}
	read, err := por.DecodeState(s.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, read, identifiers()); diff != "" {
		t.Fatalf("(-state +read)\n%s", diff)
	}
}
