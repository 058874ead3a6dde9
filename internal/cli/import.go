package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// importOptions is what `dpor import` was asked for.
type importOptions struct {
	Files  []string
	As     intake.Kind
	Format intake.Format
	Tenant ids.Tenant
	DryRun bool
}

func newImport(s *shell, runF func(context.Context, importOptions) error) *cobra.Command {
	var (
		as, format, tenant string
		o                  importOptions
	)
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "import.short",
		Long:  "import.long",
		Example: `  dpor import partners.csv customers.csv
  az account list -o json | dpor import -
  dpor import graph-subscriptions.json --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40`,
		Annotations: annotated(write),
		Args:        arguments(1, -1),
	}
	flags := cmd.Flags()
	flags.StringVar(&as, "as", "", "import.as")
	flags.StringVar(&format, "format", "auto", "import.format")
	flags.StringVar(&tenant, "tenant", "", "import.tenant")
	flags.BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	s.complete(cmd, "as", fixed(words(intake.Kinds())))
	s.complete(cmd, "format", fixed(words(intake.Formats())))
	s.complete(cmd, "tenant", s.completeTenants)
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		o.Files = args
		if o.As, err = optional(as, among(intake.Kinds())); err != nil {
			return fault.As(err).About("--as")
		}
		if o.Format, err = oneOf(format, intake.Formats()); err != nil {
			return fault.As(err).About("--format")
		}
		if o.Tenant, err = optional(tenant, ids.ParseTenant); err != nil {
			return fault.As(err).About("--tenant")
		}
		if runF == nil {
			runF = func(ctx context.Context, o importOptions) error { return s.importFiles(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) importFiles(cmd *cobra.Command, o importOptions) error {
	s.frugal(memoryOfFiles)
	ctx := cmd.Context()
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	var otherwise ids.Tenant
	if !engine.Actor.AllTenants && len(engine.Actor.Tenants) == 1 {
		otherwise = engine.Actor.Tenants[0]
	}
	sources, done, err := s.sources(ctx, o.Files...)
	if err != nil {
		return err
	}
	defer done()
	// Everything is read and checked before the ledger is touched: a slow pipe holds up nobody.
	rows := app.NewRows(s.Scratch, o.Files...)
	warnings, err := intake.Read(sources, intake.Options{As: o.As, Format: o.Format, Tenant: o.Tenant, Otherwise: otherwise}, rows)
	s.printer.WarnOf(warnings)
	if ctx.Err() != nil {
		return ctx.Err() // whatever Ctrl-C did to the reading, it was Ctrl-C
	}
	if err != nil {
		return err
	}
	plan, err := engine.PlanImport(ctx, rows)
	if err != nil {
		return err
	}
	if o.DryRun {
		s.printer.Note("place.dry-run")
	} else if err := plan.Apply(ctx); err != nil {
		return err
	}
	return ui.One(s.printer, view.Imported(s.counted), plan.Counts())
}

// counted words the numbers of one kind of record.
func (s *shell) counted(c app.Count) string {
	return s.text("import.counted", "added", c.Added, "changed", c.Changed, "unchanged", c.Unchanged)
}
