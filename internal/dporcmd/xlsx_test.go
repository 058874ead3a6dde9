package dporcmd

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// workbookFile writes a workbook whose sheets have these rows of XML.
func (w world) workbookFile(t *testing.T, name string, sheets map[string]string) string {
	t.Helper()
	const kind = ` Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	parts := map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="a"` + kind + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	}
	var list, related string
	for sheet, rows := range sheets {
		list += fmt.Sprintf(`<sheet name="%s" r:id="%s"/>`, sheet, sheet)
		related += fmt.Sprintf(`<Relationship Id="%s"%sworksheet" Target="%s.xml"/>`, sheet, kind, sheet)
		parts["xl/"+sheet+".xml"] = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"
	}
	parts["xl/workbook.xml"] = "<workbook><sheets>" + list + "</sheets></workbook>"
	parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + related + "</Relationships>"
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for part, text := range parts {
		into, err := archive.Create(part)
		if err == nil {
			_, err = into.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return w.file(t, name, file.String())
}

// sheetRow is a row of cells: digits are a number, all else is text.
func sheetRow(cells ...string) string {
	row := "<row>"
	for _, c := range cells {
		if strings.Trim(c, "0123456789") == "" {
			row += "<c><v>" + c + "</v></c>"
		} else {
			row += `<c t="inlineStr"><is><t>` + c + "</t></is></c>"
		}
	}
	return row + "</row>"
}

func TestAWorkbookIsImportedAndTheSameAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := settled(t, 3)
	path := w.workbookFile(t, "estate.xlsx", map[string]string{
		"Partners":     sheetRow("partnerId", "name") + sheetRow("7654321", "Tailspin"),
		"Designations": sheetRow("subscriptionId", "partnerId") + sheetRow(place(1), partner(1)) + "<row/>" + sheetRow(place(2), "7654321"),
	})
	for _, want := range []string{
		`{"customers":{"added":0,"changed":0,"unchanged":0},"subscriptions":{"added":0,"changed":0,"unchanged":0},"partners":{"added":1,"changed":0,"unchanged":0},"associations":{"added":2,"changed":0,"unchanged":0}}`,
		`{"customers":{"added":0,"changed":0,"unchanged":0},"subscriptions":{"added":0,"changed":0,"unchanged":0},"partners":{"added":0,"changed":0,"unchanged":1},"associations":{"added":0,"changed":0,"unchanged":2}}`,
	} {
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(w.must(t, "import", path, "-o", "json"))); err != nil || compact.String() != want {
			t.Errorf("%s, want %s", compact.String(), want)
		}
	}
	if got := w.holders(t, 3); got[1] != partner(1) || got[2] != "7654321" {
		t.Errorf("the ledger has %v", got)
	}
}

func TestADamagedIDInAWorkbookIsNamedWithItsCell(t *testing.T) {
	t.Parallel()
	w := settled(t, 1)
	path := w.workbookFile(t, "estate.xlsx", map[string]string{
		"Sheet1": sheetRow("name", "partnerId") + sheetRow("Tailspin", "7654321") + sheetRow("Fabrikam", "1.23457E+06"),
	})
	_, stderr, code := w.run(t, "import", path)
	if code != 6 || !strings.Contains(stderr, `estate.xlsx (Sheet1!B3):3: partnerId: "1.23457E+06" is an ID that a spreadsheet has turned into another number.`) {
		t.Errorf("%d\n%s", code, stderr)
	}
	if _, stderr, code := w.run(t, "show", "partner", "7654321"); code != 3 {
		t.Errorf("the good row came in: %d\n%s", code, stderr)
	}
}
