package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Whoever tries everything again once the server was mended tells nobody what is no longer so.
func TestWhatALaterMessageHasOvertakenIsNotAmongAllThatAreTriedAgain(t *testing.T) {
	one := func(o office) { o.add(t, 0, 0) }
	digest := func(o office) { o.desires(t, estate(wish(0, 0), wish(1, 0))) }
	removed := func(o office) { o.swap(t, por.Remove, 0, ids.Partner{}) }
	for name, tt := range map[string]struct {
		first     func(office) // queues message 1, that partner 0 was given place 0, which is given up
		later     func(office)
		unsent    bool // what is queued then
		overtaken int
	}{
		"the place was taken away":           {one, removed, false, 1},
		"the place was given away":           {one, func(o office) { o.swap(t, por.Edit, 0, testkit.Partner(1)) }, false, 1},
		"taken away by a digest":             {one, func(o office) { o.desires(t, estate(wish(0, -1), wish(1, 0))) }, false, 1},
		"a digest of other places":           {one, func(o office) { o.desires(t, estate(wish(1, 0))) }, false, 0},
		"another place":                      {one, func(o office) { o.add(t, 0, 1) }, false, 0},
		"nobody was told yet":                {one, removed, true, 0},
		"nothing more":                       {one, func(office) {}, false, 0},
		"a digest, and one of its places":    {digest, removed, false, 1},
		"a digest, and a digest on a place":  {digest, func(o office) { o.desires(t, estate(wish(0, -1), wish(1, 0), wish(2, 0))) }, false, 1},
		"a digest, and another place":        {digest, func(o office) { o.add(t, 0, 2) }, false, 0},
		"a digest, and a digest of others":   {digest, func(o office) { o.desires(t, estate(wish(0, 0), wish(1, 0), wish(2, 0))) }, false, 0},
		"a digest, and nobody was told yet":  {digest, removed, true, 0},
		"a digest to another on their place": {digest, func(o office) { o.desires(t, estate(wish(0, 0), wish(1, 0), wish(2, 1))) }, false, 0},
	} {
		for where, o := range offices(t) {
			t.Run(name+" "+where, func(t *testing.T) {
				o.sample(t)
				tt.first(o)
				o.givesUp(t, 1)
				tt.later(o)
				if !tt.unsent {
					o.send(t)
				}
				letters, overtaken, err := o.retriesAll(testkit.Owner())
				if err != nil || overtaken != tt.overtaken || len(letters) != 1-tt.overtaken {
					t.Errorf("%d are tried again, %d were overtaken, %v", len(letters), overtaken, err)
				}
				o.retry(t, 1) // whoever names it wants it
				if first := o.outbox(t)[0]; first.Status != notice.Queued {
					t.Errorf("named it is %s", first.Status)
				}
			})
		}
	}
}

// givesUp sends what there is; a message cannot be delivered.
func (o office) givesUp(t *testing.T, id uint64) {
	t.Helper()
	o.what = which(untaken(app.ThisLetter, "never"), id)
	if total, _ := o.sends(app.Sending{Tries: 1}); total.GivenUp != 1 {
		t.Fatalf("%+v", total)
	}
	o.what = nil
}

// That a partner is not to have a place says nothing of who took it away.
func TestTheAnswerToARequestOvertakesNothing(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 1)
	o.send(t)
	o.swap(t, por.Remove, 0, ids.Partner{})
	o.givesUp(t, 2)
	w := app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "we run it"}
	if _, err := applied(o.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), w)); err != nil {
		t.Fatal(err)
	}
	if _, err := applied(o.as(testkit.Owner()).PlanDecision(t.Context(), request.Decline, ids.RequestFromNumber(1), "no")); err != nil {
		t.Fatal(err)
	}
	if total := o.send(t); total.Sent != 1 {
		t.Fatalf("%+v", total)
	}
	if letters, overtaken, err := o.retriesAll(testkit.Owner()); err != nil || overtaken != 0 || len(letters) != 1 || letters[0].Message.ID != 2 {
		t.Errorf("%d are tried again, %d were overtaken, %v", len(letters), overtaken, err)
	}
}

// Whom a message did not reach while others were told more is not told what is over.
func TestWhatSomeHaveAndWasPassedIsDropped(t *testing.T) {
	for where, o := range offices(t) {
		o.queued(t, 1)
		o.swap(t, por.Remove, 0, ids.Partner{})
		partly := untaken(app.ThisLetter, "550 for bo")
		partly.Taken = []string{"ana@x.example"}
		o.what = which(partly, 1)
		for try := uint32(1); try <= 5; try++ {
			_, _ = o.sends(app.Sending{Tries: 24})
			*o.later += notice.Pause(try)
		}
		o.what = nil
		if _, overtaken, err := o.retriesAll(testkit.Owner()); err != nil || overtaken != 1 {
			t.Errorf("%s: %d were overtaken, %v", where, overtaken, err)
		}
		if total, err := o.sends(app.Sending{DryRun: true}); err != nil || total != (app.Sent{DryRun: true}) {
			t.Errorf("%s: a dry run says %+v, %v", where, total, err)
		}
		if total, err := o.sends(app.Sending{Passed: "it is over"}); err != nil || total != (app.Sent{}) {
			t.Errorf("%s: %+v, %v", where, total, err)
		}
		if m := o.outbox(t); m[0].Status != notice.Dropped || m[0].Reason != "it is over" || m[1].Status != notice.Sent || len(o.handed) != 1 {
			t.Errorf("%s: %s because %q, and %s", where, m[0].Status, m[0].Reason, m[1].Status)
		}
	}
}

func TestAnyNumberOfMessagesIsTriedAgain(t *testing.T) {
	for where, o := range offices(t) {
		o.crowded(t, 12)
		const failed = 1100 // more than are moved at once
		o.what = func(l app.Letter) app.Carried {
			if l.Message.ID > failed {
				return app.Carried{}
			}
			return untaken(app.ThisLetter, "down")
		}
		if total, _ := o.sends(app.Sending{}); total.Failed != failed {
			t.Fatalf("%s: %+v", where, total)
		}
		letters, _, err := o.retriesAll(testkit.Owner())
		if err != nil || len(letters) != failed {
			t.Errorf("%s: %d are tried again, %v", where, len(letters), err)
		}
		ascending := slices.IsSortedFunc(letters, func(a, b app.Letter) int { return int(a.Message.ID) - int(b.Message.ID) })
		tried := slices.ContainsFunc(letters, func(l app.Letter) bool { return l.Message.Tries > 0 || l.Message.Status != notice.Queued })
		if !ascending || tried {
			t.Errorf("%s: in order: %t, some that failed: %t", where, ascending, tried)
		}
		o.what = nil
		if total := o.send(t); total != (app.Sent{Sent: failed}) {
			t.Errorf("%s: %+v", where, total)
		}
		o.verified(t)
	}
}
