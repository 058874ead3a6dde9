package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// claimsOf reads claims from one file and shows each as its file, line and told fields.
func claimsOf(t *testing.T, name, content string) []string {
	t.Helper()
	rows, err := ReadClaims(given(name, content))
	if err != nil {
		t.Fatalf("%v\n%s", refusals(err), content)
	}
	for _, r := range rows {
		if r.File != name {
			t.Errorf("the file is %q", r.File)
		}
	}
	return told(cpor.FormFields(), rows)
}

const (
	use    = " role=use-or-consume partnerId=4100001 tenantId=" + home + " noPayment=true workloads=teams;Viva Engage"
	people = " customerContact.name=Ana, Pérez customerContact.title=CTO customerContact.email=ana@tailspin.example companyContact.name=Åsa companyContact.email=asa@northwind.example"
	gain   = " role=influenced-revenue tenantId=" + home + " subscriptionIds=" + sub1 + ";" + sub2
	solved = " solution.sellerName=Sven solution.customerName=Tailspin solution.productName=CRM"
)

func TestClaimsAreReadFromEveryForm(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		lines   [2]int
	}{
		"claims.yaml": {`# two of them
- name: Roll-out
  role: use-or-consume
  partnerId: 4100001
  tenantId: ` + home + `
  noPayment: yes
  workloads: [teams, Viva Engage]
  customerContact:
    name: Ana, Pérez
    title: CTO
    email: ana@tailspin.example
  companyContact: {name: Åsa, email: asa@northwind.example}

- name: "Revenue"
  role: Influenced-Revenue
  tenantId: "{` + strings.ToUpper(home) + `}"
  subscriptionIds:
    - ` + sub1 + `
    - ` + sub2 + `
  solution: {sellerName: Sven, customerName: Tailspin, productName: CRM}
`, [2]int{2, 14}},
		"claims.json": {`[
  {"name": "Roll-out", "role": "use-or-consume", "partnerId": 4100001, "tenantId": "` + home + `", "noPayment": true,
   "workloads": ["teams", "Viva Engage"], "customerContact": {"name": "Ana, Pérez", "title": "CTO",
     "email": "ana@tailspin.example"}, "companyContact": {"name": "Åsa", "email": "asa@northwind.example"}},
  {"name": "Revenue", "role": "influenced-revenue", "tenantId": "` + home + `", "subscriptionIds": ["` + sub1 + `", "` + sub2 + `"],
   "solution": {"sellerName": "Sven", "customerName": "Tailspin", "productName": "CRM"}}
]`, [2]int{2, 5}},
		"claims.ndjson": {`{"name":"Roll-out","role":"use-or-consume","partnerId":"4100001","tenantId":"` + home + `","noPayment":true,"workloads":["teams","Viva Engage"],"customerContact":{"name":"Ana, Pérez","title":"CTO","email":"ana@tailspin.example"},"companyContact":{"name":"Åsa","email":"asa@northwind.example"}}
{"name":"Revenue","role":"influenced-revenue","tenantId":"` + home + `","subscriptionIds":["` + sub1 + `","` + sub2 + `"],"solution":{"sellerName":"Sven","customerName":"Tailspin","productName":"CRM"}}
`, [2]int{1, 2}},
		"dotted.json": {`[
  {"NAME": "Roll-out", "role": "use-or-consume", "partnerId": 4100001, "tenantId": "` + home + `", "noPayment": 1, "workloads": "teams; Viva Engage",
   "customerContact.name": "Ana, Pérez", "customerContact.title": "CTO", "CustomerContact.Email": "ana@tailspin.example", "COMPANYCONTACT": {"Name": "Åsa", "EMAIL": "asa@northwind.example"}},
  {"Name": "Revenue", "Role": "influenced-revenue", "TenantID": "` + home + `", "subscriptionIds": "` + sub1 + ";" + sub2 + `",
   "solution.sellerName": "Sven", "solution": {"customerName": "Tailspin", "productName": "CRM"}}
]`, [2]int{2, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, claimsOf(t, name, c.content), []string{
				fmt.Sprintf("%d: name=Roll-out%s%s", c.lines[0], use, people), fmt.Sprintf("%d: name=Revenue%s%s", c.lines[1], gain, solved),
			})
		})
	}
}

func TestClaimsAreReadFromTablesWithADotInTheHeader(t *testing.T) {
	rows := []string{
		"name,role,partnerId,tenantId,noPayment,workloads,customerContact.name,customerContact.title,CUSTOMERCONTACT.email,companyContact.name,companyContact.email,subscriptionIds,solution.sellerName",
		`Roll-out,use-or-consume,4100001,` + home + `,true,teams;Viva Engage,"Ana, Pérez",CTO,ana@tailspin.example,Åsa,asa@northwind.example,,`,
		"", // an empty line, and one of empty cells, are no claims
		",,,,,,,,,,,,",
		`'=SUM(A1),influenced-revenue,,` + home + `,,,,,,,,` + sub1 + ";" + sub2 + `,"Sven
Svensson"`,
	}
	want := []string{
		"2: name=Roll-out" + use + " subscriptionIds=" + people + " solution.sellerName=",
		"5: name==SUM(A1) role=influenced-revenue partnerId= tenantId=" + home + " noPayment=false workloads= subscriptionIds=" + sub1 + ";" + sub2 +
			" customerContact.name= customerContact.title= customerContact.email= companyContact.name= companyContact.email= solution.sellerName=Sven\nSvensson",
	}
	same(t, claimsOf(t, "claims.csv", strings.Join(rows, "\n")), want)
	tabs := strings.NewReplacer("\"Ana, Pérez\"", "Ana, Pérez", ",", "\t").Replace(strings.Join(rows, "\r\n"))
	same(t, claimsOf(t, "claims.tsv", tabs), want)
}

func TestADraftMayLackAnything(t *testing.T) {
	for content, want := range map[string][]string{
		"- {}\n- role: advisor\n": {"1:", "2: role=advisor"},
		`{"name":null,"customerContact":null,"companyContact":{},"solution":{"sellerName":null},"workloads":null,"subscriptionIds":[]}`: {
			"1: name= workloads= subscriptionIds= solution.sellerName=",
		},
		"name\nx\n": {"2: name=x"}, "[]": nil, "name,role\n": nil,
	} {
		same(t, claimsOf(t, "f", content), want)
	}
}

func TestClaimsOfSeveralFilesStandInTheirOrder(t *testing.T) {
	rows, err := ReadClaims(append(given("a.yaml", "name: One\n---\nname: Two\n"), given("b.json", `[{"name":"Three"}]`)...))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s:%d %s", r.File, r.Line, r.Record.Name))
	}
	same(t, got, []string{"a.yaml:1 One", "a.yaml:3 Two", "b.json:1 Three"})
}

// A claim has the keys of other records, and may have those of an export; it is a claim, whatever it
// looks like.
func TestWhatIsSaidToBeAClaimIsNothingElse(t *testing.T) {
	for name, content := range map[string]string{
		"a subscription of Graph":      `[{"id":"` + sub1 + `","skuId":"x","skuPartNumber":"y","status":"Enabled"}]`,
		"a customer of Partner Center": `{"items":[{"id":"` + home + `","companyProfile":{"tenantId":"` + home + `"}}]}`,
		"a partner profile":            `{"mpnId":"4100001","partnerName":"x"}`,
		"a customer's row":             "tenantId,domain,country\n" + home + ",x.example,SE\n",
	} {
		rows, err := ReadClaims(given("f", content))
		if e := fault.As(err); len(rows) > 0 || e == nil || e.Code != fault.Invalid {
			t.Errorf("%s: %+v, %v", name, rows, err)
			continue
		}
		for _, e := range fault.As(err).Each() {
			if e.Key != "intake.column.unknown" || e.File != "f" || e.Line == 0 {
				t.Errorf("%s: %v", name, e)
			}
		}
	}
}
