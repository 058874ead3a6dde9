package ui

import (
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/record"
)

// Column is one value of a row T: its key in every format, and how it is had.
type Column[T any] struct {
	// Key is the JSON key; its heading in a table is the catalogue's "column." + Key.
	Key string
	// Type says how the text is to be understood: in JSON a Number and a Truth stand raw, a List is an
	// array, and anything else is a string.
	Type record.Type
	// Text is the value as text, empty where there is none. It may be nil where Raw is set: the text is
	// then the compact JSON of it.
	Text func(*T) string
	// Append appends the text where it is always plain: letters, digits and hyphens, of which the first is no
	// hyphen, as in an identifier or a day. No format quotes or escapes it, and no text is made for it first.
	// It may be nil; Number, Truth and List have none.
	Append func([]byte, *T) []byte
	// InTable tells whether a table of many rows shows the column; one object shows others too, where
	// they have a value.
	InTable bool
	// Raw is the value for JSON and YAML where it is an object or a list of objects, whose JSON tags
	// name the keys; nil for other values.
	Raw func(*T) any
	// Each is the value for JSON and YAML where it is a list of objects that may be longer than memory; nil
	// for other values. Only one object has such a column. In a table, and for a query, it is Raw's kind of
	// value.
	Each func(*T) iter.Seq2[Members, error]
}

// View says which columns a row has, in the order of the output.
type View[T any] struct {
	Columns []Column[T]
}

// Columns are the columns of a record's fields; a table shows the named ones, or all where none is
// named.
func Columns[T any](fields []record.Field[T], inTable ...string) []Column[T] {
	columns := make([]Column[T], len(fields))
	for i, f := range fields {
		columns[i] = Column[T]{
			Key: f.Key, Type: f.Type, Text: f.Text,
			InTable: len(inTable) == 0 || slices.Contains(inTable, f.Key),
		}
	}
	return columns
}

// text is the value as text.
func (c *Column[T]) text(row *T) (string, error) {
	if c.Text != nil {
		return c.Text(row), nil
	}
	if c.Each != nil {
		b, err := appendEach(nil, c.Each(row), compact, nil)
		return string(b), err
	}
	b, err := appendRaw(nil, c.Raw(row), compact)
	return string(b), err
}

// keys are the keys of the columns.
func (v View[T]) keys() []string {
	keys := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		keys[i] = c.Key
	}
	return keys
}

// tabled is the view with the columns that a table of many rows shows.
func (v View[T]) tabled() View[T] {
	var shown []Column[T]
	for _, c := range v.Columns {
		if c.InTable {
			shown = append(shown, c)
		}
	}
	return View[T]{shown}
}

// appendCells appends the text of every column of a row.
func (v View[T]) appendCells(cells []string, row *T) ([]string, error) {
	for i := range v.Columns {
		text, err := v.Columns[i].text(row)
		if err != nil {
			return cells, err
		}
		cells = append(cells, text)
	}
	return cells, nil
}
