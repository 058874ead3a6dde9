package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestABadValueIsRefusedWhereverItComesFrom(t *testing.T) {
	for _, c := range []struct{ key, value, sentence, expected string }{
		{"output", "xml", "config.value.word", "ndjson"},
		{"lang", "de", "config.value.word", "sv"},
		{"color", "yes", "config.value.word", "always"},
		{"prompter", "x", "config.value.word", "survey"},
		{"no-input", "maybe", "config.value.word", "true, false"},
		{"quiet", "2", "config.value.word", "true, false"},
		{"wait", "5", "config.value.duration", "5s"},
		{"wait", "-1s", "config.value.duration", "5s"},
		{"wait", "soon", "config.value.duration", "5s"},
		{"profile", "a.b", "config.value.name", "letters"},
		{"profile", "åke", "config.value.name", "letters"},
		{"profile", "12345678901234567890123456789012345678901", "config.value.name", "letters"},
	} {
		_, err := Load(with(given(t, ""), c.key, c.value))
		mentions(t, refused(t, err, fault.Usage, c.sentence), "--"+c.key, c.value, c.expected)
		_, err = Load(given(t, "", EnvName(c.key), c.value))
		mentions(t, refused(t, err, fault.Usage, c.sentence), EnvName(c.key), c.value, c.expected)
		in := given(t, "# a comment\n\n"+c.key+": "+c.value+"\n")
		_, err = Load(in)
		mentions(t, refused(t, err, fault.Invalid, c.sentence), c.key+" ("+filePath(t, in)+":3)", c.value, c.expected)
		if e := fault.As(err); e.File != filePath(t, in) || e.Line != 3 || e.Value != c.value {
			t.Errorf("%s: at %s:%d %q", c.key, e.File, e.Line, e.Value)
		}
	}
}

func TestABadValueThatIsOverruledDoesNoHarm(t *testing.T) {
	in := with(given(t, "output: xml\n", "DPOR_OUTPUT", "x"), "output", "csv")
	if config, err := Load(in); err != nil || config.Output != "csv" {
		t.Errorf("%q, %v", config.Output, err)
	}
}

func TestAnEmptyFlagIsRefused(t *testing.T) {
	for _, key := range []string{"ledger", "query", "output", "wait", "profile", "yes"} {
		_, err := Load(with(given(t, ""), key, ""))
		mentions(t, refused(t, err, fault.Usage, "config.value.empty"), "--"+key)
	}
}

func TestWithAnErrorTheRestIsStillLoaded(t *testing.T) {
	for name, in := range map[string]Input{
		"a bad value":       given(t, "lang: es\nwait: soon\n", "DPOR_OUTPUT", "json"),
		"an unknown key":    given(t, "lang: es\nwat: 5s\n", "DPOR_OUTPUT", "json"),
		"a file of rubbish": given(t, "\t{", "DPOR_OUTPUT", "json", "LANG", "es_ES"),
		"a flag":            with(given(t, "lang: es\n", "DPOR_OUTPUT", "json"), "wait", "soon"),
	} {
		config, err := Load(in)
		if err == nil || config.Lang != "es" || config.Output != "json" || config.Wait.String() != "5s" || config.Ledger == "" {
			t.Errorf("%s: %+v, %v", name, config, err)
		}
	}
}

func TestAWrongFileIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		name, text, sentence string
		line                 int
		parts                []string
	}{
		{"a typing mistake", "quiet: true\nouput: json\n", "config.file.key", 2, []string{`"ouput"`, "output", "line 2"}},
		{"a mistake in profiles", "\nprofile_s:\n  a: {}\n", "config.file.key", 2, []string{"profiles"}},
		{"upper case", "Output: json\n", "config.file.key", 1, []string{"output"}},
		{"query", "query: x\n", "config.file.place", 1, []string{"--query", "DPOR_QUERY"}},
		{"yes", "output: csv\nyes: true\n", "config.file.place", 2, []string{"--yes"}},
		{"debug", "debug: true\n", "config.file.place", 1, []string{"--debug"}},
		{"a key twice", "lang: es\nquiet: true\nlang: sv\n", "config.file.twice", 3, []string{"lang", "line 3"}},
		{"a list for a value", "output: [csv]\n", "config.file.scalar", 1, []string{"output"}},
		{"a list for profiles", "profiles: [csv]\n", "config.file.map", 1, []string{"profiles"}},
		{"a list", "- output\n", "config.file.pairs", 1, nil},
		{"a text", "hello\n", "config.file.pairs", 1, nil},
		{"two documents", "output: csv\n---\nlang: es\n", "config.file.documents", 2, nil},
		{"no YAML", "output: csv\nlang: [es\n", "config.file.yaml", 2, []string{"near line 2: did"}},
		{"a wrong character", "output: csv\nlang: @es\n", "config.file.yaml", 2, []string{"near line 2: found"}},
		{"a control character", "output: csv\nlang: \x01\n", "config.file.yaml", 0, []string{"YAML: control"}},
		{"no YAML in the second document", "output: csv\n---\nlang: [es\n", "config.file.yaml", 3, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.text)
			_, err := Load(in)
			mentions(t, refused(t, err, fault.Invalid, c.sentence), append(c.parts, filePath(t, in))...)
			if e := fault.As(err); e.Line != c.line || e.File != filePath(t, in) {
				t.Errorf("at %s:%d, want line %d", e.File, e.Line, c.line)
			}
			if _, err := List(in); err == nil {
				t.Error("the list shows it as if it were right")
			}
		})
	}
}

func TestAnEmptyFileIsAsGoodAsNone(t *testing.T) {
	for _, text := range []string{" ", "# only a comment\n", "---\n", "---\n# c\n", "{}\n", "profiles:\n"} {
		if config, err := Load(given(t, text)); err != nil || config.Output != "table" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAFileThatCannotBeReadIsSaid(t *testing.T) {
	in := given(t, "")
	if err := os.MkdirAll(filePath(t, in), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Load(in)
	mentions(t, refused(t, err, fault.Internal, "config.file.read"), filePath(t, in))
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, "x")
	_, err = Load(given(t, "", "DPOR_CONFIG", filepath.Join(file, "config.yaml")))
	refused(t, err, fault.Internal, "config.file.read")
}
