package cli

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// historyOptions is what `dpor history` was asked for: one of the three.
type historyOptions struct {
	Subscription ids.Subscription
	Partner      ids.Partner
	Claim        ids.Claim
}

func newHistory(s *shell, runF func(context.Context, historyOptions) error) *cobra.Command {
	var subscription, mpn, claim string
	cmd := &cobra.Command{
		Use:   "history",
		Short: "history.short",
		Long:  "history.long",
		Example: `  dpor history --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11
  dpor history --mpn 4391507 -o json
  dpor history --claim CLM-1`,
		Annotations: annotated(read),
		Args:        arguments(0, 0),
	}
	cmd.Flags().StringVar(&subscription, "subscription", "", "history.subscription")
	cmd.Flags().StringVar(&mpn, "mpn", "", "history.mpn")
	cmd.Flags().StringVar(&claim, "claim", "", "history.claim")
	s.complete(cmd, "claim", s.completeClaims)
	s.complete(cmd, "subscription", s.completeSubscriptions)
	s.complete(cmd, "mpn", s.completePartners)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		var o historyOptions
		if err := cmp.Or(together(cmd, "subscription", "mpn", "claim"), together(cmd, "mpn", "claim")); err != nil {
			return err
		}
		if o.Subscription, err = optional(subscription, ids.ParseSubscription); err != nil {
			return fault.As(err).About("--subscription")
		}
		if o.Partner, err = optional(mpn, ids.ParsePartner); err != nil {
			return fault.As(err).About("--mpn")
		}
		if o.Claim, err = optional(claim, ids.ParseClaim); err != nil {
			return fault.As(err).About("--claim")
		}
		if o == (historyOptions{}) {
			return fault.New(fault.Usage, "cli.history-of").About("--subscription")
		}
		if runF == nil {
			runF = func(ctx context.Context, o historyOptions) error { return s.history(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) history(cmd *cobra.Command, o historyOptions) error {
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	if !o.Claim.IsZero() {
		moves, err := engine.HistoryOfClaim(cmd.Context(), o.Claim)
		if err != nil {
			return err
		}
		return ui.List(s.printer, view.ClaimHistory(), ui.Rows(moves))
	}
	var moves []app.Past
	if o.Partner.IsZero() {
		moves, err = engine.History(cmd.Context(), o.Subscription)
	} else {
		moves, err = engine.HistoryOf(cmd.Context(), o.Partner)
	}
	if err != nil {
		return err
	}
	return ui.List(s.printer, view.History(), ui.Rows(moves))
}
