package cpor_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// flaw is one thing that stops a submission: what makes it so, and how it is told.
type flaw struct {
	name   string
	spoils func(*cpor.State, *cpor.Facts)
	told   string
}

// inForm is a flaw of what the claim says.
func inForm(name string, edit func(*cpor.Form), told string) flaw {
	return flaw{name, func(s *cpor.State, _ *cpor.Facts) { edit(&s.Form) }, told}
}

// inFacts is a flaw of what the ledger knows.
func inFacts(name string, edit func(*cpor.Facts), told string) flaw {
	return flaw{name, func(_ *cpor.State, f *cpor.Facts) { edit(f) }, told}
}

// inRecord is a flaw of the second subscription.
func inRecord(name string, edit func(*record.Subscription), told string) flaw {
	return inFacts(name, func(f *cpor.Facts) {
		s := f.Subscriptions[subscription(2)]
		edit(&s)
		f.Subscriptions[subscription(2)] = s
	}, told)
}

func flaws() []flaw {
	return []flaw{
		inForm("no name", func(f *cpor.Form) { f.Name = "" }, "invalid claim.lacks name"),
		inForm("no name of the customer's contact", func(f *cpor.Form) { f.Customer.Name = "" }, "invalid claim.lacks customerContact.name"),
		inForm("no title of the customer's contact", func(f *cpor.Form) { f.Customer.Title = "" }, "invalid claim.lacks customerContact.title"),
		inForm("no address of the customer's contact", func(f *cpor.Form) { f.Customer.Email = "" }, "invalid claim.lacks customerContact.email"),
		inForm("no name of the own contact", func(f *cpor.Form) { f.Company.Name = "" }, "invalid claim.lacks companyContact.name"),
		inForm("no address of the own contact", func(f *cpor.Form) { f.Company.Email = "" }, "invalid claim.lacks companyContact.email"),
		inForm("no seller", func(f *cpor.Form) { f.Solution.Seller = "" }, "invalid claim.lacks solution.sellerName"),
		inForm("no customer of the solution", func(f *cpor.Form) { f.Solution.Customer = "" }, "invalid claim.lacks solution.customerName"),
		inForm("no product", func(f *cpor.Form) { f.Solution.Product = "" }, "invalid claim.lacks solution.productName"),
		inForm("another domain", func(f *cpor.Form) { f.Domain = "tailspin.example" }, "invalid claim.domain domain domain=tailspin.example known=contoso.example"),
		inFacts("a partner that nobody knows", func(f *cpor.Facts) { f.Partner = record.Partner{} }, "invalid claim.partner partnerId partner=1111111"),
		inFacts("an inactive partner", func(f *cpor.Facts) { f.Partner.Status = record.InactivePartner }, "invalid por.inactive-partner partnerId partner=1111111"),
		inFacts("a headquarters", func(f *cpor.Facts) { f.Partner.Location = false }, "invalid por.headquarters partnerId partner=1111111"),
		inFacts("an unknown subscription", func(f *cpor.Facts) { delete(f.Subscriptions, subscription(2)) }, "invalid claim.subscription-missing subscriptionIds"),
		inRecord("a subscription of another tenant", func(s *record.Subscription) { s.Tenant = tailspin() }, "invalid claim.subscription-tenant subscriptionIds"),
		inRecord("another product", func(s *record.Subscription) { s.Product = "azure" }, "invalid claim.subscription-product subscriptionIds product=azure"),
		inRecord("bought through CSP", func(s *record.Subscription) { s.Channel = record.CSP }, "invalid claim.subscription-csp subscriptionIds"),
		{"no evidence", func(s *cpor.State, _ *cpor.Facts) { s.Evidence = nil }, "invalid claim.no-document evidence claim=CLM-7"},
		inFacts("lost evidence", func(f *cpor.Facts) { f.Lost = []evidence.Hash{hash(1)} }, "invalid claim.document-lost evidence claim=CLM-7"),
		inFacts("a workload that the catalogue lost", func(f *cpor.Facts) { f.Catalogue = slices.Delete(f.Catalogue, 3, 4) }, "invalid claim.workload workloads"),
	}
}

// submitted is what comes of submitting a complete claim with some flaws.
func submitted(t *testing.T, from cpor.Status, some ...flaw) ([]cpor.Event, error) {
	t.Helper()
	form := revenue()
	form.Domain, form.Workloads = "contoso.example", []string{"sales"}
	s, c := in(t, from, with(form)), command(t, cpor.Submit)
	// A power-bi subscription is covered without the workload that the last flaw takes away.
	for id, r := range c.Facts.Subscriptions {
		r.Product = "power-bi"
		c.Facts.Subscriptions[id] = r
	}
	for _, flaw := range some {
		flaw.spoils(&s, &c.Facts)
	}
	return cpor.Decide(s, c)
}

func TestASubmissionIsStoppedByEachReasonAlone(t *testing.T) {
	for _, flaw := range flaws() {
		t.Run(flaw.name, func(t *testing.T) {
			for _, from := range []cpor.Status{cpor.Draft, cpor.ActionRequired} {
				events, err := submitted(t, from, flaw)
				if len(events) > 0 {
					t.Errorf("%s: refused and gave %+v", from, events)
				}
				got := refusals(err, "domain", "known", "partner", "product")
				want := []string{strings.TrimSuffix(flaw.told, " claim=CLM-7")}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s (-want +got)\n%s", from, diff)
				}
				e := fault.As(err)
				if e.Target != "CLM-7" {
					t.Errorf("%s: it is about %q", from, e.Target)
				}
				if about := e.SubscriptionID; (about == subscription(2).String()) != strings.Contains(e.Key, "subscription-") {
					t.Errorf("%s: %s is about the subscription %q", from, e.Key, about)
				}
			}
		})
	}
}

// Some flaws hide each other: a partner is unknown, inactive or a headquarters, and of a subscription
// that is not there nothing is known.
func TestASubmissionIsStoppedByAllReasonsAtOnce(t *testing.T) {
	hidden := []string{"an inactive partner", "a headquarters", "an unknown subscription"}
	var some []flaw
	var want []string
	for _, flaw := range flaws() {
		if !slices.Contains(hidden, flaw.name) {
			some = append(some, flaw)
			key, _, _ := strings.Cut(strings.TrimPrefix(flaw.told, "invalid "), " ")
			want = append(want, key)
		}
	}
	some = append(some, inRecord("over", func(s *record.Subscription) { s.Status = record.Expired }, ""))
	want = append(want, "claim.subscription-inactive")
	events, err := submitted(t, cpor.Draft, some...)
	e := fault.As(err)
	if len(events) > 0 || e == nil || e.Code != fault.Invalid || e.Key != "refused.several" || e.Args["count"] != len(want) {
		t.Fatalf("%d events, %v", len(events), err)
	}
	var got []string
	for _, d := range e.Details {
		got = append(got, d.Key)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAnEmptyFormNamesEveryFieldThatIsNotFilledIn(t *testing.T) {
	always := []string{
		"claim.lacks name", "claim.lacks solutionArea", "claim.lacks role", "claim.lacks tenantId", "claim.lacks customerContact.name",
		"claim.lacks customerContact.title", "claim.lacks customerContact.email", "claim.lacks companyContact.name",
		"claim.lacks companyContact.email", "claim.no-document evidence",
	}
	solution := []string{"claim.lacks solution.sellerName", "claim.lacks solution.customerName", "claim.lacks solution.productName"}
	for role, more := range map[cpor.Role][]string{
		"": nil, cpor.UseOrConsume: {"claim.lacks workloads"}, cpor.Advisor: {"claim.lacks subscriptionIds"},
		cpor.UsageRecognition: {"claim.lacks subscriptionIds"}, cpor.InfluencedRevenue: append(solution, "claim.lacks subscriptionIds"),
	} {
		s := does(t, cpor.State{}, command(t, cpor.New, with(cpor.Form{Role: role, Partner: fabrikam()})))
		_, err := cpor.Decide(s, command(t, cpor.Submit))
		var want []string
		for _, line := range append(slices.Clone(always), more...) {
			if role == "" || line != "claim.lacks role" && line != "claim.lacks solutionArea" {
				want = append(want, "invalid "+line)
			}
		}
		got := refusals(err)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", role, diff)
		}
	}
}

func TestASubscriptionCanBeClaimedAsItsStateAllows(t *testing.T) {
	for _, status := range record.Statuses() {
		over := inRecord("", func(s *record.Subscription) { s.Status = status }, "")
		_, err := submitted(t, cpor.Draft, over)
		var want []string
		if status != record.Enabled && status != record.Warning {
			want = []string{"invalid claim.subscription-inactive subscriptionIds status=" + string(status)}
		}
		if diff := cmp.Diff(want, refusals(err, "status")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", status, diff)
		}
	}
	for _, channel := range record.Channels() {
		bought := inRecord("", func(s *record.Subscription) { s.Channel = channel }, "")
		if _, err := submitted(t, cpor.Draft, bought); (err == nil) == (channel == record.CSP) {
			t.Errorf("%s: %v", channel, err)
		}
	}
	for _, product := range record.Products() {
		of := inRecord("", func(s *record.Subscription) { s.Product = product }, "")
		known := product == "dynamics365" || product == "crm-online" || product == "power-bi"
		if _, err := submitted(t, cpor.Draft, of); (err == nil) != known {
			t.Errorf("%s: %v", product, err)
		}
		s := dynamics(1)
		s.Product = product
		if advice().CanClaim(s, catalogue()) != known || changed(usage(), func(f *cpor.Form) { f.Subscriptions = advice().Subscriptions }).CanClaim(s, catalogue()) {
			t.Errorf("%s can be claimed: %t", product, !known)
		}
	}
}

func TestADomainIsThatOfTheTenantInAnyLetterCase(t *testing.T) {
	for _, tt := range []struct {
		told, known string
		fits        bool
	}{
		{"", "contoso.example", true}, {"contoso.example", "", true}, {"", "", true}, {"contoso.example", "contoso.example", true},
		{"Contoso.Example", "CONTOSO.example", true}, {"contoso.example.org", "contoso.example", false},
		{"mail.contoso.example", "contoso.example", false},
	} {
		_, err := submitted(t, cpor.Draft,
			inForm("", func(f *cpor.Form) { f.Domain = tt.told }, ""), inFacts("", func(f *cpor.Facts) { f.Domain = tt.known }, ""))
		if (err == nil) != tt.fits || err != nil && fault.As(err).Key != "claim.domain" {
			t.Errorf("%q for %q: %v", tt.told, tt.known, err)
		}
	}
}

func TestASubmissionKeepsWhatWasConfirmedAndSaid(t *testing.T) {
	for _, form := range []cpor.Form{usage(), advice(), revenue(), changed(advice(), func(f *cpor.Form) { f.Role = cpor.UsageRecognition })} {
		c := command(t, cpor.Submit, func(c *cpor.Command) { c.Text = " see page 2\n" })
		s := does(t, in(t, cpor.Draft, with(form)), c)
		at := stamp(c.Today)
		if want := (cpor.Attestation{At: at.At, By: at.By, Text: "I confirm."}); s.Attestation != want {
			t.Errorf("%s: attested %+v", form.Role, s.Attestation)
		}
		if want := []cpor.Comment{{At: at.At, By: at.By, Text: "see page 2"}}; !cmp.Equal(want, s.Comments) {
			t.Errorf("%s: said %+v", form.Role, s.Comments)
		}
		again := does(t, in(t, cpor.ActionRequired, with(form)), command(t, cpor.Submit, func(c *cpor.Command) { c.Text = " " }))
		if len(again.Comments) != 1 || !again.DueOn.IsZero() || again.Attestation.Text != "I confirm." {
			t.Errorf("%s: submitted again it is %+v", form.Role, again)
		}
	}
}
