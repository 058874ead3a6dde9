package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
)

// swap lets a partner be put into a place or taken out of it.
func (o office) swap(t tester, verb por.Verb, place int, partner ids.Partner) {
	t.Helper()
	d := app.Designation{Verb: verb, Subscriptions: []ids.Subscription{testkit.Subscription(place)}, Partner: partner}
	if _, err := o.designates(testkit.Owner(), d); err != nil {
		t.Fatalf("%s place %d: %v", verb, place, err)
	}
}

// Who reads first that it lost a place and then that it was given it, reads something wrong.
func TestALaterMessageOnAPlaceNeverGoesBeforeAnEarlierOne(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 2)                             // messages 1 and 2
			o.swap(t, por.Remove, 0, ids.Partner{})    // 3 says that 1 is over
			o.swap(t, por.Edit, 1, testkit.Partner(4)) // 4 to another partner, 5 to the one that lost the place
			o.what = which(untaken(app.ThisLetter, "not now"), 1)
			total, err := o.sends(app.Sending{})
			if err == nil || total != (app.Sent{Sent: 3, Failed: 1, Waiting: 1}) {
				t.Errorf("%+v, %v", total, err)
			}
			o.what = nil
			if total := o.send(t); total != (app.Sent{Waiting: 2}) {
				t.Errorf("before its time: %+v", total)
			}
			if total, err := o.sends(app.Sending{DryRun: true}); err != nil || total != (app.Sent{DryRun: true, Waiting: 2}) {
				t.Errorf("a dry run says %+v, %v", total, err)
			}
			*o.later += notice.Pause(1)
			if total := o.send(t); total != (app.Sent{Sent: 2}) {
				t.Errorf("when its time has come: %+v", total)
			}
			var order []uint64
			for _, l := range o.handed {
				order = append(order, l.Message.ID)
			}
			if diff := cmp.Diff([]uint64{2, 4, 5, 1, 3}, order); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What a run finds waiting keeps others back though the one before those is tried again by hand.
func TestAMessageWaitsBehindOneThatFailedInAnEarlierRun(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	o.swap(t, por.Remove, 0, ids.Partner{}) // 3 comes after 1
	o.what = which(untaken(app.ThisLetter, "not now"), 1, 2)
	if total, _ := o.sends(app.Sending{}); total != (app.Sent{Failed: 2, Waiting: 1}) {
		t.Errorf("%+v", total)
	}
	o.what = nil
	o.add(t, 4, 2)
	o.retry(t, 2)
	if total := o.send(t); total != (app.Sent{Sent: 2, Waiting: 2}) || o.times()[3] > 0 {
		t.Errorf("%+v, and of the third %d", total, o.times()[3])
	}
}

// One that is given up, or dropped, keeps back no others.
func TestAMessageThatIsGivenUpKeepsNoneBack(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 1)
	o.swap(t, por.Remove, 0, ids.Partner{})
	o.what = which(untaken(app.ThisLetter, "never"), 1)
	if total, _ := o.sends(app.Sending{Tries: 1}); total != (app.Sent{Sent: 1, GivenUp: 1}) {
		t.Errorf("%+v", total)
	}
}

// One address of several that is wrong keeps the others' mail back for a while only.
func TestAMessageThatSomeHaveKeepsOthersBackForItsFirstTries(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 1)
	o.swap(t, por.Remove, 0, ids.Partner{})
	partly := untaken(app.ThisLetter, "550 for bo")
	partly.Taken = []string{"ana@x.example"}
	o.what = which(partly, 1)
	for try := uint32(1); try <= 5; try++ {
		total, err := o.sends(app.Sending{Tries: 24})
		if want := (app.Sent{Failed: 1, Waiting: 1}); try < 5 && total != want || try == 5 && total.Sent != 1 || err == nil {
			t.Errorf("at try %d: %+v, %v", try, total, err)
		}
		*o.later += notice.Pause(try)
	}
}

// A customer is not asked to decide what it has decided.
func TestARequestThatIsDecidedIsNotAskedForAnyMore(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.sample(t)
			for _, place := range []int{0, 4} {
				w := app.Wish{Subscription: testkit.Subscription(place), Partner: testkit.Partner(0), Reason: "we run it"}
				if _, err := applied(o.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), w)); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := applied(o.as(testkit.Owner()).PlanDecision(t.Context(), request.Decline, ids.RequestFromNumber(1), "no")); err != nil {
				t.Fatal(err)
			}
			if total, err := o.sends(app.Sending{DryRun: true}); err != nil || total != (app.Sent{DryRun: true, Sent: 2}) {
				t.Errorf("a dry run says %+v, %v", total, err)
			}
			nobody := testkit.Customer(0) // whom the first is to be sent to
			nobody.ContactEmail = ""
			o.given(t, testkit.Rows{Customers: testkit.Customers(nobody)})
			total, err := o.sends(app.Sending{Moot: "it is decided"})
			if err != nil || total != (app.Sent{Sent: 2}) { // with the answer to the partner
				t.Errorf("%+v, %v", total, err)
			}
			m := o.outbox(t)
			if m[0].Status != notice.Dropped || m[0].Reason != "it is decided" || m[1].Status != notice.Sent {
				t.Errorf("%s because %q, and %s", m[0].Status, m[0].Reason, m[1].Status)
			}
			o.verified(t)
		})
	}
}
