package cli

import (
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newWhoami(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "whoami",
		Short:       "whoami.short",
		Long:        "whoami.long",
		Example:     "  dpor whoami -o json",
		Annotations: annotated(none),
		Args:        arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			p, err := s.config.Acting()
			if err != nil {
				return err
			}
			return ui.One(s.printer, view.People(), s.person(p))
		},
	}
}
