package config

import (
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Profile says who acts (CONTRACT section 4).
type Profile struct {
	// Name is 1 to 40 lower case letters, digits, hyphens and underscores.
	Name string
	User ids.User
	// Role is one of the words in Input.Roles.
	Role string
	// Tenants are those the profile acts in, in order and without doubles; none with AllTenants.
	Tenants []ids.Tenant
	// AllTenants is every tenant of the ledger.
	AllTenants bool
	// Partners are the partner IDs the profile acts for, in order and without doubles.
	Partners []ids.Partner
}

// Find is the profile of a name. The error is usage for what can be no name, not-found where there
// is no such profile, and lists those there are.
func (c Config) Find(name string) (Profile, error) {
	known, err := nameOf(name)
	if err != nil {
		return Profile{}, err
	}
	if p, ok := named(c.Profiles, known); ok {
		return p, nil
	}
	return Profile{}, missing(known, c.Profiles)
}

// Acting is the profile that acts: --profile, else DPOR_PROFILE, else the one in use. The error is
// not-found where none was chosen or there is none of that name. Reading needs no profile (CONTRACT
// section 4), so Load does not ask for one.
func (c Config) Acting() (Profile, error) {
	if c.Profile == "" {
		return Profile{}, fault.New(fault.NotFound, "config.profile.none")
	}
	return c.Find(c.Profile)
}

func named(profiles []Profile, name string) (Profile, bool) {
	i := slices.IndexFunc(profiles, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, false
	}
	return profiles[i], true
}

func missing(name string, profiles []Profile) error {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.Name
	}
	return fault.New(fault.NotFound, "config.profile.missing", "name", name, "known", strings.Join(names, ", ")).About(name)
}

func nameOf(name string) (string, error) {
	known, ok := parseName(name)
	if !ok {
		return "", fault.New(fault.Usage, "config.value.name", "name", "NAME", "value", name).About(name)
	}
	return known, nil
}

// normal puts IDs in order and takes doubles out, so that the same profile is always written and
// compared the same.
func (p Profile) normal() Profile {
	p.Tenants, p.Partners = slices.Clone(p.Tenants), slices.Clone(p.Partners)
	if p.AllTenants {
		p.Tenants = nil
	}
	slices.SortFunc(p.Tenants, func(a, b ids.Tenant) int { return strings.Compare(a.String(), b.String()) })
	slices.SortFunc(p.Partners, func(a, b ids.Partner) int { return int(a.Number()) - int(b.Number()) })
	p.Tenants, p.Partners = slices.Compact(p.Tenants), slices.Compact(p.Partners)
	return p
}

func (p Profile) equal(q Profile) bool {
	return p.Name == q.Name && p.User == q.User && p.Role == q.Role && p.AllTenants == q.AllTenants &&
		slices.Equal(p.Tenants, q.Tenants) && slices.Equal(p.Partners, q.Partners)
}

func badRole(code fault.Code, name, value string, roles []string) *fault.Error {
	return fault.New(code, "config.profile.role", "name", name, "value", value, "words", strings.Join(roles, ", "))
}
