package intake

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/cell"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Every field of a drawn record, as text in the order of the record's table.
func drawSubscription(t *rapid.T) record.Subscription {
	guid := rapid.StringMatching(`[1-9a-f][0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	// No control characters but the line feed: a CSV reader turns CR LF in a cell into LF.
	words := rapid.StringOf(rapid.RuneFrom([]rune("abz åß🚲=+-@'\",;:\t\n#0.[]{}&*!|>%~\\")))
	s := record.NewSubscription()
	for i, f := range record.SubscriptionFields() {
		var text string
		switch f.Type {
		case record.ID:
			text = guid.Draw(t, f.Key)
		case record.Word:
			text = rapid.SampledFrom(f.Words).Draw(t, f.Key)
		case record.Number:
			text = fmt.Sprint(rapid.IntRange(0, 1<<31-1).Draw(t, f.Key))
		case record.Truth:
			text = fmt.Sprint(rapid.Bool().Draw(t, f.Key))
		case record.Day:
			text = rapid.SampledFrom([]string{"", "1900-01-01", "2024-02-29", "9999-12-31"}).Draw(t, f.Key)
		case record.List:
			text = strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-z][a-z =-]{0,5}[a-z]`)).Draw(t, f.Key), ";")
		default:
			text = words.Draw(t, f.Key)
		}
		if err := f.Parse(&s, text); err != nil {
			t.Fatalf("field %d %q: %v", i, text, err)
		}
	}
	return s
}

// forms write records in each form, as an export does.
var forms = map[Format]func([]record.Subscription) ([]byte, error){
	CSV:  func(s []record.Subscription) ([]byte, error) { return cells(s, ',') },
	TSV:  func(s []record.Subscription) ([]byte, error) { return cells(s, '\t') },
	JSON: func(s []record.Subscription) ([]byte, error) { return json.Marshal(objects(s)) },
	YAML: func(s []record.Subscription) ([]byte, error) { return yaml.Marshal(objects(s)) },
	XLSX: func(s []record.Subscription) ([]byte, error) { return sheetOf(s).packed(), nil },
	NDJSON: func(s []record.Subscription) ([]byte, error) {
		var b bytes.Buffer
		for _, o := range objects(s) {
			if err := json.NewEncoder(&b).Encode(o); err != nil {
				return nil, err
			}
		}
		return b.Bytes(), nil
	},
}

func cells(records []record.Subscription, comma rune) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	var row []string
	for _, f := range record.SubscriptionFields() {
		row = append(row, f.Key)
	}
	_ = w.Write(row) // the error comes from Flush
	for _, r := range records {
		row = row[:0]
		for _, f := range record.SubscriptionFields() {
			row = append(row, cell.ProtectCell(f.Text(&r)))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func objects(records []record.Subscription) []map[string]any {
	all := []map[string]any{}
	for _, r := range records {
		o := map[string]any{}
		for _, f := range record.SubscriptionFields() {
			switch text := f.Text(&r); f.Type {
			case record.Number:
				o[f.Key] = r.Seats
			case record.Truth:
				o[f.Key] = text == "true"
			case record.List:
				o[f.Key] = r.Workloads
			default:
				o[f.Key] = text
				if text == "" {
					o[f.Key] = nil
				}
			}
		}
		all = append(all, o)
	}
	return all
}

func TestRecordsOfEveryFormAreReadBackEqual(t *testing.T) {
	fields := record.SubscriptionFields()
	for format, write := range forms {
		for _, asked := range []Format{format, Auto} {
			t.Run(fmt.Sprint(format, " read as ", asked), func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					want := rapid.SliceOfN(rapid.Custom(drawSubscription), 1, 4).Draw(t, "records")
					content, err := write(want)
					if err != nil {
						t.Fatal(err)
					}
					rows, _, err := readAll([]Source{{"f", bytes.NewReader(content)}}, Options{Format: asked})
					if err != nil {
						t.Fatalf("%v\n%s", refusals(err), content)
					}
					equal(t, fields, rows.Subscriptions, want)
				})
			})
		}
	}
}

func equal(t *rapid.T, fields []record.Field[record.Subscription], rows []app.Row[record.Subscription], want []record.Subscription) {
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, r := range rows {
		if !record.Equal(fields, r.Record, want[i]) || r.Told != 1<<len(fields)-1 {
			t.Fatalf("row %d: %+v, want %+v", i, r, want[i])
		}
	}
}

func FuzzNoFileMakesItPanic(f *testing.F) {
	for _, seed := range []string{
		swedish, `[{"partnerId":4100001}]`, `{"value":[{"id":"x","skuPartNumber":"y","status":"z"}],"nextLink":"n"}`,
		"- partnerId: 4100001\n  <<: *a\n", "\x1f\x8b", "\xff\xfet\x00", `{"a":1}` + "\n" + `{"b":[`, `{"items":[{"id":1,"offerId":{}}]}`,
		`{"subscriptionIds":[[]],"skuPartNumber":[],"prepaidUnits":{"enabled":"x"}}`, `{"error":{"code":1}}`, "tenantId,\"\n",
		string(estate().packed()), "PK\x03\x04", string(ole2Magic),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, format := range append(Formats(), "") {
			rows, _, err := readAll([]Source{{"f", bytes.NewReader(content)}}, Options{Format: format})
			if err != nil && len(shown(rows)) > 0 {
				t.Errorf("an error and rows: %v %v", err, rows)
			}
		}
	})
}
