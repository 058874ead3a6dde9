package cli

import (
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newProfile(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "profile",
		Short:       "profile.short",
		Long:        "profile.long",
		Annotations: annotated(none),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	cmd.AddCommand(newProfileAdd(s), newProfileUse(s), newProfileList(s), newProfileShow(s), newProfileRemove(s))
	return cmd
}

func newProfileAdd(s *shell) *cobra.Command {
	var f profileFlags
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "profile-add.short",
		Long:  "profile-add.long",
		Example: `  dpor profile add contoso --user admin@contoso.com --role global-admin --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40
  dpor profile add fabrikam --user claims@fabrikam.com --role incentives-admin --mpn 4391507`,
		Annotations: annotated(none, makesConfig),
		Args:        arguments(1, 1),
	}
	f.add(cmd, s)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := f.profile(cmd.Context(), s, args[0])
		if err != nil {
			return err
		}
		if err := s.saved(config.AddProfile(cmd.Context(), s.input, p)); err != nil {
			return err
		}
		// The first profile is the one that acts: nobody makes one to act as nobody.
		if s.config.Profile == "" {
			if err := s.saved(config.UseProfile(cmd.Context(), s.input, p.Name)); err != nil {
				return err
			}
		}
		s.adviseScope(p)
		return s.showProfile(p.Name)
	}
	return cmd
}

// showProfile prints a profile as the file has it now.
func (s *shell) showProfile(name string) error {
	fresh, err := config.Load(s.input)
	if err != nil {
		return err
	}
	s.config = fresh
	p, err := fresh.Find(name)
	if err != nil {
		return err
	}
	return ui.One(s.printer, view.People(), s.person(p))
}

func newProfileUse(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:               "use NAME",
		Short:             "profile-use.short",
		Example:           "  dpor profile use contoso",
		Annotations:       annotated(none),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.saved(config.UseProfile(cmd.Context(), s.input, args[0])); err != nil {
				return err
			}
			return s.showProfile(args[0])
		},
	}
}

func newProfileList(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "list",
		Aliases:     []string{"ls"},
		Short:       "profile-list.short",
		Annotations: annotated(none),
		Args:        arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			people := make([]view.Person, len(s.config.Profiles))
			for i, p := range s.config.Profiles {
				people[i] = s.person(p)
			}
			return ui.List(s.printer, view.People(), ui.Rows(people))
		},
	}
}

func newProfileShow(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:               "show NAME",
		Short:             "profile-show.short",
		Annotations:       annotated(none),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeProfiles,
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := s.config.Find(args[0])
			if err != nil {
				return err
			}
			return ui.One(s.printer, view.People(), s.person(p))
		},
	}
}

func newProfileRemove(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:               "remove NAME",
		Aliases:           []string{"rm"},
		Short:             "profile-remove.short",
		Long:              "profile-remove.long",
		Annotations:       annotated(none),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := s.config.Find(args[0])
			if err != nil {
				return err
			}
			if err := s.saved(true, config.RemoveProfile(cmd.Context(), s.input, p.Name)); err != nil {
				return err
			}
			person := s.person(p)
			person.Current = false
			return ui.One(s.printer, view.People(), person)
		},
	}
}

func (s *shell) completeProfiles(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if err := s.setUp(cmd); err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []cobra.Completion
	for _, p := range s.config.Profiles {
		names = append(names, cobra.CompletionWithDesc(p.Name, p.User.String()))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
