package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

func newEditPOR(s *shell, runF func(context.Context, placeOptions) error) *cobra.Command {
	var f placeFlags
	cmd := &cobra.Command{
		Use:     "edit-por",
		Aliases: []string{"edit"},
		Short:   "edit-por.short",
		Long:    "edit-por.long",
		Example: `  dpor edit-por
  dpor edit-por --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11 --mpn 5127255 --expect 4391507
  dpor edit-por --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11 --clear --yes`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	f.add(cmd, s)
	f.addPartner(cmd, s)
	f.addExpect(cmd, s)
	cmd.Flags().BoolVar(&f.clear, "clear", false, "flag.clear")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := together(cmd, "mpn", "clear"); err != nil {
			return err
		}
		o, err := f.options(cmd.Context(), s)
		if err != nil {
			return err
		}
		o.Verb = por.Edit
		if runF == nil {
			runF = func(ctx context.Context, o placeOptions) error { return s.editPOR(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

// editPOR shows the ID that is set, takes another one or the portal's "X", and submits (seeds/004).
func (s *shell) editPOR(cmd *cobra.Command, o placeOptions) error {
	ctx := cmd.Context()
	engine, err := s.designator(cmd)
	if err != nil {
		return err
	}
	if !o.Named {
		chosen, err := s.pickPlace(ctx, engine, o.Tenant, s.takenOptions)
		if err != nil {
			return err
		}
		o.Subscriptions = []ids.Subscription{chosen}
	}
	if o.Partner.IsZero() && !o.Clear {
		if o, err = s.askNewPartner(ctx, engine, o); err != nil {
			return err
		}
	} else if err := s.foundPartner(ctx, engine, o); err != nil {
		return err
	}
	if o.Clear {
		o.Verb = por.Remove
	}
	plan, err := s.plan(ctx, engine, o)
	if err != nil {
		return err
	}
	return s.submit(ctx, plan, o, o.Clear)
}

// askNewPartner shows the ID that is set and asks for another; "X" clears it.
func (s *shell) askNewPartner(ctx context.Context, engine app.Engine, o placeOptions) (placeOptions, error) {
	if _, err := s.ask("--mpn"); err != nil {
		return o, err
	}
	if len(o.Subscriptions) != 1 {
		return o, fault.New(fault.Usage, "cli.missing-flag", "flag", "--mpn").About("--mpn")
	}
	card, err := engine.Subscription(ctx, o.Subscriptions[0])
	if err != nil {
		return o, err
	}
	held := card.Holder
	if held.Partner.IsZero() {
		return o, fault.New(fault.NotFound, "por.nothing-to-edit", "subscription", card.ID.String(), "name", card.Name).Of(card.ID.String())
	}
	s.printer.Note("prompt.set", "partner", held.Partner.String(), "name", card.PartnerName, "since", held.Since.String())
	// What is shown is what the person decides on: if it moves meanwhile, that is a conflict.
	if o.Expect.IsZero() {
		o.Expect = held.Partner
	}
	o.Partner, err = s.askPartner(ctx, engine, s.text("prompt.new-partner"), true)
	o.Clear = o.Partner.IsZero()
	return o, err
}
