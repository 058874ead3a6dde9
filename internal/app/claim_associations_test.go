package app_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/record"
)

// rowTexts are the rows of kind cpor that a filter wants: whose, for which place, since when, until when,
// how they stand and by which claim.
func (h house) rowTexts(t tester, f app.Filter) (texts []string) {
	t.Helper()
	today := day.Of(testkit.Today())
	after := func(d day.Day) string {
		if d == 0 {
			return "-"
		}
		return fmt.Sprintf("%+d", int(d)-int(today))
	}
	for _, a := range h.listed(t, f) {
		if a.Kind != record.CPOR {
			continue
		}
		place := a.Workload
		if place == "" {
			place = a.SubscriptionName
		}
		texts = append(texts, fmt.Sprintf("%s %s %s %s %s %s", a.PartnerName, place, after(a.Since), after(a.Until), a.Status, a.Claim))
	}
	return texts
}

func on(days int) app.Filter { return app.Filter{AsOf: day.Of(testkit.Today()) + day.Day(days)} }

// phases is partner 0 approved on day 2 with a customer's window of 4 days, ended on day 10; partner 1 is
// approved for one of its workloads on day 12.
func phases(t *testing.T) house {
	t.Helper()
	h := inMemory()
	h.windows.Customer = day.Period{N: 4}
	h.market(t)
	h.clock.Pass(2)
	first := h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams", "intune"))
	h.clock.Pass(8)
	h.move(t, cpor.End, first)
	h.clock.Pass(2)
	h.claimIn(t, cpor.Approved, testkit.UseOrConsume(1, 0, "teams"))
	h.clock.Pass(8)
	return h
}

func TestAnApprovedClaimIsAnAssociationThroughItsPhases(t *testing.T) {
	h := phases(t)
	for name, tt := range map[string]struct {
		filter app.Filter
		want   []string
	}{
		"before the approval":                {on(1), nil},
		"on the day of the approval":         {on(2), []string{"Partner 0 intune +2 +10 pending CLM-1", "Partner 0 teams +2 +10 pending CLM-1"}},
		"on the last day of the window":      {on(6), []string{"Partner 0 intune +2 +10 pending CLM-1", "Partner 0 teams +2 +10 pending CLM-1"}},
		"after the window":                   {on(7), []string{"Partner 0 intune +2 +10 active CLM-1", "Partner 0 teams +2 +10 active CLM-1"}},
		"on the day before the end":          {on(9), []string{"Partner 0 intune +2 +10 active CLM-1", "Partner 0 teams +2 +10 active CLM-1"}},
		"on the day of the end":              {on(10), nil},
		"in the other partner's window":      {on(16), []string{"Partner 1 teams +12 - pending CLM-2"}},
		"now":                                {app.Filter{}, []string{"Partner 1 teams +12 - active CLM-2"}},
		"what has ended":                     {app.Filter{Status: "ended"}, []string{"Partner 0 intune +2 +10 ended CLM-1", "Partner 0 teams +2 +10 ended CLM-1"}},
		"what had ended before anything did": {app.Filter{Status: "ended", AsOf: on(5).AsOf}, nil},
		"pending, as of a day":               {app.Filter{Status: "pending", AsOf: on(13).AsOf}, []string{"Partner 1 teams +12 - pending CLM-2"}},
		"pending now":                        {app.Filter{Status: "pending"}, nil},
		"active, as of a day of the window":  {app.Filter{Status: "active", AsOf: on(13).AsOf}, nil},
		"of a partner":                       {app.Filter{Partner: testkit.Partner(0), Status: "ended"}, []string{"Partner 0 intune +2 +10 ended CLM-1", "Partner 0 teams +2 +10 ended CLM-1"}},
		"of the other partner":               {app.Filter{Partner: testkit.Partner(1)}, []string{"Partner 1 teams +12 - active CLM-2"}},
		"of the tenant":                      {app.Filter{Tenant: testkit.Tenant(0)}, []string{"Partner 1 teams +12 - active CLM-2"}},
		"of another tenant":                  {app.Filter{Tenant: testkit.Tenant(1)}, nil},
		"of a subscription":                  {app.Filter{Subscription: testkit.Subscription(0)}, nil},
		"of another kind":                    {app.Filter{Kind: record.DPOR}, nil},
		"of its kind":                        {app.Filter{Kind: record.CPOR}, []string{"Partner 1 teams +12 - active CLM-2"}},
		"of a product":                       {app.Filter{Product: "dynamics365"}, nil},
		"unassigned":                         {app.Filter{Unassigned: true}, nil},
		"begun before it did":                {app.Filter{Until: on(11).AsOf}, nil},
		"begun since it did":                 {app.Filter{Since: on(12).AsOf}, []string{"Partner 1 teams +12 - active CLM-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, h.rowTexts(t, tt.filter)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What a day looked like does not change when something happens later.
func TestADayOfTheWindowStaysPendingAfterTheEnd(t *testing.T) {
	h := inMemory()
	h.windows.Customer = day.Period{N: 4}
	h.market(t)
	id := h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams"))
	h.clock.Pass(5)
	before := h.rowTexts(t, app.Filter{Status: "pending", AsOf: on(1).AsOf})
	h.move(t, cpor.Decline, id)
	after := h.rowTexts(t, app.Filter{Status: "pending", AsOf: on(1).AsOf})
	if len(before) != 1 || len(after) != 1 {
		t.Errorf("it was %q and is %q after the customer declined", before, after)
	}
}

func TestAnAssociationByClaimEndsWithItsSubscription(t *testing.T) {
	today := day.Of(testkit.Today())
	for name, tt := range map[string]struct {
		endsOn day.Day
		status record.Status
		filter app.Filter
		want   []string
	}{
		"a day to come":                        {today + 10, record.Enabled, app.Filter{}, []string{"Partner 0 Subscription 0 +0 +10 active CLM-1"}},
		"a day to come, in the days after":     {today + 10, record.Enabled, on(11), []string{"Partner 0 Subscription 0 +0 - active CLM-1"}},
		"a day that it lived on after":         {today + 3, record.Warning, app.Filter{}, []string{"Partner 0 Subscription 0 +0 - active CLM-1"}},
		"expired on a day":                     {today + 3, record.Expired, app.Filter{Status: "ended"}, []string{"Partner 0 Subscription 0 +0 +3 ended CLM-1"}},
		"expired on a day, as of the one ere":  {today + 3, record.Expired, on(2), []string{"Partner 0 Subscription 0 +0 +3 active CLM-1"}},
		"expired on a day, as of it":           {today + 3, record.Expired, on(3), nil},
		"deleted, nobody knows when":           {0, record.Deleted, app.Filter{Status: "ended"}, []string{"Partner 0 Subscription 0 +0 - ended CLM-1"}},
		"deleted, and not listed":              {0, record.Deleted, app.Filter{}, nil},
		"suspended is not over":                {0, record.Suspended, app.Filter{}, []string{"Partner 0 Subscription 0 +0 - active CLM-1"}},
		"of the partner":                       {today + 3, record.Expired, app.Filter{Partner: testkit.Partner(0), Status: "ended"}, []string{"Partner 0 Subscription 0 +0 +3 ended CLM-1"}},
		"of the subscription":                  {today + 3, record.Expired, app.Filter{Subscription: testkit.Subscription(0), Status: "ended"}, []string{"Partner 0 Subscription 0 +0 +3 ended CLM-1"}},
		"a subscription that the claim is not": {today + 3, record.Expired, app.Filter{Subscription: testkit.Subscription(1), Status: "ended"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			h.claimIn(t, cpor.Approved, testkit.Advising(0, 0, 0))
			h.clock.Pass(5)
			s := testkit.Dynamics(0, 0)
			s.EndsOn, s.Status = tt.endsOn, tt.status
			h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(s)})
			if diff := cmp.Diff(tt.want, h.rowTexts(t, tt.filter)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// The end of a claim comes first where it came first.
func TestAClaimThatEndedBeforeItsSubscriptionEndsOnItsOwnDay(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.Approved, testkit.Advising(0, 0, 0))
	h.clock.Pass(2)
	h.move(t, cpor.End, id)
	s := testkit.Dynamics(0, 0)
	s.EndsOn, s.Status = day.Of(testkit.Today())+10, record.Expired
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(s)})
	want := []string{"Partner 0 Subscription 0 +0 +2 ended CLM-1"}
	if diff := cmp.Diff(want, h.rowTexts(t, app.Filter{Status: "ended"})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The subscription may be over by the time that the approval is written down.
func TestAnAssociationDoesNotEndBeforeItBegan(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.Submitted, testkit.Advising(0, 0, 0))
	h.clock.Pass(5)
	s := testkit.Dynamics(0, 0)
	s.EndsOn, s.Status = day.Of(testkit.Today())+2, record.Expired
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(s)})
	h.move(t, cpor.Approve, id)
	if got := h.rowTexts(t, app.Filter{}); len(got) > 0 {
		t.Errorf("it holds: %q", got)
	}
	for _, a := range h.listed(t, app.Filter{Status: "ended"}) {
		if a.Until != 0 && a.Until < a.Since {
			t.Errorf("it is from %s until %s", a.Since, a.Until)
		}
	}
}

func TestAClaimThatWasApprovedTwiceIsTwoAssociations(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams"))
	for _, verb := range []cpor.Verb{cpor.Decline, cpor.Dispute, cpor.Approve} {
		h.clock.Pass(2)
		h.move(t, verb, id)
	}
	for name, tt := range map[string]struct {
		filter app.Filter
		want   []string
	}{
		"now":      {app.Filter{}, []string{"Partner 0 teams +6 - active CLM-1"}},
		"ended":    {app.Filter{Status: "ended"}, []string{"Partner 0 teams +0 +2 ended CLM-1"}},
		"first":    {on(1), []string{"Partner 0 teams +0 +2 active CLM-1"}},
		"between":  {on(3), nil},
		"declined": {on(2), nil},
	} {
		if diff := cmp.Diff(tt.want, h.rowTexts(t, tt.filter)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// A designation and a claim do not know of each other: who is in one place may be without the other.
func TestAClaimChangesNoRowOfADesignation(t *testing.T) {
	h := inMemory()
	h.market(t)
	h.add(t, 1, 0)
	places := func() (rows []app.Association) {
		for _, f := range []app.Filter{{Kind: record.DPOR}, {Unassigned: true}, {Partner: testkit.Partner(1), Kind: record.DPOR}} {
			rows = append(rows, h.listed(t, f)...)
		}
		return rows
	}
	before := places()
	h.claimIn(t, cpor.Approved, testkit.Advising(0, 0, 0, 1))
	if diff := cmp.Diff(fmt.Sprint(before), fmt.Sprint(places())); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
	var got []string
	for _, a := range h.listed(t, app.Filter{Subscription: testkit.Subscription(0)}) {
		got = append(got, fmt.Sprintf("%s %s %s", a.Kind, a.PartnerName, a.Claim))
	}
	if diff := cmp.Diff([]string{"dpor Partner 1 ", "cpor Partner 0 CLM-1"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if h.holder(t, 1) != h.holder(t, 2) {
		t.Error("a claim designated somebody")
	}
}
