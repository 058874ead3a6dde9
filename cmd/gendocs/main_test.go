package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/cli"
)

const root = "../.."

func TestEveryGeneratedPageIsFresh(t *testing.T) {
	want, err := pages(root)
	if err != nil {
		t.Fatal(err)
	}
	have, err := written(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if have[name] != text {
			t.Errorf("%s is stale: type go run ./cmd/gendocs", name)
		}
	}
	for name := range have {
		if _, there := want[name]; !there {
			t.Errorf("%s is left over: type go run ./cmd/gendocs", name)
		}
	}
}

func TestAPageThatIsLeftOverIsTakenAway(t *testing.T) {
	folder := t.TempDir()
	put := func(name, text string) string {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	schema, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(schemaFile)))
	if err != nil {
		t.Fatal(err)
	}
	put(schemaFile, string(schema))
	leftOver := put("docs/cli/forget-por.md", mark+"\n# dpor forget-por\n")
	written := put("docs/index.md", "# Written by hand\n")
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(leftOver); !os.IsNotExist(err) {
		t.Errorf("the page of a command that is gone is still there: %v", err)
	}
	if _, err := os.Stat(written); err != nil {
		t.Errorf("a page written by hand is gone: %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "docs", "cli", "add-por.md")); err != nil {
		t.Error(err)
	}
}

func TestEveryCommandSaysWhatItDoesWithTheLedger(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if mode := cmd.Annotations["mode"]; mode != "none" && mode != "read" && mode != "write" {
			t.Errorf("%s has the mode %q", cmd.CommandPath(), mode)
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(cli.Root())
}

func TestAPageOfACommandHasEverythingItsHelpHas(t *testing.T) {
	all, err := pages(root)
	if err != nil {
		t.Fatal(err)
	}
	page := all["docs/cli/add-por.md"]
	for _, part := range []string{
		"# dpor add-por", "Can also be typed as `add`.", "It writes to the ledger.", "## Examples",
		"| `--mpn` | a text |", "dpor add-por --subscription", "all of them get the partner, or none",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("add-por.md lacks %q:\n%s", part, page)
		}
	}
	if page := all["docs/ledger.md"]; !strings.Contains(page, "└─") || strings.Contains(page, "version ?") {
		t.Errorf("ledger.md has no drawing or no version:\n%s", page)
	}
}

func TestTheFilesOfAReleaseAreTheSameEveryTime(t *testing.T) {
	first, second := release(t, "1767225600"), release(t, "1767225600")
	if len(first) < 20 {
		t.Errorf("only %d files", len(first))
	}
	for name, content := range first {
		if content == "" || content != second[name] {
			t.Errorf("%s is empty or differs", name)
		}
	}
	if page := first["man/dpor-add-por.1"]; !strings.Contains(page, "Jan 2026") {
		t.Errorf("the man page does not carry its date:\n%.300s", page)
	}
	for _, name := range []string{"completions/dpor.bash", "completions/_dpor", "completions/dpor.fish", "completions/dpor.ps1"} {
		if !strings.Contains(first[name], "dpor") {
			t.Errorf("%s: %.100q", name, first[name])
		}
	}
}

// release runs the program as a release does and gives what it wrote.
func release(t *testing.T, epoch string) map[string]string {
	t.Helper()
	folder := t.TempDir()
	if err := run([]string{"--man", filepath.Join(folder, "man"), "--completions", filepath.Join(folder, "completions")}, epoch); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, sub := range []string{"man", "completions"} {
		entries, err := os.ReadDir(filepath.Join(folder, sub))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			content, err := os.ReadFile(filepath.Join(folder, sub, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			files[sub+"/"+e.Name()] = string(content)
		}
	}
	return files
}

func TestAMistypedArgumentIsAnError(t *testing.T) {
	for _, args := range [][]string{{"docs"}, {"--man", t.TempDir(), "more"}} {
		if err := run(args, ""); err == nil {
			t.Errorf("%q is no error", args)
		}
	}
	if err := run([]string{"--man", t.TempDir()}, "today"); err == nil {
		t.Error("an epoch that is no number is no error")
	}
}
