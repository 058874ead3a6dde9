package config

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// secret is in no text that is a message, a list or an error.
const secret = "hunter2"

// keeps checks that no form of an error or a value repeats the secret: what people read, what programs
// read and what --debug adds.
func keeps(t *testing.T, err error, said ...any) {
	t.Helper()
	for ; err != nil; err = unwrapped(err) {
		said = append(said, err, fmt.Sprintf("%+v", err))
	}
	for _, s := range said {
		if strings.Contains(fmt.Sprintf("%+v", s), secret) {
			t.Errorf("the password is in %+v", s)
		}
	}
}

func unwrapped(err error) error {
	if below, ok := err.(interface{ Unwrap() error }); ok {
		return below.Unwrap()
	}
	return nil
}

func TestThePasswordIsNoSetting(t *testing.T) {
	for _, key := range []string{"smtp.password", "smtp.Password", "SMTP.PASSWORD"} {
		for _, value := range []string{secret, ""} {
			in := given(t, "quiet: true\n")
			_, err := Set(t.Context(), in, key, value)
			text := refused(t, err, fault.Usage, "config.password.key")
			mentions(t, text, "smtp.password ", "smtp.password-file", "DPOR_SMTP_PASSWORD")
			keeps(t, err, text)
			if got := fileText(t, in); got != "quiet: true\n" {
				t.Errorf("the file is now %q", got)
			}
		}
		_, err := Get(given(t, "", "DPOR_SMTP_PASSWORD", secret), key)
		mentions(t, refused(t, err, fault.Usage, "config.password.key"), "smtp.password-file")
		keeps(t, err)
	}
}

func TestAPasswordInTheFileIsRefusedWithItsLineAndNotRepeated(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"nested", "smtp:\n  host: a\n  password: hunter2\n", 3},
		{"with a dot", "quiet: true\nsmtp.password: hunter2\n", 2},
		{"another case", "SMTP.Password: hunter2\n", 1},
		{"a list", "smtp:\n  password: [hunter2]\n", 2},
		{"keys below it", "smtp:\n  password:\n    hunter2: hunter2\n", 2},
		{"several lines", "smtp:\n  password: |\n    hunter2\n    hunter2\n", 2},
		{"an anchor", "smtp:\n  password: &hunter2 hunter2\n", 2},
		{"a tag", "smtp:\n  password: !hunter2 hunter2\n", 2},
		{"nothing", "smtp:\n  password:\n", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.text)
			config, err := Load(in)
			text := refused(t, err, fault.Invalid, "config.password.place")
			mentions(t, text, "smtp.password ", filePath(t, in), "smtp.password-file", "DPOR_SMTP_PASSWORD")
			if e := fault.As(err); e.Line != c.line || e.File != filePath(t, in) || e.Value != "" {
				t.Errorf("at %s:%d %q", e.File, e.Line, e.Value)
			}
			keeps(t, err, text, config)
			_, err = Set(t.Context(), in, "output", "json")
			keeps(t, err, refused(t, err, fault.Invalid, "config.password.place"))
		})
	}
}

func TestAMistakeNearAPasswordDoesNotRepeatIt(t *testing.T) {
	for _, c := range []struct{ name, text, sentence string }{
		{"an unknown key", "smtp:\n  pasword: hunter2\n", "config.file.key"},
		{"at the top", "password: hunter2\n", "config.file.key"},
		{"a value for the map", "smtp: hunter2\n", "config.file.map"},
		{"a list for a value", "smtp:\n  user: [hunter2]\n", "config.file.scalar"},
		{"a mistake before it", "smtp:\n  hots: a\n  password: hunter2\n", "config.file.key"},
		{"in a profile", "profiles:\n  a: {user: a@b.c, role: reader, password: hunter2}\n", "config.file.key"},
		{"as an alias", "smtp:\n  password: *hunter2\n", "config.file.yaml"},
		{"after a character of YAML", "smtp:\n  password: @hunter2\n", "config.file.yaml"},
		{"after another", "smtp:\n  password: %hunter2\n", "config.file.yaml"},
		{"with a colon", "smtp:\n  password: hunter2: hunter2\n", "config.file.yaml"},
		{"with an escape", "smtp:\n  password: \"\\hunter2\"\n", "config.file.yaml"},
		{"with a bracket", "smtp:\n  password: [hunter2\n", "config.file.yaml"},
		{"with a tag", "smtp:\n  password: !h!hunter2 x\n", "config.file.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.text)
			_, err := Load(in)
			keeps(t, err, refused(t, err, fault.Invalid, c.sentence))
			_, err = Set(t.Context(), in, "output", "json")
			keeps(t, err, refused(t, err, fault.Invalid, c.sentence))
		})
	}
}

func TestTheVariableOfThePasswordIsNobodysTwin(t *testing.T) {
	seen := map[string]string{"DPOR_SMTP_PASSWORD": "the password", "DPOR_CONFIG": "the file"}
	for _, key := range settings().keys() {
		if other, there := seen[EnvName(key)]; there {
			t.Errorf("%s is that of %s and of %s", EnvName(key), other, key)
		}
		seen[EnvName(key)] = key
	}
	in := given(t, "smtp:\n  password-file: /s/file\n", "DPOR_SMTP_PASSWORD", secret)
	config, err := Load(in)
	if err != nil || config.Mail.PasswordFile != "/s/file" {
		t.Errorf("%+v, %v", config.Mail, err)
	}
	rows, err := List(in)
	keeps(t, err, config, rows)
	changed, err := Set(t.Context(), in, "smtp.user", "dpor")
	if err != nil || !changed {
		t.Errorf("%v, %v", changed, err)
	}
	keeps(t, nil, fileText(t, in))
}

func TestThePasswordComesFromTheVariableElseFromTheFile(t *testing.T) {
	most := strings.Repeat("p", 4096)
	for _, c := range []struct{ name, env, file, want string }{
		{"a line", "", secret + "\n", secret},
		{"no line end", "", secret, secret},
		{"a line end of Windows", "", secret + "\r\n", secret},
		{"spaces are its own", "", " hunter 2\t\n", " hunter 2\t"},
		{"other letters", "", "lösen\n", "lösen"},
		{"bytes that are no UTF-8", "", "l\xf6sen\n", "l\xf6sen"},
		{"a byte order mark", "", "\ufeffhunter2\r\n", secret},
		{"the longest", "", most, most},
		{"the longest with all around", "", "\ufeff" + most + "\r\n", most},
		{"the variable", secret, "other\n", secret},
		{"the variable over a bad file", secret, "", secret},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "password")
			writeFile(t, path, c.file)
			config := Config{Mail: MailSettings{PasswordFile: path}}
			got, err := config.MailPassword(envOf(map[string]string{"DPOR_SMTP_PASSWORD": c.env}))
			if err != nil || got != c.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	for _, want := range []string{"", " " + secret + "\n"} {
		if got, err := (Config{}).MailPassword(envOf(map[string]string{"DPOR_SMTP_PASSWORD": want})); err != nil || got != want {
			t.Errorf("without a file: %q, %v", got, err)
		}
	}
}

func TestAFileThatHoldsNoPasswordIsRefusedAndNotRepeated(t *testing.T) {
	long := strings.Repeat(secret, 586) // 4102 bytes
	for _, c := range []struct{ name, file, sentence string }{
		{"nothing", "", "config.password.empty"},
		{"an empty line", "\n", "config.password.empty"},
		{"an empty line of Windows", "\r\n", "config.password.empty"},
		{"a byte order mark alone", "\ufeff\n", "config.password.empty"},
		{"two lines", secret + "\n" + secret + "\n", "config.password.lines"},
		{"an empty line after it", secret + "\n\n", "config.password.lines"},
		{"an empty line before it", "\n" + secret + "\n", "config.password.lines"},
		{"a line end of old", secret + "\r", "config.password.lines"},
		{"a byte too many", strings.Repeat("p", 4097), "config.password.long"},
		{"a byte too many and a line end", strings.Repeat("p", 4097) + "\n", "config.password.long"},
		{"far too long", long, "config.password.long"},
		{"UTF-16", "h\x00u\x00n\x00\r\x00\n\x00", "config.password.text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "password")
			writeFile(t, path, c.file)
			got, err := Config{Mail: MailSettings{PasswordFile: path}}.MailPassword(envOf(nil))
			text := refused(t, err, fault.Invalid, c.sentence)
			mentions(t, text, path)
			keeps(t, err, text)
			if got != "" || fault.As(err).Target != path {
				t.Errorf("%q, about %q", got, fault.As(err).Target)
			}
		})
	}
}

func TestAPasswordFileThatCannotBeReadIsSaid(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "missing")
	_, err := Config{Mail: MailSettings{PasswordFile: missing}}.MailPassword(envOf(nil))
	mentions(t, refused(t, err, fault.NotFound, "config.password.missing"), missing, "smtp.password-file")
	_, err = Config{Mail: MailSettings{PasswordFile: folder}}.MailPassword(envOf(nil))
	mentions(t, refused(t, err, fault.Invalid, "config.password.file"), folder, "DPOR_SMTP_PASSWORD")
	if runtime.GOOS != "linux" {
		return // no other has a device to try it with
	}
	_, err = Config{Mail: MailSettings{PasswordFile: "/dev/zero"}}.MailPassword(envOf(nil)) // a pipe would keep who reads it waiting
	refused(t, err, fault.Invalid, "config.password.file")
}

func TestAPasswordFileThatOthersCanReadIsExposed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs permission bits")
	}
	path := filepath.Join(t.TempDir(), "password")
	writeFile(t, path, secret)
	for mode, want := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o700: false, 0o640: true, 0o604: true, 0o620: true, 0o644: true} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if got := PasswordExposed(path); got != want {
			t.Errorf("%o: %v", mode, got)
		}
		if exposed("windows", path) {
			t.Errorf("%o is exposed on Windows", mode)
		}
	}
	if PasswordExposed(filepath.Join(t.TempDir(), "missing")) {
		t.Error("a file that is not there is exposed")
	}
}
