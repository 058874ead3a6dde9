package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newVersion(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "version",
		Short:       "version.short",
		Long:        "version.long",
		Example:     "  dpor version -o json",
		Annotations: annotated(none, anyConfig),
		Args:        arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return ui.One(s.printer, view.Version(), view.Program{
				Version: s.Build.Version, Commit: s.Build.Commit, Date: s.Build.Date,
				Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Schema: s.Build.Schema,
			})
		},
	}
}
