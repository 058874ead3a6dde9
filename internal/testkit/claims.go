package testkit

import (
	"fmt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Catalogue is three workloads of Modern Work and Security, and a product of Business Applications that
// covers subscriptions to Dynamics 365.
func Catalogue() cpor.Catalogue {
	return cpor.Catalogue{
		{ID: "teams", Name: "Microsoft Teams", Area: cpor.ModernWorkSecurity, Aliases: []string{"microsoft-teams"}},
		{ID: "intune", Name: "Microsoft Intune", Area: cpor.ModernWorkSecurity},
		{ID: "exchange", Name: "Exchange Online", Area: cpor.ModernWorkSecurity, Aliases: []string{"exo"}},
		{ID: "dynamics365-sales", Name: "Dynamics 365 Sales", Area: cpor.BusinessApplications, Products: []string{"dynamics365"}},
	}
}

// Windows are those that dpor has where nothing is configured: 5 business days to answer, 30 days to
// dispute, and none for the customer.
func Windows() cpor.Windows {
	return cpor.Windows{Answer: day.Period{N: 5, Business: true}, Dispute: day.Period{N: 30}}
}

// UseOrConsume is the n-th partner's whole claim to workloads of a tenant.
func UseOrConsume(partner, tenant int, workloads ...string) cpor.Form {
	return cpor.Form{
		Area: cpor.ModernWorkSecurity, Role: cpor.UseOrConsume, Name: "Roll-out", Partner: Partner(partner), Tenant: Tenant(tenant),
		Workloads: workloads,
		Customer:  cpor.Contact{Name: "Ana Núñez", Title: "CIO", Email: fmt.Sprintf("ana@customer%d.example", tenant)},
		Company:   cpor.Contact{Name: "Bo Ek", Email: fmt.Sprintf("bo@partner%d.example", partner)},
	}
}

// Advising is the n-th partner's whole claim to subscriptions of a tenant, which have to be as Dynamics
// gives them.
func Advising(partner, tenant int, subscriptions ...int) cpor.Form {
	f := UseOrConsume(partner, tenant)
	f.Area, f.Role = cpor.BusinessApplications, cpor.Advisor
	for _, n := range subscriptions {
		f.Subscriptions = append(f.Subscriptions, Subscription(n))
	}
	return f
}

// Dynamics is the record of the n-th subscription, of a product that can be claimed.
func Dynamics(tenant, n int) record.Subscription {
	s := SubscriptionOf(tenant, n)
	s.Product = "dynamics365"
	return s
}

// Forms is rows of claims; see Customers.
func Forms(forms ...cpor.Form) []app.Row[cpor.Form] {
	return Told("claims.csv", cpor.FormFields(), forms...)
}

// Paper is the n-th document of evidence and its bytes.
func Paper(n int) (evidence.Document, []byte) {
	content := fmt.Appendf(nil, "statement of work %d, signed by the customer\n", n)
	return evidence.Document{
		Hash: evidence.Sum(content), FileName: fmt.Sprintf("sow-%d.txt", n), Size: uint64(len(content)), MediaType: "text/plain",
	}, content
}

// Claim is the n-th claim of a ledger, from 1.
func Claim(n int) ids.Claim { return ids.ClaimFromNumber(uint64(n)) }
