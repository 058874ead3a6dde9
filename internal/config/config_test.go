package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestWithoutAnythingEverySettingHasItsDefault(t *testing.T) {
	in := given(t, "")
	config, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	home := in.Env("HOME")
	want := Config{
		Ledger: filepath.Join(home, ".local", "share", "dpor", "ledger.db"), Output: "table", Lang: "en", Color: "auto",
		Wait: 5 * time.Second, Prompter: "auto",
		Claim: ClaimSettings{AnswerWithin: day.Period{N: 5, Business: true}, DisputeWithin: day.Period{N: 30}},
		Mail:  MailSettings{Port: 587, TLS: "starttls", Timeout: 30 * time.Second, Tries: 24, Lang: "en"},
		File:  filepath.Join(home, ".config", "dpor", "config.yaml"),
	}
	if !reflect.DeepEqual(config, want) {
		t.Errorf("got  %+v\nwant %+v", config, want)
	}
	if entries, err := os.ReadDir(home); err != nil || len(entries) != 0 {
		t.Errorf("loading left %v in the home folder, %v", entries, err)
	}
}

func TestFlagBeatsEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	for _, c := range []struct {
		name, file, env, flag string
		want                  string
		source                Source
	}{
		{name: "nothing", want: "table", source: Default},
		{name: "file", file: "output: csv\n", want: "csv", source: File},
		{name: "environment over file", file: "output: csv\n", env: "tsv", want: "tsv", source: Environment},
		{name: "flag over environment", file: "output: csv\n", env: "tsv", flag: "yaml", want: "yaml", source: Flag},
		{name: "flag over file", file: "output: csv\n", flag: "yaml", want: "yaml", source: Flag},
		{name: "environment alone", env: "JSON", want: "json", source: Environment},
		{name: "a flag that says the default", env: "tsv", flag: "table", want: "table", source: Flag},
		{name: "empty in the file", file: "output: \"\"\n", want: "table", source: Default},
		{name: "nothing in the file", file: "output:\n", want: "table", source: Default},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.file, "DPOR_OUTPUT", c.env)
			if c.flag != "" {
				in = with(in, "output", c.flag)
			}
			row, err := Get(in, "output")
			if err != nil || row != (Row{"output", c.want, c.source}) {
				t.Errorf("got %+v, %v", row, err)
			}
			if config, err := Load(in); err != nil || config.Output != c.want {
				t.Errorf("loaded %q, %v", config.Output, err)
			}
		})
	}
}

// values has a value for every setting that is not its default; a setting that is added must be
// added here too.
var values = map[string]struct {
	text string
	got  func(Config) any
	want any
}{
	"ledger":   {"/l/x.db", func(c Config) any { return c.Ledger }, "/l/x.db"},
	"profile":  {"Work", func(c Config) any { return c.Profile }, "work"},
	"output":   {"csv", func(c Config) any { return c.Output }, "csv"},
	"query":    {"[].name", func(c Config) any { return c.Query }, "[].name"},
	"lang":     {"sv", func(c Config) any { return c.Lang }, "sv"},
	"no-input": {"yes", func(c Config) any { return c.NoInput }, true},
	"yes":      {"1", func(c Config) any { return c.Yes }, true},
	"color":    {"always", func(c Config) any { return c.Color }, "always"},
	"quiet":    {"TRUE", func(c Config) any { return c.Quiet }, true},
	"debug":    {"true", func(c Config) any { return c.Debug }, true},
	"wait":     {"90s", func(c Config) any { return c.Wait }, 90 * time.Second},
	"prompter": {"plain", func(c Config) any { return c.Prompter }, "plain"},

	"claim.answer-within":   {"3D", func(c Config) any { return c.Claim.AnswerWithin }, day.Period{N: 3}},
	"claim.dispute-within":  {"22bd", func(c Config) any { return c.Claim.DisputeWithin }, day.Period{N: 22, Business: true}},
	"claim.customer-window": {"7d", func(c Config) any { return c.Claim.CustomerWindow }, day.Period{N: 7}},
	"claim.holidays":        {"2026-12-26 2026-12-25", func(c Config) any { return fmt.Sprint(c.Claim.Holidays) }, "[2026-12-25 2026-12-26]"},
	"claim.catalogue":       {"/c/x.yaml", func(c Config) any { return c.Claim.Catalogue }, "/c/x.yaml"},

	"smtp.host":          {"mail.contoso.com", func(c Config) any { return c.Mail.Host }, "mail.contoso.com"},
	"smtp.port":          {"2525", func(c Config) any { return c.Mail.Port }, 2525},
	"smtp.from":          {"Contoso <a@contoso.com>", func(c Config) any { return c.Mail.From }, "Contoso <a@contoso.com>"},
	"smtp.user":          {"dpor", func(c Config) any { return c.Mail.User }, "dpor"},
	"smtp.password-file": {"/s/password", func(c Config) any { return c.Mail.PasswordFile }, "/s/password"},
	"smtp.tls":           {"TLS", func(c Config) any { return c.Mail.TLS }, "tls"},
	"smtp.timeout":       {"90s", func(c Config) any { return c.Mail.Timeout }, 90 * time.Second},
	"notify.maildir":     {"/m", func(c Config) any { return c.Mail.Maildir }, "/m"},
	"notify.tries":       {"3", func(c Config) any { return c.Mail.Tries }, 3},
	"notify.lang":        {"es", func(c Config) any { return c.Mail.Lang }, "es"},
}

func TestEverySettingIsReadFromFlagEnvironmentAndFile(t *testing.T) {
	for _, s := range Settings() {
		v, ok := values[s.Key]
		if !ok {
			t.Errorf("%s has no value in this test", s.Key)
			continue
		}
		inputs := map[Source]Input{
			Environment: given(t, "", EnvName(s.Key), v.text),
		}
		if !s.NoFlag {
			inputs[Flag] = with(given(t, ""), s.Key, v.text)
		}
		if !s.NotInFile {
			inputs[File] = given(t, s.Key+": "+v.text+"\n")
		}
		for source, in := range inputs {
			config, err := Load(in)
			if err != nil || v.got(config) != v.want {
				t.Errorf("%s by %s: %v, %v", s.Key, source, v.got(config), err)
			}
			if row, err := Get(in, s.Key); err != nil || row.Source != source {
				t.Errorf("%s by %s: %+v, %v", s.Key, source, row, err)
			}
		}
	}
}

func TestTheEnvironmentTwinIsNamedAfterTheKey(t *testing.T) {
	for key, want := range map[string]string{
		"no-input": "DPOR_NO_INPUT", "claim.answer-within": "DPOR_CLAIM_ANSWER_WITHIN", "smtp.host": "DPOR_SMTP_HOST", "smtp.password-file": "DPOR_SMTP_PASSWORD_FILE", "ledger": "DPOR_LEDGER",
	} {
		if got := EnvName(key); got != want {
			t.Errorf("%s has %s, want %s", key, got, want)
		}
	}
}

func TestTheListShowsEverySettingInTheOrderOfTheTable(t *testing.T) {
	rows, err := List(given(t, "wait: 60s\n", "DPOR_QUIET", "yes"))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	if !slices.Equal(keys, settings().keys()) {
		t.Errorf("keys are %v", keys)
	}
	for _, want := range []Row{{"wait", "1m0s", File}, {"quiet", "true", Environment}, {"debug", "false", Default}} {
		if !slices.Contains(rows, want) {
			t.Errorf("%+v is not in %+v", want, rows)
		}
	}
}

func TestAnUnknownKeyIsRefusedWithTheNearest(t *testing.T) {
	_, err := Get(given(t, ""), "ouput")
	mentions(t, refused(t, err, fault.Usage, "config.key.unknown"), `"ouput"`, "output")
}

func TestAKeyWithDotsIsNestedInTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"smtp:\n  host: mail.contoso.com\n": "mail.contoso.com",
		"smtp.host: mail.contoso.com\n":     "mail.contoso.com",
		"smtp:\n  host: 0123\n":             "0123",
		"smtp:\n":                           "",
		"quiet: true\n":                     "",
	} {
		config, err := Load(given(t, text))
		if err != nil || config.Mail.Host != want {
			t.Errorf("%q: %q, %v", text, config.Mail.Host, err)
		}
	}
	config, err := Load(given(t, "smtp:\n  host: mail.contoso.com\n", "DPOR_SMTP_HOST", "other"))
	if err != nil || config.Mail.Host != "other" {
		t.Errorf("environment: %q, %v", config.Mail.Host, err)
	}
	_, err = Load(given(t, "smtp:\n  hots: x\n"))
	mentions(t, refused(t, err, fault.Invalid, "config.file.key"), `"smtp.hots"`, "line 2", "smtp.host")
	_, err = Load(given(t, "smtp: x\n"))
	refused(t, err, fault.Invalid, "config.file.map")
	_, err = Load(given(t, "smtp:\n  host: a\nsmtp.host: b\n"))
	mentions(t, refused(t, err, fault.Invalid, "config.file.twice"), "line 3")
}

func TestEverySettingIsDescribedAndEverySentenceIsThere(t *testing.T) {
	all := sentences(t)
	for _, s := range Settings() {
		if all["config."+s.Key] == "" {
			t.Errorf("config.%s is not in the catalogue", s.Key)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	atomic, err := filepath.Glob("../atomicfile/*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range append(files, atomic...) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:config|atomicfile)\.[a-z]+(?:\.[a-z]+)?)"`).FindAllStringSubmatch(string(b), -1) {
			if ext := filepath.Ext(m[1]); ext != ".yaml" && ext != ".json" {
				used[m[1]] = true
			}
		}
	}
	if len(used) < 20 {
		t.Fatalf("only found %v", used)
	}
	for key := range used {
		if all[key] == "" || all[key+".hint"] == "" {
			t.Errorf("%s or its hint is not in the catalogue", key)
		}
	}
}

func TestTheLanguagesAreThoseOfTheCatalogue(t *testing.T) {
	if !slices.Equal(languages(), catalogue.Languages()) {
		t.Errorf("%v, the catalogue has %v", languages(), catalogue.Languages())
	}
}

func BenchmarkLoadWithoutAFile(b *testing.B) {
	home := b.TempDir()
	in := Input{Env: func(name string) string {
		if name == "HOME" {
			return home
		}
		return ""
	}, Roles: roles}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(in); err != nil {
			b.Fatal(err)
		}
	}
}
