package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// applyOptions is what `dpor apply` was asked for.
type applyOptions struct {
	File     string
	Format   intake.Format
	DryRun   bool
	ExitCode bool // a dry run that finds differences ends with "changes"
	Continue bool // a refused row does not refuse the others
	Rejects  string
	Results  string
	Prune    bool
	Tenant   ids.Tenant // of Prune
	Full     bool       // the plan shows every change
}

func newApply(s *shell, runF func(context.Context, applyOptions) error) *cobra.Command {
	var (
		o              applyOptions
		format, tenant string
	)
	cmd := &cobra.Command{
		Use:   "apply -f FILE",
		Short: "apply.short",
		Long:  "apply.long",
		Example: `  dpor apply -f estate.csv --dry-run
  dpor apply -f estate.csv --continue --rejects rejects.csv
  dpor export --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40 | sed s/4391507/5127255/ | dpor apply -f -`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.File, "file", "f", "", "apply.file")
	flags.StringVar(&format, "format", "auto", "apply.format")
	flags.BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	flags.BoolVar(&o.ExitCode, "exit-code", false, "apply.exit-code")
	flags.BoolVar(&o.Continue, "continue", false, "apply.continue")
	flags.StringVar(&o.Rejects, "rejects", "", "apply.rejects")
	flags.StringVar(&o.Results, "results", "", "apply.results")
	flags.BoolVar(&o.Prune, "prune", false, "apply.prune")
	flags.StringVar(&tenant, "tenant", "", "apply.tenant")
	flags.BoolVar(&o.Full, "full", false, "apply.full")
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "format", fixed(words(intake.Formats())))
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if o.File == "" {
			return fault.New(fault.Usage, "cli.missing-flag", "flag", "--file").About("--file")
		}
		if o.Format, err = oneOf(format, intake.Formats()); err != nil {
			return fault.As(err).About("--format")
		}
		if o.Tenant, err = optional(tenant, ids.ParseTenant); err != nil {
			return fault.As(err).About("--tenant")
		}
		for _, needs := range [][2]string{{"exit-code", "dry-run"}, {"rejects", "continue"}, {"tenant", "prune"}} {
			if cmd.Flags().Changed(needs[0]) && !cmd.Flags().Changed(needs[1]) {
				return fault.New(fault.Usage, "cli.needs-flag", "flag", "--"+needs[0], "other", "--"+needs[1]).About("--" + needs[0])
			}
		}
		if runF == nil {
			runF = func(ctx context.Context, o applyOptions) error { return s.apply(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) apply(cmd *cobra.Command, o applyOptions) error {
	s.frugal(memoryOfFiles)
	if err := s.apart(o); err != nil {
		return err
	}
	ctx := cmd.Context()
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	if err := engine.Actor.May(access.Designate); err != nil {
		return err // before a long file is read
	}
	if o.Prune && o.Tenant.IsZero() {
		if o.Tenant, err = s.onlyTenant(engine, "--prune"); err != nil {
			return err
		}
	}
	// Everything is read and checked before the ledger is touched: a slow pipe holds up nobody.
	estate, err := s.readEstate(ctx, o)
	if err != nil {
		return err
	}
	plan, err := engine.PlanApply(ctx, s.wanted(estate, o))
	if err != nil {
		return err
	}
	if o.DryRun {
		if err := s.writeOutcomes(o, estate, plan); err != nil {
			return err
		}
		return s.showPlan(plan, o)
	}
	if err := s.confirmPlan(ctx, plan, o); err != nil {
		return err
	}
	// Before anything is changed: a file that cannot be written says so now.
	if err := s.writeOutcomes(o, estate, plan); err != nil {
		return err
	}
	applied, err := plan.Apply(ctx)
	if err != nil {
		return err
	}
	if err := ui.One(s.printer, view.Applied(), applied); err != nil {
		return err
	}
	if plan.Redecided() {
		if err := s.writeOutcomes(o, estate, plan); err != nil {
			return err
		}
	}
	return s.partial(plan)
}

// confirmPlan asks whether what changes is wanted, on a terminal.
func (s *shell) confirmPlan(ctx context.Context, plan *app.ApplyPlan, o applyOptions) error {
	sum := plan.Sum()
	if sum.Moves() == 0 {
		return nil
	}
	if s.shows() {
		err := s.planLines(plan, o.Full, func(line string) error {
			s.printer.Note("plan.line", "line", line)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return s.confirm(ctx, s.text("prompt.submit"), sum.Removed > 0)
}

// shows tells whether somebody looks at a plan before it is applied.
func (s *shell) shows() bool { return s.canAsk() && !s.config.Yes }

// writeOutcomes writes the files that were asked for.
func (s *shell) writeOutcomes(o applyOptions, e *estate, plan *app.ApplyPlan) error {
	if err := s.writeRejects(o.Rejects, e, plan); err != nil || o.Results == "" {
		return err
	}
	return writeRows(o.Results, view.Outcomes(s.explained), plan.Results())
}

// partial is the error of rows that were refused while the others were applied.
func (s *shell) partial(plan *app.ApplyPlan) error {
	refused := app.NewRefusals(s.Scratch)
	for row, err := range plan.RefusedRows() {
		if err == nil {
			err = refused.Add(row.Why)
		}
		if err != nil {
			return err
		}
	}
	if refused.Len() == 0 {
		return nil
	}
	return refused.In(fault.New(fault.Partial, "apply.partial", "count", refused.Len()))
}

// wanted is the desired state of the file. A subscription that a refused row names is not pruned; where a
// row does not say which it is, none is.
func (s *shell) wanted(e *estate, o applyOptions) app.Wanted {
	w := app.Wanted{Wishes: e.Wishes, Continue: o.Continue, Moves: o.DryRun || s.shows(), Results: o.Results != ""}
	switch {
	case !o.Prune:
	case e.nameless > 0:
		s.printer.Warn("apply.no-prune", "line", e.nameless)
	default:
		w.Prune = o.Tenant
	}
	return w
}
