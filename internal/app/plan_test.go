package app_test

import (
	"context"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// CONTRACT section 6: the ledger is not held while somebody is asked; if the place changed meanwhile,
// conflict. Subscription 0 is free when it is planned, and partner 0 holds subscription 1.
func TestWhatMovedSinceItWasPlannedIsAConflict(t *testing.T) {
	tests := map[string]struct {
		plan app.Designation
		then []app.Designation
		key  string
	}{
		"another partner took the place to add to":       {designation(por.Add, 0, 0), moves(designation(por.Add, 1, 0)), "por.taken"},
		"another partner took the place to edit":         {designation(por.Edit, 1, 1), moves(designation(por.Edit, 4, 1)), "por.moved"},
		"another partner took the place to clear":        {designation(por.Remove, -1, 1), moves(designation(por.Edit, 4, 1)), "por.moved"},
		"nobody holds the place to edit any more":        {designation(por.Edit, 1, 1), moves(designation(por.Remove, -1, 1)), "por.moved"},
		"what was there already is gone":                 {designation(por.Add, 0, 0, 1), moves(designation(por.Remove, -1, 1)), "por.moved"},
		"the place changed away from what was expected":  {expecting(designation(por.Edit, 1, 1), 0), moves(designation(por.Edit, 4, 1)), "por.expected"},
		"one of several places moved":                    {designation(por.Add, 0, 0, 2), moves(designation(por.Add, 1, 2)), "por.taken"},
		"it went through several hands":                  {designation(por.Edit, 1, 1), moves(designation(por.Remove, -1, 1), designation(por.Add, 4, 1)), "por.moved"},
		"a place to remove from went through more hands": {designation(por.Remove, -1, 1), moves(designation(por.Remove, -1, 1), designation(por.Add, 4, 1)), "por.moved"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.sample(t)
			h.add(t, 0, 1)
			plan, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), tt.plan)
			if err != nil {
				t.Fatal(err)
			}
			h.meanwhile(t, tt.then)
			before := h.everything(t)
			_, err = plan.Apply(t.Context())
			refused(t, err, fault.Conflict, tt.key)
			if h.everything(t) != before {
				t.Error("something was written")
			}
		})
	}
}

func TestWhatMovedToWhereItWasWantedIsUnchanged(t *testing.T) {
	for name, tt := range map[string]struct {
		plan app.Designation
		then []app.Designation
	}{
		"added by another":    {designation(por.Add, 0, 0), moves(designation(por.Add, 0, 0))},
		"edited by another":   {designation(por.Edit, 1, 1), moves(designation(por.Edit, 1, 1))},
		"removed by another":  {designation(por.Remove, -1, 1), moves(designation(por.Remove, -1, 1))},
		"expected, then done": {expecting(designation(por.Edit, 1, 1), 0), moves(designation(por.Edit, 1, 1))},
	} {
		t.Run(name, func(t *testing.T) {
			h := inMemory()
			h.sample(t)
			h.add(t, 0, 1)
			plan, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), tt.plan)
			if err != nil {
				t.Fatal(err)
			}
			h.meanwhile(t, tt.then)
			before := h.everything(t)
			changes, err := plan.Apply(t.Context())
			if err != nil || len(changes) != 1 || changes[0].Result != app.Unchanged {
				t.Errorf("got %+v, %v, want unchanged", changes, err)
			}
			if h.everything(t) != before {
				t.Error("something was written")
			}
		})
	}
}

func moves(list ...app.Designation) []app.Designation { return list }

func expecting(d app.Designation, partner int) app.Designation {
	d.Expect = testkit.Partner(partner)
	return d
}

// meanwhile is what others do between a plan and its application.
func (h house) meanwhile(t *testing.T, list []app.Designation) {
	t.Helper()
	for _, d := range list {
		if _, err := h.designates(testkit.Owner(), d); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAMoveOfAnotherPlaceMeanwhileDoesNotMatter(t *testing.T) {
	h := inMemory()
	h.sample(t)
	plan, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), designation(por.Add, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, 1, 2)
	if _, err := plan.Apply(t.Context()); err != nil {
		t.Error(err)
	}
	if h.holder(t, 0) != testkit.Partner(0) || h.holder(t, 2) != testkit.Partner(1) {
		t.Error("one of the two changes is lost")
	}
	h.verified(t)
}

func TestARuleThatChangedMeanwhileRefuses(t *testing.T) {
	h := inMemory()
	h.sample(t)
	plan, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), designation(por.Add, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	gone := testkit.PartnerRecord(0)
	gone.Status = record.InactivePartner
	h.given(t, testkit.Rows{Partners: testkit.Partners(gone)})
	_, err = plan.Apply(t.Context())
	refused(t, err, fault.Invalid, "por.inactive-partner")
}

func TestARequestThatWasDecidedMeanwhileIsAConflict(t *testing.T) {
	h := inMemory()
	h.sample(t)
	ask := app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "we run it"}
	if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), ask)); err != nil {
		t.Fatal(err)
	}
	owner := h.as(testkit.Owner())
	accept, err := owner.PlanDecision(t.Context(), request.Accept, ids.RequestFromNumber(1), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := applied(owner.PlanDecision(t.Context(), request.Decline, ids.RequestFromNumber(1), "")); err != nil {
		t.Fatal(err)
	}
	_, err = accept.Apply(t.Context())
	refused(t, err, fault.Conflict, "request.decided")
	if !h.holder(t, 0).IsZero() {
		t.Error("a declined request was granted")
	}
}

// An accepted request takes the place from whoever it was taken from when the person said yes.
func TestAPlaceThatMovedBeforeARequestWasAcceptedIsAConflict(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 1, 0)
	ask := app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "we run it"}
	if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), ask)); err != nil {
		t.Fatal(err)
	}
	accept, err := h.as(testkit.Owner()).PlanDecision(t.Context(), request.Accept, ids.RequestFromNumber(1), "")
	if err != nil {
		t.Fatal(err)
	}
	h.meanwhile(t, moves(designation(por.Edit, 4, 0)))
	_, err = accept.Apply(t.Context())
	refused(t, err, fault.Conflict, "por.moved")
	if h.holder(t, 0) != testkit.Partner(4) || h.requests(t)[0].Status != request.Open {
		t.Error("half of it was done")
	}
}

func TestACancelledTaskWritesNothing(t *testing.T) {
	h := inMemory()
	h.sample(t)
	plan, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), designation(por.Add, 0, 0, 1, 2))
	if err != nil {
		t.Fatal(err)
	}
	before := h.everything(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := plan.Apply(ctx); fault.CodeOf(err) != fault.Cancelled {
		t.Errorf("got %v, want cancelled", err)
	}
	if h.everything(t) != before {
		t.Error("something was written")
	}
}
