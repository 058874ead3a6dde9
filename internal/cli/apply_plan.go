package cli

import (
	"cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// planShown is how many changes a plan shows before it only counts.
const planShown = 50

// showPlan is the answer of a dry run: for people the changes by customer and the counts, for programs the
// counts with the changes.
func (s *shell) showPlan(e estate, outcomes []app.Outcome, o applyOptions) error {
	s.printer.Note("place.dry-run")
	if err := writeResults(s, o.Results, e, outcomes); err != nil {
		return err
	}
	sum := app.Sum(outcomes, false)
	sum.Refused += len(e.Bad)
	if s.printer.Format == ui.Table && s.printer.Query == nil {
		for _, line := range s.planLines(outcomes, o.Full) {
			if err := s.printer.Bare(line); err != nil {
				return err
			}
		}
		counts := s.text("plan.counts", "added", sum.Added, "changed", sum.Changed, "removed", sum.Removed, "unchanged", sum.Unchanged, "refused", sum.Refused)
		if err := s.printer.Bare(counts); err != nil {
			return err
		}
	} else if err := ui.One(s.printer, view.AppliedPlan(moved(outcomes)), sum); err != nil {
		return err
	}
	if err := e.partial(outcomes); err != nil {
		return err
	}
	if o.ExitCode && sum.Moves() > 0 {
		return &fault.Error{Code: fault.Changes}
	}
	return nil
}

// moved are the outcomes that change something, as people read them.
func moved(outcomes []app.Outcome) []app.Outcome {
	var list []app.Outcome
	for _, o := range outcomes {
		if o.Result != app.Unchanged && o.Result != app.Refused {
			list = append(list, o)
		}
	}
	return app.ByCustomer(list)
}

// planLines are the changes by customer: + for a partner that is added, ~ for one that takes another's
// place, - for one that is taken away.
func (s *shell) planLines(outcomes []app.Outcome, full bool) []string {
	var (
		lines    []string
		customer ids.Tenant
	)
	list := moved(outcomes)
	for i, o := range list {
		if i == planShown && !full {
			return append(lines, s.text("plan.more", "count", len(list)-i))
		}
		if i == 0 || o.Tenant != customer {
			customer = o.Tenant
			lines = append(lines, ui.Line(s.text("plan.customer", "name", cmp.Or(o.CustomerName, o.Tenant.String()), "tenant", o.Tenant.String())))
		}
		lines = append(lines, "  "+ui.Line(s.text("summary."+string(o.Result), "subscription", o.Subscription.String(), "name", o.SubscriptionName,
			"partner", o.Partner.String(), "partnerName", o.PartnerName, "previous", o.Previous.String())))
	}
	return lines
}
