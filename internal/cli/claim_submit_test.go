package cli

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestFlagsThatNameManyClaimsBecomeOptions(t *testing.T) {
	rule := cpor.Submit.Rule()
	for line, want := range map[string]moveOptions{
		"claim submit -f ids.txt":          {Rule: rule, Claims: []ids.Claim{}, Many: manyClaims{File: "ids.txt"}},
		"claim submit --file - --dry-run":  {Rule: rule, Claims: []ids.Claim{}, Many: manyClaims{File: "-"}, DryRun: true},
		"claim submit --all --comment now": {Rule: rule, Claims: []ids.Claim{}, Many: manyClaims{All: true}, Comment: "now"},
		"claim submit --all --mpn 4391507 --tenant " + textT1: {Rule: rule, Claims: []ids.Claim{}, Many: manyClaims{
			All: true, Filter: app.Filter{Partner: must(ids.ParsePartner, "4391507"), Tenant: must(ids.ParseTenant, textT1)},
		}},
	} {
		t.Run(line, func(t *testing.T) {
			got, err := optionsOf(t, "", line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(any(want), got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWaysToNameClaimsExcludeEachOther(t *testing.T) {
	for line, want := range map[string]struct {
		code   fault.Code
		target string
	}{
		"claim submit":                          {fault.Usage, ""},
		"claim submit --dry-run":                {fault.Usage, ""},
		"claim submit CLM-1 -f ids.txt":         {fault.Usage, "CLM-1"},
		"claim submit CLM-1 --all":              {fault.Usage, "CLM-1"},
		"claim submit -f ids.txt --all":         {fault.Usage, "--all"},
		"claim submit -f ids.txt --mpn 4391507": {fault.Usage, "--mpn"},
		"claim submit CLM-1 --tenant " + textT1: {fault.Usage, "--tenant"},
		"claim submit --all --mpn 1":            {fault.Invalid, "--mpn"},
		"claim submit --all --tenant contoso":   {fault.Invalid, "--tenant"},
		"claim approve -f ids.txt":              {fault.Usage, "-f"},
		"claim approve --all":                   {fault.Usage, "--all"},
	} {
		t.Run(line, func(t *testing.T) {
			got, err := optionsOf(t, "", line)
			e := fault.As(err)
			if e == nil || e.Code != want.code || e.Target != want.target || got != nil {
				t.Errorf("%v about %q, want %v; it would have acted on %+v", err, e.Target, want, got)
			}
		})
	}
}

// Many are attested to once, and "no" submits none.
func TestManyClaimsAreConfirmedOnce(t *testing.T) {
	d := newDesk(t)
	var list []string
	for range 25 {
		list = append(list, d.drafted(t, 0, 1).String())
	}
	d.drafted(t, 1, 1) // of another partner
	file := filepath.Join(t.TempDir(), "ids.txt")
	if err := os.WriteFile(file, []byte(strings.Join(list[:2], "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		line, answer string
		code         fault.Code
		submitted    int
		shown        string
	}{
		{"claim submit --all", "no", fault.Cancelled, 0, "For each of these 25 claims:"},
		{"claim submit -f " + file, "yes", fault.OK, 2, "For each of these 2 claims:"},
		{"claim submit --all", "yes", fault.OK, 25, "and 3 more"},
	} {
		script := ui.NewScript(step.answer)
		_, err, code := d.answers(t, script, step.line)
		submitted := 0
		for _, c := range d.claims(t) {
			if c.Status == cpor.Submitted {
				submitted++
			}
		}
		if code != step.code.Exit() || submitted != step.submitted || len(script.Asked) != 1 {
			t.Errorf("%s: exit %d, %d submitted, asked %q", step.line, code, submitted, script.Asked)
		}
		if strings.Count(err, "By submitting I confirm") != 1 || !strings.Contains(err, step.shown) {
			t.Errorf("%s shows\n%s", step.line, err)
		}
	}
	if out, err, code := d.answers(t, ui.NewScript(), "claim submit --all -o yaml"); code != 0 || out != "[]" || err != "" {
		t.Errorf("with nothing left: exit %d: %s %s", code, out, err)
	}
}

func TestWarningsOfManyClaimsAreCounted(t *testing.T) {
	d := newDesk(t)
	forms := make([]cpor.Form, 23)
	for i := range forms {
		forms[i] = testkit.UseOrConsume(0, 7, "teams") // whose customer nobody knows
	}
	plan, err := d.engine().PlanDrafts(t.Context(), testkit.Forms(forms...))
	if err != nil {
		t.Fatal(err)
	}
	cards, err := plan.Apply(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	document, content := testkit.Paper(1)
	_, _ = d.folder.Put(content) // in memory nothing can go wrong
	for _, c := range cards {
		d.moves(t, cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{document}}, c.ID)
	}
	_, shown, code := d.run(t, "claim submit --all")
	if code != 0 || strings.Count(shown, "is no customer in this ledger") != summaryLines || !strings.Contains(shown, "and 3 more") {
		t.Errorf("exit %d:\n%s", code, shown)
	}
}
