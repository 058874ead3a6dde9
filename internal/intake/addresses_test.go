package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// TestAnAddressOfNoUseIsWarnedOfAndTheRecordTaken: a partner is more than an address, which can be mended later.
func TestAnAddressOfNoUseIsWarnedOfAndTheRecordTaken(t *testing.T) {
	const partners = "partnerId,name,email\n" +
		"4391507,Fabrikam,ana@fabrikam.example\n" +
		"5127255,Northwind,\"Bo Ek <bo@northwind.example>; ops@northwind.example, eva\"\n" +
		"6330127,Adatum,\n" +
		"7000001,Wingtip,n/a\n"
	const customers = "tenantId,contactEmail\n7a1c0000-0000-0000-0000-000000000010,alva(at)contoso.example\n"
	k, warnings, err := readAll([]Source{Source{"partners.csv", strings.NewReader(partners)}, Source{"customers.csv", strings.NewReader(customers)}}, Options{})
	if err != nil || len(k.Partners) != 4 || len(k.Customers) != 1 || k.Partners[3].Record.Email != "n/a" {
		t.Fatalf("%+v, %v", k, err)
	}
	var got []string
	for _, w := range warnings {
		got = append(got, fmt.Sprintf("%s %s:%d %s %s", w.Key, w.File, w.Line, w.Column, w.Value))
	}
	same(t, strings.Join(got, "\n"), "intake.address partners.csv:3 email eva\n"+
		"intake.address partners.csv:5 email n/a\n"+
		"intake.address customers.csv:2 contactEmail alva(at)contoso.example")
}

func TestAHundredWarningsAreToldAndTheOthersCounted(t *testing.T) {
	for rows, unsaid := range map[int]int{100: 0, 101: 1, 1234: 1134} {
		var b strings.Builder
		b.WriteString("partnerId,email\n")
		for n := range rows {
			fmt.Fprintf(&b, "%d,nobody\n", 1000000+n)
		}
		k, warnings, err := readAll([]Source{Source{"partners.csv", strings.NewReader(b.String())}}, Options{})
		if err != nil || len(k.Partners) != rows {
			t.Fatalf("%d of %d rows, %v", len(k.Partners), rows, err)
		}
		last, told := warnings[len(warnings)-1], len(warnings)
		if unsaid > 0 {
			told--
			if last.Key != "intake.warnings" || last.Code != fault.Partial || last.Args["count"] != unsaid {
				t.Errorf("of %d the last warning is %+v", rows, last)
			}
		}
		same(t, told, min(rows, mostWarnings))
	}
}
