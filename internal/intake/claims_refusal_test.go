package intake

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestABadClaimIsRefusedWithItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"an e-mail address and a word in one row": {"role,customerContact.email,noPayment\nadviser,ana@tailspin,perhaps\n", []string{
			"2 role record.word adviser", "2 customerContact.email record.email ana@tailspin", "2 noPayment record.truth perhaps",
		}},
		"the same in an object": {"[\n{\"role\":\"adviser\",\n\"customerContact\":{\"email\":\"ana@tailspin\"},\"noPayment\":\"perhaps\"}]", []string{
			"2 role record.word adviser", "2 customerContact.email record.email ana@tailspin", "2 noPayment record.truth perhaps",
		}},
		"the same in YAML": {"# one\n- role: adviser\n  customerContact:\n    email: ana@tailspin\n  noPayment: perhaps\n", []string{
			"2 role record.word adviser", "2 customerContact.email record.email ana@tailspin", "2 noPayment record.truth perhaps",
		}},
		"every bad row": {"{\"partnerId\":\"12\"}\n{\"role\":\"advisor\"}\n\n{\"tenantId\":\"x\",\"subscriptionIds\":[\"" + sub1 + "\",\"y\"]}\n{]\n", []string{
			"1 partnerId ids.partner 12", "4 tenantId ids.tenant x", "4 subscriptionIds ids.subscription " + sub1 + ";y", "5  intake.json.syntax",
		}},
		"an ID that a spreadsheet damaged": {"name,partnerId\nx,4.1E+06\n", []string{"2 partnerId intake.id.rewritten 4.1E+06"}},
		"two addresses":                    {"companyContact.email\na@x.example;b@x.example\n", []string{"2 companyContact.email record.email a@x.example;b@x.example"}},
		"an unknown column":                {"nmae,role\nx,advisor\n", []string{"1 nmae intake.column.unknown nmae"}},
		"an unknown column with a dot":     {"name,customerContact.nmae\nx,y\n", []string{"1 customerContact.nmae intake.column.unknown customerContact.nmae"}},
		"an unknown key, said once":        {`[{"citty":1},` + "\n" + `{"citty":2,"role":"adviser"}]`, []string{"1 citty intake.column.unknown 1", "2 role record.word adviser"}},
		"an unknown inner key": {"- name: x\n  customerContact: {nmae: Ana}\n- companyContact: {title: CTO}\n", []string{
			"1 customerContact.nmae intake.column.unknown Ana", "3 companyContact.title intake.column.unknown CTO",
		}},
		"a text where an object stands":  {`[{"customerContact":"Ana"}]`, []string{"1 customerContact intake.column.unknown Ana"}},
		"a list where an object stands":  {`[{"solution":["Sven"]}]`, []string{"1 solution intake.column.unknown"}},
		"an object where a text stands":  {`[{"name":{"first":"x"}}]`, []string{"1 name intake.value"}},
		"an object in an inner text":     {`[{"customerContact":{"name":{"first":"x"}}}]`, []string{"1 customerContact.name intake.value"}},
		"a list in an inner text":        {`[{"customerContact":{"name":["x","y"]}}]`, []string{"1 customerContact.name intake.value"}},
		"an object in a list":            {`[{"workloads":[{"id":"teams"}]}]`, []string{"1 workloads intake.value"}},
		"a key twice":                    {"name: x\nrole: advisor\nname: y\n", []string{"3 name intake.key.twice y"}},
		"an inner key twice":             {"customerContact:\n  name: x\n  name: y\n", []string{"3 name intake.key.twice y"}},
		"a key inside and with a dot":    {`[{"customerContact":{"name":"x"},"customerContact.name":"y"}]`, []string{"1 customerContact.name intake.key.twice y"}},
		"an object in two letter cases":  {`[{"solution":{"sellerName":"x"},"Solution":{"sellername":"y"}}]`, []string{"1 Solution.sellername intake.key.twice y"}},
		"a column twice":                 {"name,Name\nx,y\n", []string{"1 Name intake.column.twice Name"}},
		"a zero byte in a text":          {`[{"name":"x\u0000"}]`, []string{"1 name record.zero x\x00"}},
		"no object":                      {"- advisor\n", []string{"1  intake.object advisor"}},
		"an empty file":                  {" \n", []string{"0  intake.empty"}},
		"a row that is too short":        {"name,role\nx\n", []string{"2  intake.cells x"}},
		"rubbish after an object":        {"{\n\"name\":\"x\"}\n7", []string{"3  intake.json.trailing"}},
		"what an answer says went wrong": {`{"error":{"code":"Forbidden","message":"no"}}`, []string{"1  intake.answer"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadClaims(given("claims", c.content))
			same(t, refusals(err), c.want)
			for _, e := range fault.As(err).Each() {
				if e.Code != fault.Invalid || e.File != "claims" {
					t.Errorf("%v in %q", e, e.File)
				}
			}
		})
	}
}

func TestAnUnknownKeyOfAClaimIsToldWithTheNearest(t *testing.T) {
	for key, nearest := range map[string]string{
		"nmae": "name", "solution_area": "solutionArea", "subscriptions": "subscriptionIds", "customerContact.nmae": "customerContact.name",
		"customerContact.mail": "customerContact.email", "companyContact.title": "companyContact.name", "Solution.Seller": "solution.sellerName",
		"customercontact": "customerContact.name",
	} {
		outer, inner, nested := strings.Cut(key, ".")
		contents := []string{key + "\nx\n", `[{"` + key + `":"x"}]`}
		if nested {
			contents = append(contents, "- "+outer+":\n    "+inner+": x\n")
		}
		for _, content := range contents {
			_, err := ReadClaims(given("f", content))
			e := fault.As(err)
			if e == nil || e.Key != "intake.column.unknown" || e.Args["nearest"] != nearest || e.Args["column"] != key {
				t.Errorf("%q: %v, want the nearest to be %s", content, err, nearest)
			}
		}
	}
}

// The field of an inner object that is itself not given is no field of the record above it.
func TestAnInnerKeyIsNoKeyOfTheClaim(t *testing.T) {
	same(t, claimsOf(t, "f", `[{"name":"Roll-out","customerContact":{"name":"Ana"},"companyContact":{"name":"Åsa"}}]`),
		[]string{"1: name=Roll-out customerContact.name=Ana companyContact.name=Åsa"})
	_, err := ReadClaims(given("f", `[{"email":"ana@tailspin.example"}]`))
	same(t, refusals(err), []string{"1 email intake.column.unknown ana@tailspin.example"})
}

func TestEveryBadRowOfAThousandIsRefusedWithItsLine(t *testing.T) {
	// What is wrong with a row, by its number.
	bad := map[int]string{3: "role", 500: "customerContact.email", 999: "tenantId"}
	write := map[string]func(*bytes.Buffer, int, string, string, string) int{
		"claims.csv": func(b *bytes.Buffer, n int, role, tenant, email string) int {
			if n == 1 {
				b.WriteString("name,role,tenantId,customerContact.email\n")
			}
			fmt.Fprintf(b, "\"Claim\n%d\",%s,%s,%s\n", n, role, tenant, email)
			return 2 * n // its name has two lines
		},
		"claims.ndjson": func(b *bytes.Buffer, n int, role, tenant, email string) int {
			fmt.Fprintf(b, `{"name":"Claim %d","role":"%s","tenantId":"%s","customerContact":{"email":"%s"}}`+"\n", n, role, tenant, email)
			return n
		},
		"claims.json": func(b *bytes.Buffer, n int, role, tenant, email string) int {
			b.WriteString(map[bool]string{true: "[\n", false: ",\n"}[n == 1])
			fmt.Fprintf(b, "{\"name\":\"Claim %d\",\"role\":\"%s\",\n\"tenantId\":\"%s\",\"customerContact\":{\n\"email\":\"%s\"}}", n, role, tenant, email)
			if n == 1000 {
				b.WriteString("\n]\n")
			}
			return 3*n - 1
		},
		"claims.yaml": func(b *bytes.Buffer, n int, role, tenant, email string) int {
			fmt.Fprintf(b, "- name: Claim %d\n  role: %s\n  tenantId: %s\n  customerContact:\n    email: %s\n", n, role, tenant, email)
			return 5*n - 4
		},
	}
	for name, row := range write {
		t.Run(name, func(t *testing.T) {
			for _, spoiled := range []bool{false, true} {
				var b bytes.Buffer
				var want []string
				lines := map[int]int{}
				for n := 1; n <= 1000; n++ {
					role, tenant, email := "advisor", home, "ana@tailspin.example"
					field, is := bad[n]
					if spoiled && is {
						switch field {
						case "role":
							role = "boss"
						case "tenantId":
							tenant = "nowhere"
						default:
							email = "nobody"
						}
					}
					lines[n] = row(&b, n, role, tenant, email)
				}
				if spoiled {
					want = []string{
						fmt.Sprintf("%d role record.word boss", lines[3]), fmt.Sprintf("%d customerContact.email record.email nobody", lines[500]),
						fmt.Sprintf("%d tenantId ids.tenant nowhere", lines[999]),
					}
				}
				rows, err := ReadClaims(given(name, b.String()))
				same(t, refusals(err), want)
				if spoiled {
					// What else is wrong with them, and with the others, can be told with it.
					same(t, len(rows), 1000)
					same(t, []any{rows[2].Line, rows[2].Record.Role, strings.Fields(rows[2].Record.Name)}, []any{lines[3], cpor.Role(""), []string{"Claim", "3"}})
					continue
				}
				same(t, len(rows), 1000)
				last := rows[len(rows)-1]
				same(t, []any{last.Line, last.File, last.Record.Role, strings.Fields(last.Record.Name)}, []any{lines[1000], name, cpor.Advisor, []string{"Claim", "1000"}})
			}
		})
	}
}

func FuzzNoFileOfClaimsMakesItPanic(f *testing.F) {
	for _, seed := range []string{
		`[{"customerContact":{"name":[]},"solution":7,"workloads":[[]],"noPayment":{}}]`, `{"":{"":{}},"customerContact":{"":1,".":2}}`,
		"- customerContact: {name: x}\n  customerContact.name: y\n", "customerContact.name,.,name\nx,y\n", "workload,solutionArea,products\nx,business-applications,y\n",
		`{"workload":"x","aliases":[null],"products":["azure",1]}`, "\x1f\x8b", "\xff\xfet\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, err := ReadClaims([]Source{{"f", bytes.NewReader(content)}})
		if err != nil && fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%d rows and %v", len(rows), err)
		}
		for _, r := range rows {
			if r.File != "f" || r.Line < 1 {
				t.Errorf("a claim stands at %s:%d", r.File, r.Line)
			}
		}
		items, err := ReadCatalogue(Source{"f", bytes.NewReader(content)})
		for _, i := range items {
			if found, ok := items.Find(i.Area, i.ID); err == nil && (!ok || found.ID != i.ID) {
				t.Errorf("%q is found as %q", i.ID, found.ID)
			}
		}
	})
}
