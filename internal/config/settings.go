package config

import (
	"strings"
	"time"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/nearest"
)

// Kind says how a setting's text is to be understood.
type Kind uint8

// The kinds of settings.
const (
	Text     Kind = iota // any text
	Word                 // one of Words
	Truth                // true or false
	Duration             // a Go duration such as 5s
	Path                 // a file
	Name                 // the name of a profile
	Period               // business days such as 5bd, days such as 30d, or none; see day.ParsePeriod
	Days                 // days such as 2026-12-25,2026-12-26, or none
)

// Setting is one row of the table of settings. Its description is the catalogue's "config." + Key.
type Setting struct {
	// Key is the flag's name, where there is a flag, and the key in the file, where dots stand for
	// nesting.
	Key  string
	Kind Kind
	// Words are the values that a Word or Truth takes.
	Words []string
	// Default is the value where nothing else is said; empty where it depends on the machine.
	Default string
	// NotInFile says that the setting belongs to one run, so that the file must not have it.
	NotInFile bool
	// NoFlag says that the setting holds for every run alike, so that no flag is made of it: the
	// environment and the file have it.
	NoFlag bool

	put      func(*Config, string)
	needed   bool // a Period that may not be none
	derive   func(machine) (string, error)
	override string // an environment variable of other programs that forces forced when set
	forced   string
}

type table []Setting

// Settings is the table of settings; the global flags, but for NoFlag, and documentation are made
// from it.
func Settings() []Setting { return settings() }

// settings is the one place where a setting is declared: a new one is a row here, a field of Config
// and a description in the catalogue.
func settings() table {
	return table{
		derived(text("ledger", Path, "", func(c *Config) *string { return &c.Ledger }), machine.ledger),
		text("profile", Name, "", func(c *Config) *string { return &c.Profile }),
		word("output", func(c *Config) *string { return &c.Output }, "table", "json", "ndjson", "csv", "tsv", "yaml"),
		notInFile(text("query", Text, "", func(c *Config) *string { return &c.Query })),
		derived(word("lang", func(c *Config) *string { return &c.Lang }, languages()...), machine.language),
		truth("no-input", func(c *Config) *bool { return &c.NoInput }),
		notInFile(truth("yes", func(c *Config) *bool { return &c.Yes })),
		forcedBy("NO_COLOR", "never", word("color", func(c *Config) *string { return &c.Color }, "auto", "always", "never")),
		truth("quiet", func(c *Config) *bool { return &c.Quiet }),
		notInFile(truth("debug", func(c *Config) *bool { return &c.Debug })),
		duration("wait", "5s", func(c *Config) *time.Duration { return &c.Wait }),
		word("prompter", func(c *Config) *string { return &c.Prompter }, "auto", "survey", "plain"),
		noFlag(needed(period("claim.answer-within", "5bd", func(c *Config) *day.Period { return &c.Claim.AnswerWithin }))),
		noFlag(needed(period("claim.dispute-within", "30d", func(c *Config) *day.Period { return &c.Claim.DisputeWithin }))),
		noFlag(period("claim.customer-window", "none", func(c *Config) *day.Period { return &c.Claim.CustomerWindow })),
		noFlag(days("claim.holidays", func(c *Config) *[]day.Day { return &c.Claim.Holidays })),
		noFlag(text("claim.catalogue", Path, "", func(c *Config) *string { return &c.Claim.Catalogue })),
	}
}

func text(key string, kind Kind, otherwise string, at func(*Config) *string) Setting {
	return Setting{Key: key, Kind: kind, Default: otherwise, put: func(c *Config, s string) { *at(c) = s }}
}

// word takes one of a set of words; the first one is the default.
func word(key string, at func(*Config) *string, words ...string) Setting {
	s := text(key, Word, words[0], at)
	s.Words = words
	return s
}

func truth(key string, at func(*Config) *bool) Setting {
	return Setting{
		Key: key, Kind: Truth, Default: "false", Words: []string{"true", "false", "yes", "no", "1", "0"},
		put: func(c *Config, s string) { *at(c) = s == "true" },
	}
}

func duration(key, otherwise string, at func(*Config) *time.Duration) Setting {
	return Setting{Key: key, Kind: Duration, Default: otherwise, put: func(c *Config, s string) {
		if d, err := time.ParseDuration(s); err == nil { // parse let nothing else through
			*at(c) = d
		}
	}}
}

func period(key, otherwise string, at func(*Config) *day.Period) Setting {
	return Setting{Key: key, Kind: Period, Default: otherwise, put: func(c *Config, s string) {
		if p, err := day.ParsePeriod(s); err == nil { // parse let nothing else through
			*at(c) = p
		}
	}}
}

// days takes any number of days; the default is none.
func days(key string, at func(*Config) *[]day.Day) Setting {
	return Setting{Key: key, Kind: Days, Default: noDays, put: func(c *Config, s string) { *at(c), _ = daysIn(s) }}
}

func notInFile(s Setting) Setting { s.NotInFile = true; return s }

func noFlag(s Setting) Setting { s.NoFlag = true; return s }

func needed(s Setting) Setting { s.needed = true; return s }

// derived makes the default depend on the machine.
func derived(s Setting, from func(machine) (string, error)) Setting {
	s.Default, s.derive = "", from
	return s
}

func forcedBy(variable, value string, s Setting) Setting {
	s.override, s.forced = variable, value
	return s
}

// EnvName is the environment twin of a key: "no-input" has DPOR_NO_INPUT (CONTRACT section 1).
func EnvName(key string) string {
	return "DPOR_" + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

func (t table) find(key string) (Setting, bool) {
	for _, s := range t {
		if s.Key == key {
			return s, true
		}
	}
	return Setting{}, false
}

// holds tells whether settings are nested under the key.
func (t table) holds(key string) bool {
	for _, s := range t {
		if strings.HasPrefix(s.Key, key+".") {
			return true
		}
	}
	return false
}

func (t table) keys() []string {
	keys := make([]string, len(t))
	for i, s := range t {
		keys[i] = s.Key
	}
	return keys
}

func (t table) unknown(key string) error {
	return fault.New(fault.Usage, "config.key.unknown", "key", key, "nearest", nearest.Nearest(key, t.keys())).About(key)
}
