package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/pkg/record"
)

// book is a workbook of a test: the text of each part by its name.
type book map[string]string

// The styles of the workbooks of tests.
const (
	general = iota
	aDate
	aScience
	oneDecimal
	aDateOfOurs
	quotedWords
	aTimeOfDay
)

const styles = `<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0"/>
<numFmt numFmtId="165" formatCode="[$-41D]yyyy\-mm\-dd;@"/><numFmt numFmtId="166" formatCode="&quot;day &quot;0"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="11"/>
<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs></styleSheet>`

const officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// workbookOf is a workbook with these sheets, each the XML of its rows. They are called Sheet1 and so on.
func workbookOf(sheets ...string) book {
	b := book{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="a" Type="` + officeRelations + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/styles.xml":       styles,
		"xl/sharedStrings.xml": `<sst><si><t>tenantId</t></si><si><r><t>na</t></r><r><t xml:space="preserve">me</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si>` +
			`<si><t>two_x000A_lines _x005F_x0041_</t></si></sst>`,
	}
	var list, related strings.Builder
	for i, rows := range sheets {
		fmt.Fprintf(&list, `<sheet name="Sheet%d" sheetId="%d" r:id="s%d"/>`, i+1, i+7, i)
		fmt.Fprintf(&related, `<Relationship Id="s%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i, officeRelations, i+1)
		b[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = xml.Header + `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`
	}
	b["xl/workbook.xml"] = xml.Header + `<workbook xmlns:r="` + officeRelations + `"><workbookPr/><sheets>` + list.String() + `</sheets></workbook>`
	b["xl/_rels/workbook.xml.rels"] = `<Relationships>` + related.String() +
		`<Relationship Id="x" Type="` + officeRelations + `styles" Target="/xl/styles.xml"/>` +
		`<Relationship Id="y" Type="` + officeRelations + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	return b
}

// with is the workbook with another text of a part.
func (b book) with(part, text string) book {
	b[part] = text
	return b
}

// replaced is the workbook with another text in the place of one in a part.
func (b book) replaced(part, from, to string) book {
	return b.with(part, strings.Replace(b[part], from, to, 1))
}

// packed is the file.
func (b book) packed() []byte {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	var names []string
	for name := range b {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(b[name]))
		}
		if err != nil {
			panic(err) // memory takes everything
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return file.Bytes()
}

// row is a row of cells; the place of each is put in.
func row(n int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, c := range cells {
		b.WriteString(strings.Replace(c, "<c", fmt.Sprintf(`<c r="%s%d"`, columnName(i+1), n), 1))
	}
	return b.String() + `</row>`
}

func inline(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // memory takes everything
	return `<c t="inlineStr"><is><t>` + b.String() + `</t></is></c>`
}

func inlines(texts ...string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, inline(text))
	}
	return all
}

func numeric(value string, style int) string {
	return fmt.Sprintf(`<c s="%d"><v>%s</v></c>`, style, value)
}

func typed(kind, value string) string {
	return fmt.Sprintf(`<c t="%s"><f>A1</f><v>%s</v></c>`, kind, value)
}

// sheetOf is a workbook of records, as a spreadsheet that opened their CSV file would save it.
func sheetOf(records []record.Subscription) book {
	var names []string
	for _, f := range record.SubscriptionFields() {
		names = append(names, f.Key)
	}
	rows := row(1, inlines(names...)...)
	for i, r := range records {
		var cells []string
		for _, f := range record.SubscriptionFields() {
			text := f.Text(&r)
			switch {
			case text == "":
				cells = append(cells, "<c/>")
			case f.Type == record.Number:
				cells = append(cells, numeric(text, general))
			case f.Type == record.Truth:
				cells = append(cells, typed("b", map[string]string{"true": "1", "false": "0"}[text]))
			default:
				cells = append(cells, inline(cell.ProtectCell(text)))
			}
		}
		rows += row(i+2, cells...)
	}
	return workbookOf(rows)
}

// estate is a workbook of customers and partners with a cell of every kind.
func estate() book {
	return workbookOf(
		row(2, `<c t="s"><v>0</v></c>`, `<c t="s"><v>1</v></c>`, inline("country"))+
			row(3, inline(home), `<c t="s"><v>2</v></c>`, typed("str", "SE"))+
			row(5, "<c/>", inline(" "), "<c/>"),
		"",
		row(1, inlines("partnerId", "name", "location")...)+
			row(2, numeric("4100001", general), numeric("2024", general), typed("b", "0"))+
			row(3, numeric("4100002.0", general), numeric("45323.5", aDate), inline("yes"), "<c/>", inline(" "))+
			row(9, numeric("4.100003E6", general), numeric("0.5", general)),
	)
}
