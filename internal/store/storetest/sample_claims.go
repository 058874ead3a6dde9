package storetest

import (
	"fmt"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Workloads are those that claims in the suite are about.
func Workloads() []string { return []string{"exchange", "intune", "teams"} }

// ClaimRecord is the n-th claim, of a partner to subscriptions of a tenant, on a short way to a status.
func ClaimRecord(n, partner, tenant int, status cpor.Status, subs ...int) cpor.State {
	f := form(n, partner, tenant)
	f.Area, f.Role = cpor.BusinessApplications, cpor.InfluencedRevenue
	f.Solution = cpor.Solution{Seller: "Contoso", Customer: f.Name, Product: "Field service"}
	for _, sub := range subs {
		f.Subscriptions = append(f.Subscriptions, Subscription(sub))
	}
	return claimed(n, f, status)
}

// WorkloadClaim is the n-th claim, of a partner to workloads of a tenant, on a short way to a status.
func WorkloadClaim(n, partner, tenant int, status cpor.Status, workloads ...string) cpor.State {
	f := form(n, partner, tenant)
	f.Area, f.Role, f.Workloads = cpor.ModernWorkSecurity, cpor.UseOrConsume, workloads
	return claimed(n, f, status)
}

// sampleClaim is the n-th claim of a sample, for the place of subscription sub or for a workload that
// no other claim is for.
func sampleClaim(n, sub int, size Size) cpor.State {
	status := cpor.Statuses()[n%len(cpor.Statuses())]
	if n%2 == 0 {
		return WorkloadClaim(n, sub%size.Partners, sub%size.Tenants, status, fmt.Sprintf("workload-%d", n))
	}
	return ClaimRecord(n, sub%size.Partners, sub%size.Tenants, status, sub)
}

func form(n, partner, tenant int) cpor.Form {
	return cpor.Form{
		Name: fmt.Sprintf("Claim %d", n), Partner: Partner(partner), Tenant: Tenant(tenant), NoPayment: n%3 == 0,
		Customer: cpor.Contact{Name: "Åsa Öberg", Title: "CIO", Email: fmt.Sprintf("asa@c%d.example", tenant)},
		Company:  cpor.Contact{Name: "Ana Ruiz", Email: fmt.Sprintf("ana@p%d.example", partner)},
	}
}

// claimed is a claim with a document after the verbs that lead to a status.
func claimed(n int, f cpor.Form, status cpor.Status) (s cpor.State) {
	hash := guid("evidence", n)
	document := evidence.Document{Hash: evidence.Sum(hash[:]), FileName: fmt.Sprintf("proof %d.pdf", n), Size: uint64(n) + 1, MediaType: "application/pdf"}
	for _, verb := range append([]cpor.Verb{cpor.New, cpor.Attach}, way(status)...) {
		e := cpor.Event{Claim: ids.ClaimFromNumber(uint64(n)), Verb: verb, From: s.Status}
		for _, edge := range cpor.Edges() {
			if edge.Verb == verb && edge.From == s.Status {
				e.To = edge.To
			}
		}
		switch verb {
		case cpor.New:
			e.Form = &f
		case cpor.Attach:
			e.Added = []evidence.Document{document}
		case cpor.Submit:
			e.Comment, e.Attestation = "please look", "It is so."
		default:
			e.Reason, e.DueOn = "as agreed", day.Of(Epoch())+30
		}
		s = cpor.Evolve(s, e, stamp(), uint64(n)+1)
	}
	return s
}

// way are the verbs that lead a draft to a status.
func way(status cpor.Status) []cpor.Verb {
	switch status {
	case cpor.Submitted:
		return []cpor.Verb{cpor.Submit}
	case cpor.InReview:
		return append(way(cpor.Submitted), cpor.Review)
	case cpor.ActionRequired:
		return append(way(cpor.InReview), cpor.RequireAction)
	case cpor.Approved:
		return append(way(cpor.InReview), cpor.Approve)
	case cpor.Rejected:
		return append(way(cpor.InReview), cpor.Reject)
	case cpor.Ended:
		return append(way(cpor.Approved), cpor.End)
	case cpor.Gone:
		return []cpor.Verb{cpor.Delete}
	}
	return nil
}
