package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// delimited reads CSV or TSV: a header row with the record's keys, then a record a row.
func (d *document) delimited(t text, comma rune) error {
	t.checked.limited = true
	d.comma = string(comma)
	rows := csv.NewReader(t.Reader)
	rows.Comma, rows.ReuseRecord, rows.FieldsPerRecord = comma, true, -1
	header, err := rows.Read()
	if err != nil {
		if quote := misquoted(err, d.file); quote != nil {
			return quote
		}
		return err
	}
	line, _ := rows.FieldPos(0)
	names := append([]string(nil), header...)
	kind := d.options.As
	if kind == "" {
		if kind = kindOf(names); kind == "" {
			return fault.New(fault.Invalid, "intake.unknown", "file", d.file).In(d.file, line, "", clip(strings.Join(names, string(comma))))
		}
	}
	taker := d.takes(kind)
	positions, good := d.header(taker, names, line)
	if !good {
		return d.settle()
	}
	for {
		cells, err := rows.Read()
		if err == nil {
			line, _ := rows.FieldPos(0)
			if err := d.cells(taker, positions, cells, line); err != nil {
				return err
			}
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		quote := misquoted(err, d.file)
		if quote == nil {
			return err
		}
		if err := d.misquotedRow(quote, err); err != nil {
			return err
		}
	}
}

// misquotedRow refuses a row whose quotes do not match. One that goes on over other lines may have
// swallowed rows: that is a mistake of the whole file.
func (d *document) misquotedRow(quote *fault.Error, cause error) error {
	d.refuse(quote)
	var parse *csv.ParseError
	if errors.As(cause, &parse) && parse.Line > parse.StartLine {
		return d.settle()
	}
	d.beginRow(quote.Line, nil, nil)
	return d.settleRow()
}

// header finds the field of each column; false where the header is refused.
func (d *document) header(t taker, names []string, line int) ([]int, bool) {
	before := len(d.refusals)
	refuse := func(e *fault.Error, column, value string) { d.refuse(e.In(d.file, line, column, value)) }
	positions := make([]int, len(names))
	seen := map[string]bool{}
	var told record.Fields
	for i, name := range names {
		name = strings.TrimSpace(name)
		positions[i] = t.position(name)
		switch lower := strings.ToLower(name); {
		case name == "":
			refuse(fault.New(fault.Invalid, "intake.column.empty", "number", i+1), "", "")
		case positions[i] == unknown:
			refuse(unknownColumn(t, name), name, name)
		case seen[lower]:
			refuse(fault.New(fault.Invalid, "intake.column.twice", "column", name), name, name)
		default:
			seen[lower] = true
			if positions[i] >= 0 {
				told = told.With(positions[i])
			}
		}
	}
	d.columns = names
	d.meet(names...)
	d.cell = func(i int) (string, bool) {
		switch {
		case i == len(d.columns)-1 && i < len(d.now):
			return strings.Join(d.now[i:], d.comma), true
		case i < len(d.now):
			return d.now[i], true
		}
		return "", false
	}
	if missing := t.lacks(told); missing != "" && len(d.refusals) == before {
		refuse(lacking(missing), missing, "")
	}
	return positions, len(d.refusals) == before
}

// cells reads one row. A row of nothing but empty cells, which spreadsheets leave at the end, is read
// over: it names no record. The error is what ended the reading.
func (d *document) cells(t taker, positions []int, cells []string, line int) error {
	if empty(cells) {
		return nil
	}
	d.now = cells
	d.beginRow(line, d.columns, d.cell)
	if len(cells) != len(positions) {
		d.refuse(fault.New(fault.Invalid, "intake.cells", "count", len(cells), "columns", len(positions)).
			In(d.file, line, "", clip(strings.Join(cells, ","))))
		return d.settleRow()
	}
	t.begin(line)
	for i, position := range positions {
		if position >= 0 {
			t.tell(position, t.key(position), cell.UnprotectCell(cells[i]))
		}
	}
	t.end()
	return d.settleRow()
}

func empty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// misquoted is the refusal of a row whose quotes do not match; nil for every other error.
func misquoted(err error, file string) *fault.Error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return nil
	}
	return fault.New(fault.Invalid, "intake.quotes", "line", parse.StartLine).In(file, parse.StartLine, "", "").Because(err)
}
