package app_test

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// The random ledgers are small, so that the tasks meet: everything is drawn from so many of each. One
// number more than are ever imported stands for what is not in the ledger.
const (
	tenants, subscriptions, partners = 3, 6, 5
	days                             = 30
)

// attempt is one task that somebody tries, some days after the one before.
type attempt struct {
	name   string
	actor  access.Actor
	passed int
	// repeats tells that the same task, after it was done, finds nothing left to do; others are then
	// refused.
	repeats bool
	// renews tells that the task can be done again and again, as drafting one more claim.
	renews bool
	// byCustomer tells that it is a move of a claim which the customer makes.
	byCustomer bool
	// prepare plans the task; what it gives applies it.
	prepare func(app.Engine) (apply func() (moves int, err error), err error)
}

func (a attempt) GoString() string {
	return fmt.Sprintf("%s by %s of %v %v after %d days", a.name, a.actor.Role, a.actor.Tenants, a.actor.Partners, a.passed)
}

// rare is true once in 2 to the power of n times. A range of numbers would be drawn unevenly, so that
// what is meant to be rare were not.
func rare(t *rapid.T, n int, what string) bool {
	return !slices.Contains(rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, what), false)
}

// among is a number below n, and rarely n itself, which is not in the ledger.
func among(t *rapid.T, n int, what string) int {
	if rare(t, 5, "another "+what) {
		return n
	}
	return rapid.Permutation(numbers(n)).Draw(t, what)[0]
}

func numbers(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

func attempts() *rapid.Generator[attempt] {
	return rapid.Custom(func(t *rapid.T) attempt {
		kinds := []func(*rapid.T) attempt{
			designating, applying, importing, deciding,
			asking, drafting, drafting, amending, filing, filing, moving, moving, moving, moving, sweeping,
		}
		kind := among(t, len(kinds)-1, "kind")
		a := kinds[kind](t)
		if a.actor = actors().Draw(t, "actor"); kind > 3 && !a.byCustomer && !rare(t, 3, "another role asks") {
			a.actor.Role = access.IncentivesAdmin
			if !rare(t, 3, "for some partner IDs only") {
				a.actor.Partners = anyPartner().Partners
			}
		}
		a.passed = rapid.IntRange(-1, 3).Draw(t, "passed")
		return a
	})
}

func actors() *rapid.Generator[access.Actor] {
	return rapid.Custom(func(t *rapid.T) access.Actor {
		role := access.GlobalAdmin
		if rare(t, 3, "another role") {
			role = rapid.SampledFrom(append(access.Roles(), access.IncentivesAdmin, access.IncentivesAdmin)).Draw(t, "role")
		}
		a := testkit.Person(role)
		a.AllTenants = !rare(t, 3, "some tenants")
		a.Tenants = rapid.SliceOfN(rapid.Custom(tenant), 0, 2).Draw(t, "tenants")
		a.Partners = rapid.SliceOfN(rapid.Custom(partner), 2, 8).Draw(t, "partner IDs")
		if rare(t, 5, "nobody") {
			a.User = ids.User{}
		}
		return a
	})
}

func tenant(t *rapid.T) ids.Tenant {
	return testkit.Tenant(among(t, tenants, "tenant"))
}

func subscription(t *rapid.T) ids.Subscription {
	return testkit.Subscription(among(t, subscriptions, "subscription"))
}

func partner(t *rapid.T) ids.Partner {
	return testkit.Partner(among(t, partners, "partner"))
}

func someDay(t *rapid.T) day.Day {
	if !rare(t, 2, "dated") {
		return 0
	}
	return day.Of(testkit.Today()) + day.Day(rapid.IntRange(-days, days).Draw(t, "day"))
}

func subscriptionRecord(t *rapid.T) record.Subscription {
	n := among(t, subscriptions-1, "subscription")
	s := testkit.SubscriptionOf(n/3, n)
	s.Name = rapid.SampledFrom([]string{"", "Azure", "azure", "Office", "Power BI"}).Draw(t, "name")
	s.Product = rapid.SampledFrom(record.Products()).Draw(t, "product")
	s.Status = rapid.SampledFrom(record.Statuses()).Draw(t, "status")
	if !rare(t, 2, "another status") {
		s.Status = record.Enabled
	}
	s.StartsOn = rapid.SampledFrom([]day.Day{0, s.StartsOn, day.Of(testkit.Today()) - 10}).Draw(t, "starts on")
	if rare(t, 5, "moved") {
		s.Tenant = tenant(t)
	}
	return s
}

func partnerRecord(t *rapid.T) record.Partner {
	p := testkit.PartnerRecord(among(t, partners-1, "partner"))
	p.Location = !rare(t, 3, "headquarters")
	p.Status = rapid.SampledFrom(record.Standings()).Draw(t, "standing")
	return p
}

func association(t *rapid.T) record.Association {
	a := record.Association{
		Kind: rapid.SampledFrom(append(record.Kinds(), record.DPOR)).Draw(t, "kind"), Partner: partner(t),
		Subscription: subscription(t), Since: someDay(t), Workload: rapid.SampledFrom([]string{"", "sales"}).Draw(t, "workload"),
	}
	if a.Kind != record.DPOR && rapid.Bool().Draw(t, "of a tenant") {
		a.Subscription, a.Tenant = ids.Subscription{}, tenant(t)
	}
	if a.Since != 0 && rapid.Bool().Draw(t, "ended") {
		a.Until = a.Since + 5
	}
	return a
}

func importing(t *rapid.T) attempt {
	var customers []record.Customer
	for range rapid.IntRange(0, 2).Draw(t, "customers") {
		customers = append(customers, testkit.Customer(rapid.IntRange(0, tenants-1).Draw(t, "customer")))
	}
	rows := testkit.Rows{
		Customers:     testkit.Customers(customers...),
		Subscriptions: testkit.Subscriptions(rapid.SliceOfN(rapid.Custom(subscriptionRecord), 0, 4).Draw(t, "subscriptions")...),
		Partners:      testkit.Partners(rapid.SliceOfN(rapid.Custom(partnerRecord), 0, 3).Draw(t, "partners")...),
		Associations:  testkit.Associations(rapid.SliceOfN(rapid.Custom(association), 0, 2).Draw(t, "associations")...),
	}
	return attempt{name: fmt.Sprintf("import %+v", rows), repeats: true, prepare: func(e app.Engine) (func() (int, error), error) {
		plan, err := e.PlanImport(context.Background(), rows.Read())
		return func() (int, error) {
			err := plan.Apply(context.Background())
			done, moves := plan.Counts(), 0
			for _, c := range []app.Count{done.Customers, done.Subscriptions, done.Partners, done.Associations} {
				moves += c.Added + c.Changed
			}
			return moves, err
		}, err
	}}
}

// applying is a desired state, some rows of which contradict each other or cannot be.
func applying(t *rapid.T) attempt {
	var wishes []record.Desired
	for range rapid.IntRange(1, 6).Draw(t, "rows") {
		wishes = append(wishes, record.Desired{Subscription: subscription(t), Partner: partner(t), Since: someDay(t)})
	}
	w := estate(wishes...)
	w.Continue = rapid.Bool().Draw(t, "continue")
	if rare(t, 4, "prune") {
		w.Prune = tenant(t)
	}
	return attempt{name: fmt.Sprintf("apply %+v", wishes), repeats: true, prepare: func(e app.Engine) (func() (int, error), error) {
		plan, err := e.PlanApply(context.Background(), w)
		return func() (int, error) {
			sum, err := plan.Apply(context.Background())
			return sum.Moves(), err
		}, err
	}}
}

func designating(t *rapid.T) attempt {
	d := app.Designation{
		Verb:          rapid.SampledFrom([]por.Verb{por.Add, por.Add, por.Edit, por.Edit, por.Remove}).Draw(t, "verb"),
		Subscriptions: rapid.SliceOfN(rapid.Custom(subscription), 1, 2).Draw(t, "subscriptions"),
		Partner:       partner(t), Since: someDay(t), Comment: rapid.SampledFrom([]string{"", "as agreed"}).Draw(t, "comment"),
		IfSet: rapid.Bool().Draw(t, "if set"),
	}
	if rare(t, 3, "expects") {
		d.Expect = partner(t)
	}
	if rare(t, 3, "in a tenant") {
		d.Tenant = tenant(t)
	}
	if d.Verb == por.Remove {
		d.Partner = ids.Partner{}
	}
	d.AllUnassigned = d.Verb == por.Add && rare(t, 2, "all unassigned")
	return attempt{name: fmt.Sprintf("designate %+v", d), repeats: d.Verb != por.Remove || d.IfSet, prepare: func(e app.Engine) (func() (int, error), error) {
		plan, err := e.PlanDesignation(context.Background(), d)
		return func() (int, error) {
			changes, err := plan.Apply(context.Background())
			moves := 0
			for _, c := range changes {
				if c.Result != app.Unchanged {
					moves++
				}
			}
			return moves, err
		}, err
	}}
}

func asking(t *rapid.T) attempt {
	w := app.Wish{Subscription: subscription(t), Partner: partner(t), Reason: rapid.SampledFrom([]string{"we run it", ""}).Draw(t, "reason")}
	return attempt{name: fmt.Sprintf("request %+v", w), repeats: true, prepare: func(e app.Engine) (func() (int, error), error) {
		before := 0
		for range e.Requests(context.Background(), app.Filter{}) {
			before++
		}
		plan, err := e.PlanRequest(context.Background(), w)
		return func() (int, error) {
			asked, err := plan.Apply(context.Background())
			moves := 0
			for _, r := range asked {
				if r.ID.Number() > uint64(before) {
					moves++
				}
			}
			return moves, err
		}, err
	}}
}

func deciding(t *rapid.T) attempt {
	verb := rapid.SampledFrom([]request.Verb{request.Accept, request.Decline}).Draw(t, "decision")
	id := ids.RequestFromNumber(uint64(1 + among(t, 4, "request")))
	return attempt{name: fmt.Sprintf("request %s %s", verb, id), prepare: func(e app.Engine) (func() (int, error), error) {
		plan, err := e.PlanDecision(context.Background(), verb, id, "")
		return func() (int, error) {
			decided, err := plan.Apply(context.Background())
			return len(decided), err
		}, err
	}}
}
