package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestADesiredStateIsReadInEveryForm(t *testing.T) {
	for name, content := range map[string]string{
		"estate.csv":    "subscriptionId,partnerId,comment,customerName\n" + sub1 + ",4391507,moved,Contoso\n" + sub2 + ",,,\n",
		"estate.tsv":    "SUBSCRIPTIONID\tpartnerid\tcomment\n{" + strings.ToUpper(sub1) + "}\t4391507\tmoved\n" + sub2 + "\t\t\n",
		"semicolon.csv": "\ufeffcomment;partnerId;subscriptionId\r\nmoved;4391507;" + sub1 + "\r\n;;" + sub2 + "\r\n",
		"estate.ndjson": `{"subscriptionId":"` + sub1 + `","partnerId":4391507,"comment":"moved"}` + "\n" + `{"subscriptionId":"` + sub2 + `","partnerId":null}` + "\n",
		"estate.json":   `[{"subscriptionId":"` + sub1 + `","partnerId":"4391507","comment":"moved","status":"active"},{"subscriptionId":"` + sub2 + `","partnerId":""}]`,
		"estate.yaml":   "- {subscriptionId: " + sub1 + ", partnerId: 4391507, comment: moved}\n- {subscriptionId: " + sub2 + ", partnerId: }\n",
	} {
		t.Run(name, func(t *testing.T) {
			d, err := desiredOf(given(name, content)[0], Auto)
			if err != nil || len(d.Bad) > 0 || len(d.Rows) != 2 {
				t.Fatalf("%+v, %v", d, err)
			}
			first, second := d.Rows[0].Record, d.Rows[1].Record
			same(t, []string{first.Subscription.String(), first.Partner.String(), first.Comment}, []string{sub1, "4391507", "moved"})
			same(t, []string{second.Subscription.String(), second.Partner.String()}, []string{sub2, ""})
			if !strings.Contains(strings.Join(d.cells[0], "|"), "moved") || len(d.Columns) < 3 {
				t.Errorf("the columns %q have %q", d.Columns, d.cells[0])
			}
		})
	}
}

func TestBadRowsOfADesiredStateStandBesideTheGoodOnes(t *testing.T) {
	d, err := desiredOf(given("x.csv", "partnerId,subscriptionId,line,code,message\n0123,"+sub1+",9,invalid,old\n4391507,"+sub2+",,,\n4391507\n,six,,,\n")[0], Auto)
	if err != nil || len(d.Rows) != 1 || d.Rows[0].Line != 3 {
		t.Fatalf("%+v, %v", d, err)
	}
	var got []string
	for _, bad := range d.Bad {
		got = append(got, fmt.Sprintf("%d %s %q", bad.Line, bad.Why[0].Key, bad.Cells))
	}
	same(t, got, []string{
		`2 intake.id.zero ["0123" "` + sub1 + `" "9" "invalid" "old"]`,
		`4 intake.cells ["4391507" "" "" "" ""]`, `5 ids.subscription ["" "six" "" "" ""]`,
	})
	same(t, d.Columns, []string{"partnerId", "subscriptionId", "line", "code", "message"})
}

func TestAMistakeOfTheWholeFileIsItsError(t *testing.T) {
	for name, c := range map[string]struct{ content, key string }{
		"an unknown column":           {"subscriptionId,partnerIdd,partnerId\n" + sub1 + ",1,4391507\n", "intake.column.unknown"},
		"an unknown key":              {`{"subscriptionId":"` + sub1 + `","partnerId":"4391507","foo":1}` + "\n", "intake.column.unknown"},
		"no column of subscriptions":  {"partnerId\n4391507\n", "intake.missing"},
		"rubbish":                     {"\x00\x01", "intake.binary"},
		"nothing":                     {" \n", "intake.empty"},
		"what a service said instead": {`{"error":{"code":"Forbidden","message":"no"}}`, "intake.answer"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := desiredOf(given("x", c.content)[0], Auto)
			if e := fault.As(err); e == nil || e.Each()[0].Key != c.key || len(d.Rows)+len(d.Bad) > 0 {
				t.Errorf("%v, %+v; want %s", err, d, c.key)
			}
		})
	}
}

func TestARowWithoutAPartnerColumnTakesNobodyAway(t *testing.T) {
	for _, content := range []string{"subscriptionId\n" + sub1 + "\n", `{"subscriptionId":"` + sub1 + `"}`} {
		d, err := desiredOf(given("x", content)[0], Auto)
		if err != nil || len(d.Rows) != 0 || len(d.Bad) != 1 || d.Bad[0].Why[0].Key != "intake.no-partner-column" {
			t.Errorf("%+v, %v", d, err)
		}
	}
}

func TestARowThatCannotBeTakenApartIsABadRowWithoutCells(t *testing.T) {
	csvRow := func(i int) string { return desiredCSV(i) }
	object := func(i int) string { return desiredNDJSON(i) }
	const header = "subscriptionId,partnerId\n"
	for name, c := range map[string]struct{ content, bad, wrong string }{
		"quotes inside a cell":          {header + csvRow(0) + sub1 + ",4\"1\n" + csvRow(1), "3 intake.quotes", ""},
		"words after a quoted cell":     {header + csvRow(0) + "\"" + sub1 + "\"x,4391507\n" + csvRow(1), "3 intake.quotes", ""},
		"a quoted cell that is open":    {header + csvRow(0) + csvRow(1) + sub1 + ",\"4391507", "4 intake.quotes", ""},
		"one that swallowed other rows": {header + csvRow(0) + csvRow(1) + sub1 + ",\"4391507\n" + csvRow(2) + csvRow(3), "", "4 intake.quotes"},
		"a line that is no JSON":        {object(0) + "{]\n" + object(1), "2 intake.json.syntax", ""},
		"two objects in a line":         {object(0) + object(2)[:len(object(2))-1] + object(3) + object(1), "2 intake.json.trailing", ""},
		"a line with a key twice":       {object(0) + `{"since":"","since":""}` + "\n" + object(1), "2 intake.key.twice", ""},
		"a line that is too deep":       {object(0) + strings.Repeat("[", 65) + strings.Repeat("]", 65) + "\n" + object(1), "2 intake.deep", ""},
		"a line of another value":       {object(0) + "7\n" + object(1), "2 intake.object", ""},
		"an item that is no object":     {"[" + object(0) + ",7\n," + object(1) + "]", "2 intake.object", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := desiredText(c.content)
			var bad, wrong []string
			for _, b := range d.Bad {
				if b.Cells != nil {
					t.Errorf("the cells are %q", b.Cells)
				}
				bad = append(bad, fmt.Sprintf("%d %s", b.Line, b.Why[0].Key))
			}
			for _, e := range d.refused {
				wrong = append(wrong, fmt.Sprintf("%d %s", e.Line, e.Key))
			}
			same(t, strings.Join(bad, "|"), c.bad)
			same(t, strings.Join(wrong, "|"), c.wrong)
			if len(d.Rows) != 2 || (err != nil) != (c.wrong != "") {
				t.Errorf("%d rows, %v", len(d.Rows), err)
			}
		})
	}
}

func TestRowsOfADesiredStateAreNumberedAsTheyStand(t *testing.T) {
	d, err := desiredText("subscriptionId,partnerId\n" + desiredCSV(0) + ",\n\nx,y\n" + desiredCSV(1) + "a\"b\n" + desiredCSV(2))
	if err != nil {
		t.Fatal(err)
	}
	same(t, d.numbers, []int{0, 1, 2, 3, 4})
	same(t, []int{d.Rows[0].Line, d.Bad[0].Line, d.Rows[1].Line, d.Bad[1].Line, d.Rows[2].Line}, []int{2, 5, 6, 7, 8})
}

// The cells of an object stand beside the keys that were met up to it.
func TestCellsStandBesideTheColumnsMetSoFar(t *testing.T) {
	d, err := desiredText(`[{"subscriptionId":"` + sub1 + `","partnerId":4391507},
{"comment":"second","partnerId":null,"SubscriptionId":"` + sub2 + `"},
{"partnerId":"0","line":3,"subscriptionId":"` + sub1 + `","comment":["a"]}]`)
	if err != nil {
		t.Fatal(err)
	}
	same(t, d.cells, [][]string{{sub1, "4391507"}, {"", "", "second", sub2}})
	same(t, d.Bad[0].Cells, []string{sub1, "0", "", "", "3"})
	same(t, d.Columns, []string{"subscriptionId", "partnerId", "comment", "SubscriptionId", "line"})
}

func TestEverythingThatIsWrongWithARowIsToldWithIt(t *testing.T) {
	d, err := desiredText("subscriptionId,partnerId,since\n" + sub1 + ",12,soon\n")
	if err != nil || len(d.Bad) != 1 {
		t.Fatalf("%+v, %v", d, err)
	}
	same(t, refusals(fault.Join(d.Bad[0].Why)), []string{"2 partnerId ids.partner 12", "2 since day.bad soon"})
	for _, e := range d.Bad[0].Why {
		same(t, e.SubscriptionID, sub1)
	}
}
