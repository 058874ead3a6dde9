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
			read, err := s.subscriptionsFromInput(ctx)
			o.Subscriptions = append(o.Subscriptions, read...)
			keep("subscription", err)
			continue
		}
		id, err := ids.ParseSubscription(text)
		o.Subscriptions = append(o.Subscriptions, id)
		keep("subscription", err)
	}
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
	o.ListOut = f.allUnassigned
	return o, fault.Join(refusals)
}

// optional parses a text that may be empty.
func optional[V any](text string, parse func(string) (V, error)) (v V, err error) {
	if text == "" {
		return v, nil
	}
	return parse(text)
}

// subscriptionsFromInput reads IDs from stdin, one a line; the error holds every line that is none.
func (s *shell) subscriptionsFromInput(ctx context.Context) ([]ids.Subscription, error) {
	var (
		list     []ids.Subscription
		refusals []*fault.Error
		lines    = bufio.NewScanner(s.stdin(ctx))
	)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		id, err := ids.ParseSubscription(text)
		if err != nil {
			refusals = append(refusals, fault.As(err).In("-", n, "subscriptionId", text))
			continue
		}
		list = append(list, id)
	}
	if err := lines.Err(); errors.Is(err, context.Canceled) {
		return nil, err
	} else if err != nil {
		return nil, fault.New(fault.Invalid, "cli.stdin", "cause", err.Error()).Because(err)
	}
	return list, fault.Join(refusals)
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
