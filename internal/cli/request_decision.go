package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/request"
)

// decisionOptions is what `dpor request accept` and `decline` were asked for.
type decisionOptions struct {
	Verb    request.Verb
	Request ids.Request
	Comment string
	DryRun  bool
}

func newRequestDecision(s *shell, verb request.Verb, runF func(context.Context, decisionOptions) error) *cobra.Command {
	o := decisionOptions{Verb: verb}
	cmd := &cobra.Command{
		Use:         string(verb) + " ID",
		Short:       "request-" + string(verb) + ".short",
		Long:        "request-" + string(verb) + ".long",
		Example:     "  dpor request " + string(verb) + " REQ-1",
		Annotations: annotated(write),
		Args:        arguments(1, 1),
	}
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	if verb == request.Accept {
		cmd.Flags().StringVar(&o.Comment, "comment", "", "flag.comment")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var err error
		if o.Request, err = ids.ParseRequest(args[0]); err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o decisionOptions) error { return s.decideRequest(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) decideRequest(cmd *cobra.Command, o decisionOptions) error {
	ctx := cmd.Context()
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	plan, err := engine.PlanDecision(ctx, o.Verb, o.Request, o.Comment)
	if err != nil {
		return err
	}
	results := plan.Results
	if o.DryRun {
		s.printer.Note("place.dry-run")
		return ui.One(s.printer, view.Decision(), results[0])
	}
	if o.Verb == request.Accept {
		s.summarise([]app.Change{results[0].Change}, 0)
	}
	if err := s.confirm(ctx, s.text("prompt.submit"), false); err != nil {
		return err
	}
	if results, err = plan.Apply(ctx); err != nil {
		return err
	}
	return ui.One(s.printer, view.Decision(), results[0])
}
