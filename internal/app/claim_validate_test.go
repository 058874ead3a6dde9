package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// problems are what an error holds, each as its claim, code, key and field.
func problems(err error) (list []string) {
	if err == nil {
		return nil
	}
	for _, e := range fault.As(err).Each() {
		list = append(list, fmt.Sprintf("%s %s %s %s", e.Target, e.Code, e.Key, e.Column))
	}
	return list
}

func TestAClaimThatNothingStopsIsGivenBack(t *testing.T) {
	h := inMemory()
	h.market(t)
	one, two := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams")), h.claimIn(t, cpor.Draft, testkit.Advising(1, 1, 3))
	before := h.everything(t)
	cards, err := h.as(access.Actor{}).Validate(t.Context(), []ids.Claim{two, one})
	if err != nil || len(cards) != 2 || cards[0].ID != two || cards[1].ID != one || cards[0].PartnerName != "Partner 1" || cards[0].CustomerName != "Customer 1" {
		t.Errorf("%+v, %v", cards, err)
	}
	h.unchanged(t, before)
}

// CONTRACT section 8: fields, evidence, a tenant and a domain that do not belong together, a subscription
// that is not there, not Dynamics, bought through CSP or not active, a place that is taken.
func TestEverythingThatWouldStopAClaimIsTold(t *testing.T) {
	whole := testkit.UseOrConsume(0, 0, "teams")
	for name, tt := range map[string]struct {
		change func(h house, f *cpor.Form)
		want   []string
	}{
		"nothing": {func(house, *cpor.Form) {}, nil},
		"fields": {func(_ house, f *cpor.Form) { *f = cpor.Form{Partner: f.Partner} }, []string{
			"invalid claim.lacks name", "invalid claim.lacks solutionArea", "invalid claim.lacks role", "invalid claim.lacks tenantId",
			"invalid claim.lacks customerContact.name", "invalid claim.lacks customerContact.title", "invalid claim.lacks customerContact.email",
			"invalid claim.lacks companyContact.name", "invalid claim.lacks companyContact.email",
		}},
		"a solution": {func(_ house, f *cpor.Form) { *f = testkit.Advising(0, 0, 0); f.Role = cpor.InfluencedRevenue }, []string{
			"invalid claim.lacks solution.sellerName", "invalid claim.lacks solution.customerName", "invalid claim.lacks solution.productName",
		}},
		"no subscription":        {func(_ house, f *cpor.Form) { *f = testkit.Advising(0, 0) }, []string{"invalid claim.lacks subscriptionIds"}},
		"a partner that is none": {func(_ house, f *cpor.Form) { f.Partner = testkit.Partner(9) }, []string{"invalid claim.partner partnerId"}},
		"a headquarters":         {func(_ house, f *cpor.Form) { f.Partner = testkit.Partner(2) }, []string{"invalid por.headquarters partnerId"}},
		"an inactive partner":    {func(_ house, f *cpor.Form) { f.Partner = testkit.Partner(3) }, []string{"invalid por.inactive-partner partnerId"}},
		"another's domain":       {func(_ house, f *cpor.Form) { f.Domain = "customer1.example" }, []string{"invalid claim.domain domain"}},
		"its own domain":         {func(_ house, f *cpor.Form) { f.Domain = "CUSTOMER0.example" }, nil},
		"no such subscription":   {func(_ house, f *cpor.Form) { *f = testkit.Advising(0, 0, 0, 77) }, []string{"invalid claim.subscription-missing subscriptionIds"}},
		"another's subscription": {func(_ house, f *cpor.Form) { *f = testkit.Advising(0, 0, 3) }, []string{"invalid claim.subscription-tenant subscriptionIds"}},
		"a bad subscription": {func(h house, f *cpor.Form) {
			*f = testkit.Advising(0, 0, 0, 1)
			s := testkit.SubscriptionOf(0, 1)
			s.Channel, s.Status = record.CSP, record.Suspended
			h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(s)})
		}, []string{"invalid claim.subscription-product subscriptionIds", "invalid claim.subscription-csp subscriptionIds", "invalid claim.subscription-inactive subscriptionIds"}},
		"lost evidence":       {func(h house, _ *cpor.Form) { _ = h.folder.Remove(h.paper(1).Hash) }, []string{"invalid claim.document-lost evidence"}},
		"damaged evidence":    {func(h house, _ *cpor.Form) { h.folder.Damage(h.paper(1).Hash) }, []string{"invalid claim.document-lost evidence"}},
		"a taken workload":    {func(h house, _ *cpor.Form) { h.claimIn(t, cpor.Approved, testkit.UseOrConsume(1, 0, "teams")) }, []string{"conflict claim.taken "}},
		"a place of its own":  {func(h house, _ *cpor.Form) { h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams")) }, nil},
		"a place in question": {func(h house, _ *cpor.Form) { h.claimIn(t, cpor.InReview, testkit.UseOrConsume(1, 0, "teams")) }, nil},
		"a taken subscription, no name": {func(h house, f *cpor.Form) {
			h.claimIn(t, cpor.Approved, testkit.Advising(1, 0, 0, 1))
			*f = testkit.Advising(0, 0, 1)
			f.Name = ""
		}, []string{"invalid claim.lacks name", "conflict claim.taken "}},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			form := whole
			actor := testkit.Claimant(testkit.Partner(0), testkit.Partner(2), testkit.Partner(3), testkit.Partner(9))
			lost := strings.HasSuffix(name, "evidence") // it was there when it was attached
			if !lost {
				tt.change(h, &form)
			}
			cards, err := applied(h.as(actor).PlanDrafts(t.Context(), testkit.Forms(form)))
			if err != nil {
				t.Fatal(err)
			}
			id := cards[0].ID
			if _, err := applied(h.as(actor).PlanMove(t.Context(), []ids.Claim{id}, attaching(h.paper(1)))); err != nil {
				t.Fatal(err)
			}
			if lost {
				tt.change(h, &form)
			}
			var want []string
			for _, p := range tt.want {
				want = append(want, id.String()+" "+p)
			}
			given, err := h.as(access.Actor{}).Validate(t.Context(), []ids.Claim{id})
			if diff := cmp.Diff(want, problems(err)); diff != "" || len(want) == 0 && len(given) != 1 {
				t.Errorf("%v (-want +got)\n%s", given, diff)
			}
			// A place that is taken stops the approval only.
			stops := slices.DeleteFunc(want, func(p string) bool { return p == id.String()+" conflict claim.taken " })
			_, err = h.moves(actor, cpor.Submit, id)
			if diff := cmp.Diff(stops, problems(err)); len(stops) > 0 && diff != "" || (err == nil) != (len(stops) == 0) {
				t.Errorf("submit: %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func TestTheProblemsOfSeveralClaimsAreToldTogether(t *testing.T) {
	h := inMemory()
	h.market(t)
	h.claimIn(t, cpor.Approved, testkit.UseOrConsume(1, 0, "teams"))
	fine := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 1, "teams"))
	taken := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams"))
	bare := h.drafts(t, testkit.UseOrConsume(0, 0, "intune"))[0]
	gone := h.claimIn(t, cpor.Gone, testkit.UseOrConsume(0, 0, "teams"))
	_, err := h.as(access.Actor{}).Validate(t.Context(), []ids.Claim{fine, taken, gone, bare})
	want := []string{
		taken.String() + " conflict claim.taken ", gone.String() + " not-found claim.missing ", bare.String() + " invalid claim.no-document evidence",
	}
	if diff := cmp.Diff(want, problems(err)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestARivalIsNamedWithItsPlaceAndSinceWhen(t *testing.T) {
	h := inMemory()
	h.market(t)
	h.claimIn(t, cpor.Approved, testkit.UseOrConsume(1, 0, "teams", "intune"))
	h.clock.Pass(3)
	h.claimIn(t, cpor.InReview, testkit.UseOrConsume(4, 0, "teams"))
	h.claimIn(t, cpor.ActionRequired, testkit.Advising(1, 0, 1))
	for _, status := range []cpor.Status{cpor.Draft, cpor.Rejected, cpor.Ended} {
		h.claimIn(t, status, testkit.UseOrConsume(4, 0, "exchange"))
	}
	h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "exchange")) // one's own
	h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(4, 1, "teams"))   // another tenant's
	mine := h.drafts(t, testkit.UseOrConsume(0, 0, "exchange", "intune", "teams"), testkit.Advising(0, 0, 1, 2), testkit.UseOrConsume(0, 2, "teams"))
	var cards []app.ClaimCard
	for _, id := range slices.Backward(mine) {
		card, err := h.as(access.Actor{}).Claim(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, card)
	}
	rivals, err := h.as(access.Actor{}).Rivals(t.Context(), cards)
	var got []string
	for _, r := range rivals {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s %s", r.Claim, r.Place.Name(), r.PartnerName, r.Since, r.Status, r.Own)))
	}
	want := []string{
		"CLM-9 exchange Partner 0 2024-06-03 approved CLM-7", // one's own of the same role, which is told as such
		"CLM-9 intune Partner 1 2024-05-31 approved", "CLM-9 teams Partner 1 2024-05-31 approved", "CLM-9 teams Partner 4 2024-06-03 in-review",
		"CLM-10 " + testkit.Subscription(1).String() + " Partner 1 2024-06-03 action-required",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	usage := testkit.Advising(0, 0, 1, 2) // one of the same partner in another role is none
	usage.Role = cpor.UsageRecognition
	h.claimIn(t, cpor.Submitted, usage)
	if rivals, err := h.as(access.Actor{}).Rivals(t.Context(), cards[1:2]); err != nil || len(rivals) != 1 {
		t.Errorf("it has the rivals %+v, %v", rivals, err)
	}
	if rivals, err := h.as(access.Actor{}).Rivals(t.Context(), nil); err != nil || len(rivals) != 0 {
		t.Errorf("no claim has rivals: %v, %v", rivals, err)
	}
}
