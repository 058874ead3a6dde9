package app

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
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
			paged(ctx, e.Store, l.ofSubscription)(yield)
		case !f.Partner.IsZero():
			paged(ctx, e.Store, l.ofPartner)(yield)
		default:
			byCustomer(ctx, e.Store, f, l.ofTenant)(yield)
		}
	}
}

type associationList struct {
	filter   Filter
	on       day.Day
	partners map[ids.Partner]string
}

func (l *associationList) ofTenant(r Reader, t namedTenant) (rows []Association, read int, err error) {
	seats := map[ids.Subscription]record.Subscription{}
	for seat, err := range r.Seats(t.id, ids.Subscription{}) {
		if err != nil {
			return nil, 0, err
		}
		if rows, err = l.seat(r, rows, seat, t.name); err != nil {
			return nil, 0, err
		}
		seats[seat.Subscription.ID] = seat.Subscription
		read++
	}
	for a, err := range r.AssociationsIn(t.id) {
		if err != nil {
			return nil, 0, err
		}
		if rows, err = l.stored(r, rows, a, seats[a.Subscription], t.name); err != nil {
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
	sortWithinCustomer(rows)
	return rows, read, nil
}

// ofPartner reads one partner's rows and nothing else.
func (l *associationList) ofPartner(r Reader) (rows []Association, more bool, err error) {
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
			return nil, false, err
		}
		if !h.Current && l.filter.AsOf.IsZero() && l.filter.Status != string(Ended) {
			continue // it held the place once, and only who holds it now is asked for
		}
		seat, err := seatOf(r, h.Subscription)
		if err != nil {
			return nil, false, err
		}
		name, err := customer(h.Tenant)
		if err != nil {
			return nil, false, err
		}
		if rows, err = l.seat(r, rows, seat, name); err != nil {
			return nil, false, err
		}
	}
	for a, err := range r.AssociationsOf(l.filter.Partner) {
		if err != nil {
			return nil, false, err
		}
		s, _, err := r.Subscription(a.Subscription)
		if err != nil {
			return nil, false, err
		}
		name, err := customer(a.Tenant)
		if err != nil {
			return nil, false, err
		}
		if rows, err = l.stored(r, rows, a, s, name); err != nil {
			return nil, false, err
		}
	}
	for c, err := range r.ClaimsOf(l.filter.Partner, ids.Claim{}) {
		if err != nil {
			return nil, false, err
		}
		name, err := customer(c.Tenant)
		if err != nil {
			return nil, false, err
		}
		if rows, err = l.claimed(r, rows, c, name); err != nil {
			return nil, false, err
		}
	}
	sortWithinCustomer(rows)
	slices.SortStableFunc(rows, func(a, b Association) int {
		return cmp.Or(compareNames(a.CustomerName, b.CustomerName), compareTenants(a.Tenant, b.Tenant))
	})
	return rows, false, nil
}

func (l *associationList) ofSubscription(r Reader) (rows []Association, more bool, err error) {
	s, ok, err := r.Subscription(l.filter.Subscription)
	if err != nil || !ok {
		return nil, false, err
	}
	seat, err := seatOf(r, s.ID)
	if err != nil {
		return nil, false, err
	}
	c, _, err := r.Customer(seat.Subscription.Tenant)
	if err != nil {
		return nil, false, err
	}
	if rows, err = l.seat(r, rows, seat, c.Name); err != nil {
		return nil, false, err
	}
	for a, err := range r.AssociationsIn(seat.Subscription.Tenant) {
		if err != nil {
			return nil, false, err
		}
		if rows, err = l.stored(r, rows, a, seat.Subscription, c.Name); err != nil {
			return nil, false, err
		}
	}
	for claim, err := range r.ClaimsFor(seat.Subscription.Tenant, ids.Claim{}) {
		if err != nil {
			return nil, false, err
		}
		if rows, err = l.claimed(r, rows, claim, c.Name); err != nil {
			return nil, false, err
		}
	}
	sortWithinCustomer(rows)
	return rows, false, nil
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
	place, err := r.Place(id)
	return Seat{s, place}, err
}

func sortWithinCustomer(rows []Association) {
	slices.SortStableFunc(rows, func(a, b Association) int {
		return cmp.Or(compareNames(a.SubscriptionName, b.SubscriptionName),
			compareSubscriptions(a.Subscription, b.Subscription), cmp.Compare(a.Workload, b.Workload),
			cmp.Compare(a.Since, b.Since))
	})
}
