package intake

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func workbookSource(b book) []Source { return given("estate.xlsx", string(b.packed())) }

func TestEverySheetOfAWorkbookIsATable(t *testing.T) {
	want := []string{
		"3: tenantId=" + home + " name=two\nlines _x0041_ country=SE",
		"2: partnerId=4100001 name=2024 location=false",
		"3: partnerId=4100002 name=2024-02-01 location=true",
		"9: partnerId=4100003 name=0.5 location=true",
	}
	packed := string(estate().packed())
	for name, content := range map[string]string{"as it is": packed, "in gzip": zipped(t, packed)} {
		for _, format := range []Format{Auto, XLSX} {
			rows, warnings, err := readAll(given("-", content), Options{Format: format})
			if err != nil || len(warnings) > 0 {
				t.Fatal(name, format, refusals(err), warnings)
			}
			same(t, shown(rows), want)
			same(t, rows.Partners[0].File, "- (Sheet3)")
		}
	}
}

func TestAWorkbookIsReadHoweverItsPartsAreNamed(t *testing.T) {
	named := book{}
	for name, text := range estate() {
		text = strings.ReplaceAll(text, "sharedStrings.xml", "SharedStrings.xml")
		named[strings.ReplaceAll(name, "xl/worksheets/", `xl\Worksheets\`)] = text
	}
	prefixed := estate()
	sheet := prefixed["xl/worksheets/sheet1.xml"]
	for _, element := range []string{"worksheet", "sheetData", "row", "c", "v", "is", "t", "f"} {
		for _, after := range []string{">", " ", "/"} {
			sheet = strings.ReplaceAll(sheet, "<"+element+after, "<x:"+element+after)
			sheet = strings.ReplaceAll(sheet, "</"+element+after, "</x:"+element+after)
		}
	}
	unplaced := estate()
	for _, place := range []string{` r="A2"`, ` r="B2"`, ` r="C2"`, ` r="3"`, ` r="A3"`, ` r="B3"`, ` r="C3"`} {
		unplaced.replaced("xl/worksheets/sheet1.xml", place, "")
	}
	rows, _, err := readAll(workbookSource(estate()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]book{
		"letter case and backslashes": named, "prefixes": prefixed.with("xl/worksheets/sheet1.xml", sheet), "no references": unplaced,
	} {
		other, _, err := readAll(workbookSource(b), Options{})
		if err != nil {
			t.Fatal(name, refusals(err))
		}
		same(t, shown(other), shown(rows))
	}
}

func TestANumberIsReadAsWhatItsSheetShows(t *testing.T) {
	for _, c := range []struct {
		column, cell string
		want         string // the text, or the key of the refusal
	}{
		{"startsOn", numeric("45323", aDate), "2024-02-01"},
		{"startsOn", numeric("45323.99", aDateOfOurs), "2024-02-01"},
		{"startsOn", numeric("1", aDate), "1900-01-01"},
		{"startsOn", numeric("59", aDate), "1900-02-28"},
		{"startsOn", numeric("60", aDate), "day.bad"},
		{"startsOn", numeric("61", aDate), "1900-03-01"},
		{"startsOn", numeric("2958465", aDate), "9999-12-31"},
		{"startsOn", numeric("2958466", aDate), "day.bad"},
		{"startsOn", numeric("-1", aDate), "day.bad"},
		{"startsOn", numeric("0.5", aDate), "day.bad"},
		{"startsOn", numeric("45323", general), "day.bad"},
		{"startsOn", numeric("45323", quotedWords), "day.bad"},
		{"startsOn", numeric("45323", aTimeOfDay), "day.bad"},
		{"startsOn", numeric("45323", 99), "day.bad"},
		{"startsOn", numeric("45323", -1), "day.bad"},
		{"startsOn", typed("d", "2024-02-01T00:00:00"), "2024-02-01"},
		{"startsOn", inline("2024-02-01"), "2024-02-01"},
		{"seats", numeric("25.0", general), "25"},
		{"seats", numeric("2.5E1", aScience), "25"},
		{"seats", numeric("25", oneDecimal), "25"},
		{"seats", numeric("2.5", general), "record.number"},
		{"seats", numeric("many", general), "record.number"},
		{"name", typed("b", "1"), "true"},
		{"name", typed("e", "#REF!"), "intake.xlsx.error"},
		{"name", numeric("1e3", aScience), "1000"},
		{"subscriptionId", typed("e", "#N/A"), "intake.xlsx.error"},
	} {
		header := inlines("subscriptionId", "tenantId", c.column)
		cells := append(inlines(sub1, home), c.cell)
		if c.column == "subscriptionId" {
			header, cells = header[1:], cells[1:]
		}
		rows, _, err := readAll(workbookSource(workbookOf(row(1, header...)+row(2, cells...))), Options{})
		got := ""
		if err != nil {
			got = fault.As(err).Key
		} else {
			_, got, _ = strings.Cut(shown(rows)[0], " "+c.column+"=")
		}
		if got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.column, c.cell, got, c.want)
		}
	}
}

func TestAFormatIsKnownByWhatItShows(t *testing.T) {
	for code, want := range map[string]look{
		"General": plain, "GENERAL": plain, "0": plain, "#,##0": plain, "@": plain, `"day"0`: plain, `0\y`: plain, "0_d": plain, "*y0": plain,
		"[Red]0": plain, "h:mm": plain, "0.0": 1, "#,##0.000": 3, "0.##": 0, "0.00;[Red]-0.00": 2, "0;0.00": plain,
		"yyyy-mm-dd": date, "DD/MM/YY": date, `[$-409]d\-mmm\-yy;@`: date, `yyyy"."mm`: date, "0.00E+00": scientific, "##0.0e-0": scientific,
	} {
		if got := lookOf(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

func TestDaysAreCountedFromTheYearThatTheWorkbookSays(t *testing.T) {
	b := workbookOf(row(1, inlines("subscriptionId", "tenantId", "startsOn")...)+row(2, append(inlines(sub1, home), numeric("43861", aDate))...)).
		replaced("xl/workbook.xml", "<workbookPr/>", `<workbookPr date1904="1"/>`)
	rows, _, err := readAll(workbookSource(b), Options{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, rows.Subscriptions[0].Record.StartsOn.String(), "2024-02-01")
}

func TestAnIDThatASpreadsheetDamagedIsNamedWithItsCell(t *testing.T) {
	for given, want := range map[string]string{
		numeric("4391507", general): "", numeric("4391507.0", general): "", inline("4391507"): "", inline("\u00a04391507 "): "",
		numeric("1234570", aScience):       "intake.id.rewritten 1.23457E+06",
		numeric("4391507", oneDecimal):     "intake.id.rewritten 4391507.0",
		numeric("4391507.25", general):     "intake.id.rewritten 4391507.25",
		numeric("1.23457E+25", general):    "intake.id.rewritten 1.23457E+25",
		inline("1.23457E+06"):              "intake.id.rewritten 1.23457E+06",
		inline("4391507,0"):                "intake.id.rewritten 4391507,0",
		inline("4391\u00a0507"):            "intake.id.invisible 4391\u00a0507",
		inline("4\u2009391\u2009507"):      "intake.id.rewritten 4\u2009391\u2009507",
		inline("'4391507"):                 "intake.id.apostrophe '4391507",
		inline("0439150"):                  "intake.id.zero 0439150",
		typed("str", "4391507.0"):          "intake.id.rewritten 4391507.0",
		strings.Repeat(" ", 3) + "<c></c>": "intake.missing ",
	} {
		_, _, err := readAll(workbookSource(workbookOf(row(6, inlines("name", "PartnerID")...)+row(7, inline("x"), given))), Options{})
		if want == "" {
			if err != nil {
				t.Errorf("%s: %v", given, err)
			}
			continue
		}
		e := fault.As(err)
		if got := fmt.Sprintf("%s %s", e.Key, e.Value); got != want || e.File != "estate.xlsx (Sheet1!B7)" || e.Line != 7 || e.Column != "partnerId" {
			t.Errorf("%s: %s %q in %s, want %q", given, got, e.Column, e.File, want)
		}
	}
}

func TestAColumnHasTheLettersThatASpreadsheetShows(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if got := columnName(n); got != want || columnNumber(want+"12") != n || columnNumber(strings.ToLower(want)) != n {
			t.Errorf("column %d is %s, and %s is %d", n, got, want, columnNumber(want))
		}
	}
	for _, none := range []string{"", "7", "XFE1", strings.Repeat("A", 99)} {
		if got := columnNumber(none); got != 0 {
			t.Errorf("%q is column %d", none, got)
		}
	}
}

func TestACutWorkbookIsRefusedAndEndsAtOnce(t *testing.T) {
	whole := estate().packed()
	began := time.Now()
	for i := range 50 {
		cut := whole[:len(whole)*i/50]
		rows, _, err := readAll([]Source{{"f", bytes.NewReader(cut)}}, Options{})
		if err == nil || fault.As(err).Code != fault.Invalid || len(shown(rows)) > 0 {
			t.Errorf("%d bytes of %d: %v %v", len(cut), len(whole), rows, err)
		}
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestAByteThatIsWrongNeverMakesItPanic(t *testing.T) {
	whole := estate().packed()
	for i := range whole {
		wrong := bytes.Clone(whole)
		wrong[i] ^= 0x55
		if rows, _, err := readAll([]Source{{"f", bytes.NewReader(wrong)}}, Options{Format: XLSX}); err != nil && len(shown(rows)) > 0 {
			t.Errorf("byte %d: an error and rows", i)
		}
	}
}
