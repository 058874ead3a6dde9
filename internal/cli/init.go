package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

// MakerOfLedgers makes a ledger where there is none.
type MakerOfLedgers interface {
	// Create makes an empty ledger; made is false where there is one already. The errors are those of
	// Store.Update.
	Create(ctx context.Context) (made bool, err error)
}

// defaultProfile is the name of the profile that init makes where none is given.
const defaultProfile = "default"

func newInit(s *shell, runF func(context.Context, config.Profile) error) *cobra.Command {
	var f profileFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "init.short",
		Long:  "init.long",
		Example: `  dpor init
  dpor init --user admin@contoso.com --role global-admin --tenant all
  dpor init --user claims@fabrikam.com --role incentives-admin --mpn 4391507`,
		Annotations: annotated(write, makesConfig),
		Args:        arguments(0, 0),
	}
	f.add(cmd, s)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		name := s.config.Profile
		if s.input.Flags["profile"] == "" && s.Env(config.EnvName("profile")) == "" {
			name = defaultProfile
		}
		p, err := f.profile(cmd.Context(), s, name)
		if err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, p config.Profile) error { return s.init(cmd, p) }
		}
		return runF(cmd.Context(), p)
	}
	return cmd
}

// init makes the ledger, then the profile: a profile without a ledger is of use, but says less about
// what went wrong.
func (s *shell) init(cmd *cobra.Command, p config.Profile) error {
	ctx := cmd.Context()
	made, err := s.ledger(cmd).Create(ctx)
	if err != nil {
		return err
	}
	if err := s.saved(config.AddProfile(ctx, s.input, p)); err != nil {
		return err
	}
	if err := s.saved(config.UseProfile(ctx, s.input, p.Name)); err != nil {
		return err
	}
	s.adviseScope(p)
	person := s.person(p)
	person.Current = true
	return ui.One(s.printer, view.Initialised(), view.Place{Ledger: s.config.Ledger, Created: made, Person: person})
}
