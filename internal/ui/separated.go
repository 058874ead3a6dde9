package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/internal/cell"
)

// separated writes CSV and TSV: RFC 4180 with line feeds. TSV differs by its separator only, so a
// cell with a tab or a line break is quoted and is read back as it was.
type separated struct {
	separator byte
	// terminal tells whether the cells reach a terminal, which must not see control characters.
	terminal bool
}

// appendRow appends one row.
func (s separated) appendRow(b []byte, cells []string) []byte {
	for i, text := range cells {
		if i > 0 {
			b = append(b, s.separator)
		}
		b = s.appendCell(b, text, len(cells) == 1)
	}
	return append(b, '\n')
}

// appendSeparated appends one row of a view.
func appendSeparated[T any](b []byte, s separated, v View[T], row *T) ([]byte, error) {
	only := len(v.Columns) == 1
	for i := range v.Columns {
		if i > 0 {
			b = append(b, s.separator)
		}
		c := &v.Columns[i]
		if c.Append != nil && !only {
			b = c.Append(b, row)
			continue
		}
		text, err := c.text(row)
		if err != nil {
			return b, err
		}
		b = s.appendCell(b, text, only)
	}
	return append(b, '\n'), nil
}

// appendCell appends one cell, protected from being run as a formula (CONTRACT section 1), and quoted where
// it must be: an only cell that is empty too, because readers skip an empty line.
func (s separated) appendCell(b []byte, text string, only bool) []byte {
	if s.plain(text) {
		return append(b, text...)
	}
	// Readers make CR LF a line feed. Done here, it cannot take the CR from behind a mark.
	for strings.Contains(text, "\r\n") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if s.terminal {
		text = Block(text)
	}
	text = cell.ProtectCell(text)
	if !s.mustQuote(text, only) {
		return append(b, text...)
	}
	b = append(b, '"')
	for {
		before, after, found := strings.Cut(text, `"`)
		b = append(b, before...)
		if !found {
			return append(b, '"')
		}
		b = append(b, `""`...)
		text = after
	}
}

// plain tells whether a cell surely stands as it is, as most do: it begins with a letter or digit and has
// nothing but printable ASCII in it that no format knows.
func (s separated) plain(text string) bool {
	if text == "" {
		return false
	}
	if c := text[0] | 0x20; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7F || c == s.separator || c == '"' {
			return false
		}
	}
	return true
}

func (s separated) mustQuote(text string, only bool) bool {
	if text == "" {
		return only
	}
	for i := range len(text) {
		if c := text[i]; c == s.separator || c == '"' || c == '\n' || c == '\r' {
			return true
		}
	}
	first, _ := utf8.DecodeRuneInString(text)
	return first == ' ' || first == '\t' || first == 0xFEFF // readers drop a space or a byte order mark
}
