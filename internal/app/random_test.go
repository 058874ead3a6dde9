package app_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

func TestRandomTasksNeverBreakALedgerInMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := inMemory()
		if !rare(t, 3, "no ledger") {
			h.market(t)
			h.contested(t)
		}
		for _, a := range rapid.SliceOfN(attempts(), 12, 20).Draw(t, "attempts") {
			h.plays(t, a)
		}
	})
}

// A ledger in a file is slow beside one in memory: a few long runs, the same ones each time.
func TestRandomTasksNeverBreakALedgerInAFile(t *testing.T) {
	done := 0
	for seed := range 4 {
		h := onDisk(t)
		h.market(t)
		h.contested(t)
		before := h.head(t)
		for _, a := range rapid.SliceOfN(attempts(), 25, 25).Example(seed) {
			h.plays(t, a)
		}
		done += int(h.head(t) - before)
	}
	if !testing.Short() && done < 10 {
		t.Errorf("only %d of the tasks did anything: they test nothing", done)
	}
}

// plays tries a task and checks everything that holds of every task.
func (h house) plays(t tester, a attempt) {
	t.Helper()
	h.clock.Pass(a.passed)
	engine := h.as(a.actor)
	before := h.everything(t)
	apply, err := a.prepare(engine)
	if h.everything(t) != before {
		t.Fatalf("%#v was only planned, and changed the ledger", a)
	}
	if err != nil {
		refusable(t, a, err)
		return
	}
	seq := uint64(0)
	if before != "" {
		seq = h.head(t)
	}
	moves, err := apply()
	if err != nil {
		t.Fatalf("%#v was planned and then refused: %v", a, err)
	}
	after := h.everything(t)
	switch {
	case moves == 0 && after != before:
		t.Fatalf("%#v says that nothing changed, and it did", a)
	case moves > 0 && h.head(t) != seq+1:
		t.Fatalf("%#v wrote %d journal entries", a, h.head(t)-seq)
	}
	if after == "" {
		return
	}
	h.entitled(t, a, seq)
	h.verified(t)
	h.consistent(t)
	if h.head(t) > seq {
		h.swept(t)
	}
	if a.renews {
		return
	}

	// The same once more.
	again, err := a.prepare(engine)
	if err == nil {
		moves, err = again()
	}
	if h.everything(t) != after {
		t.Fatalf("%#v changed something when it was repeated", a)
	}
	switch {
	case a.repeats && (err != nil || moves != 0):
		t.Fatalf("%#v repeated: %d moves, %v", a, moves, err)
	case !a.repeats && seq != h.head(t) && err == nil:
		t.Fatalf("%#v was done and can be done again", a)
	}
}

// refusable checks that a refusal is one of the field, and forbidden where the role has no right.
func refusable(t tester, a attempt, err error) {
	t.Helper()
	switch code := fault.CodeOf(err); code {
	case fault.NotFound, fault.Conflict, fault.Invalid, fault.Forbidden:
	default:
		t.Fatalf("%#v was refused with %s: %v", a, code, err)
	}
}

// entitled checks every event that was written since an entry against the table of rights.
func (h house) entitled(t tester, a attempt, since uint64) {
	t.Helper()
	h.view(t, func(r app.Reader) error {
		for entry := range all(t, r.Entries(since)) {
			for _, raw := range entry.Events {
				event, err := app.Decode(raw)
				if err != nil {
					t.Fatalf("entry %d: %v", entry.Seq, err)
				}
				if move, ok := event.(cpor.Event); ok {
					entitledToMove(t, r, a, entry.Seq, move)
					continue
				}
				if action, tenant, partner := needed(t, r, event); !hasRight(a.actor, action, tenant, partner) {
					t.Fatalf("%#v did %s: %+v", a, action, event)
				}
			}
		}
		return nil
	})
}

// needed is what somebody has to be allowed for an event to happen.
func needed(t tester, r app.Reader, event app.Event) (access.Action, ids.Tenant, ids.Partner) {
	t.Helper()
	switch e := event.(type) {
	case por.Event:
		return access.Designate, e.Tenant, ids.Partner{}
	case request.Event:
		if e.Status == request.Open {
			return access.AskForPlace, ids.Tenant{}, e.Partner
		}
		q, ok, err := r.Request(e.ID)
		if !ok || err != nil {
			t.Fatalf("request %s: %v", e.ID, err)
		}
		return access.DecideRequest, q.Tenant, ids.Partner{}
	default:
		return access.Record, ids.Tenant{}, ids.Partner{}
	}
}

func hasRight(a access.Actor, action access.Action, tenant ids.Tenant, partner ids.Partner) bool {
	if a.User.IsZero() {
		return false
	}
	return slices.ContainsFunc(access.Rights(), func(r access.Right) bool {
		if r.Role != a.Role || r.Action != action {
			return false
		}
		switch r.Scope {
		case access.OwnTenants:
			return a.AllTenants || slices.Contains(a.Tenants, tenant)
		case access.OwnPartners:
			return slices.Contains(a.Partners, partner)
		}
		return r.Scope == access.Anywhere
	})
}

// consistent keeps a second account of who holds what, from the journal alone and day by day, and
// compares every place with it; a partner that could not be given a place must not hold one.
func (h house) consistent(t tester) {
	t.Helper()
	type place struct {
		subscription ids.Subscription
		day          day.Day
	}
	holders := map[place]ids.Partner{}
	from, to := day.Of(testkit.Today())-3*days, day.Of(testkit.Today())+3*days
	h.view(t, func(r app.Reader) error {
		messages := 0
		for entry := range all(t, r.Entries(0)) {
			told := map[ids.Partner]bool{} // of a desired state each partner is told once
			for _, raw := range entry.Events {
				event, _ := app.Decode(raw)
				if asked, ok := event.(request.Event); ok && asked.Status != request.Accepted {
					messages++ // the customer's contact is told, and of a no the partner
				}
				e, ok := event.(por.Event)
				if !ok {
					continue
				}
				for d := max(e.Since, from); d <= to; d++ {
					holders[place{e.Subscription, d}] = e.Partner
				}
				for _, p := range []ids.Partner{e.Partner, e.Previous} { // the partner that was replaced is told too
					if !p.IsZero() && !told[p] {
						messages++
						told[p] = entry.Command == "apply"
					}
				}
			}
		}
		for tenant := range all(t, r.Tenants(ids.Tenant{})) {
			for seat := range all(t, r.Seats(tenant, ids.Subscription{})) {
				for d := from; d <= to; d++ {
					held, _ := seat.Place.On(d)
					if want := holders[place{seat.Subscription.ID, d}]; held.Partner != want {
						t.Fatalf("on %s %s is with %q, the journal says %q", d, seat.Subscription.ID, held.Partner, want)
					}
				}
				apart(t, seat)
			}
		}
		messages += claimsAccount(t, r)
		queued := 0
		for range all(t, r.Messages(0)) {
			queued++
		}
		if queued != messages {
			t.Fatalf("%d messages are queued, the changes call for %d", queued, messages)
		}
		return nil
	})
}

// apart checks that no two partners hold a place at once.
func apart(t tester, seat app.Seat) {
	t.Helper()
	list := seat.Place.Tenures()
	for i := 1; i < len(list); i++ {
		if list[i-1].Until.IsZero() || list[i-1].Until > list[i].Since {
			t.Fatalf("%s is with two partners at once: %+v", seat.Subscription.ID, list)
		}
	}
}

func TestNobodyChangesWhatTheirRoleHasNoRightTo(t *testing.T) {
	for _, role := range access.Roles() {
		h := inMemory()
		h.sample(t)
		actor := testkit.Person(role)
		actor.AllTenants = true
		actor.Partners = []ids.Partner{testkit.Partner(0)}
		tries := map[access.Action]func() error{
			access.Record: func() error {
				_, err := h.imports(actor, testkit.Rows{Customers: testkit.Customers(record.Customer{Tenant: testkit.Tenant(9), Name: "New"})})
				return err
			},
			access.AskForPlace: func() error {
				_, err := applied(h.as(actor).PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "ours"}))
				return err
			},
			access.DecideRequest: func() error {
				_, err := applied(h.as(actor).PlanDecision(t.Context(), request.Accept, ids.RequestFromNumber(1), ""))
				return err
			},
			access.Designate: func() error {
				_, err := h.designates(actor, designation(por.Add, 0, 1))
				return err
			},
		}
		if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(5), Partner: testkit.Partner(0), Reason: "ours"})); err != nil {
			t.Fatal(err)
		}
		for action, try := range tries {
			before := h.everything(t)
			err := try()
			may := hasRight(actor, action, testkit.Tenant(0), testkit.Partner(0))
			if may != (err == nil) {
				t.Errorf("%s %s: %v, want allowed %v", role, action, err, may)
			}
			if err != nil {
				refused(t, err, fault.Forbidden, "access.right")
			}
			if may == (h.everything(t) == before) {
				t.Errorf("%s %s: allowed %v, and the ledger says otherwise", role, action, may)
			}
		}
	}
}
