package cli

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

// hostileNames are names that try to be more than a name.
func hostileNames() map[string]string {
	return map[string]string{
		"a header":           "Contoso\r\nBcc: all@contoso.example\r\n\r\nHello",
		"an escape sequence": "\x1b]0;owned\x07\x1b[2J\x1b[31mContoso\u009b1m",
		"a changed order":    "\u202eelpmaxe\u2066 \u200fContoso\u2069\u2028",
		"10,000 characters":  strings.Repeat("Ö", 10_000),
		"commas and quotes":  `Contoso, "Nordic"; <b>Öst</b> {{.User}}`,
		"a formula":          `=HYPERLINK("http://contoso.example")`,
		"a formula by +":     "+1+cmd|' /C calc'!A0",
		"a formula by @":     "@SUM(1)",
		"a formula by a tab": "\t=1+1",
		"no text":            "\xff\xfe\x00",
		"blank":              " \t ",
	}
}

// named is a desk whose records all have one name, and whose partner was told of a place.
func named(t *testing.T, name string) desk {
	t.Helper()
	d := newDesk(t)
	customer, partner, place := testkit.Customer(0), testkit.PartnerRecord(0), testkit.Dynamics(0, 0)
	customer.Name, customer.ContactName, partner.Name, place.Name = name, name, name, name
	partner.Email = "=1+1@partner0.example"
	plan, err := d.engine().PlanImport(t.Context(), testkit.Rows{
		Customers: testkit.Customers(customer), Partners: testkit.Partners(partner), Subscriptions: testkit.Subscriptions(place),
	}.Read())
	if err == nil {
		err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	owner := d.engine()
	owner.Actor = testkit.Owner()
	change, err := owner.PlanDesignation(t.Context(), app.Designation{
		Verb: por.Add, Subscriptions: []ids.Subscription{place.ID}, Partner: partner.ID, Comment: name,
	})
	done(t, change, err)
	return d
}

// unsafeIn is the first character of an output that moves a cursor, reorders a line or hides in it.
func unsafeIn(text string) (r rune, found bool) {
	at := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != 0x200c && r != 0x200d && unicode.In(r, unicode.Cc, unicode.Cf)
	})
	if at < 0 {
		return 0, false
	}
	r, _ = utf8.DecodeRuneInString(text[at:])
	return r, true
}

func TestANameInTheOutboxIsOnlyAName(t *testing.T) {
	for what, name := range hostileNames() {
		t.Run(what, func(t *testing.T) {
			d := named(t, name)
			d.types(t, "notify drop 1 --reason "+asWord(name)+" --quiet")
			for _, line := range []string{"notify list", "notify show 1", "list notifications"} {
				for _, format := range []string{"table", "json", "ndjson", "csv", "tsv", "yaml"} {
					out := d.types(t, line+" -o "+format)
					switch format {
					case "csv", "tsv": // into a file, as it is: what comes of it on a terminal is for package ui
						d.spreadsheet(t, out, format)
						continue
					case "json":
						if !json.Valid([]byte(out)) {
							t.Errorf("%s is no JSON:\n%.1000s", line, out)
						}
					}
					if r, found := unsafeIn(out); found || !utf8.ValidString(out) {
						t.Errorf("%s -o %s shows %U:\n%.1000q", line, format, r, out)
					}
				}
			}
		})
	}
}

// spreadsheet checks the one row of a list for a spreadsheet: every cell is in its column, and none begins a
// formula.
func (d desk) spreadsheet(t *testing.T, text, format string) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	if format == "tsv" {
		reader.Comma = '\t'
	}
	reader.FieldsPerRecord = -1 // what is empty at the end was trimmed with the line
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v: %d rows:\n%.1000q", err, len(rows), text)
	}
	for i, cell := range rows[1] {
		if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
			t.Errorf("%s is the formula %.100q", rows[0][i], cell)
		}
	}
	if rows[1][0] != "1" || rows[1][2] != "partner-added" {
		t.Errorf("the row is %.1000q", rows[1])
	}
}

// asWord is a text as one word of a command line.
func asWord(text string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", `'\''`) + "'"
}

// The shell is told what can be typed, and nothing that a record says.
func TestNumbersOfMessagesAreCompleted(t *testing.T) {
	d := newDesk(t)
	d.speaking(t, "en")
	d.lives(t)
	d.types(t, "notify send --limit 2")
	d.types(t, "notify drop 3")
	for line, want := range map[string]string{
		"notify show ''": "1\tpartner-added sent|2\tpartner-added sent|3\tpartner-replaced dropped|4\tpartner-removed queued|5\tpartner-requested queued",
		"notify show 1":  "1\tpartner-added sent|10\tclaim-declined queued|11\tclaim-submitted queued|12\tclaim-rejected queued|13\tdigest queued",
		"notify drop ''": "3\tpartner-replaced dropped|4\tpartner-removed queued|5\tpartner-requested queued",
		"notify retry 1": "10\tclaim-declined queued|11\tclaim-submitted queued|12\tclaim-rejected queued|13\tdigest queued",
		"notify drop 99": ":4",
		"notify show x":  ":4",
		"notify list 1":  ":0",
	} {
		out := d.types(t, "__complete "+line)
		if got := strings.ReplaceAll(out, "\n", "|"); !strings.HasPrefix(got, want) {
			t.Errorf("%s completes to %q, want %q", line, got, want)
		}
	}
}
