package config

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Set writes one setting into the configuration file and leaves the rest of it, comments too, as it
// is; an empty value takes the setting out, so that the default holds again. It tells whether the
// file was changed. The error is usage for a key that is not there (it names the nearest), for one
// that cannot stand in the file, as a password cannot, and for a bad value; not-found for a profile that is not there;
// invalid where the file is wrong elsewhere; busy where another process keeps on writing.
func Set(ctx context.Context, in Input, key, value string) (changed bool, err error) {
	return set(ctx, settings(), in, key, value)
}

func set(ctx context.Context, t table, in Input, key, value string) (bool, error) {
	s, ok := t.find(key)
	switch {
	case !ok:
		return false, t.unknown(key)
	case s.NotInFile:
		return false, fault.New(fault.Usage, "config.key.place", "key", key, "variable", EnvName(key)).About(key)
	case strings.TrimSpace(value) == "":
		return edit(ctx, t, in, func(d *document) (bool, error) { return d.remove(key), nil })
	}
	value, err := s.written(value)
	if err != nil {
		return false, err
	}
	if s.Kind == Name {
		return use(ctx, t, in, value)
	}
	return edit(ctx, t, in, func(d *document) (bool, error) {
		return d.set(t, in.Roles, s, value), nil
	})
}

// written is a value as it is kept in the file. A path is kept absolute: it was meant from the
// folder of whoever typed it.
func (s Setting) written(value string) (string, error) {
	canonical, ok := s.parse(value)
	if !ok {
		return "", s.refuse(fault.Usage, s.Key, value)
	}
	if s.Kind != Path || strings.HasPrefix(canonical, "~/") {
		return canonical, nil
	}
	absolute, err := filepath.Abs(canonical)
	if err != nil {
		return "", fault.New(fault.Internal, "config.file.read", "file", canonical, "reason", reason(err)).Because(err)
	}
	return absolute, nil
}

// set puts a setting into the tree, unless it is there already; another error in the file is no
// hindrance here, as this may be what mends it.
func (d *document) set(t table, roles []string, s Setting, value string) bool {
	if found, _ := d.check(t, roles); found.values[s.Key] == value {
		return false
	}
	node := newText(value, 0)
	switch s.Kind {
	case Truth:
		node.Tag = "!!bool"
	case Number:
		node.Tag = "!!int"
	}
	d.put(s.Key, node)
	return true
}
