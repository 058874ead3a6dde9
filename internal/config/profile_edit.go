package config

import (
	"context"
	"slices"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// profileKey is the setting that names the profile in use.
const profileKey = "profile"

// AddProfile writes a profile into the configuration file. It tells whether the file was changed:
// not where the same profile is there already. The error is usage for a bad name or role, conflict
// where another profile has the name, else that of Set.
func AddProfile(ctx context.Context, in Input, p Profile) (changed bool, err error) {
	if p.Name, err = nameOf(p.Name); err != nil {
		return false, err
	}
	if !slices.Contains(in.Roles, p.Role) {
		return false, badRole(fault.Usage, "--role", p.Role, in.Roles).About("--role")
	}
	p = p.normal()
	t := settings()
	return edit(ctx, t, in, func(d *document) (bool, error) {
		found, err := d.check(t, in.Roles)
		if err != nil {
			return false, err
		}
		if old, there := named(found.profiles, p.Name); there {
			if !old.equal(p) {
				return false, fault.New(fault.Conflict, "config.profile.exists", "name", p.Name).About(p.Name)
			}
			return false, nil
		}
		d.put(profilesKey+"."+p.Name, p.node())
		return true, nil
	})
}

// RemoveProfile takes a profile out of the configuration file; where it was in use, none is any
// longer. The error is usage for what can be no name, not-found where it is not there (it lists
// those there are), else that of Set.
func RemoveProfile(ctx context.Context, in Input, name string) error {
	name, err := nameOf(name)
	if err != nil {
		return err
	}
	t := settings()
	_, err = edit(ctx, t, in, func(d *document) (bool, error) {
		found, err := d.check(t, in.Roles)
		if err != nil {
			return false, err
		}
		if _, there := named(found.profiles, name); !there {
			return false, missing(name, found.profiles)
		}
		d.remove(profilesKey + "." + name)
		if inUse(found) == name {
			d.remove(profileKey)
		}
		return true, nil
	})
	return err
}

// UseProfile makes a profile the one that acts from now on. It tells whether the file was changed.
// The error is usage for what can be no name, not-found where it is not there (it lists those there
// are), else that of Set.
func UseProfile(ctx context.Context, in Input, name string) (changed bool, err error) {
	if name, err = nameOf(name); err != nil {
		return false, err
	}
	return use(ctx, settings(), in, name)
}

func use(ctx context.Context, t table, in Input, name string) (bool, error) {
	return edit(ctx, t, in, func(d *document) (bool, error) {
		found, err := d.check(t, in.Roles)
		if err != nil {
			return false, err
		}
		if _, there := named(found.profiles, name); !there {
			return false, missing(name, found.profiles)
		}
		if inUse(found) == name {
			return false, nil
		}
		d.put(profileKey, newText(name, 0))
		return true, nil
	})
}

// inUse is the name of the profile that the file says acts.
func inUse(c contents) string {
	value, _ := c.values[profileKey].(string)
	name, _ := parseName(value)
	return name
}
