package ui

import (
	"bytes"
	"testing"

	"github.com/dpor-cli/dpor/pkg/record"
)

// plainRow has an identifier that is written straight to the output.
type plainRow struct{ id, name string }

func plainView(straight bool) View[plainRow] {
	id := Column[plainRow]{Key: "id", Type: record.ID, InTable: true, Text: func(r *plainRow) string { return r.id }}
	if straight {
		id.Append = func(b []byte, r *plainRow) []byte { return append(b, r.id...) }
	}
	name := Column[plainRow]{Key: "name", InTable: true, Text: func(r *plainRow) string { return r.name }}
	return View[plainRow]{Columns: []Column[plainRow]{id, name}}
}

func TestAColumnIsPrintedTheSameWhereItIsWrittenStraight(t *testing.T) {
	rows := []plainRow{{"4391507", "Contoso"}, {"", "no ID"}, {"0b9e8fd4-6c8b-4b0a", ""}, {"", ""}, {"1", "=1+1, \"x\"\r\n"}}
	for _, format := range Formats() {
		if format == Table {
			continue
		}
		for name, columns := range map[string]int{"both columns": 2, "the ID alone": 1} {
			var printed [2]bytes.Buffer
			for i, straight := range []bool{false, true} {
				v := plainView(straight)
				v.Columns = v.Columns[:columns]
				if err := Write(&printed[i], format, v, Rows(rows)); err != nil {
					t.Fatal(err)
				}
			}
			if printed[0].String() != printed[1].String() {
				t.Errorf("%s, %s:\n%s\nand\n%s", format, name, &printed[0], &printed[1])
			}
		}
	}
}

func TestACellThatLooksPlainStandsAsItIs(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"Contoso AB 7", true}, {"a=b", true}, {"0", true}, {"", false}, {"-1", false}, {"=1", false}, {" a", false},
		{"a,b", false}, {"a\"b", false}, {"a\nb", false}, {"a\tb", false}, {"a\x7Fb", false}, {"Åsa", false}, {"aö", false}, {"@a", false},
		{"[a", false}, {"'a", false}, {"{a", false}, {"\x10a", false}, {"\x1Aa", false},
	} {
		s := separated{separator: ','}
		if got := s.plain(c.text); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
		if c.want && string(s.appendCell(nil, c.text, false)) != c.text {
			t.Errorf("%q is written as %q", c.text, s.appendCell(nil, c.text, false))
		}
	}
}
