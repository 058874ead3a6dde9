package cpor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Problems is everything that stops a claim from being submitted, all of it at once; none where nothing
// does. A place that another partner holds is the last of them: it stops the approval, not the
// submission (CONTRACT section 8, DOMAIN 1.9 and 1.10).
func Problems(s State, f Facts) []*fault.Error {
	var problems []*fault.Error
	if !slices.Contains(Submit.From(), s.Status) && !slices.Contains(Approve.From(), s.Status) {
		problems = append(problems, fault.As(refuseMove(s, Submit)))
	}
	problems = append(problems, s.unready(f)...)
	for _, p := range s.Places() {
		if held := f.Held[p]; !held.IsZero() && held != s.Partner {
			problems = append(problems, Taken(p, held))
		}
	}
	return about(s.ID, problems)
}

// unready is what stops the submission.
func (s State) unready(f Facts) []*fault.Error {
	_, problems := s.consistent(f.Catalogue)
	problems = append(problems, s.lacks()...)
	problems = append(problems, s.unfitPartner(f)...)
	if s.Domain != "" && f.Domain != "" && !strings.EqualFold(s.Domain, f.Domain) {
		problems = append(problems, problem("claim.domain", "domain", "domain", s.Domain, "tenant", s.Tenant.String(), "known", f.Domain))
	}
	if s.Role.Unit() == PerSubscription {
		for _, id := range s.Subscriptions {
			problems = append(problems, s.unfit(id, f)...)
		}
	}
	if len(s.Evidence) == 0 {
		problems = append(problems, problem("claim.no-document", "evidence", "claim", s.ID.String()))
	}
	for _, lost := range f.Lost {
		problems = append(problems, problem("claim.document-lost", "evidence", "hash", lost.String(), "claim", s.ID.String()))
	}
	return problems
}

// consistent is the form with its workloads by their IDs and its solution area by its role, and what
// contradicts itself in it: that is refused also in a draft.
func (f Form) consistent(c Catalogue) (Form, []*fault.Error) {
	var problems []*fault.Error
	f.Area = cmp.Or(f.Area, f.Role.Area())
	if f.Role != "" && f.Role.Area() != f.Area {
		problems = append(problems, problem("claim.role", "role", "role", string(f.Role), "area", string(f.Area), "roles", joined(Roles(f.Area))))
	}
	if f.NoPayment && f.Area == BusinessApplications {
		problems = append(problems, problem("claim.no-payment", "noPayment", "area", string(f.Area)))
	}
	if f.Area != "" {
		workloads, unknown := c.normal(f.Area, f.Workloads)
		problems = append(problems, unknown...)
		if len(unknown) == 0 {
			f.Workloads = workloads
		}
	}
	if len(f.Subscriptions) > 0 && f.Area == ModernWorkSecurity {
		problems = append(problems, problem("claim.no-subscriptions", "subscriptionIds", "area", string(f.Area)))
	}
	f.Subscriptions = distinct(f.Subscriptions)
	return f, problems
}

// distinct is the list with each subscription once.
func distinct(list []ids.Subscription) []ids.Subscription {
	var once []ids.Subscription
	for _, id := range list {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// Required are the keys of the fields that have to be filled in for a claim of the form's role to be
// submitted, in their order (seeds/003 step 10: all fields are required).
func (f Form) Required() []string {
	required := []string{
		"name", "solutionArea", "role", "tenantId",
		"customerContact.name", "customerContact.title", "customerContact.email", "companyContact.name", "companyContact.email",
	}
	if f.Role.NeedsSolution() {
		required = append(required, "solution.sellerName", "solution.customerName", "solution.productName")
	}
	unit := f.Role.Unit()
	if roles := Roles(f.Area); f.Role == "" && f.Area != "" {
		unit = roles[0].Unit() // the roles of an area share it
	}
	switch unit {
	case PerSubscription:
		required = append(required, "subscriptionIds")
	case PerWorkload:
		required = append(required, "workloads")
	}
	return required
}

// lacks is every field that is not filled in.
func (f Form) lacks() []*fault.Error {
	required := f.Required()
	var problems []*fault.Error
	for _, field := range FormFields() {
		if slices.Contains(required, field.Key) && field.Text(&f) == "" {
			problems = append(problems, problem("claim.lacks", field.Key))
		}
	}
	return problems
}

// unfitPartner tells whether a claim can be made for the partner: an active location (seeds/003 step 6:
// the partner ID of the location).
func (f Form) unfitPartner(facts Facts) []*fault.Error {
	if facts.Partner.ID.IsZero() {
		return []*fault.Error{problem("claim.partner", "partnerId", "partner", f.Partner.String())}
	}
	if err := por.CanHold(facts.Partner); err != nil {
		e := fault.As(err)
		e.Column = "partnerId"
		return []*fault.Error{e}
	}
	return nil
}

// unfit is everything that keeps a subscription from being claimed (CONTRACT section 8, DOMAIN 1.10).
func (f Form) unfit(id ids.Subscription, facts Facts) []*fault.Error {
	var problems []*fault.Error
	refuse := func(key string, args ...any) {
		problems = append(problems, problem(key, "subscriptionIds", append(args, "subscription", id.String())...).Of(id.String()))
	}
	s, there := facts.Subscriptions[id]
	if !there {
		refuse("claim.subscription-missing")
		return problems
	}
	if !f.Tenant.IsZero() && s.Tenant != f.Tenant {
		refuse("claim.subscription-tenant", "tenant", f.Tenant.String(), "owner", s.Tenant.String())
	}
	if !facts.Catalogue.covers(f.Role.Area(), s.Product) {
		refuse("claim.subscription-product", "name", s.Name, "product", string(s.Product))
	}
	if s.Channel == record.CSP {
		refuse("claim.subscription-csp", "name", s.Name)
	}
	if !s.Status.Active() {
		refuse("claim.subscription-inactive", "name", s.Name, "status", string(s.Status))
	}
	return problems
}

// CanClaim tells whether a subscription could be claimed with the form.
func (f Form) CanClaim(s record.Subscription, c Catalogue) bool {
	facts := Facts{Catalogue: c, Subscriptions: map[ids.Subscription]record.Subscription{s.ID: s}}
	return len(f.unfit(s.ID, facts)) == 0
}

// Taken is the conflict over a place that another partner holds.
func Taken(p Place, held ids.Partner) *fault.Error {
	e := fault.New(fault.Conflict, "claim.taken", "place", p.Name(), "held", held.String(), "tenant", p.Tenant.String())
	if p.Workload == "" {
		e.SubscriptionID = p.Subscription.String()
	}
	return e
}

// about says of which claim the problems are.
func about(id ids.Claim, problems []*fault.Error) []*fault.Error {
	for _, p := range problems {
		if !id.IsZero() {
			p.Target = id.String()
		}
	}
	return problems
}

func joined[W ~string](words []W) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}
