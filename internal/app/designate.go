package app

import (
	"context"
	"slices"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Designation asks for the partner of record of some subscriptions to change, all of them or none.
type Designation struct {
	Verb          por.Verb
	Subscriptions []ids.Subscription
	// AllUnassigned adds every active subscription without a partner: of Tenant, or of the tenants of
	// the subscriptions that are named.
	AllUnassigned bool
	// Tenant, where it is set, is the tenant that every subscription has to belong to.
	Tenant  ids.Tenant
	Partner ids.Partner
	Expect  ids.Partner
	IfSet   bool
	Since   day.Day
	Comment string
}

// Result says what came of a change of one place.
type Result string

// Unchanged is the result of a change that was so already; the others are the actions of por.
const Unchanged Result = "unchanged"

// Change is what happened, or will happen, to one place (CONTRACT section 5).
type Change struct {
	Result       Result
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Partner      ids.Partner
	Previous     ids.Partner
	PartnerName  string
	// SubscriptionName is for people; it is no key of the record.
	SubscriptionName string
}

// PlanDesignation plans a designation.
//
// Errors: forbidden for the role or the tenant; not-found for an unknown subscription or partner, or for
// a Tenant of AllUnassigned of which the ledger knows nothing; and those of por.Decide.
func (e Engine) PlanDesignation(ctx context.Context, d Designation) (Plan[Change], error) {
	return Prepare(ctx, e, Task[Change]{
		Action: access.Designate, Command: string(d.Verb) + "-por", Steps: d.steps,
	})
}

func (d Designation) steps(draft *Draft) ([]Step[Change], error) {
	targets := slices.Clone(d.Subscriptions)
	if d.AllUnassigned {
		more, err := d.unassigned(draft)
		if err != nil {
			return nil, err
		}
		targets = append(targets, more...)
	}
	seen := map[ids.Subscription]bool{}
	var steps []Step[Change]
	for _, id := range targets {
		if !seen[id] {
			seen[id] = true
			steps = append(steps, func(draft *Draft) (Change, error) { return d.decide(draft, id) })
		}
	}
	return steps, nil
}

// unassigned is the portal's "Add this partner to all of your subscriptions without an associated
// Partner" (seeds/001 step 9).
func (d Designation) unassigned(draft *Draft) ([]ids.Subscription, error) {
	var tenants []ids.Tenant
	if !d.Tenant.IsZero() {
		tenants = append(tenants, d.Tenant)
	}
	for _, id := range d.Subscriptions {
		s, ok, err := draft.Subscription(id)
		if err != nil {
			return nil, err
		}
		if ok && !slices.Contains(tenants, s.Tenant) {
			tenants = append(tenants, s.Tenant)
		}
	}
	var free []ids.Subscription
	for _, tenant := range tenants {
		if err := draft.actor.MayIn(access.Designate, tenant); err != nil {
			return nil, err
		}
		if tenant == d.Tenant {
			if err := draft.needCustomer(tenant); err != nil {
				return nil, err
			}
		}
		for seat, err := range draft.Seats(tenant, ids.Subscription{}) {
			if err != nil {
				return nil, err
			}
			if seat.Free() {
				free = append(free, seat.Subscription.ID)
			}
		}
	}
	return free, nil
}

// Free tells whether a subscription can be given a partner and has none.
func (s Seat) Free() bool { return s.Subscription.Status.Active() && s.Place.Partner().IsZero() }

func (d Designation) decide(draft *Draft, id ids.Subscription) (Change, error) {
	s, err := draft.need(id)
	if err != nil {
		return Change{}, err
	}
	if err := draft.actor.MayIn(access.Designate, s.Tenant); err != nil {
		return Change{}, fault.As(err).Of(id.String())
	}
	if !d.Tenant.IsZero() && d.Tenant != s.Tenant {
		return Change{}, fault.New(fault.Invalid, "subscription.other-tenant", "subscription", id.String(),
			"tenant", s.Tenant.String(), "asked", d.Tenant.String()).Of(id.String())
	}
	return designate(draft, por.Command{
		Verb: d.Verb, Subscription: s, Expect: d.Expect, IfSet: d.IfSet,
		Since: d.Since, Today: draft.today, Comment: d.Comment,
	}, d.Partner)
}

// designate completes the command with the partner's record, decides it, and lets it happen.
func designate(draft *Draft, c por.Command, partner ids.Partner) (Change, error) {
	id := c.Subscription.ID
	if !partner.IsZero() {
		record, err := draft.needPartner(partner)
		if err != nil {
			return Change{}, err
		}
		c.Partner = record
	}
	place, err := draft.Place(id)
	if err != nil {
		return Change{}, err
	}
	if planned, shown := draft.planned[id]; shown {
		switch held := place.Partner(); {
		case held == planned.Partner:
			c.IfSet = true // somebody else did it meanwhile: it is as it was wanted
		case held.IsZero() && !planned.Previous.IsZero():
			return Change{}, moved(id, held)
		}
	}
	events, err := por.Decide(place, c)
	if err != nil {
		return Change{}, err
	}
	change := Change{
		Result: Unchanged, Subscription: id, Tenant: c.Subscription.Tenant, Partner: place.Partner(),
		SubscriptionName: c.Subscription.Name,
	}
	for _, e := range events {
		if err := draft.emit(e); err != nil {
			return Change{}, err
		}
		change.Result, change.Partner, change.Previous = Result(e.Action), e.Partner, e.Previous
	}
	change.PartnerName, err = partnerName(draft, change.Partner)
	return change, err
}

// partnerName is a partner's name; empty for no partner and for one that the directory lacks.
func partnerName(r Reader, id ids.Partner) (string, error) {
	if id.IsZero() {
		return "", nil
	}
	p, _, err := r.Partner(id)
	return p.Name, err
}

// CheckPartners is the portal's Check ID (CONTRACT section 6): the records of the partners, in the
// order asked; the error is not-found and holds every ID that is unknown.
func (e Engine) CheckPartners(ctx context.Context, asked []ids.Partner) ([]record.Partner, error) {
	var found []record.Partner
	err := e.Store.View(ctx, func(r Reader) error {
		var missing []*fault.Error
		for _, id := range asked {
			p, ok, err := r.Partner(id)
			if err != nil {
				return err
			}
			if !ok {
				missing = append(missing, fault.As(missingPartner(id)))
				continue
			}
			found = append(found, p)
		}
		return fault.Join(missing)
	})
	return found, err
}
