package intake

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

const firstSheet = "xl/worksheets/sheet1.xml"

// customer is a sheet of one good row.
func customer() string {
	return row(1, inlines("tenantId", "name")...) + row(2, inlines(home, "Tailspin")...)
}

func TestAFileThatIsNoSoundWorkbookIsRefused(t *testing.T) {
	good := func() book { return workbookOf(customer()) }
	for name, c := range map[string]struct {
		content, want string
	}{
		"an empty file":             {"", "intake.empty"},
		"only empty sheets":         {string(workbookOf("", row(3, "<c/>", inline(" "))).packed()), "intake.empty"},
		"no sheets":                 {string(workbookOf().packed()), "intake.empty"},
		"text":                      {"tenantId,name\n", "intake.xlsx.none"},
		"an archive of other files": {string(book{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}.packed()), "intake.xlsx.none"},
		"an empty archive":          {string(book{}.packed()), "intake.xlsx.none"},
		"a document":                {string(good().replaced("_rels/.rels", "xl/workbook.xml", "word/document.xml").packed()), "intake.xlsx.none"},
		"a binary workbook":         {string(good().replaced("_rels/.rels", "workbook.xml", "workbook.bin").packed()), "intake.xlsx.none"},
		"no main part":              {string(good().replaced("_rels/.rels", "officeDocument\"", "thumbnail\"").packed()), "intake.xlsx.none"},
		"a password or an old form": {string(ole2Magic) + "rest", "intake.xlsx.closed"},
		"macros": {string(good().replaced("xl/_rels/workbook.xml.rels", "</Relationships>",
			`<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`).packed()), "intake.xlsx.macros"},
		"a sheet that is not there":        {string(good().replaced("xl/_rels/workbook.xml.rels", "sheet1", "sheet2").packed()), "intake.xlsx.damaged"},
		"no relations":                     {string(good().replaced("_rels/.rels", "xl/workbook.xml", "xl/other.xml").packed()), "intake.xlsx.damaged"},
		"a sheet that stops":               {string(good().replaced(firstSheet, "</sheetData></worksheet>", "").packed()), "intake.xlsx.damaged"},
		"a sheet that ends twice":          {string(good().replaced(firstSheet, "</worksheet>", "</worksheet></worksheet>").packed()), "intake.xlsx.damaged"},
		"a sheet that is no XML":           {string(good().replaced(firstSheet, "<sheetData>", "<sheetData><<").packed()), "intake.xlsx.damaged"},
		"an entity":                        {string(good().replaced(firstSheet, "Tailspin", "&tailspin;").packed()), "intake.xlsx.damaged"},
		"rows out of order":                {string(good().replaced(firstSheet, `<row r="2">`, `<row r="1">`).packed()), "intake.xlsx.damaged"},
		"a row without a number":           {string(good().replaced(firstSheet, `<row r="2">`, `<row r="two">`).packed()), "intake.xlsx.damaged"},
		"a cell without a column":          {string(good().replaced(firstSheet, `r="B2"`, `r="2"`).packed()), "intake.xlsx.damaged"},
		"a cell beyond XFD":                {string(good().replaced(firstSheet, `r="B2"`, `r="XFE2"`).packed()), "intake.xlsx.damaged"},
		"a shared text that is not there":  {string(workbookOf(row(1, typed("s", "3"))).packed()), "intake.xlsx.damaged"},
		"a shared text without a number":   {string(workbookOf(row(1, typed("s", "-1"))).packed()), "intake.xlsx.damaged"},
		"elements in elements":             {string(good().replaced(firstSheet, "Tailspin", strings.Repeat("<a>", 65)+strings.Repeat("</a>", 65)).packed()), "intake.xlsx.damaged"},
		"a row beyond the last":            {string(good().replaced(firstSheet, `<row r="2">`, `<row r="1048577">`).packed()), "intake.xlsx.rows"},
		"too many sheets":                  {string(workbookOf(make([]string, 101)...).packed()), "intake.xlsx.sheets"},
		"too many parts":                   {string(zipMagic) + strings.Repeat("PK\x01\x02", mostParts+1), "intake.xlsx.large"},
		"a file that is too long":          {string(zipMagic) + strings.Repeat("\x00", mostPacked), "intake.xlsx.large"},
		"a bomb":                           {string(good().replaced(firstSheet, "<sheetData>", strings.Repeat(`<a b="`+strings.Repeat("c", 1000)+`"/>`, 20_000)+"<sheetData>").packed()), "intake.xlsx.large"},
		"a bomb of shared texts":           {string(good().with("xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>"+strings.Repeat("c", 30_000)+"</t></si>", 700)+"</sst>").packed()), "intake.xlsx.large"},
		"a text that is too long":          {string(good().replaced(firstSheet, "Tailspin", strings.Repeat("x", 2*longestLine)).packed()), "intake.xlsx.large"},
		"a text that is too long in parts": {string(good().replaced(firstSheet, "<t>Tailspin</t>", strings.Repeat("<t>"+strings.Repeat("x", 1000)+"</t>", 1100)).packed()), "intake.xlsx.large"},
		"text between comments":            {string(good().with("xl/styles.xml", "<a>"+strings.Repeat(strings.Repeat("x", 1000)+"<!-- -->", 1100)+"</a>").packed()), "intake.xlsx.large"},
		"an end before a beginning":        {string(good().replaced(firstSheet, "<worksheet>", "</worksheet><worksheet><worksheet>").packed()), "intake.xlsx.damaged"},
		"cells after XFD":                  {string(workbookOf("<row>" + strings.Repeat("<c/>", lastColumn+1) + "</row>").packed()), "intake.xlsx.damaged"},
		"a sheet of macros":                {string(good().replaced("xl/_rels/workbook.xml.rels", "worksheet\"", "xlMacrosheet\"").packed()), "intake.xlsx.macros"},
		"a shared text that is too long":   {string(good().with("xl/sharedStrings.xml", "<sst><si>"+strings.Repeat("<t>"+strings.Repeat("x", 1000)+"</t>", 1100)+"</si></sst>").packed()), "intake.xlsx.large"},
		"styles that are too long":         {string(good().with("xl/styles.xml", strings.Repeat(" <!-- "+strings.Repeat("x", 1000)+" -->", 17_000)).packed()), "intake.xlsx.large"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, err := readAll(given("estate.xlsx", c.content), Options{Format: XLSX})
			e := fault.As(err)
			if e == nil || e.Key != c.want || e.Code != fault.Invalid || e.File != "estate.xlsx" || e.Args["file"] != "estate.xlsx" || len(shown(rows)) > 0 {
				t.Errorf("%v %v, want %s", e, rows, c.want)
			}
		})
	}
}

func TestWhatBreaksARuleInASheetIsRefusedWithItsPlace(t *testing.T) {
	var wide, letters []string
	for i := range mostColumns + 1 {
		wide = append(wide, inline(fmt.Sprint("c", i)))
		letters = append(letters, inline("x"))
	}
	for name, c := range map[string]struct {
		sheets []string
		want   []string
	}{
		"no records of dpor's":  {[]string{customer(), row(3, inlines("Dear", "partner")...)}, []string{"estate.xlsx (Sheet2) 3  intake.unknown Dear,partner"}},
		"an unknown column":     {[]string{row(1, inlines("tenantId", "nmae")...)}, []string{"estate.xlsx (Sheet1) 1 nmae intake.column.unknown nmae"}},
		"a column twice":        {[]string{row(1, inlines("tenantId", "name", " Name ")...)}, []string{"estate.xlsx (Sheet1) 1 Name intake.column.twice Name"}},
		"a column without name": {[]string{row(1, inline("tenantId"), "<c/>", inline("name"))}, []string{"estate.xlsx (Sheet1) 1  intake.column.empty "}},
		"too many columns":      {[]string{row(1, wide...)}, []string{"estate.xlsx (Sheet1) 1  intake.xlsx.columns "}},
		"cells beyond the header": {[]string{customer() + row(3, inlines(home, "x", "y")...) + row(4, letters...)}, []string{
			"estate.xlsx (Sheet1) 3  intake.cells " + home + ",x,y", "estate.xlsx (Sheet1) 4  intake.cells x,x",
		}},
		"every bad cell of every sheet": {[]string{
			row(1, inlines("subscriptionId", "tenantId", "seats")...) + row(2, append(inlines(sub1, "nobody"), typed("e", "#DIV/0!"))...) + row(3, "<c/>", inline(home)),
			row(1, inlines("note", "x")...), customer(), row(5, inlines("partnerId")...) + row(8, inline("12")),
		}, []string{
			"estate.xlsx (Sheet1!B2) 2 tenantId ids.tenant nobody", "estate.xlsx (Sheet1!C2) 2 seats intake.xlsx.error #DIV/0!",
			"estate.xlsx (Sheet1!A3) 3 subscriptionId intake.missing ", "estate.xlsx (Sheet2) 1  intake.unknown note,x",
			"estate.xlsx (Sheet4!A8) 8 partnerId ids.partner 12",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, err := readAll(workbookSource(workbookOf(c.sheets...)), Options{})
			if err == nil || len(shown(rows)) > 0 {
				t.Fatal(err, rows)
			}
			var got []string
			for _, e := range fault.As(err).Each() {
				value := e.Value
				if len(value) > 60 {
					value = value[:3]
				}
				got = append(got, fmt.Sprintf("%s %d %s %s %s", e.File, e.Line, e.Column, e.Key, value))
			}
			same(t, got, c.want)
		})
	}
}

func TestNoPartUnpacksBeyondTheCaps(t *testing.T) {
	for name, c := range map[string]struct {
		book workbook
		left int64
		fine bool
	}{
		"little of a small file":           {workbook{packed: 1, unpacked: freely - 10}, 100, true},
		"much of a small file":             {workbook{packed: 1, unpacked: freely}, 100, false},
		"much of a large file":             {workbook{packed: mostPacked, unpacked: mostUnpacked - 10}, 100, true},
		"more than there may be of any":    {workbook{packed: mostPacked, unpacked: mostUnpacked}, 100, false},
		"more than there may be of a part": {workbook{packed: mostPacked}, 9, false},
	} {
		n, err := (&capped{from: strings.NewReader("0123456789"), book: &c.book, left: c.left}).Read(make([]byte, 10))
		if fine := err == nil && n == 10; fine != c.fine {
			t.Errorf("%s: %d %v", name, n, err)
		}
	}
}

func TestAWorkbookWhoseSourceFailsIsNoInvalidInput(t *testing.T) {
	broken := errors.New("the disk is gone")
	packed := string(estate().packed())
	_, _, err := readAll([]Source{{"f", io.MultiReader(strings.NewReader(packed[:len(packed)/2]), failing{broken})}}, Options{})
	if e := fault.As(err); e.Code != fault.Internal || e.Key != "intake.read" || !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestClaimsAndDesiredStatesAreReadFromAWorkbookToo(t *testing.T) {
	claims, err := ReadClaims(workbookSource(workbookOf(row(1, inlines("partnerId", "tenantId")...) + row(2, numeric("4100001", general), inline(home)))))
	if err != nil || len(claims) != 1 || claims[0].Record.Partner.String() != "4100001" {
		t.Errorf("%v %v", claims, err)
	}
	desired, err := desiredOf(workbookSource(workbookOf(
		row(1, inlines("subscriptionId", "partnerId")...) + row(2, inline(sub1), numeric("4100001", general)) + row(3, inline(sub2), typed("e", "#N/A")) + row(4, inline(sub2)),
	))[0], Auto)
	if err != nil || len(desired.Rows) != 2 || len(desired.Bad) != 1 {
		t.Fatalf("%v %v", desired, err)
	}
	same(t, desired.Bad[0].Line, 3)
	same(t, desired.Bad[0].Cells, []string{sub2, "#N/A"})
	same(t, desired.Bad[0].Why[0].File, "estate.xlsx (Sheet1!B3)")
	same(t, desired.cells[1], []string{sub2, ""})
}
