package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Each move of a claim is told with what was said at that move, whatever happened to the claim since.
func TestALetterOfAClaimTellsTheMoveThatCalledForIt(t *testing.T) {
	h := inMemory()
	h.windows.Customer = day.Period{N: 7}
	h.market(t)
	id := h.claimIn(t, cpor.ActionRequired, testkit.Advising(0, 1, 3, 4))
	for _, v := range []cpor.Verb{cpor.Submit, cpor.Approve, cpor.Decline, cpor.Dispute, cpor.Reject} {
		h.clock.Pass(1)
		h.move(t, v, id)
	}
	const about, partner = ", , Customer 1, , Roll-out; by ", " to mail@partner0.example: Partner 0"
	const by, owner = "incentives-admin@contoso.example as incentives-admin", "global-admin@contoso.example as global-admin"
	want := []string{
		"claim-submitted to ana@customer1.example: Partner 0" + about + by + ", saying as agreed",
		"claim-action-required" + partner + about + by + ", saying as agreed, due in 7",
		"claim-submitted to ana@customer1.example: Partner 0" + about + by + ", saying as agreed",
		"claim-approved" + partner + about + by + ", saying as agreed, due in 9",
		"claim-declined" + partner + about + owner + ", saying as agreed, due in 33",
		"claim-rejected" + partner + about + by + ", saying as agreed, due in 35",
	}
	var got []string
	for _, l := range h.letters(t) {
		got = append(got, told(l))
		var of []string
		for _, s := range l.ClaimedOf {
			of = append(of, s.Name)
		}
		if l.Claim.ID != id || !slices.Equal(of, []string{"Subscription 3", "Subscription 4"}) {
			t.Errorf("it is about %s of %v", l.Claim.ID, of)
		}
		h.alone(t, l)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A claim can be swept and disputed in one entry: the letter is about the sweep.
func TestALetterOfAClaimThatLapsedTellsOfNoDecision(t *testing.T) {
	for name, write := range map[string]func(house, ids.Claim){
		"swept by another change": func(h house, _ ids.Claim) { h.add(t, 1, 1) },
		"swept and disputed":      func(h house, id ids.Claim) { h.move(t, cpor.Dispute, id) },
		"swept":                   func(h house, _ ids.Claim) { _, _ = applied(h.as(testkit.Owner()).PlanSweep(t.Context())) },
	} {
		t.Run(name, func(t *testing.T) {
			h, late, _, _ := lapsed(t)
			write(h, late)
			got := ""
			for _, l := range h.letters(t) {
				if l.Message.Kind == notice.ClaimRejected {
					got += told(l)
				}
			}
			want := "claim-rejected to mail@partner1.example: Partner 1, , Customer 0, , Roll-out; by system as system, due in 38, lapsed"
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
