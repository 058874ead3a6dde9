package app_test

import (
	"context"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// claimed lets claims live in a random ledger: some are approved, some of those come to an end, and some
// of their subscriptions do.
func (h house) claimed(t *rapid.T, list []record.Subscription) {
	if rapid.Bool().Draw(t, "a window for the customer") {
		h.windows.Customer = day.Period{N: 4}
	}
	for i := range 4 {
		if rare(t, 1, "no claim") {
			continue
		}
		f := testkit.UseOrConsume(rapid.SampledFrom([]int{0, 1, 4}).Draw(t, "claimant"), among(t, tenants-1, "claimed tenant"), []string{"teams", "intune"}[:1+i%2]...)
		if rare(t, 1, "of subscriptions") {
			n := among(t, subscriptions-1, "claimed subscription")
			f = testkit.Advising(rapid.SampledFrom([]int{0, 4}).Draw(t, "adviser"), n/2, n, n/2*2)
		}
		id := h.drafts(t, f)[0]
		h.attach(t, 1, id)
		verbs := []cpor.Verb{cpor.Submit, cpor.Approve}
		for range 2 {
			verbs = append(verbs, rapid.SampledFrom([]cpor.Verb{cpor.Remark, cpor.End, cpor.Decline, cpor.Dispute, cpor.Approve}).Draw(t, "verb of a claim"))
		}
		for _, verb := range verbs {
			h.clock.Pass(rapid.IntRange(0, 3).Draw(t, "days between"))
			_, _ = h.moves(mover(verb), verb, id)
		}
	}
	for _, n := range rapid.SliceOfN(rapid.IntRange(0, subscriptions-1), 0, 3).Draw(t, "that end") {
		list[n].EndsOn = someDay(t)
		list[n].Status = rapid.SampledFrom([]record.Status{record.Enabled, record.Expired, record.Deleted, record.Disabled}).Draw(t, "how they end")
		h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(list[n])})
	}
	h.clock.Pass(rapid.IntRange(0, 9).Draw(t, "days after"))
}

// approval is a time in which a claim was approved, by the journal.
type approval struct{ since, until, window day.Day }

// approvals are those of every claim, with the form that was approved.
func approvals(t tester, r app.Reader) (map[ids.Claim]cpor.Form, map[ids.Claim][]approval) {
	t.Helper()
	forms, times := map[ids.Claim]cpor.Form{}, map[ids.Claim][]approval{}
	for entry := range all(t, r.Entries(0)) {
		for _, raw := range entry.Events {
			event, _ := app.Decode(raw)
			e, ok := event.(cpor.Event)
			if !ok {
				continue
			}
			if e.Form != nil {
				forms[e.Claim] = *e.Form
			}
			list := times[e.Claim]
			switch {
			case e.To == cpor.Approved:
				times[e.Claim] = append(list, approval{day.Of(entry.At), 0, e.DueOn})
			case e.From == cpor.Approved:
				list[len(list)-1].until = day.Of(entry.At)
			}
		}
	}
	return forms, times
}

// claimRows is what the approved claims give, as naive does for everything else. A subscription that is
// over ended on its day, where one is known; one that is not over may still end on a day to come.
func claimRows(t tester, r app.Reader, f app.Filter, on day.Day) (rows []app.Association) {
	t.Helper()
	forms, times := approvals(t, r)
	for id, list := range times {
		form := forms[id]
		p, _, _ := r.Partner(form.Partner)
		c, _, _ := r.Customer(form.Tenant)
		for _, a := range list {
			if a.since > on {
				continue
			}
			base := app.Association{
				Kind: record.CPOR, Partner: form.Partner, PartnerName: p.Name, Tenant: form.Tenant, CustomerName: c.Name,
				Since: a.since, Until: a.until, Status: app.Active, Claim: id,
			}
			if on <= a.window {
				base.Status = app.Pending
			}
			if a.until != 0 && a.until <= on {
				base.Status = app.Ended
			}
			seen := map[ids.Subscription]bool{}
			for _, subscription := range form.Subscriptions {
				s, _, _ := r.Subscription(subscription)
				row := base
				row.Subscription, row.SubscriptionName, row.Product = s.ID, s.Name, s.Product
				gone := s.Status == record.Expired || s.Status == record.Deleted
				if s.EndsOn != 0 && (gone || s.EndsOn > on) && (row.Until == 0 || s.EndsOn < row.Until) {
					row.Until = max(s.EndsOn, row.Since) // it did not end before it began
				}
				if gone && (f.AsOf == 0 || s.EndsOn != 0 && s.EndsOn <= on) {
					row.Status = app.Ended
				}
				if !seen[s.ID] {
					rows = append(rows, row)
				}
				seen[s.ID] = true
			}
			for _, w := range form.Workloads {
				if form.Role == cpor.UseOrConsume {
					row := base
					row.Workload = w
					rows = append(rows, row)
				}
			}
		}
	}
	var wanted []app.Association
	for _, row := range rows {
		if row.Status != app.Ended || f.Status == string(app.Ended) {
			wanted = append(wanted, row)
		}
	}
	return wanted
}

// listed is the associations that a filter wants.
func (h house) listed(t tester, f app.Filter) (list []app.Association) {
	t.Helper()
	for a := range all(t, h.as(anyPartner()).Associations(context.Background(), f)) {
		list = append(list, a)
	}
	return list
}
