package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// checkIDOptions is what `dpor check-id` was asked for.
type checkIDOptions struct {
	Partners []ids.Partner
}

func newCheckID(s *shell, runF func(context.Context, checkIDOptions) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:               "check-id MPN...",
		Aliases:           []string{"check"},
		Short:             "check-id.short",
		Long:              "check-id.long",
		Example:           "  dpor check-id 4391507\n  dpor check-id 4391507 5127255 -o json",
		Annotations:       annotated(read),
		Args:              arguments(1, -1),
		ValidArgsFunction: s.completePartners,
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var o checkIDOptions
		if malformed := parseAll(args, ids.ParsePartner, &o.Partners); malformed != nil {
			return alsoRefused(malformed, s.unknownIDs(cmd, o))
		}
		if runF == nil {
			return s.checkID(cmd, o)
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) checkID(cmd *cobra.Command, o checkIDOptions) error {
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	partners, err := engine.CheckPartners(cmd.Context(), o.Partners)
	if err != nil {
		return err
	}
	if err := ui.OneOrList(s.printer, view.Partners(), partners); err != nil {
		return err
	}
	for _, p := range partners {
		s.warnOf(p)
	}
	return nil
}

// unknownIDs is which IDs no partner has.
func (s *shell) unknownIDs(cmd *cobra.Command, o checkIDOptions) error {
	engine, err := s.engine(cmd)
	if err == nil {
		_, err = engine.CheckPartners(cmd.Context(), o.Partners)
	}
	return err
}

// warnOf says on stderr why a partner would be refused at submit.
func (s *shell) warnOf(p record.Partner) {
	if err := por.CanHold(p); err != nil {
		e := fault.As(err)
		s.printer.Warn(e.Key, "partner", p.ID.String(), "name", p.Name)
	}
}

// parseAll parses every text; the error holds all that cannot be.
func parseAll[V any](texts []string, parse func(string) (V, error), into *[]V) error {
	var refusals []*fault.Error
	for _, text := range texts {
		v, err := parse(text)
		if err != nil {
			refusals = append(refusals, fault.As(err).About(text))
			continue
		}
		*into = append(*into, v)
	}
	return fault.Join(refusals)
}
