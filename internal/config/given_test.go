package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/dpor-cli/dpor/pkg/fault"
)

var roles = []string{"global-admin", "incentives-admin", "reader"}

// given is the input of a run whose home is a new folder, with the configuration file in it where
// text is not empty.
func given(t *testing.T, text string, env ...string) Input {
	t.Helper()
	vars := map[string]string{"HOME": t.TempDir()}
	for i := 0; i+1 < len(env); i += 2 {
		vars[env[i]] = env[i+1]
	}
	in := Input{Flags: map[string]string{}, Env: func(name string) string { return vars[name] }, Roles: roles}
	if text != "" {
		writeFile(t, filePath(t, in), text)
	}
	return in
}

func with(in Input, flag, value string) Input {
	in.Flags[flag] = value
	return in
}

func filePath(t *testing.T, in Input) string {
	t.Helper()
	path, err := FilePath(in)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func fileText(t *testing.T, in Input) string {
	t.Helper()
	b, err := os.ReadFile(filePath(t, in))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// refused checks an error's code and key and gives its sentence and hint in English.
func refused(t *testing.T, err error, code fault.Code, key string) string {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s %s", code, key)
	}
	e := fault.As(err)
	if e.Code != code || e.Key != key {
		t.Fatalf("%v, want %s %s", err, code, key)
	}
	var b strings.Builder
	for _, k := range []string{key, key + ".hint"} {
		sentence, there := sentences(t)[k]
		if !there {
			t.Fatalf("%s is not in the catalogue", k)
		}
		if err := template.Must(template.New(k).Option("missingkey=error").Parse(sentence)).Execute(&b, e.Args); err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func sentences(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "catalogue", "en", "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// mentions checks that a text has every part in it.
func mentions(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q does not mention %q", text, p)
		}
	}
}
