package poe

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The styles of parts/word/styles.xml.
const (
	styleTitle    = "Title"
	styleSubtitle = "Subtitle"
	styleHeading  = "Heading1"
	styleBody     = "Normal"
	styleLead     = "Lead" // stays with what comes after it
	styleLabel    = "Label"
	styleValue    = "Value"
	styleClosing  = "Closing"

	tableGrid  = "FormGrid"
	tableLines = "FormLines"
)

// pageWidth is how wide the text is: A4 without margins of 2 cm, in twentieths of a point.
const pageWidth = 9638

// markup is the body of a document as it grows, in WordprocessingML (ECMA-376 part 1, section 17).
type markup struct{ strings.Builder }

type cell struct{ style, text string }

type row struct {
	cells  []cell
	height int  // at least, in twentieths of a point; 0 as the text needs
	header bool // is repeated on every page that the table goes on
}

type table struct {
	style    string
	widths   []int // of the columns, pageWidth together
	together bool  // on one page, if it fits on one
	rows     []row
}

func (m *markup) paragraph(style, text string) { m.block(style, text, false) }

// block is a paragraph; keep holds it on the page of the next one.
func (m *markup) block(style, text string, keep bool) {
	fmt.Fprintf(m, `<w:p><w:pPr><w:pStyle w:val="%s"/>`, style)
	if keep {
		m.WriteString(`<w:keepNext/>`)
	}
	m.WriteString(`</w:pPr>`)
	m.WriteString(run(text))
	m.WriteString(`</w:p>`)
}

func (m *markup) table(t table) {
	fmt.Fprintf(m, `<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, t.style, pageWidth)
	for _, width := range t.widths {
		fmt.Fprintf(m, `<w:gridCol w:w="%d"/>`, width)
	}
	m.WriteString(`</w:tblGrid>`)
	for i, r := range t.rows {
		m.row(r, t.widths, t.together && i < len(t.rows)-1)
	}
	m.WriteString(`</w:tbl>`)
}

func (m *markup) row(r row, widths []int, keep bool) {
	m.WriteString(`<w:tr><w:trPr>`)
	if r.fits() {
		m.WriteString(`<w:cantSplit/>`)
	}
	if r.height > 0 {
		fmt.Fprintf(m, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, r.height)
	}
	if r.header {
		m.WriteString(`<w:tblHeader/>`)
	}
	m.WriteString(`</w:trPr>`)
	for i, c := range r.cells {
		fmt.Fprintf(m, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, widths[i])
		if c.style == styleLabel {
			m.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>`)
		}
		m.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
		m.block(c.style, c.text, keep)
		m.WriteString(`</w:tc>`)
	}
	m.WriteString(`</w:tr>`)
}

// fits tells whether a row surely fits on a page; one that may not has to be allowed to split, or
// programs cut off what is too much. A narrow column has some 20 characters in a line and a page some
// 60 lines.
func (r row) fits() bool {
	const perLine, most = 20, 1000
	for _, c := range r.cells {
		text := clean(c.text)
		if utf8.RuneCountInString(text)+perLine*strings.Count(text, "\n") > most {
			return false
		}
	}
	return true
}

// run is a text in a paragraph, with its line breaks; none for no text.
func run(text string) string {
	if text = clean(text); text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<w:r>`)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		if line != "" {
			b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
		}
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// escape is a text as the content of an element.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
