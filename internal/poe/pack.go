package poe

import (
	"archive/zip"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"
)

//go:embed all:parts
var parts embed.FS

// content is what one form has of its own; body is markup, everything else is text.
type content struct {
	title, creator, footer, language, prepared, body string
}

// xmlHeader begins every part.
const xmlHeader = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// wordSpace declares the prefix of WordprocessingML.
const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// pack writes the parts of a document into an archive (ECMA-376 part 2). The list of content types comes
// first: programs tell a document by it. Every part has the same time, so that the same form gives the
// same bytes.
func pack(w io.Writer, c content) error {
	archive := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", ""},
		{"_rels/.rels", ""},
		{"word/document.xml", c.document()},
		{"word/_rels/document.xml.rels", ""},
		{"word/styles.xml", ""},
		{"word/settings.xml", ""},
		{"word/footer.xml", c.footerPart()},
		{"docProps/core.xml", c.properties()},
	} {
		text := part.text
		if text == "" {
			fixed, err := parts.ReadFile("parts/" + part.name)
			if err != nil {
				return err
			}
			text = strings.ReplaceAll(string(fixed), "{language}", c.language)
		}
		file, err := archive.CreateHeader(&zip.FileHeader{
			Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, text); err != nil {
			return err
		}
	}
	return archive.Close()
}

// document is the body on pages of A4 with margins of 2 cm.
func (c content) document() string {
	return xmlHeader + `<w:document ` + wordSpace +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + c.body +
		`<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>` +
		`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>` +
		`</w:sectPr></w:body></w:document>`
}

// footerPart names the claim on every page, and numbers the pages.
func (c content) footerPart() string {
	field := func(name string) string {
		return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	return xmlHeader + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run(c.footer) +
		`<w:r><w:tab/></w:r>` + field("PAGE") + run(" / ") + field("NUMPAGES") + `</w:p></w:ftr>`
}

// properties are what programs show of a document that they have not opened. The day of the form is the
// time at which it was made: there is no clock here.
func (c content) properties() string {
	var b strings.Builder
	b.WriteString(xmlHeader + `<cp:coreProperties` +
		` xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	fmt.Fprintf(&b, `<dc:title>%s</dc:title><dc:creator>%s</dc:creator><dc:language>%s</dc:language>`,
		escape(oneLine(c.title)), escape(oneLine(c.creator)), c.language)
	if day, err := time.Parse(time.DateOnly, c.prepared); err == nil {
		fmt.Fprintf(&b, `<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created>`, day.Format(time.RFC3339))
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}
