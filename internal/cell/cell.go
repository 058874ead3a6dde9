// Package cell owns the mark that keeps a spreadsheet from running a cell of a CSV or TSV file as a
// formula (CONTRACT section 1): how it is put on, and how it is taken off again.
//
// It must not know of files, columns or records.
package cell

import "strings"

const (
	mark = "'"
	// starts are the characters that make a spreadsheet run a cell.
	starts = "=+-@\t\r"
)

// ProtectCell puts one mark before a text that a spreadsheet would run as a formula. A text that
// already looks protected, marks and then such a character, gets one more, so that UnprotectCell
// always gives back what was protected; any other text stays as it is, "'s-Hertogenbosch" too.
func ProtectCell(s string) string {
	if runs(strings.TrimLeft(s, mark)) {
		return mark + s
	}
	return s
}

// UnprotectCell takes off the one mark that ProtectCell put on. A formula that somebody typed
// without a mark stays as it is.
func UnprotectCell(s string) string {
	if rest, marked := strings.CutPrefix(s, mark); marked && runs(strings.TrimLeft(rest, mark)) {
		return rest
	}
	return s
}

func runs(s string) bool { return s != "" && strings.IndexByte(starts, s[0]) >= 0 }
