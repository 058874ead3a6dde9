package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// profileFlags are the texts of the flags that say who acts.
type profileFlags struct {
	user, role    string
	tenants, mpns []string
}

// allTenants is the word for every tenant of this ledger.
const allTenants = "all"

func (f *profileFlags) add(cmd *cobra.Command, s *shell) {
	flags := cmd.Flags()
	flags.StringVar(&f.user, "user", "", "flag.user")
	flags.StringVar(&f.role, "role", "", "flag.role")
	flags.StringSliceVar(&f.tenants, "tenant", nil, "flag.profile-tenant")
	flags.StringSliceVar(&f.mpns, "mpn", nil, "flag.profile-mpn")
	s.complete(cmd, "role", fixed(words(access.Roles())))
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "mpn", s.completePartners)
}

// profile is the profile that the flags say; on a terminal it asks for user, role and tenants where
// they are left open.
func (f *profileFlags) profile(ctx context.Context, s *shell, name string) (p config.Profile, err error) {
	asked := f.user == "" || f.role == ""
	if f.user == "" {
		if f.user, err = s.askLine(ctx, "--user", "prompt.user", func(text string) error {
			_, err := ids.ParseUser(text)
			return err
		}); err != nil {
			return p, err
		}
	}
	if f.role == "" {
		if f.role, err = s.askRole(ctx); err != nil {
			return p, err
		}
	}
	p.Name = name
	if p.User, err = ids.ParseUser(f.user); err != nil {
		return p, fault.As(err).About("--user")
	}
	role, err := access.ParseRole(f.role)
	if err != nil {
		return p, fault.As(misread(err)).About("--role")
	}
	p.Role = string(role)
	if asked && role == access.GlobalAdmin && len(f.tenants) == 0 {
		answer, err := s.askLine(ctx, "--tenant", "prompt.tenants", func(text string) error {
			return f.setTenants(&config.Profile{}, strings.Split(text, ","))
		})
		if err != nil {
			return p, err
		}
		f.tenants = strings.Split(answer, ",")
	}
	if err := f.setTenants(&p, f.tenants); err != nil {
		return p, err
	}
	return p, parseAll(f.mpns, ids.ParsePartner, &p.Partners)
}

func (f *profileFlags) setTenants(p *config.Profile, texts []string) error {
	var named []string
	for _, text := range texts {
		if strings.EqualFold(strings.TrimSpace(text), allTenants) {
			p.AllTenants = true
			continue
		}
		named = append(named, text)
	}
	if err := parseAll(named, ids.ParseTenant, &p.Tenants); err != nil {
		return err
	}
	if p.AllTenants {
		p.Tenants = nil
	}
	return nil
}

func (s *shell) askLine(ctx context.Context, flag, key string, validate func(string) error) (string, error) {
	prompter, err := s.ask(flag)
	if err != nil {
		return "", err
	}
	return prompter.Input(ctx, s.text(key), "", "", validate)
}

func (s *shell) askRole(ctx context.Context) (string, error) {
	prompter, err := s.ask("--role")
	if err != nil {
		return "", err
	}
	var options []ui.Option
	for _, r := range access.Roles() {
		options = append(options, ui.Option{ID: string(r), Note: s.text("role." + string(r))})
	}
	i, err := prompter.Select(ctx, s.text("prompt.role"), options)
	if err != nil {
		return "", err
	}
	return options[i].ID, nil
}

// adviseScope says what a profile cannot do because nothing says for whom it acts.
func (s *shell) adviseScope(p config.Profile) {
	switch {
	case p.Role == string(access.GlobalAdmin) && !p.AllTenants && len(p.Tenants) == 0:
		s.printer.Warn("profile.no-tenant", "profile", p.Name, "user", p.User.String())
	case p.Role == string(access.IncentivesAdmin) && len(p.Partners) == 0:
		s.printer.Warn("profile.no-partner", "profile", p.Name, "user", p.User.String())
	}
}

// person is a profile as it is printed.
func (s *shell) person(p config.Profile) view.Person {
	person := view.Person{
		Profile: p.Name, User: p.User.String(), Role: p.Role, Assurance: string(access.Asserted),
		Current: p.Name == s.config.Profile,
	}
	if p.AllTenants {
		person.Tenants = []string{allTenants}
	}
	for _, t := range p.Tenants {
		person.Tenants = append(person.Tenants, t.String())
	}
	for _, id := range p.Partners {
		person.Partners = append(person.Partners, id.String())
	}
	return person
}
