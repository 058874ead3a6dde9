package intake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

const home = "7e57ab1e-0001-4001-8001-000000000001"

func atHome(t *testing.T) Options {
	t.Helper()
	tenant, err := ids.ParseTenant(home)
	if err != nil {
		t.Fatal(err)
	}
	return Options{Tenant: tenant}
}

// sample opens a file of testdata.
func sample(t *testing.T, name string) Source {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return Source{Name: name, Content: f}
}

func given(name, content string) []Source {
	return []Source{{Name: name, Content: strings.NewReader(content)}}
}

// shown is each row as its line and its told fields.
func shown(rows kept) []string {
	var all []string
	all = append(all, told(record.CustomerFields(), rows.Customers)...)
	all = append(all, told(record.SubscriptionFields(), rows.Subscriptions)...)
	all = append(all, told(record.PartnerFields(), rows.Partners)...)
	return append(all, told(record.AssociationFields(), rows.Associations)...)
}

func told[T any](fields []record.Field[T], rows []app.Row[T]) []string {
	var all []string
	for _, r := range rows {
		line := fmt.Sprintf("%d:", r.Line)
		for i, f := range fields {
			if r.Told.Has(i) {
				line += fmt.Sprintf(" %s=%s", f.Key, f.Text(&r.Record))
			}
		}
		all = append(all, line)
	}
	return all
}

// refusals is each refusal as its line, column, key and value.
func refusals(err error) []string {
	if err == nil {
		return nil
	}
	e := fault.As(err)
	list := e.Details
	if len(list) == 0 {
		list = []*fault.Error{e}
	}
	var all []string
	for _, e := range list {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", e.Line, e.Column, e.Key, e.Value)))
	}
	return all
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestEachOwnFormatTellsTheFieldsThatItHas(t *testing.T) {
	for name, want := range map[string][]string{
		"subscriptions.csv": {
			`2: subscriptionId=5a1b0c2d-1111-4aaa-8bbb-0000000000a1 tenantId=` + home + ` name=Tailspin, "E3" product=office365 sku=ENTERPRISEPACK status=enabled seats=25 channel=direct trial=false startsOn=2024-02-01 endsOn= workloads=exchange;teams internalUse=false`,
			`3: subscriptionId=5a1b0c2d-1111-4aaa-8bbb-0000000000a2 tenantId=` + home + ` name==Sum of all product=other sku= status=warning seats=0 channel=other trial=true startsOn= endsOn=2025-01-31 workloads= internalUse=false`,
		},
		"customers.tsv": {"2: tenantId=" + home + " name=Tailspin, Inc. domain=tailspin.example country=SE"},
		"associations.ndjson": {
			"1: type=dpor partnerId=4100001 subscriptionId=5a1b0c2d-1111-4aaa-8bbb-0000000000a1 since=2024-03-01",
			"3: type=pal partnerId=4100001 tenantId=" + home + " until=",
		},
		"partners.json": {
			"2: partnerId=4100001 name=Northwind parentId= location=true",
			"3: partnerId=4100002 location=false status=inactive",
		},
		"partner.yaml": {"2: partnerId=4100003 name=Fabrikam country=NO", "5: partnerId=4100004 email="},
	} {
		t.Run(name, func(t *testing.T) {
			rows, warnings, err := readAll([]Source{sample(t, name)}, Options{})
			if err != nil || len(warnings) > 0 {
				t.Fatal(err, warnings)
			}
			same(t, shown(rows), want)
		})
	}
}

func TestSeveralFilesAreReadInTheirOrder(t *testing.T) {
	rows, _, err := readAll([]Source{sample(t, "partner.yaml"), sample(t, "customers.tsv"), sample(t, "partners.json")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, p := range rows.Partners {
		files = append(files, p.File)
	}
	same(t, files, []string{"partner.yaml", "partner.yaml", "partners.json", "partners.json"})
	same(t, len(rows.Customers), 1)
}

func TestAListWithoutRecordsIsNoError(t *testing.T) {
	for _, content := range []string{"[]", `{"value":[]}`, "tenantId,name\n", "--- []\n"} {
		if rows, _, err := readAll(given("none", content), Options{}); err != nil || len(shown(rows)) > 0 {
			t.Errorf("%q: %v %v", content, rows, err)
		}
	}
}

func TestTheTenantOfTheOptionsOwnsSubscriptionsThatNameNone(t *testing.T) {
	for _, content := range []string{
		"subscriptionId,name\n5a1b0c2d-1111-4aaa-8bbb-0000000000a1,x\n",
		"subscriptionId,name,tenantId\n5a1b0c2d-1111-4aaa-8bbb-0000000000a1,x,\n",
		`[{"subscriptionId":"5a1b0c2d-1111-4aaa-8bbb-0000000000a1","name":"x"}]`,
	} {
		rows, _, err := readAll(given("f", content), atHome(t))
		if err != nil {
			t.Fatalf("%q: %v", content, err)
		}
		r := rows.Subscriptions[0]
		if r.Record.Tenant.String() != home || !r.Told.Has(1) {
			t.Errorf("%q: %+v", content, r)
		}
	}
}

func TestTheKindIsRecognisedByTheKeys(t *testing.T) {
	for header, want := range map[string]Kind{
		"tenantId,name": Customers, "subscriptionId,tenantId,name": Subscriptions, "PARTNERID,name": Partners,
		"subscriptionId,partnerId": Associations, "partnerId,tenantId,type": Associations,
		"subscriptionId,type": Associations, "partnerId,tenantId": Associations, "type,name": "", "name,seats": "",
	} {
		if got := kindOf(strings.Split(header, ",")); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestTheKindThatTheCallerNamesHolds(t *testing.T) {
	o := Options{As: Customers}
	rows, _, err := readAll(given("f", "tenantId,partnerId\n"+home+",4100001\n"), o)
	same(t, refusals(err), []string{"1 partnerId intake.column.unknown partnerId"})
	same(t, len(rows.Customers), 0)
	_, _, err = readAll([]Source{sample(t, "graph-organization.json")}, Options{As: Subscriptions})
	same(t, refusals(err), []string{"1  intake.as"})
}
