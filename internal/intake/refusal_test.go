package intake

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

const (
	sub1 = "5a1b0c2d-1111-4aaa-8bbb-0000000000a1"
	sub2 = "5a1b0c2d-1111-4aaa-8bbb-0000000000a2"
)

func TestWhatBreaksARuleIsRefusedWithItsPlace(t *testing.T) {
	deep := strings.Repeat("[", 65) + strings.Repeat("]", 65)
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"an empty file":          {"", []string{"0  intake.empty"}},
		"blank lines":            {"\xef\xbb\xbf \r\n\n", []string{"0  intake.empty"}},
		"no file of dpor's":      {"city,river\nUtrecht,Vecht\n", []string{"1  intake.unknown city,river"}},
		"prose":                  {"Dear partner, hello\n", []string{"1  intake.unknown Dear partner, hello"}},
		"other JSON":             {"\n[{\"city\":1}, {\"city\":2}]", []string{"2  intake.unknown"}},
		"a number in JSON":       {"[1]", []string{"1  intake.unknown"}},
		"an unknown column":      {"tenantId,nmae\n" + home + ",x\n", []string{"1 nmae intake.column.unknown nmae"}},
		"a column twice":         {"tenantId,name,NAME\n" + home + ",x,y\n", []string{"1 NAME intake.column.twice NAME"}},
		"a column without name":  {"tenantId,,name\n", []string{"1  intake.column.empty"}},
		"a missing column":       {"subscriptionId,name\n" + sub1 + ",x\n", []string{"1 tenantId intake.missing.tenant"}},
		"a missing cell":         {"tenantId,name\n" + home + "\n" + home + ",x,y\n", []string{"2  intake.cells " + home, "3  intake.cells " + home + ",x,y"}},
		"an empty required cell": {"partnerId,name\n,x\n", []string{"2 partnerId intake.missing"}},
		"quotes":                 {"tenantId,name\n" + home + ",a\"b\n" + home + ",ok\n" + home + ",\"open\n", []string{"2  intake.quotes", "4  intake.quotes"}},
		"every bad row": {"subscriptionId,tenantId,seats,status\n" + sub1 + "," + home + ",many,enabled\n" + sub2 + "," + home + ",3,odd\nx,y,1,\n", []string{
			"2 seats record.number many", "3 status record.word odd", "4 subscriptionId ids.subscription x", "4 tenantId ids.tenant y",
		}},
		"dpor without subscription": {"partnerId,tenantId\n4100001," + home + "\n", []string{"2 subscriptionId intake.dpor"}},
		"an association of nothing": {"partnerId,type,tenantId\n4100001,pal,\n", []string{"2 subscriptionId intake.missing"}},
		"broken JSON":               {"[\n{\"tenantId\":\"" + home + "\"},\n\n {\"tenantId\" 5}]", []string{"4  intake.json.syntax"}},
		"JSON that stops":           {"{\n\"tenantId\":", []string{"2  intake.json.syntax"}},
		"rubbish after JSON":        {"[]\n\n ]", []string{"3  intake.json.trailing"}},
		"words after JSON":          {"[]\nhello", []string{"2  intake.json.trailing"}},
		"a second list":             {"[] []", []string{"1  intake.json.trailing"}},
		"a key twice":               {"[{\n\"tenantId\":\"" + home + "\",\n\"tenantId\":\"z\"}]", []string{"3 tenantId intake.key.twice z"}},
		"a key in two letter cases": {"[{\"tenantId\":\"" + home + "\", \"name\":\"x\", \"Name\":\"y\"}]", []string{"1 Name intake.key.twice y"}},
		"deep JSON":                 {`{"tenantId":"` + home + `","x":` + deep + "}", []string{"1  intake.deep"}},
		"an object in a field":      {`[{"tenantId":"` + home + `","name":{"a":1}}]`, []string{"1 name intake.value"}},
		"a list in a text field":    {`[{"tenantId":"` + home + `","name":["a"]}]`, []string{"1 name intake.value"}},
		"no object":                 {`[{"tenantId":"` + home + `"},` + "\n7]", []string{"2  intake.object 7"}},
		"an unknown key, said once": {`[{"tenantId":"` + home + `","citty":1},` + "\n" + `{"tenantId":"` + home + `","citty":2}]`, []string{"1 citty intake.column.unknown 1"}},
		"a fraction of a partner":   {`[{"partnerId":4100001.5}]`, []string{"1 partnerId intake.id.rewritten 4100001.5"}},
		"NDJSON":                    {`{"tenantId":"` + home + "\"}\n{]\n{\"tenantId\":\"x\"}\n" + `{"tenantId":"` + home + `"} 5`, []string{"2  intake.json.syntax", "3 tenantId ids.tenant x", "4  intake.json.trailing"}},
		"broken YAML":               {"tenantId: x\nname: a: b\n", []string{"2  intake.yaml.syntax"}},
		"an alias":                  {"- tenantId: &a " + home + "\n- tenantId: *a\n", []string{"2  intake.yaml.alias"}},
		"a YAML key twice":          {"- tenantId: " + home + "\n  name: a\n  name: b\n", []string{"3 name intake.key.twice b"}},
		"deep YAML":                 {"- tenantId: " + home + "\n  x: " + deep + "\n", []string{"2  intake.deep"}},
		"a YAML ID from zero":       {"- partnerId: 0410001\n", []string{"1 partnerId intake.id.zero 0410001"}},
		"a zero byte":               {"tenantId\n" + home + "\n\x00\n", []string{"3  intake.binary"}},
		"a picture":                 {"\x89PNG\r\n\x1a\n\x00\x00", []string{"1  intake.encoding"}},
		"Latin-1":                   {"tenantId,name\n" + home + ",Malm\xf6\n", []string{"2  intake.encoding"}},
		"half a UTF-8 letter":       {"tenantId,name\n" + home + ",Malm\xc3", []string{"2  intake.encoding"}},
		"a long line":               {"tenantId,name\n" + home + "," + strings.Repeat("x", 1<<20) + "\n", []string{"2  intake.line"}},
		"a long header":             {"tenantId," + strings.Repeat("x", 3<<20), []string{"1  intake.line"}},
		"a long line of NDJSON":     {`{"tenantId":"` + home + "\"}\n" + `{"tenantId":"` + strings.Repeat("x", 1<<20) + "\"}\n", []string{"2  intake.line"}},
		"broken gzip":               {"\x1f\x8b rubbish, no gzip", []string{"0  intake.gzip"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, err := readAll(given("f", c.content), Options{})
			same(t, refusals(err), c.want)
			if len(shown(rows)) > 0 {
				t.Errorf("rows with an error: %v", rows)
			}
			for _, e := range append(fault.As(err).Details, fault.As(err)) {
				if e.Code != fault.Invalid || e.Key != "refused.several" && e.File != "f" {
					t.Errorf("%v in %q", e, e.File)
				}
			}
		})
	}
}

func TestARefusalNamesTheNearestColumnAndTheSubscription(t *testing.T) {
	_, _, err := readAll(given("f", "subscriptionId,partner\n"), Options{As: Associations})
	same(t, fault.As(err).Args["nearest"], any("partnerId"))
	_, _, err = readAll(given("f", "subscriptionId,partnerId\n"+sub1+",12\n"), Options{})
	same(t, fault.As(err).SubscriptionID, sub1)
}

func TestAnIDThatASpreadsheetDamagedIsRecognised(t *testing.T) {
	for value, want := range map[string]string{
		"1.23457E+06": "intake.id.rewritten", "1,23457E+06": "intake.id.rewritten", "4e6": "intake.id.rewritten",
		"1234567.0": "intake.id.rewritten", "1234567,00": "intake.id.rewritten", "1,234,567": "intake.id.rewritten",
		"1.234.567": "intake.id.rewritten", "1 234 567": "intake.id.rewritten", "1\u202f234\u202f567": "intake.id.rewritten",
		"1\u00a0234\u00a0567": "intake.id.rewritten", "1\u2009234\u2009567": "intake.id.rewritten", "1’234’567": "intake.id.rewritten",
		"1234567.25": "intake.id.rewritten", "1234567.": "intake.id.rewritten", "1234\u00a0567": "intake.id.invisible",
		"1234\u2009567": "intake.id.invisible", "'1234567": "intake.id.apostrophe", "’1234567": "intake.id.apostrophe", "12.34.567": "ids.partner",
		"0123456": "intake.id.zero", "00": "intake.id.zero", "123\u200b4567": "intake.id.invisible",
		"\ufeff1234567": "intake.id.invisible", "123": "ids.partner", "1234567890": "ids.partner", "abc": "ids.partner",
		"1234567": "", " 1234567 ": "", "\u00a01234567\u00a0": "",
	} {
		_, _, err := readAll(given("f", "partnerId;name\n"+value+";x\n"), Options{})
		got := ""
		if err != nil {
			got = fault.As(err).Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestAWholeNumberIsAPartnerIDInJSON(t *testing.T) {
	for value, want := range map[string]string{
		"4100001": "4100001", "4100001.0": "4100001", `"4100001"`: "4100001", "4.100001e6": "", "041": "",
	} {
		rows, _, err := readAll(given("f", `[{"partnerId":`+value+`}]`), Options{})
		switch {
		case want == "" && err == nil:
			t.Errorf("%s was accepted", value)
		case want != "" && (err != nil || rows.Partners[0].Record.ID.String() != want):
			t.Errorf("%s: %v", value, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestASourceThatCannotBeReadIsNoInvalidInput(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, content := range []string{"", "tenantId\n" + home + "\n", "[", `{"tenantId":"` + home + "\"}\n", "- tenantId: x\n"} {
		source := Source{"f", io.MultiReader(strings.NewReader(content), failing{broken})}
		_, _, err := readAll([]Source{source}, Options{})
		e := fault.As(err)
		if e == nil || e.Code != fault.Internal || e.Key != "intake.read" || !errors.Is(err, broken) {
			t.Errorf("%q: %v", content, err)
		}
	}
}
