package config

import (
	"path/filepath"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func envOf(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

func TestTheLanguageComesFromTheLocale(t *testing.T) {
	for _, c := range []struct {
		all, messages, lang string
		want                string
	}{
		{"", "", "", "en"},
		{"", "", "es_MX.UTF-8", "es"},
		{"", "", "sv_SE", "sv"},
		{"", "", "sv", "sv"},
		{"", "", "ES@euro", "es"},
		{"", "", "C", "en"},
		{"", "", "POSIX", "en"},
		{"", "", "C.UTF-8", "en"},
		{"", "", "de_DE.UTF-8", "en"},
		{"", "", "svenska", "en"},
		{"", "es_ES", "sv_SE", "es"},
		{"sv_SE", "es_ES", "en_GB", "sv"},
		{"C", "es_ES", "sv_SE", "en"},
		{"de_DE", "", "sv_SE", "en"},
	} {
		config, err := Load(given(t, "", "LC_ALL", c.all, "LC_MESSAGES", c.messages, "LANG", c.lang))
		if err != nil || config.Lang != c.want {
			t.Errorf("%+v: %q, %v", c, config.Lang, err)
		}
	}
	config, err := Load(given(t, "lang: sv\n", "LANG", "es_ES"))
	if err != nil || config.Lang != "sv" {
		t.Errorf("the file does not beat the locale: %q, %v", config.Lang, err)
	}
}

func TestNoColorForbidsColourUnlessTheFlagAllowsIt(t *testing.T) {
	for _, c := range []struct{ noColor, env, file, flag, want string }{
		{"1", "", "", "", "never"},
		{"1", "always", "color: always\n", "", "never"},
		{"1", "", "", "always", "always"},
		{"", "always", "", "", "always"},
		{"", "", "color: always\n", "", "always"},
		{"1", "purple", "", "", "never"},
	} {
		in := given(t, c.file, "NO_COLOR", c.noColor, "DPOR_COLOR", c.env)
		if c.flag != "" {
			in = with(in, "color", c.flag)
		}
		if config, err := Load(in); err != nil || config.Color != c.want {
			t.Errorf("%+v: %q, %v", c, config.Color, err)
		}
	}
}

func TestFilesLieInThePlatformsOwnPlace(t *testing.T) {
	for _, c := range []struct {
		os           string
		env          map[string]string
		file, ledger string
	}{
		{"linux", map[string]string{"HOME": "/h"}, "/h/.config/dpor/config.yaml", "/h/.local/share/dpor/ledger.db"},
		{"linux", map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"}, "/c/dpor/config.yaml", "/d/dpor/ledger.db"},
		{"linux", map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "./d"}, "/h/.config/dpor/config.yaml", "/h/.local/share/dpor/ledger.db"},
		{"linux", map[string]string{"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"}, "/c/dpor/config.yaml", "/d/dpor/ledger.db"},
		{"darwin", map[string]string{"HOME": "/h"}, "/h/Library/Application Support/dpor/config.yaml", "/h/Library/Application Support/dpor/ledger.db"},
		{"windows", map[string]string{"AppData": "/r", "LocalAppData": "/l"}, "/r/dpor/config.yaml", "/l/dpor/ledger.db"},
	} {
		m := machine{c.os, envOf(c.env)}
		file, err := m.file("XDG_CONFIG_HOME", ".config", "AppData", "config.yaml")
		if err != nil || file != filepath.FromSlash(c.file) {
			t.Errorf("%s %v: file %q, %v", c.os, c.env, file, err)
		}
		if ledger, err := m.ledger(); err != nil || ledger != filepath.FromSlash(c.ledger) {
			t.Errorf("%s %v: ledger %q, %v", c.os, c.env, ledger, err)
		}
	}
}

func TestWithoutAHomeTheFilesMustBeNamed(t *testing.T) {
	in := given(t, "", "HOME", "")
	_, err := Load(in)
	mentions(t, refused(t, err, fault.Usage, "config.home.missing"), "HOME", "config.yaml")
	in.Create = true
	_, err = Load(with(in, "config", filepath.Join(t.TempDir(), "c.yaml")))
	mentions(t, refused(t, err, fault.Usage, "config.home.missing"), "ledger.db")
	if _, err = Load(with(in, "ledger", "/l.db")); err != nil {
		t.Errorf("with both named: %v", err)
	}
	_, err = machine{"windows", envOf(nil)}.ledger()
	mentions(t, refused(t, err, fault.Usage, "config.home.missing"), "LocalAppData")
}

func TestTheConfigurationFileCanBeNamed(t *testing.T) {
	byFlag, byEnv := filepath.Join(t.TempDir(), "flag.yaml"), filepath.Join(t.TempDir(), "env.yaml")
	writeFile(t, byFlag, "output: csv\n")
	writeFile(t, byEnv, "output: tsv\n")
	in := given(t, "", "DPOR_CONFIG", byEnv)
	if config, err := Load(in); err != nil || config.Output != "tsv" || config.File != byEnv {
		t.Errorf("environment: %+v, %v", config, err)
	}
	if config, err := Load(with(in, "config", byFlag)); err != nil || config.Output != "csv" || config.File != byFlag {
		t.Errorf("flag: %+v, %v", config, err)
	}
	_, err := Load(with(in, "config", " "))
	refused(t, err, fault.Usage, "config.value.empty")
}

func TestAFileNamedByTheFlagMustBeThereUnlessItIsToBeMade(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.yaml")
	in := with(given(t, ""), "config", none)
	_, err := Load(in)
	mentions(t, refused(t, err, fault.NotFound, "config.file.missing"), none)
	in.Create = true
	if _, err := Load(in); err != nil {
		t.Errorf("to be made: %v", err)
	}
	if _, err := Load(given(t, "", "DPOR_CONFIG", none)); err != nil {
		t.Errorf("named by the environment: %v", err)
	}
}

func TestAPathInTheFileIsRelativeToTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"ledger: /abs/l.db\n":      "/abs/l.db",
		"ledger: ~/l.db\n":         "{home}/l.db",
		"ledger: data/l.db\n":      "{home}/.config/dpor/data/l.db",
		"ledger: ../../other.db\n": "{home}/other.db",
	} {
		in := given(t, text)
		if rest, ok := cutHome(want); ok {
			want = filepath.Join(in.Env("HOME"), rest)
		}
		if config, err := Load(in); err != nil || config.Ledger != want {
			t.Errorf("%q: %q, %v, want %q", text, config.Ledger, err, want)
		}
	}
	in := with(given(t, "ledger: x.db\n"), "ledger", "here.db")
	if config, err := Load(in); err != nil || config.Ledger != "here.db" {
		t.Errorf("flag: %q, %v", config.Ledger, err)
	}
}

func cutHome(path string) (string, bool) {
	const home = "{home}"
	if len(path) < len(home) || path[:len(home)] != home {
		return path, false
	}
	return path[len(home):], true
}
