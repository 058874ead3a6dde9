package app_test

import (
	"context"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// market is the sample with subscriptions that can all be claimed.
func (h house) market(t tester) {
	t.Helper()
	h.sample(t)
	var list []record.Subscription
	for n := range subscriptions {
		list = append(list, testkit.Dynamics(n/3, n))
	}
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(list...)})
}

// anyPartner claims for every partner of the sample.
func anyPartner() access.Actor {
	var list []ids.Partner
	for _, p := range directory() {
		list = append(list, p.ID)
	}
	return testkit.Claimant(list...)
}

// mover is somebody who may make a move.
func mover(v cpor.Verb) access.Actor {
	if v.Rule().By == cpor.Customer {
		return testkit.Owner()
	}
	return anyPartner()
}

// saying is a move with everything that it may need.
func saying(v cpor.Verb) cpor.Command {
	return cpor.Command{Verb: v, Reason: "as agreed", Text: "as asked", Attestation: "I confirm."}
}

// drafts drafts claims, which nothing may speak against.
func (h house) drafts(t tester, forms ...cpor.Form) (list []ids.Claim) {
	t.Helper()
	cards, err := applied(h.as(anyPartner()).PlanDrafts(context.Background(), testkit.Forms(forms...)))
	if err != nil {
		t.Fatalf("given drafts: %v", err)
	}
	for _, c := range cards {
		list = append(list, c.ID)
	}
	return list
}

func (h house) moves(a access.Actor, v cpor.Verb, claims ...ids.Claim) ([]app.ClaimCard, error) {
	return applied(h.as(a).PlanMove(context.Background(), claims, saying(v)))
}

// move makes a move, which nothing may speak against.
func (h house) move(t tester, v cpor.Verb, claims ...ids.Claim) {
	t.Helper()
	if _, err := h.moves(mover(v), v, claims...); err != nil {
		t.Fatalf("given %s of %v: %v", v, claims, err)
	}
}

// paper keeps the bytes of a document and gives the document.
func (h house) paper(n int) evidence.Document {
	document, content := testkit.Paper(n)
	_, _ = h.folder.Put(content) // in memory nothing can go wrong
	return document
}

// attach attaches the n-th document, which nothing may speak against.
func (h house) attach(t tester, n int, claims ...ids.Claim) {
	t.Helper()
	c := cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{h.paper(n)}}
	if _, err := applied(h.as(anyPartner()).PlanMove(context.Background(), claims, c)); err != nil {
		t.Fatalf("given document %d of %v: %v", n, claims, err)
	}
}

// claimIn is a claim with document 1 that was brought to a status.
func (h house) claimIn(t tester, status cpor.Status, f cpor.Form) ids.Claim {
	t.Helper()
	id := h.drafts(t, f)[0]
	h.attach(t, 1, id)
	for _, v := range map[cpor.Status][]cpor.Verb{
		cpor.Submitted:      {cpor.Submit},
		cpor.InReview:       {cpor.Submit, cpor.Review},
		cpor.ActionRequired: {cpor.Submit, cpor.RequireAction},
		cpor.Approved:       {cpor.Submit, cpor.Approve},
		cpor.Rejected:       {cpor.Submit, cpor.Reject},
		cpor.Ended:          {cpor.Submit, cpor.Approve, cpor.End},
		cpor.Gone:           {cpor.Delete},
	}[status] {
		h.move(t, v, id)
	}
	return id
}

// claim is a claim as it is; the zero State where it is not there.
func (h house) claim(t tester, id ids.Claim) (c cpor.State) {
	t.Helper()
	h.view(t, func(r app.Reader) (err error) {
		c, _, err = r.Claim(id)
		return err
	})
	return c
}

// claimHolder is who holds a workload of a tenant.
func (h house) claimHolder(t tester, tenant int, workload string) (p ids.Partner) {
	t.Helper()
	h.view(t, func(r app.Reader) (err error) {
		p, err = r.ClaimHolder(cpor.Place{Tenant: testkit.Tenant(tenant), Workload: workload})
		return err
	})
	return p
}

// unchanged checks that a ledger is as it was.
func (h house) unchanged(t tester, before string) {
	t.Helper()
	if h.everything(t) != before {
		t.Errorf("something was written")
	}
}

// keyed is the first refusal of an error with a key; nil where there is none.
func keyed(err error, key string) *fault.Error {
	e := fault.As(err)
	if e == nil {
		return nil
	}
	for _, d := range e.Each() {
		if d.Key == key {
			return d
		}
	}
	return nil
}
