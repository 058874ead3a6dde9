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

// appendRow appends one row. Cells are protected from being run as formulas (CONTRACT section 1).
func (s separated) appendRow(b []byte, cells []string) []byte {
	for i, text := range cells {
		if i > 0 {
			b = append(b, s.separator)
		}
		// Readers make CR LF a line feed. Done here, it cannot take the CR from behind a mark.
		for strings.Contains(text, "\r\n") {
			text = strings.ReplaceAll(text, "\r\n", "\n")
		}
		if s.terminal {
			text = Block(text)
		}
		b = s.appendCell(b, cell.ProtectCell(text), len(cells) == 1)
	}
	return append(b, '\n')
}

// appendCell appends one cell, quoted where it must be: an only cell that is empty too, because
// readers skip an empty line.
func (s separated) appendCell(b []byte, text string, only bool) []byte {
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
