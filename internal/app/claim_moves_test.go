package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestSeveralClaimsMoveInOneTransactionInTheOrderAskedFor(t *testing.T) {
	h := inMemory()
	h.market(t)
	list := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"), testkit.UseOrConsume(0, 0, "intune"), testkit.UseOrConsume(1, 1, "teams"))
	h.attach(t, 1, list...)
	head := h.head(t)
	asked := []ids.Claim{list[2], list[0], list[2], list[1], list[0]}
	cards, err := h.moves(anyPartner(), cpor.Submit, asked...)
	if err != nil || h.head(t) != head+1 {
		t.Fatalf("%d entries, %v", h.head(t)-head, err)
	}
	var got []ids.Claim
	for _, c := range cards {
		got = append(got, c.ID)
		if c.Status != cpor.Submitted || len(c.Moves) != 3 || c.Moves[2].Journal != head+1 || c.Attestation.Text != "I confirm." || !c.Attestation.At.Equal(h.clock.Now()) {
			t.Errorf("it is %+v", c)
		}
	}
	if want := []ids.Claim{list[2], list[0], list[1]}; !slices.Equal(got, want) {
		t.Errorf("got %v, want each once: %v", got, want)
	}
	h.verified(t)
}

func TestOneRefusedClaimRefusesAllAndEveryRefusalIsTold(t *testing.T) {
	h := inMemory()
	h.market(t)
	ready := h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "teams"))
	done := h.claimIn(t, cpor.Ended, testkit.UseOrConsume(0, 0, "intune"))
	bare := h.drafts(t, cpor.Form{Partner: testkit.Partner(0), Name: "Bare", Role: cpor.UseOrConsume})[0]
	before := h.everything(t)
	_, err := h.moves(anyPartner(), cpor.Submit, ready, testkit.Claim(99), done, bare)
	var got []string
	for _, e := range fault.As(err).Each() {
		got = append(got, e.Target+" "+string(e.Code)+" "+e.Key+" "+e.Column)
	}
	lacks := func(field string) string { return bare.String() + " invalid claim.lacks " + field }
	want := []string{
		"CLM-99 not-found claim.missing ", done.String() + " conflict claim.move-none ", lacks("tenantId"), lacks("workloads"),
		lacks("customerContact.name"), lacks("customerContact.title"), lacks("customerContact.email"),
		lacks("companyContact.name"), lacks("companyContact.email"), bare.String() + " invalid claim.no-document evidence",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h.unchanged(t, before)
}

// CONTRACT section 8: a place that another partner holds by an approved claim is a conflict at approve.
func TestAPlaceIsApprovedForOnePartnerOnly(t *testing.T) {
	teams := func(partner int) cpor.Form { return testkit.UseOrConsume(partner, 0, "teams", "intune") }
	subs := func(partner int) cpor.Form { return testkit.Advising(partner, 0, 1, 2) }
	for name, tt := range map[string]struct {
		held     cpor.Form
		ends     cpor.Verb // what came of it, none: it still holds
		approved []cpor.Form
		refusals []string
	}{
		"another partner's workload":            {teams(1), "", []cpor.Form{testkit.UseOrConsume(0, 0, "teams")}, []string{"CLM-2 teams"}},
		"both workloads of another partner's":   {teams(1), "", []cpor.Form{teams(0)}, []string{"CLM-2 teams", "CLM-2 intune"}},
		"another partner's subscriptions":       {subs(1), "", []cpor.Form{subs(0)}, []string{"CLM-2 " + testkit.Subscription(1).String(), "CLM-2 " + testkit.Subscription(2).String()}},
		"one of several":                        {subs(1), "", []cpor.Form{testkit.Advising(0, 0, 0, 1)}, []string{"CLM-2 " + testkit.Subscription(1).String()}},
		"another workload":                      {teams(1), "", []cpor.Form{testkit.UseOrConsume(0, 0, "exchange")}, nil},
		"the same workload of another tenant":   {teams(1), "", []cpor.Form{testkit.UseOrConsume(0, 1, "teams")}, nil},
		"the same partner's":                    {teams(0), "", []cpor.Form{testkit.UseOrConsume(0, 0, "teams")}, nil},
		"one that was declined":                 {teams(1), cpor.Decline, []cpor.Form{teams(0)}, nil},
		"one that has ended":                    {teams(1), cpor.End, []cpor.Form{teams(0)}, nil},
		"two for one place in one command":      {testkit.UseOrConsume(1, 1, "teams"), "", []cpor.Form{teams(0), teams(1)}, []string{"CLM-3 teams", "CLM-3 intune"}},
		"two of one partner for one place":      {testkit.UseOrConsume(1, 1, "teams"), "", []cpor.Form{teams(0), teams(0)}, nil},
		"two, one of the partner that holds it": {teams(1), "", []cpor.Form{testkit.UseOrConsume(1, 0, "teams"), testkit.UseOrConsume(0, 0, "teams")}, []string{"CLM-3 teams"}},
	} {
		for where, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
			t.Run(name+" "+where, func(t *testing.T) {
				h.market(t)
				held := h.claimIn(t, cpor.Approved, tt.held)
				if tt.ends != "" {
					h.move(t, tt.ends, held)
				}
				list := h.drafts(t, tt.approved...)
				h.attach(t, 2, list...)
				h.move(t, cpor.Submit, list...)
				before := h.everything(t)
				_, err := h.moves(anyPartner(), cpor.Approve, list...)
				if len(tt.refusals) == 0 {
					if err != nil {
						t.Fatal(err)
					}
					h.verified(t)
					return
				}
				var got []string
				for _, e := range fault.As(err).Each() {
					if e.Code != fault.Conflict || e.Key != "claim.taken" {
						t.Errorf("%v, want conflict claim.taken", e)
					}
					place, _ := e.Args["place"].(string)
					got = append(got, e.Target+" "+place)
					if e.SubscriptionID != "" && e.SubscriptionID != place {
						t.Errorf("%v is about subscription %s", e, e.SubscriptionID)
					}
				}
				if diff := cmp.Diff(tt.refusals, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				h.unchanged(t, before)
			})
		}
	}
}

func TestAPlaceStaysWithAPartnerAsLongAsOneOfItsClaimsIsApproved(t *testing.T) {
	h := inMemory()
	h.market(t)
	one := h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams", "intune"))
	two := h.claimIn(t, cpor.Approved, testkit.UseOrConsume(0, 0, "teams", "exchange"))
	others := h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(1, 0, "teams"))
	h.move(t, cpor.End, one)
	if h.claimHolder(t, 0, "teams") != testkit.Partner(0) || !h.claimHolder(t, 0, "intune").IsZero() {
		t.Error("the end of one claim ended another, or did not end its own")
	}
	_, err := h.moves(anyPartner(), cpor.Approve, others)
	refused(t, err, fault.Conflict, "claim.taken")
	h.move(t, cpor.Decline, two)
	h.move(t, cpor.Approve, others)
	if h.claimHolder(t, 0, "teams") != testkit.Partner(1) {
		t.Errorf("%s holds it", h.claimHolder(t, 0, "teams"))
	}
	h.verified(t)
}

// One who looked at a claim must not attest to, or decide on, another.
func TestAClaimThatChangedSinceItWasPlannedIsAConflict(t *testing.T) {
	form := testkit.UseOrConsume(0, 0, "teams")
	edit := func(h house, id ids.Claim) error {
		_, err := applied(h.as(anyPartner()).PlanEdit(t.Context(), id, cpor.Form{Name: "Other"}, testkit.Telling(cpor.FormFields(), "name")))
		return err
	}
	by := func(verb cpor.Verb) func(house, ids.Claim) error {
		return func(h house, id ids.Claim) error { _, err := h.moves(mover(verb), verb, id); return err }
	}
	attach := func(h house, id ids.Claim) error {
		_, err := applied(h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{id}, cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{h.paper(2)}}))
		return err
	}
	for name, tt := range map[string]struct {
		status    cpor.Status
		plan      cpor.Verb
		meanwhile func(house, ids.Claim) error
	}{
		"edited before it was submitted":       {cpor.Draft, cpor.Submit, edit},
		"attached to before it was submitted":  {cpor.Draft, cpor.Submit, attach},
		"submitted twice":                      {cpor.Draft, cpor.Submit, by(cpor.Submit)},
		"submitted before it was deleted":      {cpor.Draft, cpor.Delete, by(cpor.Submit)},
		"deleted before it was submitted":      {cpor.Draft, cpor.Submit, by(cpor.Delete)},
		"deleted twice":                        {cpor.Draft, cpor.Delete, by(cpor.Delete)},
		"approved twice":                       {cpor.InReview, cpor.Approve, by(cpor.Approve)},
		"rejected before it was approved":      {cpor.InReview, cpor.Approve, by(cpor.Reject)},
		"declined before it was approved":      {cpor.Submitted, cpor.Approve, by(cpor.Decline)},
		"reviewed before it was approved":      {cpor.Submitted, cpor.Approve, by(cpor.Review)},
		"commented on before it was submitted": {cpor.ActionRequired, cpor.Submit, by(cpor.Remark)},
		"ended before it was declined":         {cpor.Approved, cpor.Decline, by(cpor.End)},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			id := h.claimIn(t, tt.status, form)
			beside := h.claimIn(t, tt.status, testkit.UseOrConsume(0, 1, "teams"))
			plan, err := h.as(mover(tt.plan)).PlanMove(t.Context(), []ids.Claim{beside, id}, saying(tt.plan))
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.meanwhile(h, id); err != nil {
				t.Fatal(err)
			}
			before := h.everything(t)
			_, err = plan.Apply(t.Context())
			refused(t, err, fault.Conflict, "claim.moved")
			if e := fault.As(err); e != nil && e.Target != id.String() {
				t.Errorf("it is about %s", e.Target)
			}
			h.unchanged(t, before)
		})
	}
}

func TestAMoveOfAnotherClaimMeanwhileDoesNotMatter(t *testing.T) {
	h := inMemory()
	h.market(t)
	mine := h.claimIn(t, cpor.InReview, testkit.UseOrConsume(0, 0, "teams"))
	others := h.claimIn(t, cpor.InReview, testkit.UseOrConsume(1, 0, "intune"))
	plan, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{mine}, saying(cpor.Approve))
	if err != nil {
		t.Fatal(err)
	}
	h.move(t, cpor.Approve, others)
	if _, err := plan.Apply(t.Context()); err != nil {
		t.Error(err)
	}
	h.verified(t)
}

func TestAPlaceThatAnotherTookMeanwhileIsAConflict(t *testing.T) {
	h := inMemory()
	h.market(t)
	mine := h.claimIn(t, cpor.InReview, testkit.UseOrConsume(0, 0, "teams"))
	others := h.claimIn(t, cpor.InReview, testkit.UseOrConsume(1, 0, "teams"))
	plan, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{mine}, saying(cpor.Approve))
	if err != nil {
		t.Fatal(err)
	}
	h.move(t, cpor.Approve, others)
	before := h.everything(t)
	_, err = plan.Apply(t.Context())
	refused(t, err, fault.Conflict, "claim.taken")
	h.unchanged(t, before)
}

func TestWhatAClaimNamesIsLookedAtAgainWhenItIsSubmitted(t *testing.T) {
	for name, tt := range map[string]struct {
		rows func() testkit.Rows
		key  string
	}{
		"the partner": {func() testkit.Rows { return testkit.Rows{Partners: testkit.Partners(inactive(0))} }, "por.inactive-partner"},
		"the subscription": {func() testkit.Rows {
			return testkit.Rows{Subscriptions: testkit.Subscriptions(over(testkit.Dynamics(0, 0)))}
		}, "claim.subscription-inactive"},
		"the document": {nil, "claim.document-lost"},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.market(t)
			id := h.claimIn(t, cpor.Draft, testkit.Advising(0, 0, 0))
			plan, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{id}, saying(cpor.Submit))
			if err != nil {
				t.Fatal(err)
			}
			if tt.rows == nil {
				if err := h.folder.Remove(h.claim(t, id).Evidence[0].Hash); err != nil {
					t.Fatal(err)
				}
			} else {
				h.given(t, tt.rows())
			}
			before := h.everything(t)
			_, err = plan.Apply(t.Context())
			refused(t, err, fault.Invalid, tt.key)
			h.unchanged(t, before)
		})
	}
}

func inactive(n int) record.Partner {
	p := testkit.PartnerRecord(n)
	p.Status = record.InactivePartner
	return p
}

func over(s record.Subscription) record.Subscription {
	s.Status = record.Expired
	return s
}
