package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func catalogued(content string) (cpor.Catalogue, error) {
	return ReadCatalogue(Source{"own", strings.NewReader(content)})
}

func TestACatalogueIsReadFromEveryForm(t *testing.T) {
	want := cpor.Catalogue{
		{ID: "teams", Name: "Microsoft Teams", Area: cpor.ModernWorkSecurity, Aliases: []string{"ms-teams", "Teams, by Microsoft"}},
		{ID: "sales", Area: cpor.BusinessApplications, Products: []string{"dynamics365", "CRM-Online"}},
	}
	for name, content := range map[string]string{
		"own.yaml": "- workload: teams\n  name: Microsoft Teams\n  solutionArea: modern-work-security\n  aliases: [ms-teams, 'Teams, by Microsoft']\n" +
			"- workload: sales\n  solutionArea: Business-Applications\n  products: [dynamics365, CRM-Online]\n",
		"own.json": `[{"workload":"teams","name":"Microsoft Teams","solutionArea":"modern-work-security","aliases":["ms-teams","Teams, by Microsoft"],"products":[]},
{"workload":"sales","name":null,"solutionArea":"business-applications","products":["dynamics365","CRM-Online"]}]`,
		"own.ndjson": `{"workload":"teams","name":"Microsoft Teams","solutionArea":"modern-work-security","aliases":"ms-teams;Teams, by Microsoft"}` + "\n" +
			`{"workload":"sales","solutionArea":"business-applications","products":"dynamics365; CRM-Online;"}` + "\n",
		"own.csv": "workload,name,solutionArea,aliases,products\nteams,Microsoft Teams,modern-work-security,\"ms-teams;Teams, by Microsoft\",\n" +
			"sales,,business-applications,,dynamics365;CRM-Online\n",
		"own.tsv": "solutionArea\tworkload\tname\taliases\tproducts\nmodern-work-security\tteams\tMicrosoft Teams\tms-teams;Teams, by Microsoft\t\n" +
			"business-applications\tsales\t\t\tdynamics365;CRM-Online\n",
	} {
		got, err := ReadCatalogue(Source{name, strings.NewReader(content)})
		if err != nil {
			t.Errorf("%s: %v", name, refusals(err))
		}
		same(t, got, want)
	}
}

func TestABadCatalogueIsRefusedWithItsPlace(t *testing.T) {
	row := func(id, area, more string) string { return fmt.Sprintf("%s,%s,%s\n", id, area, more) }
	const header, work, business = "workload,solutionArea,aliases,name,products\n", "modern-work-security", "business-applications"
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"an empty file":      {"", []string{"0  intake.empty"}},
		"no columns":         {"a,b\n1,2\n", []string{"1 a intake.column.unknown a", "1 b intake.column.unknown b"}},
		"no area":            {"workload\nteams\n", []string{"1 solutionArea intake.missing"}},
		"an empty area":      {header + row("teams", "", ",,"), []string{"2 solutionArea intake.missing"}},
		"an empty ID":        {header + row(" ", work, ",,"), []string{"2 workload intake.missing"}},
		"a bad area":         {header + row("teams", "modern-work", ",,"), []string{"2 solutionArea record.word modern-work"}},
		"a bad product":      {header + row("sales", business, ",,dynamics365;dynamics"), []string{"2 products record.word"}},
		"an unknown key":     {"- workload: x\n  solutionArea: " + work + "\n  alias: y\n", []string{"1 alias intake.column.unknown y"}},
		"an ID too long":     {header + row(strings.Repeat("x", 201), work, ",,"), []string{"2 workload intake.workload.id"}},
		"an ID of two bytes": {header + row(strings.Repeat("é", 101), work, ",,"), []string{"2 workload intake.workload.id"}},
		"a comma in an ID":   {"- workload: a,b\n  solutionArea: " + work + "\n", []string{"1 workload intake.workload.id"}},
		"a semicolon":        {header + row("a;b", work, ",,"), []string{"2 workload intake.workload.id"}},
		"an ID twice":        {header + row("teams", work, ",,") + row("TEAMS", work, ",,"), []string{"3 workload intake.workload.twice TEAMS"}},
		"an alias that is an ID": {header + row("teams", work, ",,") + row("skype", work, "lync;Teams,,"), []string{
			"3 aliases intake.workload.twice Teams",
		}},
		"a name that is an alias": {header + row("teams", work, "Chat,,") + row("skype", work, ",chat,"), []string{
			"3 name intake.workload.twice chat",
		}},
		"all of it twice": {header + row("teams", work, "a;b,Teams!,") + row("teams", work, "A;B,TEAMS!,"), []string{
			"3 workload intake.workload.twice teams", "3 name intake.workload.twice TEAMS!", "3 aliases intake.workload.twice A",
			"3 aliases intake.workload.twice B",
		}},
		"several bad rows": {header + row("teams", "x", ",,") + row("a;b", work, ",,") + row("sales", business, ",,y"), []string{
			"2 solutionArea record.word x", "3 workload intake.workload.id", "4 products record.word",
		}},
		"no object": {`["teams"]`, []string{"1  intake.object teams"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := catalogued(c.content)
			same(t, refusals(err), c.want)
			for _, e := range fault.As(err).Each() {
				if e.Code != fault.Invalid || e.File != "own" {
					t.Errorf("%v in %q", e, e.File)
				}
			}
		})
	}
}

// The same name is another thing in the other area, and one item may say it twice itself.
func TestANameCanStandOnceInEachArea(t *testing.T) {
	content := "workload,solutionArea,name,aliases\nx,modern-work-security,X,x;y\nx,business-applications,X,y;Y\nz,modern-work-security,,\nw,modern-work-security,,\n"
	got, err := catalogued(content)
	if err != nil || len(got) != 4 {
		t.Errorf("%+v, %v", got, refusals(err))
	}
}

func TestAnIDOfTheGreatestLengthIsRead(t *testing.T) {
	longest := strings.Repeat("x", 200)
	got, err := catalogued("workload,solutionArea\n" + longest + ",modern-work-security\n")
	if err != nil || len(got) != 1 || got[0].ID != longest {
		t.Errorf("%+v, %v", got, refusals(err))
	}
}

func TestANameThatIsTakenIsToldWithWhoHasIt(t *testing.T) {
	_, err := catalogued("workload,solutionArea,aliases\nteams,modern-work-security,chat\nskype,modern-work-security,Chat\n")
	if e := fault.As(err); e == nil || e.Args["name"] != "Chat" || e.Args["other"] != "teams" {
		t.Errorf("%v", err)
	}
}
