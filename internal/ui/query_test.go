package ui

import (
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAQueryIsAnsweredInEveryFormat(t *testing.T) {
	objects, lists, scalars := "[].{seats: seats, mine: partnerId}", "[].[partnerId, seats, workloads]", "[].partnerId"
	for _, c := range []struct {
		query  string
		format Format
		want   string
	}{
		{objects, JSON, "[\n  {\n    \"mine\": \"1234\",\n    \"seats\": 25\n  },\n  {\n    \"mine\": \"0123\",\n    \"seats\": null\n  }\n]\n"},
		{objects, NDJSON, "{\"mine\":\"1234\",\"seats\":25}\n{\"mine\":\"0123\",\"seats\":null}\n"},
		{objects, CSV, "mine,seats\n1234,25\n0123,\n"},
		{objects, TSV, "mine\tseats\n1234\t25\n0123\t\n"},
		{objects, YAML, "- mine: \"1234\"\n  seats: 25\n- mine: \"0123\"\n  seats: null\n"},
		{objects, Table, "MINE  SEATS\n1234  25\n0123\n"},
		{lists, CSV, "1234,25,\"[\"\"exchange\"\",\"\"teams\"\"]\"\n0123,,[]\n"},
		{lists, Table, "1234  25  [\"exchange\",\"teams\"]\n0123      []\n"},
		{scalars, TSV, "1234\n0123\n"},
		{scalars, Table, "1234\n0123\n"},
		{scalars, NDJSON, "\"1234\"\n\"0123\"\n"},
		{"[0].name", TSV, "\"Contoso, \"\"North\"\"\"\n"},
		{"[0].name", Table, "Contoso, \"North\"\n"},
		{"[0].name", JSON, "\"Contoso, \\\"North\\\"\"\n"},
		{"length(@)", CSV, "2\n"},
		{"[0].contact", Table, "E-mail  ann@contoso.com\nName    Ann\n"},
		{"[0].contact", CSV, "email,name\nann@contoso.com,Ann\n"},
		{"[0].nothing", JSON, "null\n"},
		{"[0].nothing", TSV, ""},
		{"[0].nothing", Table, ""},
		{"[?seats > `30`]", JSON, "[]\n"},
		{"[?seats > `30`]", CSV, ""},
		{"sum([?seats].seats)", JSON, "25\n"},
		{"[0].trial", CSV, "true\n"},
	} {
		query, err := ParseQuery(c.query)
		must(t, err)
		p, out, _ := printing(c.format)
		p.Query = query
		must(t, List(p, rowView(), Rows(twoRows())))
		if out.String() != c.want {
			t.Errorf("%s in %s gives\n%s\nwant\n%s", c.query, c.format, out, c.want)
		}
	}
}

func TestAQueryOfOneObjectBeginsAtTheObject(t *testing.T) {
	p, out, _ := printing(TSV)
	p.Query, _ = ParseQuery("contact.email")
	must(t, One(p, rowView(), twoRows()[0]))
	same(t, out.String(), "ann@contoso.com\n")
}

func TestTheAnswerToAQueryIsMadeSafeToo(t *testing.T) {
	for _, format := range Formats() {
		p, out, _ := printing(format)
		p.Streams.OutTTY = true
		p.Query, _ = ParseQuery("[].{\"a\u202eb\": name}")
		must(t, List(p, rowView(), Rows([]row{{name: "=1\x1b[2J\u202e"}})))
		if format != CSV && format != TSV {
			safeOnTerminal(t, out.String(), "\n")
			continue
		}
		same(t, out.String(), "ab\n'=1[2J\n")
	}
}

func TestABadQueryIsUsageBeforeAnyWork(t *testing.T) {
	for _, text := range []string{"[", "a b", "[].{", "'", "[?", "foo(@)", "[].nope(name) | [0]", "@@", "`\"x`", "`x", "`a\tb`", "&@", "[&name]", "{a: &name}", "[?&name]", "sort_by(@, &[&name])"} {
		query, err := ParseQuery(text)
		if e := fault.As(err); err == nil || query != nil || e.Code != fault.Usage || e.Target != "--query" || e.Key != "ui.query" {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"sort_by(@, &name)", "map(&name, @) | [0]", "max_by(@, &length(sort_by(@, &name))).name"} {
		if _, err := ParseQuery(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if query, err := ParseQuery(""); query != nil || err != nil {
		t.Errorf("no query is %v, %v", query, err)
	}
}

func TestAQueryThatDoesNotFitTheResultIsUsageAndPrintsNothing(t *testing.T) {
	for _, text := range []string{"abs(@)", "[].abs(name)", "join(',', @)"} {
		for kept, key := range map[bool]string{false: "ui.query.failed", true: "ui.query.failed-after"} {
			p, out, _ := printing(JSON)
			query, err := ParseQuery(text)
			must(t, err)
			p.Query, p.Kept = query, kept
			err = List(p, rowView(), Rows(twoRows()))
			if e := fault.As(err); err == nil || e.Code != fault.Usage || e.Key != key || out.Len() > 0 {
				t.Errorf("%s: %v %q", text, err, out)
			}
		}
	}
}

func TestAPanicInAQueryIsAnError(t *testing.T) {
	q := &Query{text: "x", expression: panicking{}}
	if _, err := q.search(nil, false); err == nil || fault.As(err).Code != fault.Usage {
		t.Errorf("%v", err)
	}
}

type panicking struct{}

func (panicking) Search(any) (any, error) { panic("inside the library") }
