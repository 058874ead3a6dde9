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
func (s *shell) showPlan(plan *app.ApplyPlan, o applyOptions) error {
	s.printer.Note("place.dry-run")
	sum := plan.Sum()
	if s.printer.Format == ui.Table && s.printer.Query == nil {
		if err := s.planLines(plan, o.Full, s.printer.Bare); err != nil {
			return err
		}
		counts := s.text("plan.counts", "added", sum.Added, "changed", sum.Changed, "removed", sum.Removed, "unchanged", sum.Unchanged, "refused", sum.Refused)
		if err := s.printer.Bare(counts); err != nil {
			return err
		}
	} else if err := ui.One(s.printer, view.AppliedPlan(plan.Moves()), sum); err != nil {
		return err
	}
	if err := s.partial(plan); err != nil {
		return err
	}
	if o.ExitCode && sum.Moves() > 0 {
		return &fault.Error{Code: fault.Changes}
	}
	return nil
}

// planLines gives the changes by customer: + for a partner that is added, ~ for one that takes another's
// place, - for one that is taken away.
func (s *shell) planLines(plan *app.ApplyPlan, full bool, line func(string) error) error {
	var customer ids.Tenant
	shown := 0
	for o, err := range plan.Moves() {
		if err != nil {
			return err
		}
		if shown == planShown && !full {
			return line(s.text("plan.more", "count", plan.Sum().Moves()-shown))
		}
		if shown == 0 || o.Tenant != customer {
			customer = o.Tenant
			if err := line(ui.Line(s.text("plan.customer", "name", cmp.Or(o.CustomerName, o.Tenant.String()), "tenant", o.Tenant.String()))); err != nil {
				return err
			}
		}
		shown++
		if err := line("  " + ui.Line(s.text("summary."+string(o.Result), "subscription", o.Subscription.String(), "name", o.SubscriptionName,
			"partner", o.Partner.String(), "partnerName", o.PartnerName, "previous", o.Previous.String()))); err != nil {
			return err
		}
	}
	return nil
}
