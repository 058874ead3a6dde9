package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func newShow(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "show",
		Short:       "show.short",
		Long:        "show.long",
		Annotations: annotated(read),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	cmd.AddCommand(
		newShowOne(s, "subscription", s.completeSubscriptions, ids.ParseSubscription, app.Engine.Subscription, view.Subscription()),
		newShowOne(s, "partner", s.completePartners, ids.ParsePartner, app.Engine.Partner, view.Partner()),
		newShowOne(s, "customer", s.completeTenants, ids.ParseTenant, app.Engine.Customer, view.Customer()),
		newShowOne(s, "claim", s.completeClaims, ids.ParseClaim, app.Engine.Claim, view.Claims()),
	)
	return cmd
}

// newShowOne is `dpor show KIND ID`.
func newShowOne[K, V any](s *shell, kind string, complete completer, parse func(string) (K, error), get func(app.Engine, context.Context, K) (V, error), v ui.View[V]) *cobra.Command {
	return &cobra.Command{
		Use:               kind + " ID",
		Short:             "show-" + kind + ".short",
		Annotations:       annotated(read),
		Args:              arguments(1, 1),
		ValidArgsFunction: complete,
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parse(args[0])
			if err != nil {
				return err
			}
			engine, err := s.engine(cmd)
			if err != nil {
				return err
			}
			card, err := get(engine, cmd.Context(), id)
			if err != nil {
				return err
			}
			return ui.One(s.printer, v, card)
		},
	}
}
