package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
)

// lapsed is a ledger with a claim of partner 1 that was not answered in time, one that was asked for
// more just now, and a draft of partner 0.
func lapsed(t *testing.T) (h house, late, fresh, draft ids.Claim) {
	t.Helper()
	h = inMemory()
	h.market(t)
	late = h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(1, 0, "teams"))
	h.clock.Pass(7) // Today is a Friday, and so is the last of 5 business days
	if h.claim(t, late).DueOn != day.Of(h.clock.Now()) {
		t.Fatalf("it is due on %s", h.claim(t, late).DueOn)
	}
	fresh = h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(1, 0, "intune"))
	draft = h.claimIn(t, cpor.Draft, testkit.UseOrConsume(0, 0, "exchange"))
	if h.claim(t, late).Status != cpor.ActionRequired {
		t.Fatal("it was swept on its last day")
	}
	h.clock.Pass(1)
	return h, late, fresh, draft
}

// entry is the last entry of the journal, with its events.
func (h house) entry(t tester) (last journal.Entry, events []app.Event) {
	t.Helper()
	h.view(t, func(r app.Reader) error {
		for last = range all(t, r.Entries(0)) {
			continue
		}
		return nil
	})
	for _, raw := range last.Events {
		e, err := app.Decode(raw)
		if err != nil {
			t.Fatalf("%v", err)
		}
		events = append(events, e)
	}
	return last, events
}

func TestEveryWriteSweepsInItsOwnTransaction(t *testing.T) {
	owner, partner := testkit.Owner(), testkit.Claimant(testkit.Partner(0))
	for name, write := range map[string]func(house, ids.Claim) error{
		"a designation": func(h house, _ ids.Claim) error {
			_, err := h.designates(owner, designation(por.Add, 0, 0))
			return err
		},
		"an import": func(h house, _ ids.Claim) error {
			_, err := h.imports(owner, testkit.Rows{Customers: testkit.Customers(testkit.Customer(2))})
			return err
		},
		"a request": func(h house, _ ids.Claim) error {
			_, err := applied(h.as(partner).PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "ours"}))
			return err
		},
		"a decision": func(h house, _ ids.Claim) error {
			_, err := applied(h.as(owner).PlanDecision(t.Context(), request.Decline, ids.RequestFromNumber(1), ""))
			return err
		},
		"a draft": func(h house, _ ids.Claim) error {
			_, err := applied(h.as(partner).PlanDrafts(t.Context(), testkit.Forms(testkit.UseOrConsume(0, 0, "teams"))))
			return err
		},
		"another claim's move": func(h house, draft ids.Claim) error { _, err := h.moves(partner, cpor.Submit, draft); return err },
		"claim sweep":          func(h house, _ ids.Claim) error { _, err := applied(h.as(owner).PlanSweep(t.Context())); return err },
	} {
		t.Run(name, func(t *testing.T) {
			h, late, fresh, draft := lapsed(t)
			h.clock.Pass(-1)
			if _, err := applied(h.as(partner).PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(5), Partner: testkit.Partner(0), Reason: "ours"})); err != nil {
				t.Fatal(err)
			}
			h.clock.Pass(1)
			head := h.head(t)
			if err := write(h, draft); err != nil {
				t.Fatal(err)
			}
			last, events := h.entry(t)
			sweeps := slices.DeleteFunc(slices.Clone(events), func(e app.Event) bool { c, ok := e.(cpor.Event); return !ok || c.Verb != cpor.Sweep })
			if h.head(t) != head+1 || len(sweeps) != 1 || sweeps[0].(cpor.Event).Claim != late {
				t.Errorf("%d entries, the last of %s has %+v", h.head(t)-head, last.Command, events)
			}
			if name != "claim sweep" && len(events) != 2 {
				t.Errorf("the entry lacks what was asked for: %+v", events)
			}
			if got := h.claim(t, late); got.Status != cpor.Rejected || got.DueOn != day.Of(h.clock.Now())+30 {
				t.Errorf("it is %s, due on %s", got.Status, got.DueOn)
			}
			if got := h.claim(t, fresh).Status; got != cpor.ActionRequired {
				t.Errorf("the other one is %s", got)
			}
			h.told(t, late)
			h.verified(t)
		})
	}
}

// told checks that a swept claim's history names the system, and that its partner is written to.
func (h house) told(t *testing.T, id ids.Claim) {
	t.Helper()
	moves, err := h.as(access.Actor{}).HistoryOfClaim(t.Context(), id)
	if err != nil || len(moves) == 0 {
		t.Fatalf("%v, %v", moves, err)
	}
	m := moves[len(moves)-1]
	if m.Verb != cpor.Sweep || m.By != "system" || m.Role != "system" || m.Assurance != "" || m.From != cpor.ActionRequired || m.To != cpor.Rejected || !m.At.Equal(h.clock.Now()) || m.Journal != h.head(t) {
		t.Errorf("the history ends with %+v", m)
	}
	queued := 0
	for n := range all(t, h.as(access.Actor{}).Letters(t.Context(), app.Filter{})) {
		if n.Message.Claim == id && n.Message.Kind == notice.ClaimRejected {
			queued++
			if m := n.Message; n.To != "mail@partner1.example" || m.Partner != testkit.Partner(1) || m.Journal != h.head(t) || m.Status != notice.Queued {
				t.Errorf("the message is %+v", n)
			}
		}
	}
	if queued != 1 {
		t.Errorf("%d messages are queued", queued)
	}
}

func TestAWriteThatChangesNothingDoesNotSweep(t *testing.T) {
	h, _, _, draft := lapsed(t)
	h.clock.Pass(-1)
	h.add(t, 0, 0)
	h.clock.Pass(1)
	before := h.everything(t)
	for name, write := range map[string]func() error{
		"a designation that is there": func() error { _, err := h.designates(testkit.Owner(), designation(por.Add, 0, 0)); return err },
		"an import of what is known": func() error {
			_, err := h.imports(testkit.Owner(), testkit.Rows{Customers: testkit.Customers(testkit.Customer(0))})
			return err
		},
		"an edit to what it says": func() error {
			_, err := applied(h.as(anyPartner()).PlanEdit(t.Context(), draft, cpor.Form{Name: "Roll-out"}, testkit.Telling(cpor.FormFields(), "name")))
			return err
		},
		"a refused move": func() error {
			_, err := h.moves(anyPartner(), cpor.Approve, draft)
			if fault.CodeOf(err) != fault.Conflict {
				return err
			}
			return nil
		},
		"a forbidden move": func() error {
			_, err := h.moves(testkit.Claimant(testkit.Partner(4)), cpor.Delete, draft)
			if fault.CodeOf(err) != fault.Forbidden {
				return err
			}
			return nil
		},
	} {
		if err := write(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if h.everything(t) != before {
			t.Errorf("%s wrote something", name)
		}
	}
}

func TestASweepListsWhatItRejects(t *testing.T) {
	h, late, fresh, _ := lapsed(t)
	plan, err := h.as(testkit.Person(access.GlobalAdmin)).PlanSweep(t.Context()) // of no tenant: it is bookkeeping
	if err != nil || len(plan.Results) != 1 || plan.Results[0].ID != late || plan.Results[0].Status != cpor.Rejected || plan.Results[0].PartnerName != "Partner 1" {
		t.Fatalf("%+v, %v", plan.Results, err)
	}
	if h.claim(t, late).Status != cpor.ActionRequired {
		t.Error("planning swept it")
	}
	if cards, err := plan.Apply(t.Context()); err != nil || len(cards) != 1 {
		t.Errorf("%+v, %v", cards, err)
	}
	head := h.head(t)
	if cards, err := applied(h.as(testkit.Owner()).PlanSweep(t.Context())); err != nil || len(cards) != 0 || h.head(t) != head {
		t.Errorf("the second sweep gives %+v, %v", cards, err)
	}
	h.clock.Pass(8)
	if cards, err := applied(h.as(testkit.Claimant()).PlanSweep(t.Context())); err != nil || len(cards) != 1 || cards[0].ID != fresh {
		t.Errorf("the third sweep gives %+v, %v", cards, err)
	}
	h.verified(t)
	_, err = inMemory().as(testkit.Owner()).PlanSweep(t.Context())
	refused(t, err, fault.NotFound, app.MissingLedger)
}

func TestALapsedClaimCannotBeAnsweredAndIsNotSweptByTrying(t *testing.T) {
	for _, verb := range []cpor.Verb{cpor.Submit, cpor.Attach, cpor.Remark, cpor.Reject, cpor.Decline} {
		h, late, _, _ := lapsed(t)
		before := h.everything(t)
		_, err := h.moves(mover(verb), verb, late)
		e := keyed(err, "claim.move")
		if e == nil || e.Code != fault.Conflict || e.Args["status"] != "rejected" || e.Args["allowed"] != "dispute" {
			t.Errorf("%s: %v, want a conflict that allows dispute", verb, err)
		}
		h.unchanged(t, before)
	}
}

func TestALapsedClaimIsSweptAndDisputedInOneTransaction(t *testing.T) {
	h, late, _, _ := lapsed(t)
	head := h.head(t)
	cards, err := h.moves(anyPartner(), cpor.Dispute, late)
	if err != nil || len(cards) != 1 || cards[0].Status != cpor.InReview || h.head(t) != head+1 {
		t.Fatalf("%d entries, %+v, %v", h.head(t)-head, cards, err)
	}
	moves := h.claim(t, late).Moves
	swept, disputed := moves[len(moves)-2], moves[len(moves)-1]
	if swept.Verb != cpor.Sweep || swept.By != "system" || disputed.Verb != cpor.Dispute || disputed.By != anyPartner().User.String() || disputed.From != cpor.Rejected || swept.Journal != disputed.Journal {
		t.Errorf("it went through %+v and %+v", swept, disputed)
	}
	h.verified(t)
}

// What the system does beside a command is not what the command's plan was about.
func TestSomebodyElsesSweepMeanwhileDoesNotHinderAnotherCommand(t *testing.T) {
	h, late, _, draft := lapsed(t)
	add, err := h.as(testkit.Owner()).PlanDesignation(t.Context(), designation(por.Add, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	submit, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{draft}, saying(cpor.Submit))
	if err != nil {
		t.Fatal(err)
	}
	sweep, err := h.as(testkit.Owner()).PlanSweep(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dispute, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{late}, saying(cpor.Dispute))
	if err != nil {
		t.Fatal(err)
	}
	h.add(t, 1, 1) // sweeps as every write does
	if h.claim(t, late).Status != cpor.Rejected {
		t.Fatal("it was not swept")
	}
	if _, err := add.Apply(t.Context()); err != nil {
		t.Errorf("the designation: %v", err)
	}
	if _, err := submit.Apply(t.Context()); err != nil {
		t.Errorf("the submission of another claim: %v", err)
	}
	head := h.head(t)
	if cards, err := sweep.Apply(t.Context()); err != nil || len(cards) != 1 || cards[0].Status != cpor.Rejected || h.head(t) != head {
		t.Errorf("the sweep: %+v, %d entries, %v", cards, h.head(t)-head, err)
	}
	if h.holder(t, 0) != testkit.Partner(0) || h.claim(t, draft).Status != cpor.Submitted {
		t.Error("one of the two is lost")
	}
	if _, err := dispute.Apply(t.Context()); err != nil || h.claim(t, late).Status != cpor.InReview {
		t.Errorf("the dispute of what was swept: %v", err)
	}
	h.verified(t)
}

// But what somebody did with the claim after the sweep is not what was seen.
func TestAClaimThatMovedOnAfterItsSweepIsAConflict(t *testing.T) {
	h, late, _, _ := lapsed(t)
	dispute, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{late}, saying(cpor.Dispute))
	if err != nil {
		t.Fatal(err)
	}
	h.move(t, cpor.Dispute, late)
	h.move(t, cpor.Reject, late)
	before := h.everything(t)
	_, err = dispute.Apply(t.Context())
	refused(t, err, fault.Conflict, "claim.moved")
	h.unchanged(t, before)
}
