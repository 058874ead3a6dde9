package intake

import (
	"fmt"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// listed reads IDs of claims and shows each with its line.
func listed(name, content string) (list []string, err error) {
	rows, err := ReadClaimIDs(given(name, content)[0])
	for _, r := range rows {
		if r.File != name {
			return nil, fmt.Errorf("the file is %q", r.File)
		}
		list = append(list, fmt.Sprint(r.Line, " ", r.Record))
	}
	return list, err
}

func TestIDsOfClaimsAreReadFromATextAndFromEveryForm(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		want          []string
	}{
		"an ID a line":          {"-", "CLM-7\n8\n\n  clm-12 \r\n", []string{"1 CLM-7", "2 CLM-8", "4 CLM-12"}},
		"one without an end":    {"ids.txt", "\n\nCLM-7", []string{"3 CLM-7"}},
		"a text of Windows":     {"ids.txt", "\ufeffCLM-7\r\nCLM-8\r\n", []string{"1 CLM-7", "2 CLM-8"}},
		"the same twice":        {"ids.txt", "CLM-7\nCLM-7\n", []string{"1 CLM-7", "2 CLM-7"}},
		"CSV of claim list":     {"x", "claimId,name,status,customerContact\nCLM-7,\"a,\nb\",draft,\nCLM-8,,draft,Ana\n", []string{"2 CLM-7", "4 CLM-8"}},
		"TSV, in another order": {"x", "name\tclaimId\nRoll-out\tCLM-7\n", []string{"2 CLM-7"}},
		"JSON":                  {"x", "[\n{\"name\":\"x\",\"claimId\":\"CLM-7\",\"evidence\":[{\"size\":1}],\"comments\":[]},\n{\"claimId\":8}]", []string{"2 CLM-7", "3 CLM-8"}},
		"one object":            {"x", `{"claimId":"CLM-7","solution":{"sellerName":null}}`, []string{"1 CLM-7"}},
		"NDJSON":                {"x", "{\"claimId\":\"CLM-7\"}\n{\"status\":\"draft\",\"claimId\":\"CLM-8\"}\n", []string{"1 CLM-7", "2 CLM-8"}},
		"YAML":                  {"x", "- claimId: CLM-7\n  history: [{to: draft}]\n- claimId: CLM-8\n", []string{"1 CLM-7", "3 CLM-8"}},
		"a column of one's own": {"x", "claimId,mine\nCLM-7,yes\n", []string{"2 CLM-7"}},
		"a list of none":        {"x", "[]\n", nil},
		"a header of none":      {"x", "claimId,name\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := listed(c.file, c.content)
			if err != nil {
				t.Fatal(refusals(err))
			}
			same(t, got, c.want)
			again, err := listed(c.file+".gz", zipped(t, c.content))
			if err != nil {
				t.Fatal(refusals(err))
			}
			same(t, again, c.want)
		})
	}
}

func TestABadIDOfAClaimIsRefusedWithItsPlaceAndTheGoodOnesStay(t *testing.T) {
	for name, c := range map[string]struct {
		content    string
		want, good []string
	}{
		"lines":                  {"CLM-7\nseven\nCLM-0\nCLM-8\n", []string{"2 claimId ids.claim seven", "3 claimId ids.claim CLM-0"}, []string{"1 CLM-7", "4 CLM-8"}},
		"cells":                  {"claimId\nseven\n", []string{"2 claimId ids.claim seven"}, nil},
		"no ID":                  {"claimId,name\n,x\nCLM-8,y\n", []string{"2 claimId intake.missing"}, []string{"3 CLM-8"}},
		"no such column":         {"name,status\nx,draft\n", []string{"1 claimId intake.missing"}, nil},
		"no such key":            {`[{"name":"x"}]`, []string{"1 claimId intake.missing"}, nil},
		"an object as ID":        {`[{"claimId":{"n":7}}]`, []string{"1 claimId intake.value", "1 claimId intake.missing"}, nil},
		"nothing at all":         {" \n", []string{"0  intake.empty"}, nil},
		"bytes that are no text": {"CLM-7\nCLM-\xff8\n", []string{"2  intake.encoding"}, []string{"1 CLM-7"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := listed("claims", c.content)
			same(t, refusals(err), c.want)
			same(t, got, c.good)
			for _, e := range fault.As(err).Each() {
				if e.Code != fault.Invalid || e.File != "claims" {
					t.Errorf("%v is %s of file %q", e, e.Code, e.File)
				}
			}
		})
	}
}
