package config

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestSettingAValueLeavesTheRestOfTheFile(t *testing.T) {
	for _, c := range []struct{ name, before, key, value, after string }{
		{"no file", "", "output", "json", "output: json\n"},
		{"comments alone", "# mine\n", "output", "json", "# mine\noutput: json\n"},
		{"an empty document", "---\n# mine\n", "output", "json", "output: json\n\n# mine\n"},
		{"an empty map", "{}\n", "output", "json", "output: json\n"},
		{
			"comments kept",
			"# my settings\n\n# how I like it\noutput: csv # not json\n# last\nquiet: true\n# the end\n", "output", "JSON",
			"# my settings\n\n# how I like it\noutput: json # not json\n# last\nquiet: true\n# the end\n",
		},
		{"another key added", "output: csv # c\n", "quiet", "yes", "output: csv # c\nquiet: true\n"},
		{"profiles kept", "profiles:\n  a: {user: a@b.c, role: reader, partnerIds: [1234567]} # me\n", "wait", "90s",
			"profiles:\n  a: {user: a@b.c, role: reader, partnerIds: [1234567]} # me\nwait: 1m30s\n"},
		{"a bad value mended", "output: xml\n", "output", "json", "output: json\n"},
		{"a list mended", "output: [xml]\n", "output", "json", "output: json\n"},
		{"an absolute path", "", "ledger", "/l/x.db", "ledger: /l/x.db\n"},
		{"the home folder", "", "ledger", "~/x.db", "ledger: ~/x.db\n"},
		{"taken out", "# top\n\noutput: csv\nquiet: true\n", "output", "", "# top\n\nquiet: true\n"},
		{"the last one taken out", "output: csv\n", "output", "", "{}\n"},
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
		})
	}
}

func TestARelativePathIsKeptAbsolute(t *testing.T) {
	in := given(t, "")
	t.Chdir(t.TempDir())
	must[bool](t)(Set(t.Context(), in, "ledger", "here.db"))
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if config, err := Load(in); err != nil || config.Ledger != filepath.Join(folder, "here.db") {
		t.Errorf("%q, %v", config.Ledger, err)
	}
}

func TestANestedKeyIsWrittenNested(t *testing.T) {
	for _, c := range []struct{ before, value, after string }{
		{"", "0123", "smtp:\n  host: \"0123\"\n"},
		{"smtp:\n", "a", "smtp:\n  host: a\n"},
		{"smtp:\n  port: 25 # old\nquiet: true\n", "a", "smtp:\n  port: 25 # old\n  host: a\nquiet: true\n"},
		{"smtp:\n  host: b # here\n", "a", "smtp:\n  host: a # here\n"},
		{"smtp.host: b\n", "a", "smtp.host: a\n"},
		{"smtp:\n  port: 25\n  host: b\n", "", "smtp:\n  port: 25\n"},
		{"quiet: true\nsmtp:\n  host: b\n", "", "quiet: true\n"},
		{"smtp:\n  port: 25\nsmtp.host: b\n", "", "smtp:\n  port: 25\n"},
	} {
		in := given(t, c.before)
		if _, err := Set(t.Context(), in, "smtp.host", c.value); err != nil {
			t.Fatal(err)
		}
		if got := fileText(t, in); got != c.after {
			t.Errorf("%q: got %q, want %q", c.before, got, c.after)
		}
	}
}

func TestWhatCannotBeSetIsRefusedAndTheFileStays(t *testing.T) {
	for _, c := range []struct {
		name, file, key, value string
		code                   fault.Code
		sentence, part         string
	}{
		{"an unknown key", "quiet: true\n", "ouput", "json", fault.Usage, "config.key.unknown", "output"},
		{"a bad word", "quiet: true\n", "output", "xml", fault.Usage, "config.value.word", "ndjson"},
		{"a bad duration", "quiet: true\n", "wait", "5", fault.Usage, "config.value.duration", "5s"},
		{"a bad name", "quiet: true\n", "profile", "a b", fault.Usage, "config.value.name", "a b"},
		{"query", "quiet: true\n", "query", "x", fault.Usage, "config.key.place", "DPOR_QUERY"},
		{"yes", "quiet: true\n", "yes", "true", fault.Usage, "config.key.place", "--yes"},
		{"a mistake elsewhere", "quiet: true\nouput: csv\n", "output", "csv", fault.Invalid, "config.file.key", "line 2"},
		{"rubbish", "\t{", "output", "csv", fault.Invalid, "config.file.yaml", "YAML"},
		{"two documents", "quiet: true\n---\nquiet: false\n", "output", "csv", fault.Invalid, "config.file.documents", "second"},
		{"an anchor that is changed", "color: &a auto\nprompter: *a\n", "color", "never", fault.Invalid, "config.file.yaml", "anchor"},
		{"an anchor that goes", "ledger: &l /a\noutput: *l\n", "ledger", "", fault.Invalid, "config.file.yaml", "anchor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := given(t, c.file)
			_, err := Set(t.Context(), in, c.key, c.value)
			mentions(t, refused(t, err, c.code, c.sentence), c.part)
			if got := fileText(t, in); got != c.file {
				t.Errorf("the file is now %q", got)
			}
		})
	}
}

func TestTheFileAndItsFolderArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs permission bits")
	}
	in := given(t, "")
	must[bool](t)(Set(t.Context(), in, "output", "json"))
	path := filePath(t, in)
	for name, want := range map[string]os.FileMode{path: 0o600, path + ".lock": 0o600, filepath.Dir(path): os.ModeDir | 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, want %v, %v", name, info.Mode(), want, err)
		}
	}
	open := given(t, "quiet: true\n")
	if err := os.Chmod(filePath(t, open), 0o644); err != nil {
		t.Fatal(err)
	}
	must[bool](t)(Set(t.Context(), open, "output", "json"))
	if info, err := os.Stat(filePath(t, open)); err != nil || info.Mode() != 0o600 {
		t.Errorf("a file open to all stays so: %v, %v", info.Mode(), err)
	}
}

func TestALinkedFileIsChangedWhereItLies(t *testing.T) {
	in := given(t, "")
	real := filepath.Join(t.TempDir(), "dotfiles", "dpor.yaml")
	writeFile(t, real, "quiet: true\n")
	path := filePath(t, in)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, path); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
	must[bool](t)(Set(t.Context(), in, "output", "json"))
	if got, err := os.ReadFile(real); err != nil || string(got) != "quiet: true\noutput: json\n" {
		t.Errorf("%q, %v", got, err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if _, err := os.Stat(real + ".lock"); err != nil {
		t.Errorf("the lock is not beside the file, where writers by either name meet: %v", err)
	}
}

func TestAFolderThatCannotBeMadeIsSaid(t *testing.T) {
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "file"), "x")
	if err := os.Symlink("nowhere", filepath.Join(folder, "link")); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
	for place, sentence := range map[string]string{"file": "atomicfile.write", "link": "config.file.write"} {
		path := filepath.Join(folder, place, "config.yaml")
		_, err := Set(t.Context(), given(t, "", "DPOR_CONFIG", path), "output", "json")
		mentions(t, refused(t, err, fault.Internal, sentence), path)
	}
}
