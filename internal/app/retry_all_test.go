package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Whoever tries everything again once the server was mended tells nobody what is no longer so.
func TestWhatALaterMessageHasOvertakenIsNotAmongAllThatAreTriedAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		later     func(office) // after message 1, that partner 0 was given place 0, was given up
		unsent    bool         // what is queued then
		overtaken int
	}{
		"the place was taken away": {func(o office) { o.swap(t, por.Remove, 0, ids.Partner{}) }, false, 1},
		"the place was given away": {func(o office) { o.swap(t, por.Edit, 0, testkit.Partner(1)) }, false, 1},
		"taken away by a digest":   {func(o office) { o.desires(t, estate(wish(0, -1), wish(1, 0))) }, false, 1},
		"a digest of other places": {func(o office) { o.desires(t, estate(wish(1, 0))) }, false, 0},
		"another place":            {func(o office) { o.add(t, 0, 1) }, false, 0},
		"nobody was told yet":      {func(o office) { o.swap(t, por.Remove, 0, ids.Partner{}) }, true, 0},
		"nothing more":             {func(office) {}, false, 0},
	} {
		for where, o := range offices(t) {
			t.Run(name+" "+where, func(t *testing.T) {
				o.sample(t)
				o.add(t, 0, 0)
				o.what = which(untaken(app.ThisLetter, "never"), 1)
				if total, _ := o.sends(app.Sending{Tries: 1}); total.GivenUp != 1 {
					t.Fatalf("%+v", total)
				}
				o.what = nil
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

// A digest is about many places: what it tells of others holds.
func TestADigestIsTriedAgainThoughMoreWasToldSince(t *testing.T) {
	o := inMemory().office(t)
	o.sample(t)
	o.desires(t, estate(wish(0, 0), wish(1, 0)))
	o.what = which(untaken(app.ThisLetter, "never"), 1)
	_, _ = o.sends(app.Sending{Tries: 1})
	o.what = nil
	o.swap(t, por.Remove, 0, ids.Partner{})
	o.send(t)
	if letters, overtaken, err := o.retriesAll(testkit.Owner()); err != nil || overtaken != 0 || len(letters) != 1 {
		t.Errorf("%d are tried again, %d were overtaken, %v", len(letters), overtaken, err)
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
