package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// cell is one of the table (given a claim in a status, when somebody makes a move).
type cell struct {
	status     cpor.Status // None: there is no such claim; Gone: it was deleted
	verb       cpor.Verb
	role       access.Role
	ownPartner bool // the claim is of a partner ID of theirs
	ownTenant  bool // the claim is on a tenant of theirs
}

func (c cell) String() string {
	return fmt.Sprintf("%s %s by %s (own partner ID %v, own tenant %v)", c.status, c.verb, c.role, c.ownPartner, c.ownTenant)
}

// cells is the whole table.
func cells() (list []cell) {
	for _, status := range append(cpor.Statuses(), cpor.None, cpor.Gone) {
		for _, rule := range cpor.Verbs() {
			for _, role := range access.Roles() {
				for own := range 4 {
					list = append(list, cell{status, rule.Verb, role, own&1 != 0, own&2 != 0})
				}
			}
		}
	}
	return list
}

// then is what has to come of a cell, by the edges and CONTRACT section 4: the status that it leads to, or
// the code of the refusal. Forbidden comes before conflict.
func (c cell) then() (to cpor.Status, refusal fault.Code) {
	by := c.verb.Rule().By
	mayRole := c.role == access.IncentivesAdmin || by == cpor.System && c.role == access.GlobalAdmin
	mayHere := c.ownPartner || by == cpor.System
	if by == cpor.Customer {
		mayRole, mayHere = c.role == access.GlobalAdmin, c.ownTenant
	}
	there := c.status != cpor.None && c.status != cpor.Gone
	for _, e := range cpor.Edges() {
		if e.From == c.status && e.Verb == c.verb {
			to = e.To
		}
	}
	switch {
	case !mayRole:
		return "", fault.Forbidden
	case by == cpor.System && to == "":
		return c.status, "" // there is nothing to sweep
	case !there && to == "":
		return "", fault.NotFound
	case !mayHere:
		return "", fault.Forbidden
	case to == "":
		return "", fault.Conflict
	}
	return to, ""
}

func (c cell) actor() access.Actor {
	a := testkit.Person(c.role)
	a.Partners, a.Tenants = []ids.Partner{testkit.Partner(4)}, []ids.Tenant{testkit.Tenant(1)}
	if c.ownPartner {
		a.Partners = append(a.Partners, testkit.Partner(0))
	}
	if c.ownTenant {
		a.Tenants = append(a.Tenants, testkit.Tenant(0))
	}
	return a
}

// given is a ledger with the claim of the cell, by partner 0 on tenant 0, and its ID.
func (c cell) given(t tester) (house, ids.Claim) {
	t.Helper()
	h := inMemory()
	h.market(t)
	if c.status == cpor.None {
		return h, testkit.Claim(1)
	}
	return h, h.claimIn(t, c.status, testkit.UseOrConsume(0, 0, "teams"))
}

// when plans the move of the cell.
func (c cell) when(h house, id ids.Claim) (app.Plan[app.ClaimCard], error) {
	engine, ctx := h.as(c.actor()), context.Background()
	command := saying(c.verb)
	switch {
	case c.verb == cpor.New && c.status == cpor.None:
		return engine.PlanDrafts(ctx, testkit.Forms(testkit.UseOrConsume(0, 0, "teams")))
	case c.verb == cpor.New:
		command.Form = testkit.UseOrConsume(0, 0, "teams")
	case c.verb == cpor.Edit:
		return engine.PlanEdit(ctx, id, cpor.Form{Name: "Another"}, testkit.Telling(cpor.FormFields(), "name"))
	case c.verb == cpor.Attach:
		command.Documents = []evidence.Document{h.paper(2)}
	case c.verb == cpor.Detach:
		command.Hashes = []evidence.Hash{h.paper(1).Hash}
	case c.verb == cpor.Sweep:
		return engine.PlanSweep(ctx)
	}
	return engine.PlanMove(ctx, []ids.Claim{id}, command)
}

// Issue 3: every (state × command × role) cell, the refused ones too.
func TestEveryCellOfStatusMoveAndRoleIsAllowedOrRefused(t *testing.T) {
	type ledger struct {
		house
		id     ids.Claim
		before string
		seq    uint64
	}
	refusing, asked, allowed := map[cpor.Status]*ledger{}, 0, 0
	for _, c := range cells() {
		to, refusal := c.then()
		if refusal == "" {
			allowed++
			c.lets(t, to)
			continue
		}
		asked++
		l := refusing[c.status] // what is refused leaves it as it was, so that it serves for all
		if l == nil {
			h, id := c.given(t)
			l = &ledger{h, id, h.everything(t), h.head(t)}
			refusing[c.status] = l
		}
		plan, err := c.when(l.house, l.id)
		if err == nil {
			_, err = plan.Apply(t.Context())
		}
		c.refuses(t, err, refusal)
		if l.head(t) != l.seq {
			t.Fatalf("%s: something was written", c)
		}
	}
	for _, l := range refusing {
		l.unchanged(t, l.before)
	}
	if asked+allowed != 9*15*8*4 {
		t.Errorf("%d cells were asked and %d allowed", asked, allowed)
	}
}

// lets checks a cell that is allowed.
func (c cell) lets(t *testing.T, to cpor.Status) {
	t.Helper()
	h, id := c.given(t)
	if c.verb == cpor.Sweep {
		h.clock.Pass(8) // 5 business days, and one more
	}
	head := h.head(t)
	plan, err := c.when(h, id)
	if err != nil {
		t.Errorf("%s: %v", c, err)
		return
	}
	if h.head(t) != head {
		t.Errorf("%s: planning wrote something", c)
	}
	cards, err := plan.Apply(t.Context())
	after := h.claim(t, id)
	if to == cpor.Gone || to == cpor.None {
		to = cpor.None // it is not there
	}
	moved := uint64(1)
	if c.verb == cpor.Sweep && c.status != cpor.ActionRequired {
		moved = 0
	}
	if err != nil || after.Status != to && !(c.status == cpor.Gone && c.verb == cpor.Sweep) || h.head(t) != head+moved {
		t.Errorf("%s: it is %q and %d entries were written, want %q and %d: %v", c, after.Status, h.head(t)-head, to, moved, err)
	}
	if moved == 1 && (len(cards) != 1 || cards[0].ID != id || cards[0].PartnerName != "Partner 0" || cards[0].CustomerName != "Customer 0") {
		t.Errorf("%s: the answer is %+v", c, cards)
	}
	h.verified(t)
}

// refuses checks the refusal of a cell; a conflict names the moves that are allowed.
func (c cell) refuses(t *testing.T, err error, code fault.Code) {
	t.Helper()
	e := fault.As(err)
	if e == nil || e.Code != code {
		t.Errorf("%s: %v, want %s", c, err, code)
		return
	}
	if code != fault.Conflict {
		return
	}
	var names []string
	for _, v := range cpor.Allowed(c.status) {
		names = append(names, string(v))
	}
	key := "claim.move"
	if len(names) == 0 {
		key = "claim.move-none"
	}
	if e.Key != key || e.Args["allowed"] != strings.Join(names, ", ") || e.Target != "CLM-1" {
		t.Errorf("%s: %+v, want %s that allows %v", c, e, key, names)
	}
}

// What somebody may do to their own does not let them do it to another's beside it.
func TestOneForbiddenClaimForbidsAllOfTheCommand(t *testing.T) {
	for _, rule := range cpor.Verbs() {
		if rule.Verb == cpor.New || rule.Verb == cpor.Edit || rule.Verb == cpor.Sweep || len(rule.Verb.From()) == 0 {
			continue
		}
		t.Run(string(rule.Verb), func(t *testing.T) {
			h := inMemory()
			h.market(t)
			status := rule.Verb.From()[0]
			own := h.claimIn(t, status, testkit.UseOrConsume(0, 0, "teams"))
			others := h.claimIn(t, status, testkit.UseOrConsume(1, 1, "intune"))
			a := cell{role: access.IncentivesAdmin, ownPartner: true}.actor()
			if rule.By == cpor.Customer {
				a = testkit.Owner(testkit.Tenant(0))
			}
			command := saying(rule.Verb)
			command.Documents, command.Hashes = []evidence.Document{h.paper(2)}, []evidence.Hash{h.paper(1).Hash}
			before := h.everything(t)
			_, err := applied(h.as(a).PlanMove(t.Context(), []ids.Claim{own, others}, command))
			e := fault.As(err)
			if e == nil || e.Code != fault.Forbidden || e.Target != others.String() {
				t.Errorf("%v, want forbidden about %s", err, others)
			}
			h.unchanged(t, before)
		})
	}
}

func TestNobodyMovesAClaimWithoutAProfile(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(0, 0, "teams"))
	before := h.everything(t)
	for _, rule := range cpor.Verbs() {
		_, err := h.moves(access.Actor{}, rule.Verb, id)
		refused(t, err, fault.Forbidden, "access.nobody")
	}
	_, err := applied(h.as(access.Actor{}).PlanDrafts(t.Context(), testkit.Forms(testkit.UseOrConsume(0, 0, "teams"))))
	refused(t, err, fault.Forbidden, "access.nobody")
	_, err = applied(h.as(access.Actor{}).PlanSweep(t.Context()))
	refused(t, err, fault.Forbidden, "access.nobody")
	h.unchanged(t, before)
}

// The customer declines at any time, also after the approval (CONTRACT section 8).
func TestACustomerDeclinesInEveryStatusThatAPartnerWaitsIn(t *testing.T) {
	for status, from := range map[cpor.Status]bool{cpor.Submitted: true, cpor.InReview: true, cpor.ActionRequired: true, cpor.Approved: true, cpor.Draft: false, cpor.Rejected: false, cpor.Ended: false} {
		h := inMemory()
		h.market(t)
		id := h.claimIn(t, status, testkit.Advising(0, 0, 0, 1))
		_, err := h.moves(testkit.Owner(testkit.Tenant(0)), cpor.Decline, id)
		if (err == nil) != from {
			t.Errorf("%s: %v", status, err)
		}
		for n := range 2 {
			h.view(t, func(r app.Reader) error {
				place := cpor.Place{Tenant: testkit.Tenant(0), Subscription: testkit.Subscription(n)}
				if held, _ := r.ClaimHolder(place); !held.IsZero() {
					t.Errorf("%s: %s still holds %s", status, held, place.Name())
				}
				return nil
			})
		}
		h.verified(t)
	}
}
