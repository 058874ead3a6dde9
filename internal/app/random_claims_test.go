package app_test

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// claimed is how many of a random ledger's claims the tasks meet at.
const claimed = 4

// contested gives claims that want the same places, for the tasks to go on with.
func (h house) contested(t tester) {
	t.Helper()
	h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(0, 0, "teams", "exchange"))
	h.claimIn(t, cpor.InReview, testkit.UseOrConsume(1, 0, "teams"))
	h.claimIn(t, cpor.ActionRequired, testkit.Advising(4, 0, 0, 1))
	h.claimIn(t, cpor.Draft, testkit.Advising(0, 0, 1))
}

func claim(t *rapid.T) ids.Claim { return testkit.Claim(1 + among(t, claimed, "claim")) }

func form(t *rapid.T) cpor.Form {
	n := among(t, subscriptions-1, "claimed subscription")
	f := testkit.Advising(0, n/3, n)
	if !rare(t, 1, "of subscriptions") {
		f = testkit.UseOrConsume(0, among(t, 2, "claimed tenant"), rapid.SampledFrom([][]string{{"teams"}, {"exo", "teams"}, {"tems"}}).Draw(t, "workloads")...)
	}
	f.Partner = partner(t)
	if rare(t, 4, "a role of another area") {
		f.Role = rapid.SampledFrom(cpor.Roles("")).Draw(t, "role")
	}
	if rare(t, 3, "unfinished") {
		f.Customer.Email = ""
	}
	return f
}

// claiming is a task about claims.
func claiming(name string, plan func(app.Engine) (app.Plan[app.ClaimCard], error)) attempt {
	return attempt{name: name, prepare: func(e app.Engine) (func() (int, error), error) {
		p, err := plan(e)
		return func() (int, error) {
			before := uint64(0)
			_ = e.Store.View(context.Background(), func(r app.Reader) (err error) { // there may be no ledger yet
				before, _, err = r.Head()
				return err
			})
			cards, err := p.Apply(context.Background())
			moves := 0
			for _, c := range cards {
				if c.Moves[len(c.Moves)-1].Journal > before {
					moves++
				}
			}
			return moves, err
		}, err
	}}
}

func drafting(t *rapid.T) attempt {
	rows := testkit.Forms(rapid.SliceOfN(rapid.Custom(form), 1, 2).Draw(t, "forms")...)
	a := claiming(fmt.Sprintf("claim new %+v", rows), func(e app.Engine) (app.Plan[app.ClaimCard], error) {
		return e.PlanDrafts(context.Background(), rows)
	})
	a.renews = true
	return a
}

func amending(t *rapid.T) attempt {
	id, f := claim(t), form(t)
	told := testkit.Telling(cpor.FormFields(), rapid.SliceOfN(rapid.SampledFrom([]string{"partnerId", "workloads", "role", "customerContact.email", "name"}), 1, 2).Draw(t, "told")...)
	a := claiming(fmt.Sprintf("claim edit %s to %+v of %d", id, f, told), func(e app.Engine) (app.Plan[app.ClaimCard], error) {
		return e.PlanEdit(context.Background(), id, f, told)
	})
	a.repeats = true
	return a
}

// filing attaches a document, or takes it off again.
func filing(t *rapid.T) attempt {
	list := []ids.Claim{claim(t)}
	document, content := testkit.Paper(rapid.IntRange(1, 2).Draw(t, "document"))
	c := cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{document}}
	if rare(t, 3, "detach") {
		c = cpor.Command{Verb: cpor.Detach, Hashes: []evidence.Hash{document.Hash}}
	} else if rare(t, 1, "several") {
		list = append(list, claim(t), claim(t))
	}
	a := claiming(fmt.Sprintf("claim %s %v %s", c.Verb, list, document.FileName), func(e app.Engine) (app.Plan[app.ClaimCard], error) {
		if folder, ok := e.Evidence.(*testkit.Folder); ok && c.Verb == cpor.Attach {
			_, _ = folder.Put(content)
		}
		return e.PlanMove(context.Background(), list, c)
	})
	a.repeats = c.Verb == cpor.Attach
	return a
}

func moving(t *rapid.T) attempt {
	verbs := []cpor.Verb{cpor.Submit, cpor.Submit, cpor.Submit, cpor.Approve, cpor.Approve, cpor.RequireAction, cpor.RequireAction}
	for _, rule := range cpor.Verbs() {
		if rule.Verb != cpor.New && rule.Verb != cpor.Edit && rule.Verb != cpor.Attach && rule.Verb != cpor.Detach {
			verbs = append(verbs, rule.Verb)
		}
	}
	verb := rapid.Permutation(verbs).Draw(t, "verb of a claim")[0]
	list := []ids.Claim{claim(t)}
	if rare(t, 2, "several") {
		list = append(list, claim(t))
	}
	a := claiming(fmt.Sprintf("claim %s %v", verb, list), func(e app.Engine) (app.Plan[app.ClaimCard], error) {
		return e.PlanMove(context.Background(), list, saying(verb))
	})
	a.renews, a.byCustomer = verb == cpor.Remark, verb.Rule().By == cpor.Customer
	return a
}

func sweeping(*rapid.T) attempt {
	a := claiming("claim sweep", func(e app.Engine) (app.Plan[app.ClaimCard], error) { return e.PlanSweep(context.Background()) })
	a.repeats = true
	return a
}

// entitledToMove checks a move of a claim against the table of rights: both whose claim it was and whose it
// is by now. What the system does is nobody's doing.
func entitledToMove(t tester, r app.Reader, a attempt, seq uint64, e cpor.Event) {
	t.Helper()
	var before cpor.Form
	for entry := range all(t, r.Entries(0)) {
		for _, raw := range entry.Events {
			event, _ := app.Decode(raw)
			if move, ok := event.(cpor.Event); ok && entry.Seq < seq && move.Claim == e.Claim && move.Form != nil {
				before = *move.Form
			}
		}
	}
	may := false
	switch e.Verb.Rule().By {
	case cpor.System:
		may = true
	case cpor.Customer:
		may = hasRight(a.actor, access.DeclineClaim, before.Tenant, ids.Partner{})
	case cpor.Recorded:
		may = hasRight(a.actor, access.RecordVerdict, ids.Tenant{}, before.Partner)
	case cpor.Partner:
		may = e.Verb == cpor.New || hasRight(a.actor, access.Claim, ids.Tenant{}, before.Partner)
		may = may && (e.Form == nil || hasRight(a.actor, access.Claim, ids.Tenant{}, e.Form.Partner))
	}
	if !may {
		t.Fatalf("%#v did %s: %+v", a, e.Verb, e)
	}
}

// claimsAccount keeps a second account of the claims, from the journal alone, compares the ledger with it,
// and gives how many messages their moves call for: no move but those of the table, never two partners in a
// place, and a number for each that was ever drafted.
func claimsAccount(t tester, r app.Reader) (messages int) {
	t.Helper()
	status, forms := map[ids.Claim]cpor.Status{}, map[ids.Claim]cpor.Form{}
	places := map[cpor.Place]bool{}
	holders := func() map[cpor.Place]ids.Partner {
		held := map[cpor.Place]ids.Partner{}
		for id, f := range forms {
			for _, p := range f.Places() {
				places[p] = true
				if status[id] != cpor.Approved {
					continue
				}
				if other, taken := held[p]; taken && other != f.Partner {
					t.Fatalf("%s is with %s and %s at once", p.Name(), other, f.Partner)
				}
				held[p] = f.Partner
			}
		}
		return held
	}
	for entry := range all(t, r.Entries(0)) {
		for _, raw := range entry.Events {
			event, _ := app.Decode(raw)
			e, ok := event.(cpor.Event)
			if !ok {
				continue
			}
			if e.From != status[e.Claim] || !slices.Contains(cpor.Edges(), cpor.Edge{From: e.From, Verb: e.Verb, To: e.To}) {
				t.Fatalf("%s was %q: %+v is no move", e.Claim, status[e.Claim], e)
			}
			if e.Form != nil {
				forms[e.Claim] = *e.Form
			}
			status[e.Claim] = e.To
			if slices.Contains([]cpor.Verb{cpor.Submit, cpor.RequireAction, cpor.Approve, cpor.Reject, cpor.Decline, cpor.Sweep}, e.Verb) {
				messages++
			}
			if e.To == cpor.Approved {
				holders()
			}
		}
	}
	held := holders()
	for p := range places {
		if got, _ := r.ClaimHolder(p); got != held[p] {
			t.Fatalf("%s is with %q, the journal says %q", p.Name(), got, held[p])
		}
	}
	if last, _ := r.LastClaim(); last.Number() != uint64(len(status)) {
		t.Fatalf("the last number is %s after %d drafts", last, len(status))
	}
	for id, want := range status {
		c, there, _ := r.Claim(id)
		if there != (want != cpor.Gone) || there && (c.Status != want || !record.Equal(cpor.FormFields(), c.Form, forms[id])) {
			t.Fatalf("%s is %+v (there %v), the journal says %s %+v", id, c, there, want, forms[id])
		}
	}
	return messages
}

// swept checks that no claim waits for an answer longer than it may, as after every write.
func (h house) swept(t tester) {
	t.Helper()
	for c := range all(t, h.as(access.Actor{}).Claims(context.Background(), app.ClaimFilter{})) {
		if c.Status == cpor.ActionRequired && c.DueOn < day.Of(h.clock.Now()) {
			t.Fatalf("%s waits since %s", c.ID, c.DueOn)
		}
	}
}
