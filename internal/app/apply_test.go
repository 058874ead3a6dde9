package app_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// wish is who is to hold a subscription, by their numbers; -1 is nobody.
func wish(subscription, partner int) record.Desired {
	d := record.Desired{Subscription: testkit.Subscription(subscription)}
	if partner >= 0 {
		d.Partner = testkit.Partner(partner)
	}
	return d
}

func estate(wishes ...record.Desired) app.Wanted {
	return app.Wanted{Wishes: testkit.Wishes("estate.csv", testkit.Told("estate.csv", record.DesiredFields(), wishes...)...), Results: true}
}

func (h house) applies(a access.Actor, w app.Wanted) (app.Applied, []app.Outcome, error) {
	plan, err := h.as(a).PlanApply(context.Background(), w)
	if err != nil {
		return app.Applied{}, nil, err
	}
	sum, err := plan.Apply(context.Background())
	if err != nil {
		return app.Applied{}, nil, err
	}
	var outcomes []app.Outcome
	if !w.Results {
		return sum, nil, nil
	}
	for o, err := range plan.Results() {
		if err != nil {
			return app.Applied{}, nil, err
		}
		outcomes = append(outcomes, o)
	}
	return sum, outcomes, nil
}

// A random file gives what its rows give, one at a time: the places, who held them when, and which rows are
// refused. Only the messages differ.
func TestAFileGivesWhatItsRowsGiveOneAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		together, apart := inMemory(), inMemory()
		for _, h := range []house{together, apart} {
			h.sample(t)
			h.add(t, 0, 0, 3)
			h.add(t, 1, 1)
		}
		var wishes []record.Desired
		for _, n := range rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(t, "order")[:rapid.IntRange(0, 8).Draw(t, "rows")] {
			wishes = append(wishes, wish(n, rapid.IntRange(-1, 5).Draw(t, "partner"))) // some are not there, some cannot hold a place
		}
		w := estate(wishes...)
		w.Continue = true
		sum, outcomes, err := together.applies(testkit.Owner(), w)
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for i, d := range wishes {
			verb := por.Grant
			if d.Partner.IsZero() {
				verb = por.Remove
			}
			_, err := apart.designates(testkit.Owner(), app.Designation{Verb: verb, Subscriptions: []ids.Subscription{d.Subscription}, Partner: d.Partner, IfSet: true})
			if (err != nil) != (outcomes[i].Result == app.Refused) {
				t.Fatalf("row %d alone: %v, with the others: %+v", i, err, outcomes[i])
			}
			if err != nil {
				refused++
			}
		}
		if sum.Refused != refused || sum.Added+sum.Changed+sum.Removed+sum.Unchanged+refused != len(wishes) {
			t.Fatalf("of %d rows, %d refused: %+v", len(wishes), refused, sum)
		}
		for n := range 6 {
			if a, b := together.holder(t, n), apart.holder(t, n); a != b {
				t.Fatalf("subscription %d is with %s, one at a time with %s", n, a, b)
			}
		}
		together.verified(t)
		// The same again changes nothing and writes nothing.
		head := together.head(t)
		if sum, _, err := together.applies(testkit.Owner(), w); err != nil || sum.Moves() != 0 || together.head(t) != head {
			t.Fatalf("the second time: %+v, %v", sum, err)
		}
	})
}

func TestARefusedRowRefusesAllUnlessTheOthersAreToGoOn(t *testing.T) {
	h := inMemory()
	h.sample(t)
	before := h.everything(t)
	w := estate(wish(0, 0), wish(1, 2), wish(9, 0), wish(2, 1))
	_, _, err := h.applies(testkit.Owner(), w)
	var got []string
	for _, e := range fault.As(err).Each() {
		got = append(got, fmt.Sprintf("%d %s %s", e.Line, e.Code, e.Key))
	}
	if diff := cmp.Diff([]string{"3 invalid por.headquarters", "4 not-found subscription.missing"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h.unchanged(t, before)
	w.Continue = true
	if sum, _, err := h.applies(testkit.Owner(), w); err != nil || sum.Added != 2 || sum.Refused != 2 {
		t.Errorf("%+v, %v", sum, err)
	}
}

func TestTwoRowsThatContradictAreBothRefused(t *testing.T) {
	h := inMemory()
	h.sample(t)
	w := estate(wish(0, 0), wish(0, 1), wish(1, 1), wish(1, 1), wish(0, 0))
	w.Continue = true
	sum, outcomes, err := h.applies(testkit.Owner(), w)
	if err != nil || sum.Refused != 3 || sum.Added != 1 || !h.holder(t, 0).IsZero() {
		t.Fatalf("%+v, %v", sum, err)
	}
	for _, o := range outcomes {
		if o.Refusal != nil && (o.Refusal.Code != fault.Invalid || o.Refusal.Args["line"] == o.Refusal.Line) {
			t.Errorf("%v", o.Refusal)
		}
	}
}

func TestPruningTakesAwayWhatNoRowNames(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 0, 0, 1, 2, 3)
	w := estate(wish(0, 0))
	w.Prune = testkit.Tenant(0)
	if err := w.Spare(testkit.Subscription(2)); err != nil {
		t.Fatal(err)
	}
	sum, _, err := h.applies(testkit.Owner(), w)
	if err != nil || sum.Removed != 1 || sum.Unchanged != 1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	for n, want := range []int{0, -1, 0, 0} { // 2 is spared, 3 is another tenant's
		if got := h.holder(t, n); got != wish(n, want).Partner {
			t.Errorf("subscription %d is with %s", n, got)
		}
	}
	other := testkit.Person(access.GlobalAdmin)
	other.AllTenants, other.Tenants = false, []ids.Tenant{testkit.Tenant(1)}
	if _, _, err := h.applies(other, w); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("another's admin: %v", err)
	}
}

func TestOneFileIsOneMessageAPartner(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 0, 0, 1)
	h.add(t, 1, 3)
	var before uint64
	h.view(t, func(r app.Reader) (err error) { before, err = r.LastMessage(); return err })
	if _, _, err := h.applies(testkit.Owner(), estate(wish(0, 1), wish(1, -1), wish(2, 1), wish(3, 1), wish(4, 0))); err != nil {
		t.Fatal(err)
	}
	var got []string
	h.view(t, func(r app.Reader) error {
		for m, err := range r.Messages(before) {
			if err != nil {
				return err
			}
			got = append(got, fmt.Sprintf("%s %s +%d -%d", m.Kind, m.Partner, m.Gained, m.Lost))
		}
		return nil
	})
	want := []string{
		fmt.Sprintf("%s %s +1 -2", notice.Digest, testkit.Partner(0)), fmt.Sprintf("%s %s +2 -0", notice.Digest, testkit.Partner(1)),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h.verified(t)
}

func TestAPlaceThatMovedMeanwhileIsAConflict(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 0, 0)
	plan, err := h.as(testkit.Owner()).PlanApply(t.Context(), estate(wish(0, 1), wish(1, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.designates(testkit.Owner(), designation(por.Edit, 4, 0)); err != nil {
		t.Fatal(err)
	}
	before := h.everything(t)
	if _, err := plan.Apply(t.Context()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
	h.unchanged(t, before)
}
