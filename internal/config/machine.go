package config

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// machine is what defaults depend on: the system and its environment.
type machine struct {
	os  string
	env func(string) string
}

func machineOf(in Input) machine { return machine{runtime.GOOS, in.Env} }

// FilePath is the configuration file: --config, else DPOR_CONFIG, else config.yaml in dpor's folder
// of $XDG_CONFIG_HOME or of the platform's own place (CONTRACT section 3). The error is usage where
// --config is empty or no home folder is known.
func FilePath(in Input) (string, error) {
	m := machineOf(in)
	if file, given := in.Flags["config"]; given {
		if strings.TrimSpace(file) == "" {
			return "", fault.New(fault.Usage, "config.value.empty", "name", "--config").About("--config")
		}
		return m.expand(file), nil
	}
	if file := in.Env(EnvName("config")); file != "" {
		return m.expand(file), nil
	}
	return m.file("XDG_CONFIG_HOME", ".config", "AppData", "config.yaml")
}

// ledger is the default ledger file (CONTRACT section 3).
func (m machine) ledger() (string, error) {
	return m.file("XDG_DATA_HOME", filepath.Join(".local", "share"), "LocalAppData", "ledger.db")
}

// file is a file in dpor's folder. The XDG variable counts on every system, but only with an
// absolute path, as the XDG rules say.
func (m machine) file(xdg, unix, windows, name string) (string, error) {
	if base := m.env(xdg); filepath.IsAbs(base) {
		return filepath.Join(base, "dpor", name), nil
	}
	variable := m.homeVariable()
	if m.os == "windows" {
		variable = windows
	}
	base := m.env(variable)
	switch {
	case base == "":
		return "", fault.New(fault.Usage, "config.home.missing", "variable", variable, "file", name).About(variable)
	case m.os == "windows":
		return filepath.Join(base, "dpor", name), nil
	case m.os == "darwin":
		return filepath.Join(base, "Library", "Application Support", "dpor", name), nil
	default:
		return filepath.Join(base, unix, "dpor", name), nil
	}
}

func (m machine) homeVariable() string {
	if m.os == "windows" {
		return "USERPROFILE"
	}
	return "HOME"
}

// expand puts the home folder for a leading "~/": no shell does that in the file, nor in
// --ledger=~/x.
func (m machine) expand(path string) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if home := m.env(m.homeVariable()); ok && home != "" {
		return filepath.Join(home, rest)
	}
	return path
}

// languages are the catalogues there are; the first one is for everybody else.
func languages() []string { return []string{"en", "es", "sv"} }

// language is the language of the locale, by the first of the three variables that is set, as POSIX
// has it; one that dpor does not speak is English.
func (m machine) language() (string, error) {
	for _, variable := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := m.env(variable)
		if locale == "" {
			continue
		}
		if end := strings.IndexAny(locale, "_-.@"); end >= 0 {
			locale = locale[:end]
		}
		if locale = strings.ToLower(locale); slices.Contains(languages(), locale) {
			return locale, nil
		}
		break
	}
	return languages()[0], nil
}
