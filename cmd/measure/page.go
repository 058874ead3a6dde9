package main

import (
	"fmt"
	"os"
	"strings"
)

// The lines of a page between which the tables stand.
const (
	beginMark = "<!-- measured: from here -->"
	endMark   = "<!-- measured: to here -->"
)

// readPage reads a page that has room for the tables.
func readPage(name string) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if _, err := placed(string(text), ""); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return string(text), nil
}

// writePage puts the tables into a page that was read before.
func writePage(name, page, section string) error {
	text, err := placed(page, section)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// placed is the page with the section between its marks, in place of what stood there.
func placed(page, section string) (string, error) {
	before, rest, begins := strings.Cut(page, beginMark+"\n")
	_, after, ends := strings.Cut(rest, endMark)
	if !begins || !ends || strings.Contains(after, beginMark) {
		return "", fmt.Errorf("the tables go between %q and %q, once and each on a line of its own", beginMark, endMark)
	}
	return before + beginMark + "\n" + strings.TrimSpace(section) + "\n" + endMark + after, nil
}
