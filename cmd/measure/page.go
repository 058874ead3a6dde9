package main

import (
	"fmt"
	"os"
	"strings"
)

// The lines of a page between which the tables stand: of what is measured beside SQLite, and of the mail.
const (
	beginMark     = "<!-- measured: from here -->"
	endMark       = "<!-- measured: to here -->"
	mailBeginMark = "<!-- measured mail: from here -->"
	mailEndMark   = "<!-- measured mail: to here -->"
)

// room is where tables stand in a page: between two lines.
type room struct{ begin, end string }

// room is where the tables go that were asked for.
func (o options) room() room {
	if o.mail {
		return room{mailBeginMark, mailEndMark}
	}
	return room{beginMark, endMark}
}

// readPage reads a page that has room for the tables.
func readPage(name string, r room) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if _, err := placed(string(text), "", r); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return string(text), nil
}

// writePage puts the tables into a page that was read before.
func writePage(name, page, section string, r room) error {
	text, err := placed(page, section, r)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// placed is the page with the section between its marks, in place of what stood there.
func placed(page, section string, r room) (string, error) {
	before, rest, begins := strings.Cut(page, r.begin+"\n")
	_, after, ends := strings.Cut(rest, r.end)
	if !begins || !ends || strings.Contains(after, r.begin) {
		return "", fmt.Errorf("the tables go between %q and %q, once and each on a line of its own", r.begin, r.end)
	}
	return before + r.begin + "\n" + strings.TrimSpace(section) + "\n" + r.end + after, nil
}
