package cli

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// edited is what `dpor claim edit` would act on.
type edited struct {
	Move  moveOptions
	Draft draftOptions
}

// claimInto is `dpor claim` with commands that keep their options.
func claimInto(s *shell, got *any) *cobra.Command {
	cmd := &cobra.Command{Use: "claim"}
	cmd.AddCommand(
		newClaimNew(s, into[draftOptions](got)), newClaimAttach(s, into[attachOptions](got)), newClaimDetach(s, into[attachOptions](got)),
		newClaimEvidence(s, into[evidenceOptions](got)), newClaimTemplate(s, into[templateOptions](got)), newClaimList(s, into[claimListOptions](got)),
		newClaimEdit(s, func(_ context.Context, move moveOptions, draft draftOptions) error {
			*got = edited{move, draft}
			return nil
		}),
	)
	for _, rule := range cpor.Verbs() {
		if plainMove(rule.Verb) {
			cmd.AddCommand(newClaimMove(s, rule, into[moveOptions](got)))
		}
	}
	return cmd
}

const textHash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

func TestFlagsBecomeTheOptionsOfClaims(t *testing.T) {
	s1, s2, t1, p1 := must(ids.ParseSubscription, textS1), must(ids.ParseSubscription, textS2), must(ids.ParseTenant, textT1), must(ids.ParsePartner, "4391507")
	hash, one, two := must(evidence.ParseHash, textHash), testkit.Claim(1), testkit.Claim(2)
	told := func(keys string) record.Fields { return testkit.Telling(cpor.FormFields(), strings.Fields(keys)...) }
	advisor := cpor.Form{
		Area: cpor.BusinessApplications, Role: cpor.InfluencedRevenue, Name: "Roll-out", Partner: p1, Tenant: t1, Domain: "contoso.example", NoPayment: true,
		Workloads: []string{"sales", "marketing", "power-bi"}, Subscriptions: []ids.Subscription{s1, s2},
		Customer: cpor.Contact{Name: "Ana", Title: "CIO", Email: "ana@contoso.example"}, Company: cpor.Contact{Name: "Bo", Email: "bo@partner.example"},
		Solution: cpor.Solution{Seller: "Cia", Customer: "Contoso", Product: "Planner"},
	}
	rule := func(v cpor.Verb) cpor.VerbRule { return v.Rule() }
	march := must(day.Parse, "2026-03-01")
	for _, c := range []struct {
		line string
		want any
	}{
		{"claim new", draftOptions{}},
		{"claim new --solution-area Business-Applications --role influenced-revenue --name ' Roll-out ' --mpn 4391507 --tenant " + textT1 + " --domain contoso.example --no-payment " +
			"--workload sales,marketing --workload power-bi --subscription " + textS1 + " --subscription " + textS2 + " --customer-contact-name Ana --customer-contact-title CIO " +
			"--customer-contact-email ana@contoso.example --company-contact-name Bo --company-contact-email bo@partner.example " +
			"--solution-seller-name Cia --solution-customer-name Contoso --solution-product-name Planner --dry-run",
			draftOptions{Form: advisor, DryRun: true, Told: told("name solutionArea role partnerId tenantId domain noPayment workloads subscriptionIds customerContact.name customerContact.title " +
				"customerContact.email companyContact.name companyContact.email solution.sellerName solution.customerName solution.productName")}},
		{"claim new --no-payment=false", draftOptions{Told: told("noPayment")}},
		{"claim new -f a.yaml,b.csv --file - --dry-run", draftOptions{Files: []string{"a.yaml", "b.csv", "-"}, DryRun: true}},
		{"claim edit CLM-1 --name Other --workload teams", edited{moveOptions{Claims: []ids.Claim{one}},
			draftOptions{Form: cpor.Form{Name: "Other", Workloads: []string{"teams"}}, Told: told("name workloads")}}},

		{"claim attach clm-1 a.pdf 'b c.docx' --dry-run", attachOptions{Claim: one, Files: []string{"a.pdf", "b c.docx"}, DryRun: true}},
		{"claim detach 2 " + strings.ToUpper(textHash), attachOptions{Claim: two, Hashes: []evidence.Hash{hash}}},
		{"claim delete CLM-1 2 --dry-run", moveOptions{Rule: rule(cpor.Delete), Claims: []ids.Claim{one, two}, DryRun: true}},
		{"claim submit CLM-1 --comment ' as asked '", moveOptions{Rule: rule(cpor.Submit), Claims: []ids.Claim{one}, Comment: "as asked"}},
		{"claim submit CLM-1 --text 'as asked'", moveOptions{Rule: rule(cpor.Submit), Claims: []ids.Claim{one}, Comment: "as asked"}},
		{"claim comment CLM-1 --text='see page 2'", moveOptions{Rule: rule(cpor.Remark), Claims: []ids.Claim{one}, Comment: "see page 2"}},
		{"claim review CLM-1", moveOptions{Rule: rule(cpor.Review), Claims: []ids.Claim{one}}},
		{"claim require-action CLM-1 --reason 'dates missing'", moveOptions{Rule: rule(cpor.RequireAction), Claims: []ids.Claim{one}, Reason: "dates missing"}},
		{"claim approve CLM-1 CLM-2", moveOptions{Rule: rule(cpor.Approve), Claims: []ids.Claim{one, two}}},
		{"claim reject CLM-1 --reason ' no dates '", moveOptions{Rule: rule(cpor.Reject), Claims: []ids.Claim{one}, Reason: "no dates"}},
		{"claim decline CLM-1 --reason no", moveOptions{Rule: rule(cpor.Decline), Claims: []ids.Claim{one}, Reason: "no"}},
		{"claim dispute CLM-1 --reason 'they are there'", moveOptions{Rule: rule(cpor.Dispute), Claims: []ids.Claim{one}, Reason: "they are there"}},
		{"claim end CLM-1 --reason over", moveOptions{Rule: rule(cpor.End), Claims: []ids.Claim{one}, Reason: "over"}},

		{"claim evidence CLM-1", evidenceOptions{Claim: one}},
		{"claim evidence CLM-1 --get " + textHash + " --to copy.pdf", evidenceOptions{Claim: one, Get: hash, To: "copy.pdf"}},
		{"claim template CLM-1 --to form.docx", templateOptions{Claim: one, To: "form.docx"}},
		{"claim list", claimListOptions{List: listOptions{Of: "claims"}}},
		{"claim ls --status Action-Required --mpn 4391507 --tenant " + textT1 + " --area modern-work-security --role use-or-consume --workload Teams --due-before 2026-03-01 --limit 3 --sort -dueOn",
			claimListOptions{
				Filter: app.ClaimFilter{Filter: app.Filter{Status: "action-required", Partner: p1, Tenant: t1}, Area: cpor.ModernWorkSecurity, Role: cpor.UseOrConsume, DueBefore: march}, Workload: "Teams",
				List: listOptions{Of: "claims", Sort: "-dueOn", Limit: 3, Filter: app.Filter{Status: "action-required", Partner: p1, Tenant: t1}},
			}},
		{"list claims --subscription " + textS1 + " --since 2026-03-01 --status draft", listOptions{Of: "claims", Filter: app.Filter{Subscription: s1, Since: march, Status: "draft"}}},
		{"list --type cpor --status pending", listOptions{Of: "associations", Filter: app.Filter{Kind: record.CPOR, Status: "pending"}}},
		{"history --claim CLM-2", historyOptions{Claim: two}},
		{"doctor", doctorOptions{}},
		{"doctor --fix", doctorOptions{Fix: true}},
	} {
		t.Run(c.line, func(t *testing.T) {
			got, err := optionsOf(t, "", c.line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestFlagsOfClaimsThatCannotBeAreRefusedBeforeAnythingIsDone(t *testing.T) {
	for _, c := range []struct {
		line   string
		code   fault.Code
		target string
	}{
		{"claim submit", fault.Usage, ""},
		{"claim submit CLM-x", fault.Invalid, ""},
		{"claim submit CLM-1 0", fault.Invalid, ""},
		{"claim submit CLM-1 --reason because", fault.Usage, "--reason"},
		{"claim approve CLM-1 --comment fine", fault.Usage, "--comment"},
		{"claim approve CLM-1 --text fine", fault.Usage, "--text"},
		{"claim reject CLM-1 --text fine", fault.Usage, "--text"},
		{"claim reject CLM-1 --reason", fault.Usage, "--reason"},
		{"claim new extra", fault.Usage, "extra"},
		{"claim new --role owner", fault.Usage, "--role"},
		{"claim new --solution-area office", fault.Usage, "--solution-area"},
		{"claim new --tenant contoso", fault.Invalid, "--tenant"},
		{"claim new --mpn 0123", fault.Invalid, "--mpn"},
		{"claim new --subscription " + textS1 + ",1", fault.Invalid, "--subscription"},
		{"claim new --customer-contact-email nobody", fault.Invalid, "--customer-contact-email"},
		{"claim new --no-payment=perhaps", fault.Usage, "--no-payment"},
		{"claim new -f a.yaml --name x", fault.Usage, "--name"},
		{"claim new -f a.yaml --no-payment", fault.Usage, "--no-payment"},
		{"claim edit CLM-1", fault.Usage, "CLM-1"},
		{"claim edit CLM-1 --dry-run", fault.Usage, "CLM-1"},
		{"claim edit CLM-1 CLM-2 --name x", fault.Usage, "CLM-2"},
		{"claim edit CLM-1 -f a.yaml", fault.Usage, "-f"},
		{"claim attach CLM-1", fault.Usage, ""},
		{"claim attach a.pdf CLM-1", fault.Invalid, ""},
		{"claim detach CLM-1 2c26", fault.Invalid, ""},
		{"claim evidence CLM-1 --get " + textHash, fault.Usage, "--to"},
		{"claim evidence CLM-1 --to a.pdf", fault.Usage, "--to"},
		{"claim evidence CLM-1 --get 2c26 --to a.pdf", fault.Invalid, "--get"},
		{"claim evidence CLM-1 CLM-2", fault.Usage, "CLM-2"},
		{"claim template", fault.Usage, ""},
		{"claim list --status open", fault.Usage, "--status"},
		{"claim list --status gone", fault.Usage, "--status"},
		{"claim list --area office", fault.Usage, "--area"},
		{"claim list --role owner", fault.Usage, "--role"},
		{"claim list --due-before soon", fault.Usage, "--due-before"},
		{"claim list --mpn 1", fault.Invalid, "--mpn"},
		{"claim list --limit 0", fault.Usage, "--limit"},
		{"claim list --product azure", fault.Usage, "--product"},
		{"claim list all", fault.Usage, "all"},
		{"list claims --product azure", fault.Usage, "--product"},
		{"list claims --status pending", fault.Usage, "--status"},
		{"history --claim x", fault.Invalid, "--claim"},
		{"history --claim CLM-1 --subscription " + textS1, fault.Usage, "--claim"},
		{"history --claim CLM-1 --mpn 4391507", fault.Usage, "--claim"},
		{"doctor now", fault.Usage, "now"},
	} {
		t.Run(c.line, func(t *testing.T) {
			got, err := optionsOf(t, "", c.line)
			e := fault.As(err)
			if e == nil || e.Code != c.code || e.Target != c.target && c.target != "" {
				t.Errorf("%v, want %s about %q", err, c.code, c.target)
			}
			if got != nil {
				t.Errorf("it would have acted on %+v", got)
			}
		})
	}
}

func TestEveryWrongFlagOfAClaimIsReportedAtOnce(t *testing.T) {
	_, err := optionsOf(t, "", "claim new --mpn 1 --tenant x --role owner --company-contact-email y --name fine")
	var about []string
	for _, d := range fault.As(err).Each() {
		about = append(about, d.Target)
	}
	if got := strings.Join(about, " "); got != "--role --mpn --tenant --company-contact-email" {
		t.Errorf("it is about %s", got)
	}
}

func TestEveryFieldOfAFormHasAFlagOfItsOwn(t *testing.T) {
	global := map[string]bool{"file": true, "dry-run": true, "help": true, "config": true}
	for _, set := range config.Settings() {
		global[set.Key] = true
	}
	fields := map[string]string{}
	for _, field := range cpor.FormFields() {
		name := flagOf(field.Key)
		if global[name] || fields[name] != "" || strings.ToLower(name) != name || strings.ContainsAny(name, ". ") {
			t.Errorf("%s is --%s, as is %s", field.Key, name, fields[name])
		}
		fields[name] = field.Key
		for _, cmd := range []*cobra.Command{newClaimNew(shellFor(""), nil), newClaimEdit(shellFor(""), nil)} {
			f := cmd.Flags().Lookup(name)
			if f == nil || f.Usage != "claim-flag."+name {
				t.Errorf("%s has no --%s of its own", cmd.Name(), name)
			}
		}
	}
	for key, want := range map[string]string{
		"partnerId": "mpn", "tenantId": "tenant", "workloads": "workload", "subscriptionIds": "subscription", "solutionArea": "solution-area",
		"noPayment": "no-payment", "customerContact.email": "customer-contact-email", "solution.sellerName": "solution-seller-name", "name": "name",
	} {
		if flagOf(key) != want {
			t.Errorf("%s is --%s, want --%s", key, flagOf(key), want)
		}
	}
}
