package cpor_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestAWorkloadIsFoundByItsIDNameOrAliasInAnyLetterCase(t *testing.T) {
	const work, business = cpor.ModernWorkSecurity, cpor.BusinessApplications
	for _, tt := range []struct {
		area cpor.Area
		text string
		want string // empty where nothing is found
	}{
		{work, "teams", "teams"}, {work, "TEAMS", "teams"}, {work, "Microsoft teams", "teams"}, {work, "MsTeams", "teams"}, {work, "\tteams ", "teams"},
		{work, "viva-engage", "yammer"}, {work, "VIVA ENGAGE", "yammer"}, {work, "Yammer", "yammer"}, {work, "intune", "intune"},
		{business, "teams", "power-bi"}, {business, "power bi", "power-bi"}, {business, "CRM", "sales"}, {business, "yammer", ""},
		{work, "sales", ""}, {work, "team", ""}, {work, "microsoft  teams", ""}, {"", "teams", ""},
	} {
		item, ok := catalogue().Find(tt.area, tt.text)
		if item.ID != tt.want || ok != (tt.want != "") {
			t.Errorf("%q in %q: %q, %t, want %q", tt.text, tt.area, item.ID, ok, tt.want)
		}
	}
	if item, ok := (cpor.Catalogue{}).Find(work, "teams"); ok {
		t.Errorf("an empty catalogue has %+v", item)
	}
}

func TestAWorkloadIsCalledByItsNameWhereTheCatalogueHasOne(t *testing.T) {
	for id, want := range map[string]string{"teams": "Microsoft Teams", "intune": "intune", "skype": "skype"} {
		if got := catalogue().Name(cpor.ModernWorkSecurity, id); got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
}

func TestTheItemsOfAnAreaStandInTheirOrder(t *testing.T) {
	for area, want := range map[cpor.Area]string{
		cpor.ModernWorkSecurity: "teams yammer intune", cpor.BusinessApplications: "sales power-bi", "": "",
	} {
		var ids []string
		for _, item := range catalogue().Of(area) {
			ids = append(ids, item.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q has %q, want %q", area, got, want)
		}
	}
}

func TestAnItemIsReadFromTextAndPrintedAsIt(t *testing.T) {
	want := map[string]string{
		"workload": "teams", "name": "Microsoft Teams", "solutionArea": "modern-work-security", "aliases": "a;B c", "products": "power-bi;azure",
	}
	var i cpor.Item
	got := map[string]string{}
	for _, f := range cpor.ItemFields() {
		if err := f.Parse(&i, strings.ToUpper(want[f.Key])); f.Type == record.Word && err != nil {
			t.Errorf("%s in capitals: %v", f.Key, err)
		}
		if err := f.Parse(&i, want[f.Key]); err != nil {
			t.Errorf("%s: %v", f.Key, err)
		}
		got[f.Key] = f.Text(&i)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	item := cpor.Item{ID: "teams", Name: "Microsoft Teams", Area: cpor.ModernWorkSecurity, Aliases: []string{"a", "B c"}, Products: []string{"power-bi", "azure"}}
	if diff := cmp.Diff(item, i); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
