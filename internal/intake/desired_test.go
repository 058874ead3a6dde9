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
			d, err := ReadDesired(given(name, content)[0], Auto)
			if err != nil || len(d.Bad) > 0 || len(d.Rows) != 2 {
				t.Fatalf("%+v, %v", d, err)
			}
			first, second := d.Rows[0].Record, d.Rows[1].Record
			same(t, []string{first.Subscription.String(), first.Partner.String(), first.Comment}, []string{sub1, "4391507", "moved"})
			same(t, []string{second.Subscription.String(), second.Partner.String()}, []string{sub2, ""})
			if !strings.Contains(strings.Join(d.Cells(0), "|"), "moved") || len(d.Columns) < 3 {
				t.Errorf("the columns %q have %q", d.Columns, d.Cells(0))
			}
		})
	}
}

func TestBadRowsOfADesiredStateStandBesideTheGoodOnes(t *testing.T) {
	d, err := ReadDesired(given("x.csv", "partnerId,subscriptionId,line,code,message\n0123,"+sub1+",9,invalid,old\n4391507,"+sub2+",,,\n4391507\n,six,,,\n")[0], Auto)
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
		"a line that is none":         {`{"subscriptionId":"` + sub1 + `","partnerId":"4391507"}` + "\n{]\n", "intake.json.syntax"},
		"rubbish":                     {"\x00\x01", "intake.binary"},
		"nothing":                     {" \n", "intake.empty"},
		"what a service said instead": {`{"error":{"code":"Forbidden","message":"no"}}`, "intake.answer"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := ReadDesired(given("x", c.content)[0], Auto)
			if e := fault.As(err); e == nil || e.Each()[0].Key != c.key || len(d.Rows)+len(d.Bad) > 0 {
				t.Errorf("%v, %+v; want %s", err, d, c.key)
			}
		})
	}
}

func TestARowWithoutAPartnerColumnTakesNobodyAway(t *testing.T) {
	for _, content := range []string{"subscriptionId\n" + sub1 + "\n", `{"subscriptionId":"` + sub1 + `"}`} {
		d, err := ReadDesired(given("x", content)[0], Auto)
		if err != nil || len(d.Rows) != 0 || len(d.Bad) != 1 || d.Bad[0].Why[0].Key != "intake.no-partner-column" {
			t.Errorf("%+v, %v", d, err)
		}
	}
}
