package cpor_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestTheFieldsOfAFormAreThoseOfTheContractInTheOrderOfThePages(t *testing.T) {
	f := revenue()
	f.Domain, f.NoPayment, f.Workloads = "contoso.example", true, []string{"sales", "power-bi"}
	want := [][3]string{
		{"name", "text", "Advice"}, {"solutionArea", "word", "business-applications"}, {"role", "word", "influenced-revenue"},
		{"partnerId", "id", "1111111"}, {"tenantId", "id", "7e000000-0000-0000-0000-000000000000"}, {"domain", "text", "contoso.example"},
		{"noPayment", "truth", "true"}, {"workloads", "list", "sales;power-bi"},
		{"subscriptionIds", "list", subscription(1).String() + ";" + subscription(2).String()},
		{"customerContact.name", "text", "Ana Pérez"}, {"customerContact.title", "text", "IT manager"}, {"customerContact.email", "text", "ana@contoso.example"},
		{"companyContact.name", "text", "Åsa Öberg"}, {"companyContact.email", "text", "asa@fabrikam.example"},
		{"solution.sellerName", "text", "Sven"}, {"solution.customerName", "text", "Contoso"}, {"solution.productName", "text", "Fabrikam CRM"},
	}
	types := map[record.Type]string{record.Text: "text", record.ID: "id", record.Word: "word", record.Truth: "truth", record.List: "list"}
	var got [][3]string
	var read, copied cpor.Form
	for _, field := range cpor.FormFields() {
		text := field.Text(&f)
		got = append(got, [3]string{field.Key, types[field.Type], text})
		if err := field.Parse(&read, " "+text+" "); err != nil {
			t.Errorf("%s: %v", field.Key, err)
		}
		field.Copy(&copied, &f)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for name, form := range map[string]cpor.Form{"read": read, "copied": copied} {
		if diff := cmp.Diff(f, form, identifiers()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestAFieldOfAFormRefusesWhatItCannotBe(t *testing.T) {
	for key, texts := range map[string]map[string]string{
		"solutionArea":          {"modern-work": "record.word", "advisor": "record.word"},
		"role":                  {"adviser": "record.word"},
		"partnerId":             {"12": "ids.partner"},
		"tenantId":              {"contoso.example": "ids.tenant"},
		"noPayment":             {"perhaps": "record.truth"},
		"subscriptionIds":       {"x": "ids.subscription", subscription(1).String() + ";y": "ids.subscription"},
		"customerContact.email": {"ana": "record.email", "ana@contoso": "record.email", "a@x.example,b@x.example": "record.email"},
		"companyContact.email":  {"Ana <ana@contoso.example>": "record.email"},
	} {
		i, ok := record.Position(cpor.FormFields(), key)
		if !ok {
			t.Fatalf("there is no field %s", key)
		}
		for text, want := range texts {
			f := revenue()
			if err := cpor.FormFields()[i].Parse(&f, text); fault.CodeOf(err) != fault.Invalid || fault.As(err).Key != want {
				t.Errorf("%s %q: %v, want %s", key, text, err, want)
			}
			if !cmp.Equal(f, revenue(), identifiers()) {
				t.Errorf("%s %q was refused and changed the form", key, text)
			}
		}
	}
}

func TestEachPlaceOfAClaimIsNamedOnce(t *testing.T) {
	tests := map[string]struct {
		form  cpor.Form
		want  []cpor.Place
		names []string
	}{
		"workloads":     {usage(), []cpor.Place{workload("teams"), workload("yammer")}, []string{"teams", "yammer"}},
		"subscriptions": {advice(), []cpor.Place{place(1), place(2)}, []string{subscription(1).String(), subscription(2).String()}},
		"the workloads of subscriptions are none": {
			changed(revenue(), func(f *cpor.Form) { f.Workloads, f.Subscriptions = []string{"sales"}, f.Subscriptions[:1] }),
			[]cpor.Place{place(1)}, []string{subscription(1).String()},
		},
		"one named twice": {
			changed(usage(), func(f *cpor.Form) { f.Workloads = []string{"teams", "teams"} }), []cpor.Place{workload("teams")}, []string{"teams"},
		},
		"a subscription named twice": {
			changed(advice(), func(f *cpor.Form) { f.Subscriptions = []ids.Subscription{subscription(3), subscription(3)} }),
			[]cpor.Place{place(3)}, []string{subscription(3).String()},
		},
		"none without a role": {changed(usage(), func(f *cpor.Form) { f.Role = "" }), nil, nil},
	}
	for name, tt := range tests {
		got := tt.form.Places()
		if diff := cmp.Diff(tt.want, got, identifiers()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		var names []string
		for _, p := range got {
			names = append(names, p.Name())
		}
		if diff := cmp.Diff(tt.names, names); diff != "" {
			t.Errorf("%s are called (-want +got)\n%s", name, diff)
		}
	}
}

// The table of CONTRACT section 8 and DOMAIN 1.2, written down a second time.
func TestTheTableOfRolesIsAsTheContractSays(t *testing.T) {
	want := []cpor.RoleRule{
		{Role: "advisor", Area: "business-applications", Unit: "subscription", Paid: true},
		{Role: "usage-recognition", Area: "business-applications", Unit: "subscription"},
		{Role: "influenced-revenue", Area: "business-applications", Unit: "subscription", NeedsSolution: true},
		{Role: "use-or-consume", Area: "modern-work-security", Unit: "workload", Paid: true},
	}
	if diff := cmp.Diff(want, cpor.RoleRules()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, r := range want {
		if r.Role.Area() != r.Area || r.Role.Unit() != r.Unit || r.Role.NeedsSolution() != r.NeedsSolution {
			t.Errorf("%s is of %s, for a %s, and needs a solution: %t", r.Role, r.Role.Area(), r.Role.Unit(), r.Role.NeedsSolution())
		}
	}
	var none cpor.Role
	if none.Area() != "" || none.Unit() != "" || none.NeedsSolution() {
		t.Error("no role has an area, a unit or a solution")
	}
	for area, roles := range map[cpor.Area][]cpor.Role{
		"business-applications": {"advisor", "usage-recognition", "influenced-revenue"}, "modern-work-security": {"use-or-consume"},
		"": {"advisor", "usage-recognition", "influenced-revenue", "use-or-consume"}, "surface": nil,
	} {
		if diff := cmp.Diff(roles, cpor.Roles(area)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", area, diff)
		}
	}
	if diff := cmp.Diff([]cpor.Area{"business-applications", "modern-work-security"}, cpor.Areas()); diff != "" {
		t.Errorf("areas (-want +got)\n%s", diff)
	}
}
