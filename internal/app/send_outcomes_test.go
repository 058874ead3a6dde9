package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// standing is where each message stands, in words: the next try in minutes from now.
func (o office) standing(t tester) (list []string) {
	t.Helper()
	for _, m := range o.outbox(t) {
		s := fmt.Sprintf("%s %d", m.Status, m.Tries)
		if !m.NextTry.IsZero() {
			s += fmt.Sprint(" in ", m.NextTry.Sub(o.now()).Minutes())
		}
		if m.Reason != "" {
			s += ": " + m.Reason
		}
		list = append(list, s)
	}
	return list
}

func TestWhatBecameOfEachLetterIsKept(t *testing.T) {
	const fresh, sent = "queued 0 in 0", "sent 1"
	refused := untaken(app.ThisLetter, "no such box")
	down := untaken(app.EveryLetter, "nobody answers")
	for name, tt := range map[string]struct {
		sending app.Sending
		what    outcome
		want    []string
		asked   int
		total   app.Sent
		code    fault.Code
	}{
		"all are taken": {
			app.Sending{}, nil, []string{sent, sent, sent, sent}, 4,
			app.Sent{Sent: 4}, fault.OK,
		},
		"of one something is left open": {
			app.Sending{}, which(app.Carried{Words: "one of two was refused"}, 2),
			[]string{sent, "sent 1: one of two was refused", sent, sent}, 4,
			app.Sent{Sent: 4}, fault.OK,
		},
		"one is refused": {
			app.Sending{}, which(refused, 2), []string{sent, "queued 1 in 1: no such box", sent, sent}, 4,
			app.Sent{Sent: 3, Failed: 1}, fault.Remote,
		},
		"the last one is refused": {
			app.Sending{}, which(refused, 4), []string{sent, sent, sent, "queued 1 in 1: no such box"}, 4,
			app.Sent{Sent: 3, Failed: 1}, fault.Remote,
		},
		"all are refused": {
			app.Sending{}, which(refused, 1, 2, 3, 4), slices.Repeat([]string{"queued 1 in 1: no such box"}, 4), 4,
			app.Sent{Failed: 4}, fault.Remote,
		},
		"one is refused and tried no more": {
			app.Sending{Tries: 1}, which(refused, 3), []string{sent, sent, "given-up 1: no such box", sent}, 4,
			app.Sent{Sent: 3, GivenUp: 1}, fault.Remote,
		},
		"the server wants no more": {
			app.Sending{}, which(untaken(app.LastLetter, "too many"), 2), []string{sent, "queued 1 in 1: too many", fresh, fresh}, 2,
			app.Sent{Sent: 1, Failed: 1, Waiting: 2}, fault.Remote,
		},
		"the server cannot be reached": {
			app.Sending{}, which(down, 1), slices.Repeat([]string{"queued 1 in 1: nobody answers"}, 4), 1,
			app.Sent{Failed: 4}, fault.Remote,
		},
		"the server goes away": {
			app.Sending{}, which(down, 3), []string{sent, sent, "queued 1 in 1: nobody answers", "queued 1 in 1: nobody answers"}, 3,
			app.Sent{Sent: 2, Failed: 2}, fault.Remote,
		},
		"the server goes away for good": {
			app.Sending{Tries: 1}, which(down, 4), []string{sent, sent, sent, "given-up 1: nobody answers"}, 4,
			app.Sent{Sent: 3, GivenUp: 1}, fault.Remote,
		},
		"something else is wrong at once": {
			app.Sending{}, which(untaken(app.NoLetter, ""), 1), slices.Repeat([]string{fresh}, 4), 1,
			app.Sent{Waiting: 4}, fault.Cancelled,
		},
		"something else is wrong later": {
			app.Sending{}, which(untaken(app.NoLetter, ""), 3), []string{sent, sent, fresh, fresh}, 3,
			app.Sent{Sent: 2, Waiting: 2}, fault.Cancelled,
		},
		"some are to be sent": {
			app.Sending{Limit: 3}, nil, []string{sent, sent, sent, fresh}, 3,
			app.Sent{Sent: 3, Waiting: 1}, fault.OK,
		},
		"some are to be sent, and are refused": {
			app.Sending{Limit: 2}, which(refused, 1), []string{"queued 1 in 1: no such box", sent, fresh, fresh}, 2,
			app.Sent{Sent: 1, Failed: 1, Waiting: 2}, fault.Remote,
		},
		"more are to be sent than there are": {
			app.Sending{Limit: 9}, nil, []string{sent, sent, sent, sent}, 4,
			app.Sent{Sent: 4}, fault.OK,
		},
		"it is a dry run": {
			app.Sending{DryRun: true}, nil, slices.Repeat([]string{fresh}, 4), 0,
			app.Sent{DryRun: true, Sent: 4}, fault.OK,
		},
		"it is a dry run of some": {
			app.Sending{DryRun: true, Limit: 1}, nil, slices.Repeat([]string{fresh}, 4), 0,
			app.Sent{DryRun: true, Sent: 1, Waiting: 3}, fault.OK,
		},
	} {
		for where, o := range offices(t) {
			t.Run(name+" "+where, func(t *testing.T) {
				o.queued(t, 4)
				o.what = tt.what
				head := o.head(t)
				total, err := o.sends(tt.sending)
				if fault.CodeOf(err) != tt.code || len(o.asked) != tt.asked {
					t.Errorf("%d letters were begun, %v; want %d and %s", len(o.asked), err, tt.asked, tt.code)
				}
				if diff := cmp.Diff(tt.total, total); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if diff := cmp.Diff(tt.want, o.standing(t)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if o.head(t) != head {
					t.Error("sending wrote a journal entry")
				}
				o.verified(t)
			})
		}
	}
}

// A minute after the first try, twice as long after the second, and no further one after the last.
func TestALetterIsTriedAgainWhenItsTimeHasComeUntilItIsGivenUp(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	o.what = which(untaken(app.ThisLetter, "no such box"), 1)
	for _, step := range []struct {
		passes time.Duration
		total  app.Sent
		want   string
	}{
		{0, app.Sent{Sent: 1, Failed: 1}, "queued 1 in 1: no such box"},
		{59 * time.Second, app.Sent{Waiting: 1}, "queued 1 in 0.016666666666666666: no such box"},
		{time.Second, app.Sent{Failed: 1}, "queued 2 in 2: no such box"},
		{time.Minute, app.Sent{Waiting: 1}, "queued 2 in 1: no such box"},
		{time.Minute, app.Sent{GivenUp: 1}, "given-up 3: no such box"},
		{time.Hour, app.Sent{}, "given-up 3: no such box"},
	} {
		*o.later += step.passes
		total, err := o.sends(app.Sending{})
		if diff := cmp.Diff(step.total, total); diff != "" || (err != nil) != (step.total.Failed+step.total.GivenUp > 0) {
			t.Errorf("%v (-want +got)\n%s", err, diff)
		}
		if got := o.standing(t)[0]; got != step.want {
			t.Errorf("it is %s, want %s", got, step.want)
		}
	}
	if len(o.asked) != 4 {
		t.Errorf("%d letters were begun", len(o.asked))
	}
}

func TestWhatNobodyKnowsAnAddressOfWaitsWithoutAFailure(t *testing.T) {
	nothing := map[string]string{"in memory": " ; ,", "in a file": ""}
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 3)
			lost := testkit.PartnerRecord(1)
			lost.Email = nothing[where]
			o.given(t, testkit.Rows{Partners: testkit.Partners(lost)})
			if total := o.send(t); total != (app.Sent{Sent: 2, Unaddressed: 1}) {
				t.Errorf("%+v", total)
			}
			if diff := cmp.Diff([]string{"sent 1", "queued 0 in 0", "sent 1"}, o.standing(t)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if total, err := o.sends(app.Sending{DryRun: true}); err != nil || total != (app.Sent{DryRun: true, Unaddressed: 1}) {
				t.Errorf("%+v, %v", total, err)
			}
			o.given(t, testkit.Rows{Partners: testkit.Partners(testkit.PartnerRecord(1))}) // it was mended
			o.send(t)
			o.everySent(t, once)
			if to := o.handed[2].To; to != "mail@partner1.example" {
				t.Errorf("it went to %q", to)
			}
		})
	}
}

// Where a record has a text that is no address, nobody is asked to deliver to it.
func TestALetterWithNoAddressThatMailCanGoToWaits(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 1)
	for _, email := range []string{"ana@x.example bo@x.example", "n/a", "Ana <>", " ; ", "Ana\r\nBo <a@x.example>"} {
		o.moves(t, 0, email)
		if total, err := o.sends(app.Sending{}); err != nil || total != (app.Sent{Unaddressed: 1}) {
			t.Errorf("%q: %+v, %v", email, total, err)
		}
		if l := o.letter(t, 1); l.To != "" || l.Recorded() != email {
			t.Errorf("%q: it goes to %q, and the record says %q", email, l.To, l.Recorded())
		}
	}
	o.moves(t, 0, "n/a; ana@x.example")
	if total := o.send(t); total != (app.Sent{Sent: 1}) {
		t.Errorf("%+v", total)
	}
}

// What cannot be addressed takes nothing off the limit.
func TestALimitCountsLettersThatCanBeSent(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 4)
	lost := testkit.PartnerRecord(0) // of messages 1 and 4
	lost.Email = ""
	o.given(t, testkit.Rows{Partners: testkit.Partners(lost)})
	if total, err := o.sends(app.Sending{Limit: 1}); err != nil || total != (app.Sent{Sent: 1, Unaddressed: 2, Waiting: 1}) {
		t.Errorf("%+v, %v", total, err)
	}
	if total, err := o.sends(app.Sending{Limit: 2}); err != nil || total != (app.Sent{Sent: 1, Unaddressed: 2}) {
		t.Errorf("%+v, %v", total, err)
	}
}

func TestMoreThanAHandfulOfLettersAreSentOldestFirst(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.crowded(t, 3)
			leased := func() (n int) {
				for _, m := range o.outbox(t) {
					if m.Status == notice.Leased {
						n++
					}
				}
				return n
			}
			most := 0
			o.what = func(l app.Letter) app.Carried {
				if l.Message.ID%50 == 0 {
					most = max(most, leased())
				}
				return which(untaken(app.ThisLetter, "no such box"), 100, 101)(l)
			}
			var meter stages
			e := o.by(testkit.Owner())
			e.Meter = &meter
			total, err := e.Send(t.Context(), app.Sending{Tries: tries, Limit: 250}, o.courier)
			if fault.CodeOf(err) != fault.Remote || total != (app.Sent{Sent: 248, Failed: 2, Waiting: 50}) {
				t.Errorf("%+v, %v", total, err)
			}
			if most != 100 {
				t.Errorf("%d were in hand at once", most)
			}
			if len(meter.told) != 251 || meter.told[0] != "handing-over of 250" {
				t.Errorf("the meter was told %d times, first %s", len(meter.told), meter.told[0])
			}
			*o.later += time.Minute
			o.what = nil
			if total := o.send(t); total.Sent != 52 {
				t.Errorf("%+v", total)
			}
			o.everySent(t, once)
			for i, l := range o.handed[:248] {
				if want := uint64(i + 1); l.Message.ID != want && l.Message.ID != want+2 {
					t.Fatalf("letter %d was message %d", i, l.Message.ID)
				}
			}
			o.verified(t)
		})
	}
}

// The totals tell of every message that was queued, also where the run ends early.
func TestARunThatEndsEarlyCountsWhatItLeaves(t *testing.T) {
	for name, tt := range map[string]struct {
		scope app.Scope
		total app.Sent
	}{
		"the server goes away":    {app.EveryLetter, app.Sent{Sent: 119, Failed: 81, Waiting: 100}},
		"something else is wrong": {app.NoLetter, app.Sent{Sent: 119, Waiting: 181}},
	} {
		t.Run(name, func(t *testing.T) {
			o := inMemory().office(t)
			o.crowded(t, 3)
			o.what = which(untaken(tt.scope, "down"), 120)
			if total, err := o.sends(app.Sending{}); err == nil || total != tt.total {
				t.Errorf("%+v, %v, want %+v", total, err, tt.total)
			}
		})
	}
}

// A mail failure never undoes or contradicts a change.
func TestAPlaceIsWithItsPartnerWhateverBecomesOfTheMail(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 3)
	o.what = func(app.Letter) app.Carried { return untaken(app.ThisLetter, "no such box") }
	places := func() (list []record.Association) {
		for a := range all(t, o.by(access.Actor{}).Associations(context.Background(), app.Filter{})) {
			list = append(list, record.Association{Partner: a.Partner, Subscription: a.Subscription, Since: a.Since})
		}
		return list
	}
	before := places()
	for range 4 {
		if _, err := o.sends(app.Sending{}); err != nil && fault.CodeOf(err) != fault.Remote {
			t.Fatal(err)
		}
		*o.later += time.Hour
	}
	if diff := cmp.Diff(before, places(), byValue()); diff != "" || len(before) != 3 {
		t.Errorf("(-before +after)\n%s", diff)
	}
	o.verified(t)
}
