package intake

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const swedish = "tenantId;name;domain\n" + home + ";Malmö 🚲;m.example\n"

func zipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func inUTF16(t *testing.T, content string, order unicode.Endianness) string {
	t.Helper()
	s, _, err := transform.String(unicode.UTF16(order, unicode.UseBOM).NewEncoder(), content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryFormOfTheSameTextTellsTheSame(t *testing.T) {
	want := []string{"2: tenantId=" + home + " name=Malmö 🚲 domain=m.example"}
	for name, content := range map[string]string{
		"UTF-8": swedish, "a byte order mark": "\xef\xbb\xbf" + swedish, "CRLF": strings.ReplaceAll(swedish, "\n", "\r\n"),
		"UTF-16 LE": inUTF16(t, swedish, unicode.LittleEndian), "UTF-16 BE": inUTF16(t, swedish, unicode.BigEndian),
		"gzip": zipped(t, swedish), "gzip of UTF-16": zipped(t, inUTF16(t, swedish, unicode.LittleEndian)),
		"commas": strings.ReplaceAll(swedish, ";", ","), "tabs": strings.ReplaceAll(swedish, ";", "\t"),
		"no end of line": strings.TrimSuffix(swedish, "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				s := given("f", content)
				if slow {
					s[0].Content = iotest.OneByteReader(s[0].Content)
				}
				rows, _, err := readAll(s, Options{})
				if err != nil {
					t.Fatal(err)
				}
				same(t, shown(rows), want)
			}
		})
	}
}

func TestHalfALetterOfUTF16IsRefused(t *testing.T) {
	content := inUTF16(t, swedish, unicode.LittleEndian)
	_, _, err := readAll(given("f", content[:len(content)-1]), Options{})
	same(t, refusals(err), []string{"2  intake.encoding"})
}

func TestACutGzipFileIsRefused(t *testing.T) {
	content := zipped(t, strings.Repeat(swedish, 3))
	_, _, err := readAll(given("f", content[:len(content)-9]), Options{})
	same(t, refusals(err), []string{"0  intake.gzip"})
}

func TestTheFormatIsRecognised(t *testing.T) {
	for _, c := range []struct {
		head, name string
		want       Format
	}{
		{"tenantId,name\n", "f", CSV}, {"tenantId", "f.json", CSV}, {" \n[", "f.csv", JSON}, {"{\n", "f", JSON},
		{`{"a":1}`, "f", JSON}, {`{"a":1}` + "\n\n", "f", JSON}, {`{"a":1}` + "\r\n" + `{"a":2}`, "f", NDJSON},
		{`{"a":` + "\n1}", "f", JSON}, {"---\n", "f", YAML}, {"- a: 1\n", "f", YAML}, {"-\n  a: 1\n", "f", YAML},
		{"# x\n", "f", YAML}, {"tenantId: x\n", "f", YAML}, {"tenantId:\n", "f", YAML}, {`"tenantId": x`, "f", YAML},
		{"{a: 1}", "f.yml", YAML}, {"[]", "F.YAML.gz", YAML}, {"name: a, b\n", "f", CSV}, {"-1,2\n", "f", CSV},
	} {
		if got := recognise([]byte(c.head), c.name); got != c.want {
			t.Errorf("%q of %s: %s, want %s", c.head, c.name, got, c.want)
		}
	}
}

func TestTheDelimiterIsTheSignThatStandsMostOften(t *testing.T) {
	for head, want := range map[string]rune{
		"a,b;c,d\n;;;;": ',', "a;b\n": ';', "\na\tb,c\td": '\t', "a": ',', "\"a;b;c\",d\n": ',', "": ',',
	} {
		if got := delimiter([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}

func TestTheFormatThatTheCallerNamesHolds(t *testing.T) {
	_, _, err := readAll(given("f", "{\"tenantId\":\""+home+"\"}\n{\"tenantId\":\""+home+"\"}\n"), Options{Format: JSON})
	same(t, refusals(err), []string{"2  intake.json.trailing"})
	rows, _, err := readAll(given("f", "{tenantId: "+home+"}"), Options{Format: YAML})
	if err != nil || len(rows.Customers) != 1 {
		t.Errorf("%v %v", rows, err)
	}
	_, _, err = readAll(given("f", "tenantId;name\n"+home+";x\n"), Options{Format: TSV})
	same(t, refusals(err), []string{"1  intake.unknown tenantId;name"})
}

func TestATimeOfAnExportBecomesADay(t *testing.T) {
	for given, want := range map[string]string{
		"2015-11-25T06: 41: 12Z": "2015-11-25", "2023-01-01T00:00:00": "2023-01-01", "2023-01-01": "2023-01-01",
		"2023-01-01T01:00:00.1234567+02:00": "2022-12-31", "/Date(1683417599000)/": "2023-05-06", `\/Date(0+0200)\/`: "1970-01-01",
		"9999-12-31T00:00:00Z": "", "0001-01-01T00:00:00": "", "": "",
	} {
		if got, e := dayText(given); e != nil || got != want {
			t.Errorf("%q: %q %v, want %q", given, got, e, want)
		}
	}
	for _, given := range []string{"soon", "1899-12-31", "/Date(x)/", "01/02/2023"} {
		if got, e := dayText(given); e == nil {
			t.Errorf("%q became %q", given, got)
		}
	}
}
