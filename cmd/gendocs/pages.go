package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/internal/cli"
)

// mark is the first line of every generated page, by which those that are left over are known.
const mark = "<!-- Made by \"go run ./cmd/gendocs\". Change the code, not this page. -->\n"

// pages are the generated pages of the project in a folder, by their name from that folder.
func pages(root string) (map[string]string, error) {
	all := commandPages(cli.Root())
	all["docs/exit-codes.md"] = exitCodes()
	all["docs/roles.md"] = roles()
	all["docs/records.md"] = records()
	all["docs/settings.md"] = settings()
	all["docs/states.md"] = states()
	var err error
	if all["docs/ledger.md"], err = ledger(root); err != nil {
		return nil, err
	}
	for name, text := range all {
		all[name] = mark + "\n" + strings.TrimSpace(text) + "\n"
	}
	return all, nil
}

// write brings the pages to where they belong and takes away those that are left over.
func write(root string) error {
	all, err := pages(root)
	if err != nil {
		return err
	}
	old, err := written(root)
	if err != nil {
		return err
	}
	for name := range old {
		if _, there := all[name]; !there {
			if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(all[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// written are the pages in docs that carry the mark, as they are on the disk.
func written(root string) (map[string]string, error) {
	found := map[string]string{}
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		// A checkout on Windows may end lines in its own way.
		content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
		name, err := filepath.Rel(root, file)
		if err == nil && bytes.HasPrefix(content, []byte(mark)) {
			found[filepath.ToSlash(name)] = string(content)
		}
		return err
	})
	return found, err
}
