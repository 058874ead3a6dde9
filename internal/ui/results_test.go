package ui

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/pkg/fault"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func TestAListIsPrintedInEveryFormat(t *testing.T) {
	for format, want := range map[Format]string{
		JSON: `[
  {
    "partnerId": "1234",
    "name": "Contoso, \"North\"",
    "seats": 25,
    "trial": true,
    "workloads": [
      "exchange",
      "teams"
    ],
    "contact": {
      "name": "Ann",
      "email": "ann@contoso.com"
    }
  },
  {
    "partnerId": "0123",
    "name": null,
    "seats": null,
    "trial": null,
    "workloads": [],
    "contact": null
  }
]
`,
		NDJSON: `{"partnerId":"1234","name":"Contoso, \"North\"","seats":25,"trial":true,"workloads":["exchange","teams"],"contact":{"name":"Ann","email":"ann@contoso.com"}}
{"partnerId":"0123","name":null,"seats":null,"trial":null,"workloads":[],"contact":null}
`,
		CSV: `partnerId,name,seats,trial,workloads,contact
1234,"Contoso, ""North""",25,true,exchange;teams,"{""name"":""Ann"",""email"":""ann@contoso.com""}"
0123,,,,,null
`,
		TSV: "partnerId\tname\tseats\ttrial\tworkloads\tcontact\n" +
			"1234\t\"Contoso, \"\"North\"\"\"\t25\ttrue\texchange;teams\t\"{\"\"name\"\":\"\"Ann\"\",\"\"email\"\":\"\"ann@contoso.com\"\"}\"\n" +
			"0123\t\t\t\t\tnull\n",
		YAML: `- partnerId: "1234"
  name: Contoso, "North"
  seats: 25
  trial: true
  workloads:
    - exchange
    - teams
  contact:
    name: Ann
    email: ann@contoso.com
- partnerId: "0123"
  name: null
  seats: null
  trial: null
  workloads: []
  contact: null
`,
		Table: `PARTNER ID  NAME              SEATS
1234        Contoso, "North"  25
0123
`,
	} {
		t.Run(string(format), func(t *testing.T) {
			p, out, _ := printing(format)
			must(t, List(p, rowView(), Rows(twoRows())))
			same(t, out.String(), want)
		})
	}
}

func TestOneObjectIsPrintedInEveryFormat(t *testing.T) {
	for format, want := range map[Format]string{
		JSON:   "{\n  \"partnerId\": \"0123\",\n  \"name\": null,\n  \"seats\": null,\n  \"trial\": null,\n  \"workloads\": [],\n  \"contact\": null\n}\n",
		NDJSON: `{"partnerId":"0123","name":null,"seats":null,"trial":null,"workloads":[],"contact":null}` + "\n",
		CSV:    "partnerId,name,seats,trial,workloads,contact\n0123,,,,,null\n",
		TSV:    "partnerId\tname\tseats\ttrial\tworkloads\tcontact\n0123\t\t\t\t\tnull\n",
		YAML:   "partnerId: \"0123\"\nname: null\nseats: null\ntrial: null\nworkloads: []\ncontact: null\n",
		// A key that a table of many leaves out is left out here too where it has no value.
		Table: "Partner ID  0123\nName\nSeats\ncontact     null\n",
	} {
		p, out, _ := printing(format)
		must(t, OneOrList(p, rowView(), twoRows()[1:]))
		same(t, out.String(), want)
	}
}

func TestAnEmptyListIsACompleteDocument(t *testing.T) {
	header := "partnerId,name,seats,trial,workloads,contact\n"
	for format, want := range map[Format]string{
		JSON: "[]\n", NDJSON: "", CSV: header, TSV: strings.ReplaceAll(header, ",", "\t"), YAML: "[]\n", Table: "",
	} {
		p, out, err := printing(format)
		must(t, OneOrList(p, rowView(), nil))
		same(t, out.String(), want)
		if said := err.String() != ""; said != (format == Table) {
			t.Errorf("%s says %q", format, err.String())
		}
	}
	p, _, err := printing(Table)
	p.Quiet = true
	must(t, List(p, rowView(), Rows[row](nil)))
	same(t, err.String(), "")
}

func TestAnErrorMidwayLeavesStdoutEmpty(t *testing.T) {
	for _, format := range Formats() {
		for _, n := range []int{0, 3, 60_000} {
			p, out, _ := printing(format)
			if err := List(p, rowView(), failing(n)); !errors.Is(err, errBroken) {
				t.Errorf("%s: the error is %v", format, err)
			}
			if out.Len() > 0 {
				t.Errorf("%s after %d rows: %d bytes reached stdout", format, n, out.Len())
			}
		}
	}
}

func TestARawValueThatCannotBeWrittenLeavesStdoutEmpty(t *testing.T) {
	view := View[row]{[]Column[row]{{Key: "x", Raw: func(*row) any { return func() {} }, InTable: true}}}
	for _, format := range Formats() {
		p, out, _ := printing(format)
		if err := List(p, view, Rows(twoRows())); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %q", format, err, out)
		}
	}
}

func TestJSONIsValidAndKeepsEveryText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := row{name: outside().Draw(t, "name"), contact: &contact{Name: outside().Draw(t, "contact")}}
		for _, format := range []Format{JSON, NDJSON, YAML} {
			p, out, _ := printing(format)
			if err := One(p, rowView(), given); err != nil {
				t.Fatal(err)
			}
			safeOnTerminal(t, out.String(), "\n")
			var back struct {
				Name    *string
				Contact contact
			}
			var err error
			if format == YAML {
				err = yaml.Unmarshal(out.Bytes(), &back)
			} else {
				err = json.Unmarshal(out.Bytes(), &back)
			}
			if err != nil {
				t.Fatalf("%s: %v in\n%s", format, err, out)
			}
			got := ""
			if back.Name != nil {
				got = *back.Name
			}
			if got != valid(given.name) || back.Contact.Name != valid(given.contact.Name) {
				t.Fatalf("%s: %q and %q came back as %q and %q", format, given.name, given.contact.Name, got, back.Contact.Name)
			}
		}
	})
}

// valid has each byte that is no UTF-8 replaced.
func valid(s string) string { return string([]rune(s)) }

func TestWhatIsNoNumberIsNotWrittenAsOne(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "25": "25", "-3": "-3", "007": `"007"`, "1e9": `"1e9"`, "-": `"-"`, "": "null"} {
		p, out, _ := printing(NDJSON)
		must(t, One(p, View[row]{rowView().Columns[2:3]}, row{seats: text}))
		same(t, out.String(), `{"seats":`+want+"}\n")
	}
}

func TestTextsThatLookLikeSomethingElseStayTextInYAML(t *testing.T) {
	for _, text := range []string{
		"0123", "12", "1e3", "0x1F", "1_000", "12:30", "1:20:30", "2024-05-31", "yes", "No", "on", "y", "true", "null", "~",
		"", " lead", "trail ", "a: b", "- a", "#x", "a #b", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'", "\"", "[", "{}", "=", "<<", "---", "a\nb", "\n", "\t",
		strings.Repeat("word ", 60),
	} {
		b, err := appendYAML(nil, appendString(nil, text), true)
		must(t, err)
		var back []any
		if err := yaml.Unmarshal(b, &back); err != nil || len(back) != 1 || back[0] != any(text) {
			t.Errorf("%q came back as %#v (%v) from %q", text, back, err, b)
		}
	}
	for _, text := range []string{"yes", "12:30", "1_000"} { // YAML 1.1 takes them for other things
		if b, _ := appendYAML(nil, appendString(nil, text), false); !strings.HasPrefix(string(b), `"`) {
			t.Errorf("%q is not quoted: %s", text, b)
		}
	}
}

func TestCSVAndTSVAreReadBackAsTheyWere(t *testing.T) {
	for _, format := range []Format{CSV, TSV} {
		rapid.Check(t, func(t *rapid.T) {
			columns := rapid.IntRange(1, 2).Draw(t, "columns")
			rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
				return row{id: outside().Draw(t, "id"), name: outside().Draw(t, "name")}
			}), 0, 3).Draw(t, "rows")
			p, out, _ := printing(format)
			if err := List(p, View[row]{rowView().Columns[:columns]}, Rows(rows)); err != nil {
				t.Fatal(err)
			}
			reader := csv.NewReader(out)
			reader.Comma = p.separatedComma()
			got, err := reader.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			want := [][]string{[]string{"partnerId", "name"}[:columns]}
			for _, r := range rows {
				want = append(want, []string{r.id, r.name}[:columns:columns])
			}
			for i := range got[1:] {
				for j, text := range got[i+1] {
					if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
						t.Fatalf("the cell %q would run", text)
					}
					got[i+1][j] = cell.UnprotectCell(text)
				}
			}
			for i := range want {
				for j := range want[i] { // readers make CR LF a line feed
					want[i][j] = regexp.MustCompile("\r+\n").ReplaceAllString(want[i][j], "\n")
				}
			}
			if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
				t.Fatalf("%q came back as %q", want, got)
			}
		})
	}
}

func (p *Printer) separatedComma() rune { return rune(p.separated(p.Format).separator) }

func TestACSVOnATerminalHoldsNoControlCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := row{id: outside().Draw(t, "id"), name: outside().Draw(t, "name")}
		for _, format := range []Format{CSV, TSV} {
			p, out, _ := printing(format)
			p.Streams.OutTTY = true
			if err := List(p, View[row]{rowView().Columns[:2]}, Rows([]row{given})); err != nil {
				t.Fatal(err)
			}
			safeOnTerminal(t, out.String(), "\n\t")
		}
	})
}

func TestALongResultGoesThroughAFileThatIsGoneAfterwards(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Setenv("TMP", folder)
	text := bytes.Repeat([]byte("0123456789abcde\n"), 640) // 10 KiB
	var s spool
	for range 1024 {
		if n, err := s.Write(text); n != len(text) || err != nil {
			t.Fatal(n, err)
		}
	}
	if s.file == nil || cap(s.buffer) > 3*spoolMemory {
		t.Errorf("10 MiB are kept in memory: %d bytes", cap(s.buffer))
	}
	var out bytes.Buffer
	must(t, s.copyTo(&out))
	s.close()
	if !bytes.Equal(out.Bytes(), bytes.Repeat(text, 1024)) {
		t.Errorf("%d bytes came out", out.Len())
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestAFullDiskIsToldAsSuch(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/gone")
	t.Setenv("TMP", t.TempDir()+"/gone")
	p, out, _ := printing(CSV)
	rows := slices.Repeat([]row{{name: strings.Repeat("x", 1000)}}, 6000)
	err := List(p, rowView(), Rows(rows))
	if e := fault.As(err); err == nil || e.Key != "ui.spool" || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	p.Streams.Out = brokenWriter{}
	for _, n := range []int{1, 100} {
		if err := List(p, rowView(), Rows(rows[:n])); err == nil || fault.As(err).Key != "ui.output" {
			t.Errorf("%v", err)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestAFormatIsOneOfTheSix(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("%s: %v %v", f, got, err)
		}
	}
	_, err := ParseFormat("xml")
	if e := fault.As(err); err == nil || e.Code != fault.Usage || e.Target != "--output" {
		t.Errorf("%v", err)
	}
}

func BenchmarkCSV(b *testing.B) {
	rows := slices.Repeat(twoRows()[:1], 1000)
	view := View[row]{rowView().Columns[:5]}
	p, _, _ := printing(CSV)
	for b.Loop() {
		var s spool
		if err := writeList(&s, CSV, p.separated(CSV), view, Rows(rows)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*1000/b.Elapsed().Seconds(), "rows/s")
}
