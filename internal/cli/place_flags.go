package cli

import (
	"bufio"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// placeOptions is what add-por, edit-por and remove-por were asked for.
type placeOptions struct {
	app.Designation
	// Named tells that --subscription was given, also where stdin named none: then nobody is asked.
	Named bool
	// Malformed are the texts that are no subscription ID. They are reported with whatever else is
	// refused (CONTRACT section 6: every refusal, not just the first).
	Malformed []*fault.Error
	// Clear is the portal's "X": no partner is left.
	Clear bool
	// ListOut tells that the answer is an array even where it is about one subscription.
	ListOut bool
	DryRun  bool
}

// placeFlags are the texts of the flags that the three commands share.
type placeFlags struct {
	subscriptions               []string
	mpn, tenant, expect, since  string
	comment                     string
	allUnassigned, clear, ifSet bool
	dryRun                      bool
}

func (f *placeFlags) add(cmd *cobra.Command, s *shell) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.subscriptions, "subscription", nil, "flag.subscription")
	flags.BoolVar(&f.dryRun, "dry-run", false, "flag.dry-run")
	flags.StringVar(&f.since, "since", "", "flag.since")
	flags.StringVar(&f.comment, "comment", "", "flag.comment")
	s.complete(cmd, "subscription", s.completeSubscriptions)
}

func (f *placeFlags) addPartner(cmd *cobra.Command, s *shell) {
	cmd.Flags().StringVar(&f.mpn, "mpn", "", "flag.mpn")
	s.complete(cmd, "mpn", s.completePartners)
}

func (f *placeFlags) addExpect(cmd *cobra.Command, s *shell) {
	cmd.Flags().StringVar(&f.expect, "expect", "", "flag.expect")
	s.complete(cmd, "expect", s.completePartners)
}

// options parses the flags; the error holds every flag that cannot be parsed.
func (f *placeFlags) options(ctx context.Context, s *shell) (o placeOptions, err error) {
	var refusals []*fault.Error
	keep := func(flag string, err error) {
		if err != nil {
			refusals = append(refusals, fault.As(err).About("--"+flag))
		}
	}
	for _, text := range f.subscriptions {
		if text == "-" {
			keep("subscription", s.subscriptionsFromInput(ctx, &o))
			continue
		}
		o.name(text, 0)
	}
	o.Named = len(f.subscriptions) > 0
	o.Partner, err = optional(f.mpn, ids.ParsePartner)
	keep("mpn", err)
	o.Tenant, err = optional(f.tenant, ids.ParseTenant)
	keep("tenant", err)
	o.Expect, err = optional(f.expect, ids.ParsePartner)
	keep("expect", err)
	o.Since, err = parseDay(f.since)
	keep("since", err)
	o.AllUnassigned, o.IfSet, o.Clear, o.DryRun = f.allUnassigned, f.ifSet, f.clear, f.dryRun
	o.Comment = strings.TrimSpace(f.comment)
	o.ListOut = f.allUnassigned || o.Named && len(o.Subscriptions) == 0
	if len(refusals) > 0 {
		return o, fault.Join(append(o.Malformed, refusals...))
	}
	return o, nil
}

// optional parses a text that may be empty.
func optional[V any](text string, parse func(string) (V, error)) (v V, err error) {
	if text == "" {
		return v, nil
	}
	return parse(text)
}

// name takes a subscription ID that stands on a line of stdin, or, for line 0, on the command line.
func (o *placeOptions) name(text string, line int) {
	id, err := ids.ParseSubscription(text)
	if err == nil {
		o.Subscriptions = append(o.Subscriptions, id)
		return
	}
	e := fault.As(err).Of(text)
	if line > 0 {
		e = e.In("-", line, "subscriptionId", text)
	}
	o.Malformed = append(o.Malformed, e)
}

// subscriptionsFromInput reads IDs from stdin, one a line.
func (s *shell) subscriptionsFromInput(ctx context.Context, o *placeOptions) error {
	lines := bufio.NewScanner(s.stdin(ctx))
	for n := 1; lines.Scan(); n++ {
		if text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff")); text != "" {
			o.name(text, n)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return fault.New(fault.Invalid, "cli.stdin", "cause", err.Error()).Because(err)
	}
	return nil
}

// plan plans what was asked for. Its error holds the malformed IDs with everything else that is
// refused.
func (s *shell) plan(ctx context.Context, engine app.Engine, o placeOptions) (app.Plan[app.Change], error) {
	plan, err := engine.PlanDesignation(ctx, o.Designation)
	if len(o.Malformed) == 0 {
		return plan, err
	}
	refusals := o.Malformed
	if e := fault.As(err); e != nil && len(e.Details) > 0 {
		refusals = append(refusals, e.Details...)
	} else if e != nil {
		refusals = append(refusals, e)
	}
	return plan, fault.Join(refusals)
}

// submit shows what a designation does, asks for a yes, and applies it.
func (s *shell) submit(ctx context.Context, plan app.Plan[app.Change], o placeOptions, takesAway bool) error {
	changes := plan.Results
	if !o.DryRun {
		if moving(changes) > 0 {
			s.summarise(changes, o.Since)
			if err := s.confirm(ctx, s.text("prompt.submit"), takesAway); err != nil {
				return err
			}
		}
		var err error
		if changes, err = plan.Apply(ctx); err != nil {
			return err
		}
	} else {
		s.printer.Note("place.dry-run")
	}
	if o.ListOut {
		return ui.List(s.printer, view.Changes(), ui.Rows(changes))
	}
	return ui.OneOrList(s.printer, view.Changes(), changes)
}

// moving is how many places a plan changes.
func moving(changes []app.Change) int {
	n := 0
	for _, c := range changes {
		if c.Result != app.Unchanged {
			n++
		}
	}
	return n
}

// summaryLines is how many changes a summary shows before it only counts.
const summaryLines = 20

// summarise shows, before the question, what Submit will do. Where nobody is asked there is nothing
// to show: the answer itself follows.
func (s *shell) summarise(changes []app.Change, since day.Day) {
	if !s.canAsk() || s.config.Yes {
		return
	}
	shown := 0
	for _, c := range changes {
		if c.Result == app.Unchanged {
			continue
		}
		if shown++; shown > summaryLines {
			continue
		}
		s.printer.Note("summary."+string(c.Result), "subscription", c.Subscription.String(), "name", c.SubscriptionName,
			"partner", c.Partner.String(), "partnerName", c.PartnerName, "previous", c.Previous.String())
	}
	if shown > summaryLines {
		s.printer.Note("summary.more", "count", shown-summaryLines)
	}
	if !since.IsZero() {
		s.printer.Note("summary.since", "since", since.String())
	}
}
