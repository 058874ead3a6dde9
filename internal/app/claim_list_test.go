package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// found is the claims that a filter wants.
func (h house) found(t tester, f app.ClaimFilter) (list []ids.Claim) {
	t.Helper()
	for c := range all(t, h.as(access.Actor{}).Claims(context.Background(), f)) {
		list = append(list, c.ID)
	}
	return list
}

// showcase is claims 1 to 6: of two partners, tenants, roles and days, each in another status.
func showcase(t tester) house {
	h := inMemory()
	h.market(t)
	h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams", "intune"))
	h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(1, 0, "teams"))
	h.clock.Pass(3)
	h.claimIn(t, cpor.Approved, testkit.Advising(0, 1, 3, 4))
	h.claimIn(t, cpor.Rejected, testkit.Advising(1, 0, 1))
	usage := testkit.Advising(0, 0, 1)
	usage.Role = cpor.UsageRecognition
	h.claimIn(t, cpor.Submitted, usage)
	h.clock.Pass(1)
	h.claimIn(t, cpor.Gone, testkit.UseOrConsume(0, 0, "teams"))
	h.claimIn(t, cpor.InReview, testkit.UseOrConsume(4, 1, "exchange"))
	return h
}

func TestEachFilterOfClaimsWorksAloneAndTogether(t *testing.T) {
	h := showcase(t)
	today := day.Of(testkit.Today())
	of := func(f app.Filter) app.ClaimFilter { return app.ClaimFilter{Filter: f} }
	for name, tt := range map[string]struct {
		filter app.ClaimFilter
		want   []int
	}{
		"none":                          {app.ClaimFilter{}, []int{1, 2, 3, 4, 5, 7}},
		"a partner":                     {of(app.Filter{Partner: testkit.Partner(0)}), []int{1, 3, 5}},
		"a partner without a claim":     {of(app.Filter{Partner: testkit.Partner(3)}), nil},
		"a tenant":                      {of(app.Filter{Tenant: testkit.Tenant(0)}), []int{1, 2, 4, 5}},
		"a status":                      {of(app.Filter{Status: "approved"}), []int{3}},
		"a status that none has":        {of(app.Filter{Status: "ended"}), nil},
		"deleted ones":                  {of(app.Filter{Status: "gone"}), nil},
		"a subscription":                {of(app.Filter{Subscription: testkit.Subscription(1)}), []int{4, 5}},
		"one of several subscriptions":  {of(app.Filter{Subscription: testkit.Subscription(4)}), []int{3}},
		"since a day":                   {of(app.Filter{Since: today + 3}), []int{3, 4, 5, 7}},
		"until a day":                   {of(app.Filter{Until: today + 3}), []int{1, 2, 3, 4, 5}},
		"an area":                       {app.ClaimFilter{Area: cpor.ModernWorkSecurity}, []int{1, 2, 7}},
		"a role":                        {app.ClaimFilter{Role: cpor.UsageRecognition}, []int{5}},
		"a workload":                    {app.ClaimFilter{Workload: "teams"}, []int{1, 2}},
		"due before the day it is due":  {app.ClaimFilter{DueBefore: today + 7}, nil},
		"due before the day after":      {app.ClaimFilter{DueBefore: today + 8}, []int{2}},
		"due before later":              {app.ClaimFilter{DueBefore: today + 90}, []int{2, 4}},
		"a partner and a tenant":        {of(app.Filter{Partner: testkit.Partner(0), Tenant: testkit.Tenant(0)}), []int{1, 5}},
		"a tenant and a status":         {of(app.Filter{Tenant: testkit.Tenant(0), Status: "rejected"}), []int{4}},
		"a partner and another's area":  {app.ClaimFilter{Filter: app.Filter{Partner: testkit.Partner(4)}, Area: cpor.BusinessApplications}, nil},
		"everything":                    {app.ClaimFilter{Filter: app.Filter{Partner: testkit.Partner(1), Tenant: testkit.Tenant(0), Status: "action-required", Since: today, Until: today}, Area: cpor.ModernWorkSecurity, Role: cpor.UseOrConsume, Workload: "teams", DueBefore: today + 9}, []int{2}},
		"a subscription and a workload": {app.ClaimFilter{Filter: app.Filter{Subscription: testkit.Subscription(1)}, Workload: "teams"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var want []ids.Claim
			for _, n := range tt.want {
				want = append(want, testkit.Claim(n))
			}
			if got := h.found(t, tt.filter); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestAListOfClaimsIsWhatANaiveFilterGives(t *testing.T) {
	h := showcase(t)
	rapid.Check(t, func(t *rapid.T) {
		f := app.ClaimFilter{
			Area:     rapid.SampledFrom(append(cpor.Areas(), "", "")).Draw(t, "area"),
			Role:     rapid.SampledFrom(append(cpor.Roles(""), "", "", "", "")).Draw(t, "role"),
			Workload: rapid.SampledFrom([]string{"", "", "teams", "intune"}).Draw(t, "workload"),
			Filter:   app.Filter{Status: string(rapid.SampledFrom(append(cpor.Statuses(), "", "", "", "")).Draw(t, "status"))},
		}
		if rare(t, 1, "by partner") {
			f.Partner = partner(t)
		}
		if rare(t, 1, "by tenant") {
			f.Tenant = testkit.Tenant(among(t, 2, "tenant"))
		}
		var want []ids.Claim
		for n := 1; n <= 7; n++ {
			c := h.claim(t, testkit.Claim(n))
			if c.Status != cpor.None && (f.Area == "" || c.Area == f.Area) && (f.Role == "" || c.Role == f.Role) && (f.Workload == "" || slices.Contains(c.Workloads, f.Workload)) &&
				(f.Status == "" || string(c.Status) == f.Status) && (f.Filter.Partner.IsZero() || c.Partner == f.Filter.Partner) && (f.Filter.Tenant.IsZero() || c.Tenant == f.Filter.Tenant) {
				want = append(want, c.ID)
			}
		}
		if got := h.found(t, f); !slices.Equal(got, want) {
			t.Fatalf("%+v: got %v, want %v", f, got, want)
		}
	})
}

// More than two pages, by every index that a list can be read from; others write meanwhile.
func TestALongListOfClaimsHasEveryClaimOnce(t *testing.T) {
	for where, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(where, func(t *testing.T) {
			h.market(t)
			rows := append(thousand(), thousand()...)
			rows = append(rows, thousand()[:100]...)
			if _, err := applied(h.as(anyPartner()).PlanDrafts(t.Context(), rows)); err != nil {
				t.Fatal(err)
			}
			for name, tt := range map[string]struct {
				filter app.ClaimFilter
				step   int
			}{
				"all":         {app.ClaimFilter{}, 1},
				"a partner's": {app.ClaimFilter{Filter: app.Filter{Partner: testkit.Partner(0)}}, 1},
				"a status's":  {app.ClaimFilter{Filter: app.Filter{Status: "draft"}}, 1},
				"a tenant's":  {app.ClaimFilter{Filter: app.Filter{Tenant: testkit.Tenant(0)}}, 2},
			} {
				n := 0
				for c := range all(t, h.as(access.Actor{}).Claims(t.Context(), tt.filter)) {
					if want := testkit.Claim(n*tt.step + 1); c.ID != want || c.PartnerName != "Partner 0" || c.CustomerName == "" {
						t.Fatalf("%s: row %d is %s of %q for %q, want %s", name, n, c.ID, c.PartnerName, c.CustomerName, want)
					}
					if n++; n == 500 { // somebody writes between two pages
						h.given(t, testkit.Rows{Customers: testkit.Customers(testkit.Customer(3))})
					}
				}
				if n != 2100/tt.step {
					t.Errorf("%s: %d rows", name, n)
				}
			}
		})
	}
}

func TestAClaimIsShownWithTheNamesOfWhomItIsAbout(t *testing.T) {
	h := showcase(t)
	card, err := h.as(access.Actor{}).Claim(t.Context(), testkit.Claim(3))
	if err != nil || card.PartnerName != "Partner 0" || card.CustomerName != "Customer 1" || card.Status != cpor.Approved {
		t.Errorf("%+v, %v", card, err)
	}
	document, err := card.Document(h.paper(1).Hash)
	if err != nil || document.FileName != "sow-1.txt" || document.AddedBy != anyPartner().User.String() {
		t.Errorf("%+v, %v", document, err)
	}
	_, err = card.Document(h.paper(9).Hash)
	refused(t, err, fault.NotFound, "claim.no-such-document")
	for _, id := range []ids.Claim{testkit.Claim(6), testkit.Claim(8)} {
		_, err := h.as(access.Actor{}).Claim(t.Context(), id)
		refused(t, err, fault.NotFound, "claim.missing")
		_, err = h.as(access.Actor{}).HistoryOfClaim(t.Context(), id)
		refused(t, err, fault.NotFound, "claim.missing")
	}
}

func TestTheHistoryOfAClaimTellsEveryMove(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(0, 0, "teams"))
	h.clock.Pass(2)
	for _, v := range []cpor.Verb{cpor.Remark, cpor.Submit, cpor.Review, cpor.Approve, cpor.Decline, cpor.Dispute} {
		h.move(t, v, id)
	}
	moves, err := h.as(access.Actor{}).HistoryOfClaim(t.Context(), id)
	var got []string
	for _, m := range moves {
		got = append(got, fmt.Sprintf("%s %s %s>%s %s", m.Role, m.Verb, m.From, m.To, m.Reason))
		if m.Claim != id || m.Partner != testkit.Partner(0) || m.Assurance != "asserted" || m.Journal == 0 || m.At.IsZero() || m.By != m.Role+"@contoso.example" {
			t.Errorf("a move is %+v", m)
		}
	}
	want := []string{
		"incentives-admin new >draft ", "incentives-admin attach draft>draft ", "incentives-admin submit draft>submitted as agreed",
		"incentives-admin require-action submitted>action-required as agreed", "incentives-admin comment action-required>action-required as agreed",
		"incentives-admin submit action-required>submitted as agreed", "incentives-admin review submitted>in-review as agreed",
		"incentives-admin approve in-review>approved as agreed", "global-admin decline approved>rejected as agreed",
		"incentives-admin dispute rejected>in-review as agreed",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

func TestOnlySubscriptionsThatCanBeClaimedAreOffered(t *testing.T) {
	h := inMemory()
	h.market(t)
	list := []record.Subscription{testkit.Dynamics(0, 10), testkit.Dynamics(0, 11), testkit.Dynamics(0, 12), testkit.Dynamics(0, 13), testkit.Dynamics(1, 14)}
	list[0].Channel, list[1].Status, list[2].Product = record.CSP, record.Suspended, "azure"
	list[3].Status, list[3].Channel, list[3].Name = record.Warning, record.VolumeLicensing, "A first one"
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(list...)})
	offered := func(f cpor.Form) (names []string) {
		found, err := h.as(access.Actor{}).Claimable(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range found {
			names = append(names, s.Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"A first one", "Subscription 0", "Subscription 1", "Subscription 2"}, offered(testkit.Advising(0, 0))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := offered(testkit.UseOrConsume(0, 0)); len(got) > 0 {
		t.Errorf("%v can be claimed as workloads", got)
	}
	if got := offered(testkit.Advising(0, 2)); len(got) > 0 {
		t.Errorf("%v are of a tenant without any", got)
	}
}

// A submission tells the customer's contact whom the claim names, every decision the partner.
func TestAMessageOnAClaimGoesToWhomItIsMeantFor(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(1, 0, "teams"))
	for _, v := range []cpor.Verb{cpor.Submit, cpor.Approve, cpor.Decline, cpor.Dispute, cpor.Reject} {
		h.move(t, v, id)
	}
	var got []string
	for n := range all(t, h.as(access.Actor{}).Letters(t.Context(), app.Filter{Partner: testkit.Partner(1)})) {
		got = append(got, fmt.Sprintf("%s %s %s %s", n.Message.Kind, n.To, n.Claim.Name, n.Customer.Name))
		if m := n.Message; m.Claim != id || m.Tenant != testkit.Tenant(0) || m.Status != notice.Queued || m.MessageID == "" {
			t.Errorf("a message is %+v", m)
		}
	}
	partner := " mail@partner1.example Roll-out Customer 0"
	want := []string{
		"claim-submitted ana@customer0.example Roll-out Customer 0", "claim-action-required" + partner,
		"claim-submitted ana@customer0.example Roll-out Customer 0", "claim-approved" + partner, "claim-declined" + partner, "claim-rejected" + partner,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
