package intake

import (
	"bufio"
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// mostSheets is how many sheets a workbook may have.
const mostSheets = 100

var (
	zipMagic = []byte("PK\x03\x04")
	// ole2Magic begins the older files of Office, and every one with a password.
	ole2Magic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
)

// isWorkbook tells by its beginning whether a file is no text but a workbook, or was one.
func isWorkbook(raw *bufio.Reader) bool {
	head, _ := raw.Peek(len(ole2Magic))
	return bytes.HasPrefix(head, zipMagic) || bytes.Equal(head, ole2Magic)
}

// sheet is where the rows of a document stand that is one sheet of a workbook.
type sheet struct {
	file, name string
	spoiled    []bool // the cells of the row that are errors of formulas
}

// workbook reads every sheet that is not empty as a table with a header row. Hidden rows, columns and
// sheets are read as the others are: what is not read has to be deleted.
func (r *reading) workbook(s Source, raw *bufio.Reader) error {
	if _, err := raw.Peek(1); err != nil {
		return emptyFile(s.Name)
	}
	b, err := openWorkbook(raw)
	if err != nil {
		return err
	}
	if len(b.sheets) > mostSheets {
		return fault.New(fault.Invalid, "intake.xlsx.sheets", "count", len(b.sheets), "most", mostSheets)
	}
	read := 0
	for _, w := range b.sheets {
		d := &document{reading: r, file: s.Name + " (" + w.name + ")", sheet: &sheet{file: s.Name, name: w.name}}
		used, err := d.sheetRows(b, w)
		if err != nil {
			return err
		}
		if used {
			read++
		}
	}
	if read == 0 {
		return emptyFile(s.Name)
	}
	return nil
}

// sheetRows reads the rows of a sheet; false where it has none. The error is one of the whole file.
func (d *document) sheetRows(b *workbook, w worksheet) (used bool, err error) {
	var (
		t         taker
		positions []int
		texts     []string
		good      bool
	)
	err = b.rows(w, func(line int, stored []stored) error {
		texts, d.sheet.spoiled = texts[:0], d.sheet.spoiled[:0]
		for i, c := range stored {
			typ := record.Text
			if i < len(positions) && positions[i] >= 0 {
				typ = t.typeOf(positions[i])
			}
			text, spoiled, err := b.value(c, typ)
			if err != nil {
				return err
			}
			texts, d.sheet.spoiled = append(texts, text), append(d.sheet.spoiled, spoiled)
		}
		for len(texts) > len(positions) && strings.TrimSpace(texts[len(texts)-1]) == "" {
			texts = texts[:len(texts)-1] // a cell that has a look, but nothing in it
		}
		switch {
		case empty(texts):
		case !used:
			used = true
			t, positions, good = d.sheetHeader(texts, line)
			return d.settle()
		case good:
			for len(texts) < len(positions) {
				texts = append(texts, "")
			}
			return d.cells(t, positions, texts, line)
		}
		return nil
	})
	return used, err
}

// sheetHeader reads the first row of a sheet; false where it is refused, which is said.
func (d *document) sheetHeader(texts []string, line int) (taker, []int, bool) {
	names := append([]string(nil), texts...)
	if len(names) > mostColumns {
		d.refuse(fault.New(fault.Invalid, "intake.xlsx.columns", "count", len(names), "most", mostColumns).In(d.file, line, "", ""))
		return nil, nil, false
	}
	kind := d.options.As
	if kind == "" {
		if kind = kindOf(names); kind == "" {
			d.refuse(fault.New(fault.Invalid, "intake.unknown", "file", d.file).In(d.file, line, "", clip(strings.Join(names, ","))))
			return nil, nil, false
		}
	}
	t := d.takes(kind)
	positions, good := d.header(t, names, line)
	return t, positions, good
}

// at is the file in which a cell is, and in a workbook also which one it is: "estate.xlsx (Sheet1!B7)".
func (d *document) at(column string, line int) string {
	if i := d.columnAt(column); i >= 0 {
		return d.sheet.file + " (" + d.sheet.name + "!" + columnName(i+1) + strconv.Itoa(line) + ")"
	}
	return d.file
}

// spoiled refuses a cell of a sheet that is an error of a formula; nil for every other one.
func (d *document) spoiled(column, text string) *fault.Error {
	if !slices.Contains(d.sheet.spoiled, true) {
		return nil
	}
	if i := d.columnAt(column); i >= 0 && i < len(d.sheet.spoiled) && d.sheet.spoiled[i] {
		return fault.New(fault.Invalid, "intake.xlsx.error", "value", clip(text))
	}
	return nil
}

// columnAt is the place of a column in the sheet; -1 where the document is none, or has no such column.
func (d *document) columnAt(column string) int {
	if d.sheet == nil {
		return -1
	}
	for i, name := range d.columns {
		if strings.EqualFold(strings.TrimSpace(name), column) {
			return i
		}
	}
	return -1
}
