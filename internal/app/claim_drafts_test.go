package app_test

import (
	"fmt"
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

// thousand is that many drafts of partner 0, each with a name of its own.
func thousand() []app.Row[cpor.Form] {
	forms := make([]cpor.Form, 1000)
	for n := range forms {
		forms[n] = testkit.UseOrConsume(0, n%2, "teams")
		forms[n].Name = fmt.Sprintf("Claim %d", n)
	}
	return testkit.Forms(forms...)
}

func TestAThousandDraftsAreOneTransaction(t *testing.T) {
	h := inMemory()
	h.market(t)
	head := h.head(t)
	cards, err := applied(h.as(anyPartner()).PlanDrafts(t.Context(), thousand()))
	if err != nil {
		t.Fatal(err)
	}
	if h.head(t) != head+1 || len(cards) != 1000 {
		t.Errorf("%d entries for %d drafts", h.head(t)-head, len(cards))
	}
	for n, c := range cards {
		if c.ID != testkit.Claim(n+1) || c.Name != fmt.Sprintf("Claim %d", n) || c.Status != cpor.Draft || c.PartnerName != "Partner 0" || c.CustomerName != fmt.Sprintf("Customer %d", n%2) {
			t.Fatalf("row %d became %+v", n, c)
		}
		if stored := h.claim(t, c.ID); !cmp.Equal(stored, c.State, byValue()) {
			t.Fatalf("row %d is stored as %+v", n, stored)
		}
	}
	h.verified(t)
}

// byValue compares identifiers, whose fields nobody sees.
func byValue() cmp.Option {
	return cmp.AllowUnexported(ids.Claim{}, ids.Partner{}, ids.Tenant{}, ids.Subscription{})
}

func TestEveryBadRowOfAThousandDraftsIsNamedAndNoneIsWritten(t *testing.T) {
	rows := thousand()
	rows[10].Record.Role = cpor.Advisor                   // of another solution area
	rows[200].Record.Partner = testkit.Partner(77)        // another's
	rows[300].Record.Workloads = []string{"teams", "tms"} // none of the catalogue
	rows[400].Record = cpor.Form{Role: cpor.Advisor, Partner: testkit.Partner(0), NoPayment: true, Workloads: []string{"x", "y"}}
	rows[999].Record.Subscriptions = []ids.Subscription{testkit.Subscription(0)} // for a claim of workloads
	rows[999].File, rows[999].Line = "second.yaml", 7
	for name, h := range map[string]house{"in memory": inMemory(), "where there is no ledger": inMemory()} {
		t.Run(name, func(t *testing.T) {
			if name == "in memory" {
				h.market(t)
			}
			before := h.everything(t)
			_, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanDrafts(t.Context(), rows))
			var got []string
			for _, e := range fault.As(err).Each() {
				got = append(got, fmt.Sprintf("%s:%d:%s %s %s", e.File, e.Line, e.Column, e.Code, e.Key))
				if e.Target != "" {
					t.Errorf("%v is about %s, which nobody knows", e, e.Target)
				}
			}
			want := []string{
				"claims.csv:12:role invalid claim.role",
				"claims.csv:202: forbidden access.partner",
				"claims.csv:302:workloads invalid claim.workload",
				"claims.csv:402:noPayment invalid claim.no-payment",
				"claims.csv:402:workloads invalid claim.workload",
				"claims.csv:402:workloads invalid claim.workload",
				"second.yaml:7:subscriptionIds invalid claim.no-subscriptions",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			h.unchanged(t, before)
		})
	}
}

func TestARowWithoutAPartnerIDIsInvalidAndNotForbidden(t *testing.T) {
	rows := thousand()[:2]
	rows[1].Record.Partner = ids.Partner{}
	h := inMemory()
	h.market(t)
	before := h.everything(t)
	_, err := applied(h.as(anyPartner()).PlanDrafts(t.Context(), rows))
	e := fault.As(err)
	if e == nil || e.Code != fault.Invalid || e.Key != "claim.lacks" || e.Column != "partnerId" || e.Line != 3 {
		t.Errorf("got %v, want that line 3 lacks its partnerId", err)
	}
	h.unchanged(t, before)
	_, err = applied(h.as(testkit.Person(access.ReaderRole)).PlanDrafts(t.Context(), rows))
	refused(t, err, fault.Forbidden, "access.right")
}

func TestARowThatNoFileToldIsRefusedWithoutAPlace(t *testing.T) {
	f := testkit.UseOrConsume(0, 0, "teams")
	f.Role = cpor.Advisor
	_, err := inMemory().as(anyPartner()).PlanDrafts(t.Context(), []app.Row[cpor.Form]{{Record: f}})
	if e := keyed(err, "claim.role"); e == nil || e.File != "" || e.Line != 0 || e.Column != "role" {
		t.Errorf("got %v", err)
	}
}

func TestTheFirstDraftMakesTheLedger(t *testing.T) {
	for name, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(name, func(t *testing.T) {
			if got := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"), testkit.Advising(0, 1, 3)); len(got) != 2 || got[1] != testkit.Claim(2) {
				t.Errorf("the drafts are %v", got)
			}
			if h.head(t) != 1 {
				t.Errorf("%d entries", h.head(t))
			}
			h.verified(t)
		})
	}
}

func TestADraftMayLackEverythingButItsPartner(t *testing.T) {
	h := inMemory()
	id := h.drafts(t, cpor.Form{Partner: testkit.Partner(0)})[0]
	if c := h.claim(t, id); c.Status != cpor.Draft || len(c.Moves) != 1 || c.Form.Partner != testkit.Partner(0) {
		t.Errorf("it is %+v", c)
	}
	h.verified(t)
	h.view(t, func(r app.Reader) error {
		for id := range all(t, r.Tenants(ids.Tenant{})) {
			t.Errorf("there is the tenant %q", id)
		}
		return nil
	})
}

func TestTheNumberOfADeletedDraftIsNeverGivenAgain(t *testing.T) {
	h := inMemory()
	h.market(t)
	f := testkit.UseOrConsume(0, 0, "teams")
	h.drafts(t, f, f, f)
	h.move(t, cpor.Delete, testkit.Claim(3), testkit.Claim(2))
	if got := h.drafts(t, f)[0]; got != testkit.Claim(4) {
		t.Errorf("the next is %s", got)
	}
	h.move(t, cpor.Delete, testkit.Claim(1), testkit.Claim(4))
	if got := h.drafts(t, f)[0]; got != testkit.Claim(5) {
		t.Errorf("the next after all are gone is %s", got)
	}
	h.verified(t)
}

func TestNewClaimsTakeTheNextNumbersWhereSomebodyElseDraftedMeanwhile(t *testing.T) {
	h := inMemory()
	h.market(t)
	mine, others := testkit.UseOrConsume(0, 0, "teams"), testkit.UseOrConsume(1, 1, "intune")
	plan, err := h.as(anyPartner()).PlanDrafts(t.Context(), testkit.Forms(mine, mine))
	if err != nil || plan.Results[0].ID != testkit.Claim(1) {
		t.Fatalf("%+v, %v", plan.Results, err)
	}
	h.drafts(t, others)
	cards, err := plan.Apply(t.Context())
	if err != nil || len(cards) != 2 || cards[0].ID != testkit.Claim(2) || cards[1].ID != testkit.Claim(3) {
		t.Errorf("they became %+v, %v", cards, err)
	}
	if h.claim(t, testkit.Claim(1)).Partner != testkit.Partner(1) || h.claim(t, testkit.Claim(3)).Partner != testkit.Partner(0) {
		t.Error("one draft took the place of another")
	}
	h.verified(t)
}

func TestAnEditTakesBothPartnerIDs(t *testing.T) {
	for name, tt := range map[string]struct {
		actor   access.Actor
		refused string // the partner ID that is another's
	}{
		"of both":         {testkit.Claimant(testkit.Partner(0), testkit.Partner(1)), ""},
		"of the old one":  {testkit.Claimant(testkit.Partner(0)), "1000001"},
		"of the new one":  {testkit.Claimant(testkit.Partner(1)), "1000000"},
		"of neither":      {testkit.Claimant(testkit.Partner(4)), "1000001"},
		"of no partner":   {testkit.Claimant(), "1000001"},
		"in another role": {testkit.Owner(), "access.right"},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			id := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"))[0]
			before := h.everything(t)
			_, err := applied(h.as(tt.actor).PlanEdit(t.Context(), id, cpor.Form{Partner: testkit.Partner(1)}, testkit.Telling(cpor.FormFields(), "partnerId")))
			if tt.refused == "" {
				if err != nil || h.claim(t, id).Partner != testkit.Partner(1) {
					t.Errorf("it is %s's: %v", h.claim(t, id).Partner, err)
				}
				h.verified(t)
				return
			}
			e := fault.As(err)
			if e == nil || e.Code != fault.Forbidden || e.Args["partner"] != tt.refused && e.Key != tt.refused {
				t.Errorf("%v, want forbidden for %s", err, tt.refused)
			}
			h.unchanged(t, before)
		})
	}
}

// With a role of another area goes what was chosen for the old one, and nothing else.
func TestAnEditOfTheRoleKeepsWhatStillFits(t *testing.T) {
	subs := []ids.Subscription{testkit.Subscription(0)}
	for name, tt := range map[string]struct {
		given, edit, want cpor.Form
		told              string
	}{
		"to one of another area": {testkit.Advising(0, 0, 0), cpor.Form{Role: cpor.UseOrConsume, Workloads: []string{"teams"}},
			cpor.Form{Role: cpor.UseOrConsume, Area: cpor.ModernWorkSecurity, Workloads: []string{"teams"}}, "role workloads"},
		"to one of the same area": {testkit.Advising(0, 0, 0), cpor.Form{Role: cpor.UsageRecognition},
			cpor.Form{Role: cpor.UsageRecognition, Area: cpor.BusinessApplications, Subscriptions: subs}, "role"},
		"to the same": {testkit.Advising(0, 0, 0), cpor.Form{Role: cpor.Advisor},
			cpor.Form{Role: cpor.Advisor, Area: cpor.BusinessApplications, Subscriptions: subs}, "role"},
		"where there was an area only": {cpor.Form{Partner: testkit.Partner(0), Area: cpor.BusinessApplications, Subscriptions: subs}, cpor.Form{Role: cpor.Advisor},
			cpor.Form{Role: cpor.Advisor, Area: cpor.BusinessApplications, Subscriptions: subs}, "role"},
		"where there was neither": {cpor.Form{Partner: testkit.Partner(0), Subscriptions: subs}, cpor.Form{Role: cpor.Advisor},
			cpor.Form{Role: cpor.Advisor, Area: cpor.BusinessApplications, Subscriptions: subs}, "role"},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			id := h.drafts(t, tt.given)[0]
			_, err := applied(h.as(anyPartner()).PlanEdit(t.Context(), id, tt.edit, testkit.Telling(cpor.FormFields(), strings.Fields(tt.told)...)))
			c := h.claim(t, id)
			got := cpor.Form{Role: c.Role, Area: c.Area, Workloads: c.Workloads, Subscriptions: c.Subscriptions}
			if diff := cmp.Diff(tt.want, got, byValue()); err != nil || diff != "" {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func TestAnEditChangesWhatItTellsAndNothingElse(t *testing.T) {
	for name, tt := range map[string]struct {
		form cpor.Form
		told string
		want func(*cpor.Form)
		key  string
	}{
		"a text":                                {cpor.Form{Name: "Another"}, "name", func(f *cpor.Form) { f.Name = "Another" }, ""},
		"a text that is cleared":                {cpor.Form{}, "domain", func(f *cpor.Form) { f.Domain = "" }, ""},
		"a list as a whole":                     {cpor.Form{Workloads: []string{"Exchange Online", "exo"}}, "workloads", func(f *cpor.Form) { f.Workloads = []string{"exchange"} }, ""},
		"a contact":                             {cpor.Form{Customer: cpor.Contact{Email: "new@customer.example"}}, "customerContact.email", func(f *cpor.Form) { f.Customer.Email = "new@customer.example" }, ""},
		"a choice":                              {cpor.Form{NoPayment: true}, "noPayment", func(f *cpor.Form) { f.NoPayment = true }, ""},
		"a role of another area":                {cpor.Form{Role: cpor.Advisor}, "role workloads", func(f *cpor.Form) { f.Role, f.Area, f.Workloads = cpor.Advisor, cpor.BusinessApplications, nil }, ""},
		"a workload of none":                    {cpor.Form{Workloads: []string{"tems"}}, "workloads", nil, "claim.workload"},
		"a role whose area has other workloads": {cpor.Form{Role: cpor.Advisor}, "role", func(f *cpor.Form) { f.Role, f.Area, f.Workloads = cpor.Advisor, cpor.BusinessApplications, nil }, ""},
		"an area without its role":              {cpor.Form{Area: cpor.BusinessApplications}, "solutionArea", nil, "claim.role"},
		"what is so already":                    {cpor.Form{Name: "Roll-out"}, "name", func(*cpor.Form) {}, ""},
		"what is so under another name":         {cpor.Form{Workloads: []string{"TEAMS", "Microsoft-Teams"}}, "workloads", func(*cpor.Form) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			given := testkit.UseOrConsume(0, 0, "teams")
			given.Domain = "customer0.example"
			id := h.drafts(t, given)[0]
			before, head := h.everything(t), h.head(t)
			cards, err := applied(h.as(anyPartner()).PlanEdit(t.Context(), id, tt.form, testkit.Telling(cpor.FormFields(), strings.Fields(tt.told)...)))
			if tt.key != "" {
				if e := keyed(err, tt.key); e == nil || e.Code != fault.Invalid || e.Target != id.String() {
					t.Errorf("%v, want %s about %s", err, tt.key, id)
				}
				h.unchanged(t, before)
				return
			}
			want, entries := given, uint64(1)
			tt.want(&want)
			if record.Equal(cpor.FormFields(), want, given) {
				entries = 0
			}
			if diff := cmp.Diff(want, h.claim(t, id).Form, byValue()); err != nil || diff != "" || h.head(t) != head+entries {
				t.Errorf("%v, %d entries, (-want +got)\n%s", err, h.head(t)-head, diff)
			}
			if len(cards) != 1 || !cmp.Equal(cards[0].State, h.claim(t, id), byValue()) {
				t.Errorf("the answer is %+v", cards)
			}
			h.verified(t)
		})
	}
}
