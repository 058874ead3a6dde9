package ui

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/record"
)

// contact is nested in a row, as in a claim.
type contact struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// row has a column of every type.
type row struct {
	id, name, seats, trial, workloads string
	contact                           *contact
}

func rowView() View[row] {
	return View[row]{[]Column[row]{
		{Key: "partnerId", Type: record.ID, Text: func(r *row) string { return r.id }, InTable: true},
		{Key: "name", Text: func(r *row) string { return r.name }, InTable: true},
		{Key: "seats", Type: record.Number, Text: func(r *row) string { return r.seats }, InTable: true},
		{Key: "trial", Type: record.Truth, Text: func(r *row) string { return r.trial }},
		{Key: "workloads", Type: record.List, Text: func(r *row) string { return r.workloads }},
		{Key: "contact", Raw: func(r *row) any { return r.contact }},
	}}
}

var errBroken = errors.New("broken")

// failing gives n rows and then an error.
func failing(n int) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for i := range n {
			if !yield(row{id: fmt.Sprint(1000 + i)}, nil) {
				return
			}
		}
		yield(row{}, errBroken)
	}
}

func twoRows() []row {
	return []row{
		{"1234", "Contoso, \"North\"", "25", "true", "exchange;teams", &contact{"Ann", "ann@contoso.com"}},
		{"0123", "", "", "", "", nil},
	}
}

// printing gives a printer in memory.
func printing(format Format) (p *Printer, out, err *bytes.Buffer) {
	s, out, err := TestStreams("")
	return &Printer{Streams: s, Format: format, Texts: catalogue.New("en")}, out, err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestColumnsComeFromTheFieldsOfARecord(t *testing.T) {
	columns := Columns(record.PartnerFields(), "partnerId", "name")
	if len(columns) != len(record.PartnerFields()) {
		t.Fatalf("%d columns", len(columns))
	}
	partner := record.Partner{Name: "Fabrikam"}
	if c := columns[1]; c.Key != "name" || c.Text(&partner) != "Fabrikam" || !c.InTable {
		t.Errorf("the second column is %q of %q", c.Key, c.Text(&partner))
	}
	if columns[2].InTable {
		t.Error("a table shows a column that was not named")
	}
	for _, c := range Columns(record.CustomerFields()) {
		if !c.InTable {
			t.Errorf("a table does not show %s, though none was named", c.Key)
		}
	}
}

func TestEveryKeyOfARecordHasAHeading(t *testing.T) {
	p, _, _ := printing(Table)
	var keys []string
	keys = append(keys, View[record.Customer]{Columns(record.CustomerFields())}.keys()...)
	keys = append(keys, View[record.Subscription]{Columns(record.SubscriptionFields())}.keys()...)
	keys = append(keys, View[record.Partner]{Columns(record.PartnerFields())}.keys()...)
	keys = append(keys, View[record.Association]{Columns(record.AssociationFields())}.keys()...)
	for _, key := range keys {
		if !p.Texts.Has("column." + key) {
			t.Errorf("the catalogue has no column.%s", key)
		}
	}
	same(t, p.Heading("no\x1bSuchKey"), "noSuchKey")
}
