package main

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/dpor-cli/dpor/internal/cli"
)

// writeMan writes a man page of every command. They carry the day of epoch, in seconds as
// SOURCE_DATE_EPOCH has it, and without one a fixed day: the same code gives the same bytes.
func writeMan(folder, epoch string) error {
	date := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	if epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return err
		}
		date = time.Unix(seconds, 0).UTC()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root := cli.Root()
	withoutDate(root)
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &date, Source: "dpor", Manual: "dpor manual"}, folder)
}

// withoutDate leaves out the line that says when a page was made.
func withoutDate(cmd *cobra.Command) {
	cmd.DisableAutoGenTag = true
	for _, c := range cmd.Commands() {
		withoutDate(c)
	}
}

// writeCompletions writes the scripts that "dpor completion" prints, under the names that the shells
// look for.
func writeCompletions(folder string) error {
	root := cli.Root()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, generate := range map[string]func(io.Writer) error{
		"dpor.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_dpor":     root.GenZshCompletion,
		"dpor.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"dpor.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		if err := writeFile(filepath.Join(folder, name), generate); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, generate func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := generate(f); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
