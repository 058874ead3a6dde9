package poe

import (
	"strconv"
	"strings"
	"testing"
)

func TestATextIsShownAsXMLCanHoldIt(t *testing.T) {
	for given, want := range map[string]string{
		"plain":                     "plain",
		"a\nb\r\nc\rd\ve\ff":        "a\nb\nc\nd\ne\nf",
		"a\u0085b\u2028c\u2029d":    "a\nb\nc\nd",
		"a\tb":                      "a b",
		"a\x00b\x01c\x1bd\x7fe":     "abcde",
		"a\u009bb\ufffec\uffffd":    "abcd",
		"evil\u202etxt.exe":         "eviltxt.exe",
		"\u2066a\u2069\u200f\u061c": "a",
		"pay\u200bpal\ufeff\u00ad":  "paypal",
		"a\xffb":                    "a\ufffdb",
		"می\u200cخواهم 👩\u200d💻":    "می\u200cخواهم 👩\u200d💻",
		"Łódź 株式会社 Ελλάδα":          "Łódź 株式会社 Ελλάδα",
	} {
		if got := clean(given); got != want {
			t.Errorf("clean(%q) is %q, want %q", given, got, want)
		}
	}
}

func TestALineBreakOfANameIsOneInTheForm(t *testing.T) {
	_, plain := body(t, filled(), "en")
	f := filled()
	f.CustomerName = "Contoso\nNorth\r\nDivision"
	text, broken := body(t, f, "en")
	if broken["br"] != plain["br"]+4 { // in two tables
		t.Errorf("%d breaks, want four", broken["br"]-plain["br"])
	}
	if !strings.Contains(text, "On behalf of Contoso North Division, I confirm") {
		t.Errorf("the name breaks the sentence:\n%s", text)
	}
}

func TestOnlyARowThatFitsOnAPageIsKeptWhole(t *testing.T) {
	if _, elements := body(t, filled(), "en"); elements["cantSplit"] != elements["tr"] {
		t.Errorf("%d of %d rows are kept whole, want all", elements["cantSplit"], elements["tr"])
	}
	for name, long := range map[string]string{
		"letters": strings.Repeat("株", 10_000), "lines": strings.Repeat("a\n", 60), "words": strings.Repeat("name ", 2_000),
	} {
		f := filled()
		f.ClaimName = long
		text, elements := body(t, f, "en")
		if elements["cantSplit"] != elements["tr"]-1 {
			t.Errorf("%s: %d of %d rows are kept whole, want all but one", name, elements["cantSplit"], elements["tr"])
		}
		if !strings.Contains(text, long) {
			t.Errorf("%s: the name is cut", name)
		}
	}
}

func TestTheSignaturesStayWithTheSentenceThatIsSigned(t *testing.T) {
	document := opened(t, written(t, filled(), "en"))["word/document.xml"]
	_, end, found := strings.Cut(document, "On behalf of ")
	if !found || !strings.Contains(document[:len(document)-len(end)], `<w:pStyle w:val="Lead"/>`) {
		t.Fatal("the sentence does not stay with what comes after it")
	}
	rows := strings.Split(end, "<w:tr>")[1:]
	if len(rows) != 6 {
		t.Fatalf("%d rows to sign in, want 6", len(rows))
	}
	for i, r := range rows {
		paragraphs, kept := strings.Count(r[:strings.Index(r, "</w:tr>")], "<w:p>"), strings.Count(r, "<w:keepNext/>")
		if want := paragraphs; i < len(rows)-1 && kept != want || i == len(rows)-1 && kept != 0 {
			t.Errorf("row %d: %d of %d paragraphs stay with the next row", i+1, kept, paragraphs)
		}
	}
}

func TestTheColumnsOfEveryTableFillThePage(t *testing.T) {
	c := composer{texts: in("en")}
	c.compose(filled())
	for i, grid := range strings.Split(c.page.String(), "<w:tblGrid>")[1:] {
		grid, _, _ = strings.Cut(grid, "</w:tblGrid>")
		sum := 0
		for _, column := range strings.Split(grid, `w:w="`)[1:] {
			width, err := strconv.Atoi(column[:strings.IndexByte(column, '"')])
			if err != nil {
				t.Fatal(err)
			}
			sum += width
		}
		if sum != pageWidth {
			t.Errorf("table %d is %d wide, want %d", i+1, sum, pageWidth)
		}
	}
}
