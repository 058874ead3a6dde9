package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/record"
)

// exported are the kinds of records that import and apply read back, with the filters that apply to them.
var exported = []string{"associations", "subscriptions", "partners", "customers"}

func newExport(s *shell, runF func(context.Context, listOptions) error) *cobra.Command {
	var f filterFlags
	cmd := &cobra.Command{
		Use:   "export [" + strings.Join(exported, "|") + "]",
		Short: "export.short",
		Long:  "export.long",
		Example: `  dpor export > estate.csv
  dpor export associations --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40 -o ndjson
  dpor export subscriptions > subscriptions.csv`,
		Annotations: annotated(read),
		Args:        arguments(0, 1),
		ValidArgs:   exported,
	}
	flags := cmd.Flags()
	flags.StringVar(&f.mpn, "mpn", "", "filter.mpn")
	flags.StringVar(&f.tenant, "tenant", "", "filter.tenant")
	flags.StringVar(&f.kind, "type", "", "export.type")
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "type", fixed(words(record.Kinds())))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		of := exported[0]
		if len(args) == 1 {
			of = strings.ToLower(args[0])
		}
		names := slices.DeleteFunc(listNames(), func(name string) bool { return !slices.Contains(exported, name) })
		o, err := f.options(cmd, of, names)
		if err != nil {
			return err
		}
		if of == exported[0] {
			o.Filter.Kind = cmp.Or(o.Filter.Kind, record.DPOR)
		}
		if s.printer.Format == ui.Table {
			s.printer.Format = ui.CSV // which every program reads back
		}
		if runF == nil {
			runF = func(ctx context.Context, o listOptions) error { return s.list(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}
