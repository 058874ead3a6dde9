package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

func newRemovePOR(s *shell, runF func(context.Context, placeOptions) error) *cobra.Command {
	var f placeFlags
	cmd := &cobra.Command{
		Use:     "remove-por",
		Aliases: []string{"remove", "rm"},
		Short:   "remove-por.short",
		Long:    "remove-por.long",
		Example: `  dpor remove-por
  dpor remove-por --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11 --yes
  dpor list --mpn 4391507 -o tsv --query '[].subscriptionId' | dpor remove-por --subscription - --expect 4391507 --yes`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	f.add(cmd, s)
	f.addExpect(cmd, s)
	cmd.Flags().BoolVar(&f.ifSet, "if-set", false, "flag.if-set")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, err := f.options(cmd.Context(), s)
		if err != nil {
			return err
		}
		o.Verb = por.Remove
		if runF == nil {
			runF = func(ctx context.Context, o placeOptions) error { return s.removePOR(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) removePOR(cmd *cobra.Command, o placeOptions) error {
	ctx := cmd.Context()
	engine, err := s.designator(cmd)
	if err != nil {
		return err
	}
	if !o.Named {
		chosen, err := s.pickPlace(ctx, engine, ids.Tenant{}, s.takenOptions)
		if err != nil {
			return err
		}
		o.Subscriptions = []ids.Subscription{chosen}
	}
	plan, err := s.plan(ctx, engine, o)
	if err != nil {
		return err
	}
	return s.submit(ctx, plan, o, true)
}

// designator is the engine for somebody whose role may designate: a person who may not should not be
// asked anything first.
func (s *shell) designator(cmd *cobra.Command) (app.Engine, error) {
	engine, err := s.engine(cmd)
	if err != nil {
		return engine, err
	}
	return engine, engine.Actor.May(access.Designate)
}
