package cpor

import (
	"sync"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Contact is a person whom a claim names. The partner's own has no title.
type Contact struct {
	Name, Title, Email string
}

// Solution says what an influenced revenue is about (seeds/003).
type Solution struct {
	Seller   string // who sold the Dynamics solution
	Customer string
	Product  string // the solution or product of the software vendor
}

// Form is what the partner fills in, in the order of the portal's pages (seeds/003 steps 3 to 10).
type Form struct {
	Area          Area
	Role          Role
	Name          string
	Partner       ids.Partner
	Tenant        ids.Tenant
	Domain        string // of the customer; may be empty
	NoPayment     bool   // no incentives are wanted
	Workloads     []string
	Subscriptions []ids.Subscription
	Customer      Contact
	Company       Contact
	Solution      Solution
}

// FormFields is the table of a form's fields, in the order of the pages; a dot parts an object's key
// from that of a field in it.
func FormFields() []record.Field[Form] { return formFields() }

var formFields = sync.OnceValue(func() []record.Field[Form] {
	text := record.TextField[Form]
	return []record.Field[Form]{
		text("name", func(f *Form) *string { return &f.Name }),
		record.WordField("solutionArea", Areas(), "", func(f *Form) *Area { return &f.Area }),
		record.WordField("role", Roles(""), "", func(f *Form) *Role { return &f.Role }),
		record.PartnerField("partnerId", func(f *Form) *ids.Partner { return &f.Partner }),
		record.TenantField("tenantId", func(f *Form) *ids.Tenant { return &f.Tenant }),
		text("domain", func(f *Form) *string { return &f.Domain }),
		record.TruthField("noPayment", func(f *Form) *bool { return &f.NoPayment }, false),
		record.ListField("workloads", func(f *Form) *[]string { return &f.Workloads }),
		record.ListOf("subscriptionIds", func(f *Form) *[]ids.Subscription { return &f.Subscriptions }, ids.Subscription.String, ids.ParseSubscription),
		text("customerContact.name", func(f *Form) *string { return &f.Customer.Name }),
		text("customerContact.title", func(f *Form) *string { return &f.Customer.Title }),
		record.EmailField("customerContact.email", func(f *Form) *string { return &f.Customer.Email }),
		text("companyContact.name", func(f *Form) *string { return &f.Company.Name }),
		record.EmailField("companyContact.email", func(f *Form) *string { return &f.Company.Email }),
		text("solution.sellerName", func(f *Form) *string { return &f.Solution.Seller }),
		text("solution.customerName", func(f *Form) *string { return &f.Solution.Customer }),
		text("solution.productName", func(f *Form) *string { return &f.Solution.Product }),
	}
})

// Edited is the form with the told fields of another. With a role of another solution area it loses what
// was chosen for the old one and is not told anew: neither the workloads nor the subscriptions would fit.
func (f Form) Edited(by Form, told record.Fields) Form {
	has := func(key string) bool {
		i, _ := record.Position(FormFields(), key)
		return told.Has(i)
	}
	edited := record.Merge(FormFields(), f, by, told)
	if !has("role") || f.Area == "" || by.Role.Area() == f.Area {
		return edited
	}
	if !has("solutionArea") {
		edited.Area = ""
	}
	if !has("workloads") {
		edited.Workloads = nil
	}
	if !has("subscriptionIds") {
		edited.Subscriptions = nil
	}
	if !has("noPayment") {
		edited.NoPayment = false
	}
	return edited
}

// Place is what one partner at most holds by an approved claim: a subscription, or a workload of a
// tenant (seeds/003: each workload or subscription has one partner).
type Place struct {
	Tenant       ids.Tenant
	Subscription ids.Subscription // none for a workload
	Workload     string           // none for a subscription
}

// Places are the places that the claim asks for, each once.
func (f Form) Places() []Place {
	var list []Place
	seen := map[Place]bool{}
	add := func(p Place) {
		if p.Tenant = f.Tenant; !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	switch f.Role.Unit() {
	case PerSubscription:
		for _, id := range f.Subscriptions {
			add(Place{Subscription: id})
		}
	case PerWorkload:
		for _, w := range f.Workloads {
			add(Place{Workload: w})
		}
	}
	return list
}

// Name is the place for people: the subscription's ID or the workload.
func (p Place) Name() string {
	if p.Workload != "" {
		return p.Workload
	}
	return p.Subscription.String()
}

// equal tells whether two forms say the same.
func (f Form) equal(other Form) bool { return record.Equal(FormFields(), f, other) }
