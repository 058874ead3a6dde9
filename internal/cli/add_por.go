package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

func newAddPOR(s *shell, runF func(context.Context, placeOptions) error) *cobra.Command {
	var f placeFlags
	cmd := &cobra.Command{
		Use:     "add-por",
		Aliases: []string{"add"},
		Short:   "add-por.short",
		Long:    "add-por.long",
		Example: `  dpor add-por
  dpor add-por --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11 --mpn 4391507
  dpor add-por --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40 --all-unassigned --mpn 4391507
  dpor list subscriptions --unassigned --status enabled -o tsv --query '[].subscriptionId' | dpor add-por --subscription - --mpn 4391507`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	f.add(cmd, s)
	f.addPartner(cmd, s)
	cmd.Flags().BoolVar(&f.allUnassigned, "all-unassigned", false, "flag.all-unassigned")
	cmd.Flags().StringVar(&f.tenant, "tenant", "", "flag.tenant")
	s.complete(cmd, "tenant", s.completeTenants)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, err := f.options(cmd.Context(), s)
		if err != nil {
			return err
		}
		o.Verb = por.Add
		if runF == nil {
			runF = func(ctx context.Context, o placeOptions) error { return s.addPOR(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) addPOR(cmd *cobra.Command, o placeOptions) error {
	ctx := cmd.Context()
	engine, err := s.designator(cmd)
	if err != nil {
		return err
	}
	o, err = s.completePlace(ctx, engine, o, s.freeOptions)
	if err != nil {
		return err
	}
	plan, err := s.plan(ctx, engine, o)
	if err != nil {
		return err
	}
	return s.submit(ctx, plan, o, false)
}

// completePlace asks, in the portal's order, for what the flags leave open: subscription, partner ID,
// whether it is the right partner, and whether all other subscriptions without a partner get it too
// (seeds/001 steps 6 to 10).
func (s *shell) completePlace(ctx context.Context, engine app.Engine, o placeOptions, pick func(context.Context, app.Engine, ids.Tenant) ([]place, error)) (placeOptions, error) {
	if o.AllUnassigned && !o.Named && o.Tenant.IsZero() {
		tenant, err := s.onlyTenant(engine, "--all-unassigned")
		if err != nil {
			return o, err
		}
		o.Tenant = tenant
	}
	asked := false
	if !o.Named && !o.AllUnassigned {
		chosen, err := s.pickPlace(ctx, engine, o.Tenant, pick)
		if err != nil {
			return o, err
		}
		o.Subscriptions, asked = []ids.Subscription{chosen}, true
	}
	if o.Partner.IsZero() {
		partner, err := s.askPartner(ctx, engine, s.text("prompt.partner"), false)
		if err != nil {
			return o, err
		}
		o.Partner, asked = partner, true
	} else if err := s.foundPartner(ctx, engine, o); err != nil {
		return o, err
	}
	if !asked || o.AllUnassigned {
		return o, nil
	}
	var err error
	o.AllUnassigned, err = s.offerOthers(ctx, engine, o)
	return o, err
}

// onlyTenant is the one tenant of the profile, for a flag that needs one; the error is usage, naming --tenant.
func (s *shell) onlyTenant(engine app.Engine, flag string) (ids.Tenant, error) {
	if engine.Actor.AllTenants || len(engine.Actor.Tenants) != 1 {
		return ids.Tenant{}, fault.New(fault.Usage, "cli.which-tenant", "flag", flag).About("--tenant")
	}
	return engine.Actor.Tenants[0], nil
}
