package intake

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// What a sheet may have: the rows are those that a sheet of Excel can have, and no record has half as
// many fields as there may be columns.
const (
	mostRows    = 1_048_576
	mostColumns = 64
	lastColumn  = 16_384 // XFD, the last that can be named
)

// stored is a cell as the file has it.
type stored struct {
	kind  string // of the value: "s" is a shared text, "n" or nothing a number, "e" an error
	style int
	text  string
}

// rows gives the rows of a sheet that hold anything, each with the number that a person sees and its
// cells from column A on. The cells are valid until the next row.
func (b *workbook) rows(sheet worksheet, each func(line int, cells []stored) error) error {
	var (
		cells   []stored
		now     stored
		line    int
		column  int
		spoken  bool
		trouble error
	)
	refuse := func(err error) {
		if trouble == nil {
			trouble = err
		}
	}
	err := b.walk(sheet.part, mostUnpacked, func(e xml.StartElement) {
		switch e.Name.Local {
		case "row":
			before := line
			line++
			if r := attribute(e, "r"); r != "" {
				line, _ = strconv.Atoi(r)
			}
			if line <= before {
				refuse(damagedWorkbook(errors.New("rows are not in their order")))
			}
			if line > mostRows {
				refuse(fault.New(fault.Invalid, "intake.xlsx.rows", "most", mostRows))
			}
			cells, column = cells[:0], 0
		case "c":
			column++
			if r := attribute(e, "r"); r != "" {
				column = columnNumber(r)
			}
			if column < 1 || column > lastColumn {
				refuse(damagedWorkbook(errors.New("a cell without a column")))
			}
			style, _ := strconv.Atoi(attribute(e, "s")) // no style is the first
			now = stored{kind: attribute(e, "t"), style: style}
		case "rPh":
			spoken = true
		}
	}, func(name, text string) error {
		switch {
		case trouble != nil:
			return trouble
		case name == "v", name == "t" && !spoken:
			now.text += text
		case name == "rPh":
			spoken = false
		case name == "c":
			for len(cells) < column {
				cells = append(cells, stored{})
			}
			if column > mostColumns { // it is refused, and only shown
				now.text = clip(now.text)
			}
			cells[column-1] = now
		case name == "row":
			return each(line, cells)
		}
		if len(now.text) > longestLine {
			return tooLarge()
		}
		return nil
	})
	if err == nil {
		err = trouble
	}
	return err
}

// value is a cell as the text that a CSV file would have, for a field of a type; spoiled is true where it
// is an error of a formula.
func (b *workbook) value(c stored, typ record.Type) (text string, spoiled bool, err error) {
	switch c.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.text))
		if err != nil || n < 0 || n >= len(b.shared) {
			return "", false, damagedWorkbook(errors.New("there is no shared text " + clip(c.text)))
		}
		return b.shared[n], false, nil
	case "str", "inlineStr":
		return unescaped(c.text), false, nil
	case "b":
		if c.text == "" {
			return "", false, nil
		}
		return strconv.FormatBool(isTrue(strings.TrimSpace(c.text))), false, nil
	case "e":
		return c.text, true, nil
	case "d":
		date, _, _ := strings.Cut(c.text, "T")
		return date, false, nil
	}
	number, err := strconv.ParseFloat(strings.TrimSpace(c.text), 64)
	if err != nil {
		return c.text, false, nil
	}
	look := plain
	if c.style >= 0 && c.style < len(b.looks) {
		look = b.looks[c.style]
	}
	return look.text(number, typ, b.since1904), false, nil
}

// columnNumber is the column of a reference such as B7, from 1; 0 where it is none.
func columnNumber(reference string) int {
	n := 0
	for i := 0; i < len(reference); i++ {
		c := reference[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		if n = n*26 + int(c-'a') + 1; n > lastColumn {
			return 0
		}
	}
	return n
}

// columnName is the letters of a column, from 1.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// unescaped turns _xHHHH_, as which a workbook keeps a character that XML cannot, into the character.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	var units []uint16 // one after the other can be one character
	for text != "" {
		if unit, ok := escape(text); ok {
			units, text = append(units, unit), text[len("_xHHHH_"):]
			continue
		}
		next := len(text)
		if i := strings.Index(text[1:], "_x"); i >= 0 {
			next = i + 1
		}
		b.WriteString(string(utf16.Decode(units)))
		b.WriteString(text[:next])
		units, text = units[:0], text[next:]
	}
	b.WriteString(string(utf16.Decode(units)))
	return b.String()
}

func escape(text string) (uint16, bool) {
	if len(text) < len("_xHHHH_") || text[:2] != "_x" || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return uint16(n), err == nil
}
