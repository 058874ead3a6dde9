package config

import (
	"strconv"
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
	Number               // a whole number from Least to Most
	Sender               // an e-mail address, with or without a name: a@contoso.com, Name <a@contoso.com>
	Host                 // the name or number of a machine: smtp.contoso.com, 192.0.2.25
)

// Setting is one row of the table of settings. Its description is the catalogue's "config." + Key.
type Setting struct {
	// Key is the flag's name, where there is a flag, and the key in the file, where dots stand for
	// nesting.
	Key  string
	Kind Kind
	// Words are the values that a Word or Truth takes.
	Words []string
	// Least and Most are the bounds of a Number.
	Least, Most int
	// Default is the value where nothing else is said; empty where it depends on the machine or on
	// another setting.
	Default string
	// NotInFile says that the setting belongs to one run, so that the file must not have it.
	NotInFile bool
	// NoFlag says that the setting holds for every run alike, so that no flag is made of it: the
	// environment and the file have it.
	NoFlag bool

	put      func(*Config, string)
	needed   bool // a Period that may not be none, a Duration that may not be 0
	derive   func(machine) (string, error)
	settle   func(*Config) string // a default that depends on the other settings, when those are known
	override string               // an environment variable of other programs that forces forced when set
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
		noFlag(text("smtp.host", Host, "", func(c *Config) *string { return &c.Mail.Host })),
		noFlag(settled(number("smtp.port", "", 1, 65535, func(c *Config) *int { return &c.Mail.Port }), mailPort)),
		noFlag(text("smtp.from", Sender, "", func(c *Config) *string { return &c.Mail.From })),
		noFlag(text("smtp.user", Text, "", func(c *Config) *string { return &c.Mail.User })),
		noFlag(text(passwordFileKey, Path, "", func(c *Config) *string { return &c.Mail.PasswordFile })),
		noFlag(word("smtp.tls", func(c *Config) *string { return &c.Mail.TLS }, "starttls", "tls", "none")),
		noFlag(needed(duration("smtp.timeout", "30s", func(c *Config) *time.Duration { return &c.Mail.Timeout }))),
		noFlag(text("notify.maildir", Path, "", func(c *Config) *string { return &c.Mail.Maildir })),
		noFlag(number("notify.tries", "24", 1, 1000, func(c *Config) *int { return &c.Mail.Tries })),
		noFlag(settled(word("notify.lang", func(c *Config) *string { return &c.Mail.Lang }, languages()...), mailLanguage)),
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

func number(key, otherwise string, least, most int, at func(*Config) *int) Setting {
	return Setting{Key: key, Kind: Number, Default: otherwise, Least: least, Most: most, put: func(c *Config, s string) {
		if n, err := strconv.Atoi(s); err == nil { // parse let nothing else through but an empty default
			*at(c) = n
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

// settled makes the default depend on the other settings.
func settled(s Setting, from func(*Config) string) Setting {
	s.Default, s.settle = "", from
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
	if isPassword(key) {
		return fault.New(fault.Usage, "config.password.key", "key", passwordKey, "setting", passwordFileKey, "variable", EnvName(passwordKey)).About(passwordKey)
	}
	return fault.New(fault.Usage, "config.key.unknown", "key", key, "nearest", nearest.Nearest(key, t.keys())).About(key)
}
