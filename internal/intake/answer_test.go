package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// collected is what came of a document: its rows, refusals and warnings.
func collected(read func(*document) error) (rows, said []string) {
	r := &reading{refused: func(e *fault.Error) error { said = append(said, e.Error()); return nil }}
	d := &document{reading: r, file: "f", row: func(n node) { rows = append(rows, shape(n)) }}
	if err := read(d); err != nil {
		said = append(said, mistake(err))
	}
	for _, w := range r.warnings {
		said = append(said, w.Error())
	}
	return rows, said
}

func TestAnAnswerIsTheSameReadValueByValueOrAtOnce(t *testing.T) {
	others := []string{
		`"nextLink":"n"`, `"@odata.nextLink":""`, `"links":{"next":{}}`, `"code":1`, `"message":"m"`, `"description":"d"`, `"id":"i"`, `"Value":7`, `"items":{}`,
		`"error":{"code":"c","message":"m"}`, `"error":null`, `"x":[1,{"value":[2]}]`, `"tenantId":"t"`,
	}
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.SliceOfN(rapid.SampledFrom(others), 0, 3).Draw(t, "members")
		var values []string
		for range rapid.IntRange(0, 3).Draw(t, "values") {
			values = append(values, drawJSON(t, 1))
		}
		key := rapid.SampledFrom([]string{"value", "VALUE", "items", "records"}).Draw(t, "key")
		at := rapid.IntRange(0, len(members)).Draw(t, "at")
		members = slices.Insert(members, at, `"`+key+"\":\n ["+strings.Join(values, ",")+"]")
		content := "{" + strings.Join(members, ",\n") + "}"
		rows, said := collected(func(d *document) error { return d.json(textOf(bufio.NewReader(strings.NewReader(content)))) })
		wantRows, wantSaid := collected(func(d *document) error {
			n, err := newJSONReader(strings.NewReader(content), 1).value(1)
			return errors.Join(err, errorOf(err, func() error { return d.whole(n) }))
		})
		// Rows before a mistake have gone by.
		if !slices.Equal(said, wantSaid) || len(said) == 0 && !slices.Equal(rows, wantRows) {
			t.Fatalf("%s: %q %q, want %q %q", content, rows, said, wantRows, wantSaid)
		}
	})
}

// errorOf is what comes next, where nothing went wrong before.
func errorOf(before error, next func() error) error {
	if before != nil {
		return nil
	}
	return next()
}

func TestOneListOfAnAnswerHasTheRecords(t *testing.T) {
	record := func(id string) string { return `[{"tenantId":"` + id + `"}]` }
	for content, want := range map[string][]string{
		`{"value":` + record(home) + `,"items":` + record("x") + `}`:         {"1: tenantId=" + home},
		`{"items":` + record(home) + `,"value":` + record("x") + `}`:         {"1: tenantId=" + home},
		`{"VALUE":` + record(home) + `,"value":` + record("x") + `}`:         {"1: tenantId=" + home},
		`{"a":` + record("x") + `,"Items":` + record(home) + `}`:             {"1: tenantId=" + home},
		`{"value":7,"Value":` + record(home) + `,"tenantId":"` + home + `"}`: nil, // one record, with keys that it has not
	} {
		rows, _, err := readAll(given("f", content), Options{Format: JSON})
		same(t, shown(rows), want)
		if (err != nil) != (want == nil) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestAnAnswerOfManyRecordsTakesNoMemoryForEach(t *testing.T) {
	const customer = `{"id":"x","companyProfile":{}},` + "\n"
	answer := func(times int) Source {
		return Source{"f", io.MultiReader(inParts(`{"@odata.context":"c","value":[`, customer, times), strings.NewReader(customer[:len(customer)-2]+`],"nextLink":"n"}`))}
	}
	var few, many heap
	if err := errors.Join(weighRecords(answer(100), &few), weighRecords(answer(100_000), &many)); err != nil {
		t.Fatal(err)
	}
	if many.refused != 100_001 || many.most > few.most+8<<20 {
		t.Errorf("%d refused, and the heap grew from %d to %d bytes", many.refused, few.most, many.most)
	}
}

func TestAMistakeAfterTheRecordsOfAnAnswerIsRefused(t *testing.T) {
	record := `{"value":[{"tenantId":"` + home + `"}]`
	for rest, want := range map[string]string{
		`,"error":{"code":"Forbidden"}}`: "1  intake.answer", `,` + "\n" + `"value":[]}`: "2 value intake.key.twice", "}\n}": "2  intake.json.trailing", "\n": "2  intake.json.syntax",
		`,"x":` + strings.Repeat("[", 65): "1  intake.deep", " 7}": "1  intake.json.syntax",
	} {
		var k kept
		if _, err := Read(given("f", record+rest), Options{Format: JSON}, &k); err != nil || len(k.Customers) != 1 {
			t.Fatalf("%q: %v", rest, err)
		}
		if got := refusals(fault.Join(k.Refused)); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: %q, want %s", rest, got, fmt.Sprint(want))
		}
	}
}
