package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestTheSettingsOfMailAreReadTogether(t *testing.T) {
	in := given(t, "smtp:\n  host: mail.contoso.com\n  port: 2525 # ours\n  from: Åsa Öberg <dpor@contoso.com>\n  password-file: secret\n  tls: NONE\n"+
		"notify:\n  maildir: ~/Mail\n  tries: '3'\nquiet: true\n",
		"DPOR_SMTP_USER", "dpor", "DPOR_SMTP_TIMEOUT", "1m", "DPOR_NOTIFY_LANG", "sv")
	config, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	want := MailSettings{
		Host: "mail.contoso.com", Port: 2525, From: "Åsa Öberg <dpor@contoso.com>", User: "dpor",
		PasswordFile: filepath.Join(filepath.Dir(filePath(t, in)), "secret"), TLS: "none", Timeout: time.Minute,
		Maildir: filepath.Join(in.Env("HOME"), "Mail"), Tries: 3, Lang: "sv",
	}
	if diff := cmp.Diff(want, config.Mail); diff != "" || !config.Quiet {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestThePortSuitsTheEncryption(t *testing.T) {
	for _, c := range []struct {
		file, env string
		kept      int
		row       Row
	}{
		{"", "", 587, Row{"smtp.port", "587", Default}},
		{"smtp:\n  tls: starttls\n", "", 587, Row{"smtp.port", "587", Default}},
		{"smtp:\n  tls: tls\n", "", 465, Row{"smtp.port", "465", Default}},
		{"smtp:\n  tls: none\n", "", 25, Row{"smtp.port", "25", Default}},
		{"smtp:\n  tls: none\n  port:\n", "", 25, Row{"smtp.port", "25", Default}},
		{"smtp:\n  tls: none\n  port: 587\n", "", 587, Row{"smtp.port", "587", File}},
		{"smtp:\n  port: 587\n", "65535", 65535, Row{"smtp.port", "65535", Environment}},
	} {
		in := given(t, c.file, "DPOR_SMTP_PORT", c.env)
		if row, err := Get(in, "smtp.port"); err != nil || row != c.row {
			t.Errorf("%q: got %+v, %v", c.file, row, err)
		}
		if config, err := Load(in); err != nil || config.Mail.Port != c.kept {
			t.Errorf("%q: loaded %d, %v", c.file, config.Mail.Port, err)
		}
	}
}

func TestMessagesSpeakTheLanguageOfTheRunUnlessTheirOwnIsSet(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Input
		row  Row
	}{
		{"nothing", given(t, ""), Row{"notify.lang", "en", Default}},
		{"a locale", given(t, "", "LANG", "sv_SE.UTF-8"), Row{"notify.lang", "sv", Default}},
		{"lang in the file", given(t, "lang: es\n"), Row{"notify.lang", "es", Default}},
		{"lang by flag", with(given(t, "lang: es\n"), "lang", "sv"), Row{"notify.lang", "sv", Default}},
		{"its own in the file", given(t, "lang: es\nnotify:\n  lang: EN\n"), Row{"notify.lang", "en", File}},
		{"its own in the environment", given(t, "lang: es\n", "DPOR_NOTIFY_LANG", "sv"), Row{"notify.lang", "sv", Environment}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if row, err := Get(c.in, "notify.lang"); err != nil || row != c.row {
				t.Errorf("got %+v, %v", row, err)
			}
			if config, err := Load(c.in); err != nil || config.Mail.Lang != c.row.Value {
				t.Errorf("loaded %q, %v", config.Mail.Lang, err)
			}
		})
	}
	config, err := Load(given(t, "lang: es\nnotify:\n  lang: de\n"))
	refused(t, err, fault.Invalid, "config.value.word")
	if config.Mail.Lang != "es" {
		t.Errorf("beside the error it is %q", config.Mail.Lang)
	}
}

func TestABadSettingOfMailIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct{ key, value, sentence, expected string }{
		{"smtp.port", "0", "config.value.number", "from 1 to 65535"},
		{"smtp.port", "65536", "config.value.number", "from 1 to 65535"},
		{"smtp.port", "99999999999999999999", "config.value.number", "from 1 to 65535"},
		{"smtp.port", "-25", "config.value.number", "sign"},
		{"smtp.port", "+25", "config.value.number", "sign"},
		{"smtp.port", "025", "config.value.number", "zeros"},
		{"smtp.port", "2 5", "config.value.number", "spaces"},
		{"smtp.port", "0x19", "config.value.number", "digits"},
		{"smtp.port", "smtp", "config.value.number", "digits"},
		{"notify.tries", "0", "config.value.number", "from 1 to 1000"},
		{"notify.tries", "1001", "config.value.number", "from 1 to 1000"},
		{"notify.tries", "1.5", "config.value.number", "from 1 to 1000"},
		{"smtp.from", "contoso.com", "config.value.sender", "dpor@contoso.com"},
		{"smtp.from", "@contoso.com", "config.value.sender", "dpor@contoso.com"},
		{"smtp.from", "Contoso a@contoso.com", "config.value.sender", "Contoso <dpor@contoso.com>"},
		{"smtp.from", "a@contoso.com, b@contoso.com", "config.value.sender", "one address"},
		{"smtp.from", "a@contoso.com\tx", "config.value.sender", "one line"},
		{"smtp.from", "=?utf-8?q?A=0D=0ABcc=3A_b=40c?= <a@contoso.com>", "config.value.sender", "one line"},
		{"smtp.from", `"a b"@contoso.com`, "config.value.sender", "plain letters"},
		{"smtp.from", "åsa@contoso.com", "config.value.sender", "plain letters"},
		{"smtp.from", strings.Repeat("x", 101) + " <a@contoso.com>", "config.value.sender", "at most 100 characters"},
		{"smtp.host", "smtp://smtp.contoso.com", "config.value.host", "smtp.contoso.com"},
		{"smtp.host", "smtp.contoso.com:587", "config.value.host", "smtp.port"},
		{"smtp.host", "smtp contoso", "config.value.host", "the name"},
		{"smtp.tls", "ssl", "config.value.word", "starttls, tls, none"},
		{"smtp.timeout", "0s", "config.value.duration", "of more than 0"},
		{"smtp.timeout", "-1s", "config.value.duration", "500ms, 5s or 1m."},
		{"smtp.timeout", "30", "config.value.duration", "500ms, 5s or 1m."},
		{"notify.lang", "de", "config.value.word", "en, es, sv"},
	} {
		t.Run(c.key+" "+c.value, func(t *testing.T) {
			_, err := Load(given(t, "", EnvName(c.key), c.value))
			mentions(t, refused(t, err, fault.Usage, c.sentence), EnvName(c.key), `"`+c.value+`"`, c.expected)

			_, err = Set(t.Context(), given(t, ""), c.key, c.value)
			mentions(t, refused(t, err, fault.Usage, c.sentence), c.key, `"`+c.value+`"`, c.expected)

			group, nested, _ := strings.Cut(c.key, ".")
			in := given(t, "# a comment\n"+group+":\n  "+nested+": '"+c.value+"'\n")
			config, err := Load(in)
			mentions(t, refused(t, err, fault.Invalid, c.sentence), c.key+" ("+filePath(t, in)+":3)", `"`+c.value+`"`, c.expected)
			if e := fault.As(err); e.File != filePath(t, in) || e.Line != 3 || e.Value != c.value {
				t.Errorf("at %s:%d %q", e.File, e.Line, e.Value)
			}
			want := MailSettings{Port: 587, TLS: "starttls", Timeout: 30 * time.Second, Tries: 24, Lang: "en"}
			if diff := cmp.Diff(want, config.Mail); diff != "" {
				t.Errorf("beside the error there is -want +got\n%s", diff)
			}
		})
	}
}

func TestAServerIsNamedByItsNameOrNumber(t *testing.T) {
	for _, text := range []string{"localhost", "smtp.contoso.com", "smtp_1.contoso.com.", "192.0.2.25", "2001:db8::25", "fe80::1%eth0", "brev.örebro.example"} {
		in := given(t, "")
		must[bool](t)(Set(t.Context(), in, "smtp.host", text))
		if config, err := Load(in); err != nil || config.Mail.Host != text {
			t.Errorf("%q: %q, %v", text, config.Mail.Host, err)
		}
	}
}

func TestASecretInTheNameOfAServerIsNotRepeated(t *testing.T) {
	const secret = "s3cret"
	for _, value := range []string{"user:" + secret + "@smtp.contoso.com", "smtps://user:" + secret + "@smtp.contoso.com:465", "a@b:" + secret + "@c"} {
		_, byVariable := Load(given(t, "", "DPOR_SMTP_HOST", value))
		_, bySetting := Set(t.Context(), given(t, ""), "smtp.host", value)
		_, byFile := Load(given(t, "smtp:\n  host: '"+value+"'\n"))
		for _, err := range []error{byVariable, bySetting, byFile} {
			e := fault.As(err)
			if e == nil || e.Key != "config.value.host" || strings.Contains(fmt.Sprintf("%v %+v %s", e, e.Args, e.Value), secret) {
				t.Errorf("%v", e)
			}
		}
	}
}

func TestALineBreakInASenderIsRefused(t *testing.T) {
	for _, text := range []string{"a@contoso.com\nBcc: b@c.de", "A\r\n <a@contoso.com>", "\"A\rB\" <a@contoso.com>", "A\x00 <a@contoso.com>"} {
		_, err := Load(given(t, "", "DPOR_SMTP_FROM", text))
		refused(t, err, fault.Usage, "config.value.sender")
		_, err = Set(t.Context(), given(t, ""), "smtp.from", text)
		refused(t, err, fault.Usage, "config.value.sender")
	}
	_, err := Load(given(t, "smtp:\n  from: |\n    A\n    <a@contoso.com>\n"))
	refused(t, err, fault.Invalid, "config.value.sender")
}

func TestASenderIsKeptAsItWasWritten(t *testing.T) {
	for _, text := range []string{
		"a@x", "a@contoso.com", "Contoso <a@contoso.com>", `"Contoso, Ltd." <a@contoso.com>`, "Åsa Öberg <a@contoso.com>", "<a@contoso.com>",
	} {
		in := given(t, "")
		must[bool](t)(Set(t.Context(), in, "smtp.from", " "+text+"\n"))
		if config, err := Load(in); err != nil || config.Mail.From != text {
			t.Errorf("%q: %q, %v", text, config.Mail.From, err)
		}
		if config, err := Load(given(t, "", "DPOR_SMTP_FROM", text+"\r\n")); err != nil || config.Mail.From != text {
			t.Errorf("environment: %q: %q, %v", text, config.Mail.From, err)
		}
	}
}

func TestSettingsOfMailAreWrittenNested(t *testing.T) {
	for _, c := range []struct{ name, before, key, value, after string }{
		{"a server", "", "smtp.host", "mail.contoso.com", "smtp:\n  host: mail.contoso.com\n"},
		{"a port", "smtp:\n  host: a # ours\n", "smtp.port", " 2525 ", "smtp:\n  host: a # ours\n  port: 2525\n"},
		{"another port", "smtp:\n  port: \"25\" # old\n", "smtp.port", "587", "smtp:\n  port: 587 # old\n"},
		{"a port taken out", "smtp:\n  port: 25\nquiet: true\n", "smtp.port", "", "quiet: true\n"},
		{"a bad port mended", "smtp:\n  port: [25]\n", "smtp.port", "25", "smtp:\n  port: 25\n"},
		{"a sender", "", "smtp.from", "Contoso <a@contoso.com>", "smtp:\n  from: Contoso <a@contoso.com>\n"},
		{"a password file", "", "smtp.password-file", "/s/password", "smtp:\n  password-file: /s/password\n"},
		{"no encryption", "", "smtp.tls", "None", "smtp:\n  tls: none\n"},
		{"a timeout", "", "smtp.timeout", "60s", "smtp:\n  timeout: 1m0s\n"},
		{"a Maildir", "", "notify.maildir", "~/Mail", "notify:\n  maildir: ~/Mail\n"},
		{"tries", "notify:\n  lang: sv\n", "notify.tries", "1000", "notify:\n  lang: sv\n  tries: 1000\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.before)
			if changed, err := Set(t.Context(), in, c.key, c.value); err != nil || !changed {
				t.Fatalf("%v, %v", changed, err)
			}
			if got := fileText(t, in); got != c.after {
				t.Errorf("got  %q\nwant %q", got, c.after)
			}
			if changed, err := Set(t.Context(), in, c.key, c.value); err != nil || changed {
				t.Errorf("for the second time: %v, %v", changed, err)
			}
			if _, err := Get(in, c.key); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPathsOfMailAreMeantAsOtherPathsAre(t *testing.T) {
	for _, key := range []string{"smtp.password-file", "notify.maildir", "claim.catalogue"} {
		value := func(in Input) string {
			t.Helper()
			row, err := Get(in, key)
			if err != nil {
				t.Fatal(err)
			}
			return row.Value
		}
		in := given(t, key+": sub/x\n")
		if got, want := value(in), filepath.Join(filepath.Dir(filePath(t, in)), "sub", "x"); got != want {
			t.Errorf("%s in the file: %q, want %q", key, got, want)
		}
		if got := value(given(t, "", EnvName(key), "sub/x")); got != "sub/x" {
			t.Errorf("%s in the environment: %q", key, got)
		}
		in = given(t, "", EnvName(key), "~/x")
		if got, want := value(in), filepath.Join(in.Env("HOME"), "x"); got != want {
			t.Errorf("%s in the home folder: %q, want %q", key, got, want)
		}
		in = given(t, "")
		t.Chdir(t.TempDir())
		must[bool](t)(Set(t.Context(), in, key, "x"))
		folder := must[string](t)(os.Getwd())
		if got, want := value(in), filepath.Join(folder, "x"); got != want {
			t.Errorf("%s set: %q, want %q", key, got, want)
		}
	}
}

func TestSettingsOfMailFollowThoseOfClaims(t *testing.T) {
	keys := settings().keys()
	want := []string{
		"claim.catalogue", "smtp.host", "smtp.port", "smtp.from", "smtp.user", "smtp.password-file", "smtp.tls", "smtp.timeout",
		"notify.maildir", "notify.tries", "notify.lang",
	}
	if at := slices.Index(keys, want[0]); !slices.Equal(keys[at:], want) {
		t.Errorf("got %v", keys[at:])
	}
}
