// Package config owns how dpor is set up: the table of settings, where each value comes from (flag,
// environment, file or default, CONTRACT section 1), and the configuration file with the profiles
// in it. It alone knows viper.
//
// It must not know commands, how flags are parsed, how anything is printed, or what a role may do.
package config

import (
	"time"

	"github.com/dpor-cli/dpor/pkg/day"
)

// Config is how one run of dpor is set up.
type Config struct {
	// Ledger is the ledger file.
	Ledger string
	// Profile is the name of the profile that acts; empty where none was chosen. See Acting.
	Profile string
	// Output is one of table, json, ndjson, csv, tsv, yaml.
	Output string
	// Query is a JMESPath expression; empty for none.
	Query string
	// Lang is one of en, es, sv.
	Lang string
	// NoInput forbids questions, Yes answers confirmations.
	NoInput, Yes bool
	// Color is one of auto, always, never.
	Color string
	// Quiet and Debug say how much goes to stderr.
	Quiet, Debug bool
	// Wait is how long to wait for a ledger that another process holds.
	Wait time.Duration
	// Prompter is one of auto, survey, plain.
	Prompter string
	// Claim is what the rules of claims leave open (CONTRACT section 8, DOMAIN 1.5).
	Claim ClaimSettings
	// Mail is how messages leave dpor (CONTRACT section 10).
	Mail MailSettings
	// File is the configuration file, whether it is there or not.
	File string
	// Profiles are the profiles of the file, by name.
	Profiles []Profile
}

// ClaimSettings are how long the windows of a claim are and what workloads there are.
type ClaimSettings struct {
	// AnswerWithin is how long a partner has to answer where more is asked for; never none.
	AnswerWithin day.Period
	// DisputeWithin is how long a rejected claim can be disputed; never none.
	DisputeWithin day.Period
	// CustomerWindow is how long the customer can decline an approved claim; none is at any time.
	CustomerWindow day.Period
	// Holidays are no business days; in order, each once.
	Holidays []day.Day
	// Catalogue is a file that replaces the catalogue of workloads; empty for dpor's own.
	Catalogue string
}

// MailSettings are where messages go, and how often that is tried. The password is none of them: see
// MailPassword.
type MailSettings struct {
	// Host is the SMTP server; empty for none.
	Host string
	// Port is that of the server, 1 to 65535; where nothing is said the one that suits TLS: 587 for
	// starttls, 465 for tls, 25 for none.
	Port int
	// From is the sender, as in "a@contoso.com" or "Name <a@contoso.com>"; empty where nobody said.
	From string
	// User is the name to log in with; empty for no login.
	User string
	// PasswordFile is a file with the password in it; empty for none.
	PasswordFile string
	// TLS is one of starttls, tls, none.
	TLS string
	// Timeout is how long the server may keep dpor waiting; always more than 0.
	Timeout time.Duration
	// Maildir is a folder that messages are put into and not sent; empty for none.
	Maildir string
	// Tries is how often a message is tried before dpor gives it up, 1 to 1000.
	Tries int
	// Lang is the language of messages to people of whom none is known: en, es or sv.
	Lang string
}

// Input is what the settings are made of.
type Input struct {
	// Flags are the global flags that were given on the command line, by name without hyphens; also
	// "config", which names the file.
	Flags map[string]string
	// Env looks up an environment variable; empty is not set.
	Env func(string) string
	// Roles are the words that a profile's role may be.
	Roles []string
	// Create says that the command may make the configuration file, so that a file named by
	// --config need not be there.
	Create bool
}

// Row is one setting as "config list" shows it.
type Row struct {
	Key, Value string
	// Source is where the value comes from: flag, environment, file or default.
	Source Source
}

// Source is where a value comes from.
type Source string

// The sources, strongest first (CONTRACT section 1).
const (
	Flag        Source = "flag"
	Environment Source = "environment"
	File        Source = "file"
	Default     Source = "default"
)

// Load makes the settings of this run. The error is usage for a bad flag or environment variable or
// where no home folder is known, invalid for a bad configuration file, not-found for a file named by
// --config that is not there (unless Input.Create), internal where it cannot be read. Also with an
// error the Config holds every value that could be read, and defaults for the others, so that the
// error can be told in the language and form that were asked for.
func Load(in Input) (Config, error) {
	config, _, err := settings().load(in)
	return config, err
}

// List is every setting with its value and where it comes from, in the order of the table; the
// errors are those of Load.
func List(in Input) ([]Row, error) {
	_, rows, err := settings().load(in)
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Get is one setting with its value and where it comes from. The error is usage for a key that is
// not there, and names the nearest one; else those of Load.
func Get(in Input, key string) (Row, error) {
	t := settings()
	if _, ok := t.find(key); !ok {
		return Row{}, t.unknown(key)
	}
	_, rows, err := t.load(in)
	if err != nil {
		return Row{}, err
	}
	for _, r := range rows {
		if r.Key == key {
			return r, nil
		}
	}
	return Row{}, t.unknown(key)
}
