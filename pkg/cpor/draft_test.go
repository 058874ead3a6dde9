package cpor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// refusals is each refusal as its code, key and field, and the values of the named arguments.
func refusals(err error, args ...string) []string {
	if err == nil {
		return nil
	}
	var all []string
	for _, e := range fault.As(err).Each() {
		line := fmt.Sprintf("%s %s %s", e.Code, e.Key, e.Column)
		for _, name := range args {
			if value, ok := e.Args[name]; ok {
				line += fmt.Sprintf(" %s=%v", name, value)
			}
		}
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

// changed is a form with an edit.
func changed(f cpor.Form, edit func(*cpor.Form)) cpor.Form { edit(&f); return f }

func TestWhatADraftSaysIsPutInOrder(t *testing.T) {
	one := subscription(1)
	tests := []struct {
		name  string
		given cpor.Form
		want  cpor.Form
	}{
		{"nothing but the partner", cpor.Form{Partner: fabrikam()}, cpor.Form{Partner: fabrikam()}},
		{"all of it", usage(), usage()},
		{"all of a revenue", revenue(), revenue()},
		{"the area comes from the role", changed(usage(), func(f *cpor.Form) { f.Area = "" }), usage()},
		{"no area and no role", changed(usage(), func(f *cpor.Form) { f.Area, f.Role = "", "" }), changed(usage(), func(f *cpor.Form) { f.Area, f.Role = "", "" })},
		{"an area and no role", changed(usage(), func(f *cpor.Form) { f.Role = "" }), changed(usage(), func(f *cpor.Form) { f.Role = "" })},
		{
			"names, aliases and any letter case become IDs, each once",
			changed(usage(), func(f *cpor.Form) {
				f.Workloads = []string{"Viva Engage", "MICROSOFT TEAMS", " teams ", "yammer", "Viva-Engage", "InTune"}
			}),
			changed(usage(), func(f *cpor.Form) { f.Workloads = []string{"yammer", "teams", "intune"} }),
		},
		{
			"a name means what it means in the area",
			changed(advice(), func(f *cpor.Form) { f.Workloads = []string{"Teams", "CRM"} }),
			changed(advice(), func(f *cpor.Form) { f.Workloads = []string{"power-bi", "sales"} }),
		},
		{
			"a subscription stands once",
			changed(advice(), func(f *cpor.Form) { f.Subscriptions = []ids.Subscription{one, subscription(2), one, one} }),
			advice(),
		},
		{"no payment is wanted", changed(usage(), func(f *cpor.Form) { f.NoPayment = true }), changed(usage(), func(f *cpor.Form) { f.NoPayment = true })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, v := range []cpor.Verb{cpor.New, cpor.Edit} {
				var s cpor.State
				if v == cpor.Edit {
					s = in(t, cpor.Draft, with(changed(usage(), func(f *cpor.Form) { f.Name = "before" })))
				}
				events, err := cpor.Decide(s, command(t, v, with(tt.given)))
				if err != nil || len(events) != 1 || events[0].Form == nil {
					t.Fatalf("%s: %d events, %v", v, len(events), err)
				}
				if diff := cmp.Diff(tt.want, *events[0].Form, identifiers()); diff != "" {
					t.Errorf("%s (-want +got)\n%s", v, diff)
				}
				want := cpor.Event{Claim: claim(), Verb: v, From: s.Status, To: cpor.Draft, Form: events[0].Form, Reason: events[0].Reason}
				if diff := cmp.Diff(want, events[0], identifiers()); diff != "" {
					t.Errorf("%s does more than it says (-want +got)\n%s", v, diff)
				}
				if after := cpor.Evolve(s, events[0], stamp(1), 1); len(after.Evidence) != len(s.Evidence) || !cmp.Equal(after.Form, tt.want, identifiers()) {
					t.Errorf("%s: the claim is then %+v", v, after)
				}
			}
		})
	}
}

func TestADraftThatContradictsItselfIsRefusedWithEveryReason(t *testing.T) {
	tests := []struct {
		name  string
		given cpor.Form
		want  []string
	}{
		{"a role of the other area", changed(advice(), func(f *cpor.Form) { f.Role = cpor.UseOrConsume }), []string{
			"invalid claim.role role role=use-or-consume area=business-applications roles=advisor, usage-recognition, influenced-revenue",
		}},
		{"an area of the other role", changed(usage(), func(f *cpor.Form) { f.Role = cpor.InfluencedRevenue }), []string{
			"invalid claim.role role role=influenced-revenue area=modern-work-security roles=use-or-consume",
		}},
		{"no payment where none is paid for use", changed(advice(), func(f *cpor.Form) { f.NoPayment = true }), []string{
			"invalid claim.no-payment noPayment area=business-applications",
		}},
		{"no payment by the role alone", changed(advice(), func(f *cpor.Form) { f.Area, f.NoPayment = "", true }), []string{
			"invalid claim.no-payment noPayment area=business-applications",
		}},
		{"subscriptions where workloads are claimed", changed(usage(), func(f *cpor.Form) { f.Subscriptions = advice().Subscriptions }), []string{
			"invalid claim.no-subscriptions subscriptionIds area=modern-work-security",
		}},
		{"unknown workloads, each with the nearest", changed(usage(), func(f *cpor.Form) { f.Workloads = []string{"tems", "yammer", "Yamer"} }), []string{
			"invalid claim.workload workloads area=modern-work-security workload=tems near=teams",
			"invalid claim.workload workloads area=modern-work-security workload=Yamer near=yammer",
		}},
		{"no partner", changed(usage(), func(f *cpor.Form) { f.Partner = ids.Partner{} }), []string{"invalid claim.lacks partnerId"}},
		{"an empty form", cpor.Form{}, []string{"invalid claim.lacks partnerId"}},
		{
			"everything at once",
			cpor.Form{
				Area: cpor.ModernWorkSecurity, Role: cpor.Advisor, Workloads: []string{"intone"}, Subscriptions: advice().Subscriptions,
			},
			[]string{
				"invalid claim.role role role=advisor area=modern-work-security roles=use-or-consume",
				"invalid claim.workload workloads area=modern-work-security workload=intone near=intune",
				"invalid claim.no-subscriptions subscriptionIds area=modern-work-security",
				"invalid claim.lacks partnerId",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, v := range []cpor.Verb{cpor.New, cpor.Edit} {
				var s cpor.State
				target := "" // a new claim has no number that anybody knows
				if v == cpor.Edit {
					s, target = in(t, cpor.Draft), "CLM-7"
				}
				events, err := cpor.Decide(s, command(t, v, with(tt.given)))
				if len(events) > 0 {
					t.Errorf("%s: refused and gave %+v", v, events)
				}
				got := refusals(err, "role", "area", "roles", "workload", "near")
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("%s (-want +got)\n%s", v, diff)
				}
				for _, e := range fault.As(err).Each() {
					if e.Target != target || e.Args["field"] != e.Column {
						t.Errorf("%s: %v is about %q, want %q", v, e, e.Target, target)
					}
				}
			}
		})
	}
}

func TestAWorkloadOfTheOtherAreaIsUnknown(t *testing.T) {
	for _, form := range []cpor.Form{
		changed(advice(), func(f *cpor.Form) { f.Workloads = []string{"yammer"} }), changed(usage(), func(f *cpor.Form) { f.Workloads = []string{"sales"} }),
	} {
		_, err := cpor.Decide(cpor.State{}, command(t, cpor.New, with(form)))
		want := []string{"invalid claim.workload workloads area=" + string(form.Area) + " workload=" + form.Workloads[0]}
		if diff := cmp.Diff(want, refusals(err, "area", "workload")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

func TestAnEditThatChangesNothingIsNone(t *testing.T) {
	for name, form := range map[string]cpor.Form{
		"the same form":           usage(),
		"the same by other names": changed(usage(), func(f *cpor.Form) { f.Area, f.Workloads = "", []string{"MSTeams", "Teams", "Viva Engage"} }),
	} {
		events, err := cpor.Decide(in(t, cpor.Draft), command(t, cpor.Edit, with(form)))
		if err != nil || len(events) > 0 {
			t.Errorf("%s: %+v, %v", name, events, err)
		}
	}
}

func TestAnEditOfAnyFieldIsOne(t *testing.T) {
	edits := map[string]func(*cpor.Form){
		"name": func(f *cpor.Form) { f.Name = "x" }, "role": func(f *cpor.Form) { f.Role, f.Solution = cpor.Advisor, cpor.Solution{} },
		"partnerId": func(f *cpor.Form) { f.Partner = northwind() }, "tenantId": func(f *cpor.Form) { f.Tenant = tailspin() },
		"domain": func(f *cpor.Form) { f.Domain = "x.example" }, "workloads": func(f *cpor.Form) { f.Workloads = []string{"sales"} },
		"subscriptionIds":       func(f *cpor.Form) { f.Subscriptions = f.Subscriptions[:1] },
		"customerContact.name":  func(f *cpor.Form) { f.Customer.Name = "" },
		"customerContact.title": func(f *cpor.Form) { f.Customer.Title = "x" },
		"customerContact.email": func(f *cpor.Form) { f.Customer.Email = "x@contoso.example" },
		"companyContact.name":   func(f *cpor.Form) { f.Company.Name = "x" },
		"companyContact.email":  func(f *cpor.Form) { f.Company.Email = "" },
		"solution.sellerName":   func(f *cpor.Form) { f.Solution.Seller = "x" }, "solution.customerName": func(f *cpor.Form) { f.Solution.Customer = "x" },
		"solution.productName": func(f *cpor.Form) { f.Solution.Product = "" },
		"noPayment":            func(f *cpor.Form) { *f = changed(usage(), func(f *cpor.Form) { f.NoPayment = true }) },
		"solutionArea":         func(f *cpor.Form) { *f = usage() },
	}
	for _, field := range cpor.FormFields() {
		edit, ok := edits[field.Key]
		if !ok {
			t.Errorf("%s is not edited", field.Key)
			continue
		}
		form := changed(revenue(), edit)
		events, err := cpor.Decide(in(t, cpor.Draft, with(revenue())), command(t, cpor.Edit, with(form)))
		if err != nil || len(events) != 1 || !cmp.Equal(*events[0].Form, form, identifiers()) {
			t.Errorf("%s: %+v, %v", field.Key, events, err)
		}
	}
}
