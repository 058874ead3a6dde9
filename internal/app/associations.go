package app

import (
	"cmp"
	"context"
	"iter"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Standing says whether an association holds.
type Standing string

// The standings of an association. Pending is that of one that the customer can still object to in its
// window, which holds all the same; Free is that of a subscription without a partner, which only
// Filter.Unassigned brings up.
const (
	Active  Standing = "active"
	Pending Standing = "pending"
	Ended   Standing = "ended"
	Free    Standing = "unassigned"
)

// Standings are the standings of an association.
func Standings() []Standing { return []Standing{Active, Pending, Ended, Free} }

// Association is one line of who holds what (CONTRACT section 5).
type Association struct {
	Kind             record.Kind // empty where nobody holds the place
	Partner          ids.Partner
	PartnerName      string
	Tenant           ids.Tenant
	CustomerName     string
	Subscription     ids.Subscription
	SubscriptionName string
	Product          record.Product
	Workload         string
	Since, Until     day.Day
	Status           Standing
	Claim            ids.Claim // the claim that it comes of; none for every other kind than cpor
}

// Associations lists who holds what: customers by name, and within a customer its subscriptions by
// name. With a partner in the filter only that partner's rows are read.
func (e Engine) Associations(ctx context.Context, f Filter) iter.Seq2[Association, error] {
	on := f.AsOf
	if on.IsZero() {
		on = day.Of(e.Now())
	}
	return func(yield func(Association, error) bool) {
		// A range over the list again begins anew: its state lives here.
		l := &associationList{filter: f, on: on, partners: map[ids.Partner]string{}}
		switch {
		case !f.Subscription.IsZero():
			atOnce(ctx, e.Store, l.ofSubscription)(yield)
		case !f.Partner.IsZero():
			atOnce(ctx, e.Store, l.ofPartner)(yield)
		default:
			byCustomer(ctx, e.Store, f, l.ofTenant)(yield)
		}
	}
}

type associationList struct {
	filter   Filter
	on       day.Day
	partners map[ids.Partner]string
	held     []por.Tenure // room for the tenures of one place
}

func (l *associationList) ofTenant(r Reader, rows []Association, t namedTenant) (_ []Association, read int, err error) {
	before := len(rows)
	for seat, err := range r.Seats(t.id, ids.Subscription{}) {
		if err != nil {
			return nil, 0, err
		}
		if rows, err = l.seat(r, rows, &seat, t.name); err != nil {
			return nil, 0, err
		}
		read++
	}
	for a, err := range r.AssociationsIn(t.id) {
		if err != nil {
			return nil, 0, err
		}
		seat, _, err := r.Seat(t.id, a.Subscription)
		if err != nil {
			return nil, 0, err
		}
		if rows, err = l.stored(r, rows, a, &seat.Subscription, t.name); err != nil {
			return nil, 0, err
		}
		read++
	}
	for c, err := range r.ClaimsFor(t.id, ids.Claim{}) {
		if err != nil {
			return nil, 0, err
		}
		if rows, err = l.claimed(r, rows, c, t.name); err != nil {
			return nil, 0, err
		}
		read++
	}
	inOrder(rows[before:], withinCustomer)
	return rows, read, nil
}

// ofPartner reads one partner's rows and nothing else.
func (l *associationList) ofPartner(r Reader) (rows []Association, err error) {
	names := map[ids.Tenant]string{}
	customer := func(id ids.Tenant) (string, error) {
		name, ok := names[id]
		if !ok {
			c, _, err := r.Customer(id)
			if err != nil {
				return "", err
			}
			name = c.Name
			names[id] = name
		}
		return name, nil
	}
	for h, err := range r.Holdings(l.filter.Partner, Holding{}) {
		if err != nil {
			return nil, err
		}
		if !h.Current && l.filter.AsOf.IsZero() && l.filter.Status != string(Ended) {
			continue // it held the place once, and only who holds it now is asked for
		}
		seat, err := seatIn(r, h.Tenant, h.Subscription)
		if err != nil {
			return nil, err
		}
		name, err := customer(h.Tenant)
		if err != nil {
			return nil, err
		}
		if rows, err = l.seat(r, rows, &seat, name); err != nil {
			return nil, err
		}
	}
	for a, err := range r.AssociationsOf(l.filter.Partner) {
		if err != nil {
			return nil, err
		}
		s, _, err := r.Subscription(a.Subscription)
		if err != nil {
			return nil, err
		}
		name, err := customer(a.Tenant)
		if err != nil {
			return nil, err
		}
		if rows, err = l.stored(r, rows, a, &s, name); err != nil {
			return nil, err
		}
	}
	for c, err := range r.ClaimsOf(l.filter.Partner, ids.Claim{}) {
		if err != nil {
			return nil, err
		}
		name, err := customer(c.Tenant)
		if err != nil {
			return nil, err
		}
		if rows, err = l.claimed(r, rows, c, name); err != nil {
			return nil, err
		}
	}
	inOrder(rows, func(a, b *Association) int {
		return cmp.Or(compareNames(a.CustomerName, b.CustomerName), compareTenants(a.Tenant, b.Tenant), withinCustomer(a, b))
	})
	return rows, nil
}

func (l *associationList) ofSubscription(r Reader) (rows []Association, err error) {
	s, ok, err := r.Subscription(l.filter.Subscription)
	if err != nil || !ok {
		return nil, err
	}
	place, err := r.PlaceIn(s.Tenant, s.ID)
	if err != nil {
		return nil, err
	}
	seat := Seat{s, place}
	c, _, err := r.Customer(seat.Subscription.Tenant)
	if err != nil {
		return nil, err
	}
	if rows, err = l.seat(r, rows, &seat, c.Name); err != nil {
		return nil, err
	}
	for a, err := range r.AssociationsIn(seat.Subscription.Tenant) {
		if err != nil {
			return nil, err
		}
		if rows, err = l.stored(r, rows, a, &seat.Subscription, c.Name); err != nil {
			return nil, err
		}
	}
	for claim, err := range r.ClaimsFor(seat.Subscription.Tenant, ids.Claim{}) {
		if err != nil {
			return nil, err
		}
		if rows, err = l.claimed(r, rows, claim, c.Name); err != nil {
			return nil, err
		}
	}
	inOrder(rows, withinCustomer)
	return rows, nil
}

// seatOf gives a subscription and its place; the error is not-found.
func seatOf(r Reader, id ids.Subscription) (Seat, error) {
	s, ok, err := r.Subscription(id)
	if err == nil && !ok {
		err = missingSubscription(id)
	}
	if err != nil {
		return Seat{}, err
	}
	place, err := r.PlaceIn(s.Tenant, id)
	return Seat{s, place}, err
}

// seatIn is seatOf for a subscription whose tenant is known.
func seatIn(r Reader, tenant ids.Tenant, id ids.Subscription) (Seat, error) {
	seat, ok, err := r.Seat(tenant, id)
	if err == nil && !ok {
		err = missingSubscription(id)
	}
	return seat, err
}

// withinCustomer is the order of a customer's rows.
func withinCustomer(a, b *Association) int {
	if c := compareNames(a.SubscriptionName, b.SubscriptionName); c != 0 {
		return c
	}
	return cmp.Or(compareSubscriptions(a.Subscription, b.Subscription), cmp.Compare(a.Workload, b.Workload), cmp.Compare(a.Since, b.Since))
}
