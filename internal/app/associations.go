package app

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Standing says whether an association holds.
type Standing string

// The standings of an association. Free is that of a subscription without a partner, which only
// Filter.Unassigned brings up.
const (
	Active Standing = "active"
	Ended  Standing = "ended"
	Free   Standing = "unassigned"
)

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
	Comment          string // of the designation; told by export, not by list
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
		fetch := l.byTenant
		switch {
		case !f.Subscription.IsZero():
			fetch = l.ofSubscription
		case !f.Partner.IsZero():
			fetch = l.ofPartner
		}
		paged(ctx, e.Store, fetch)(yield)
	}
}

type associationList struct {
	filter   Filter
	on       day.Day
	tenants  []namedTenant
	begun    bool
	partners map[ids.Partner]string
}

// byTenant reads the next customers, as many as fill a page.
func (l *associationList) byTenant(r Reader) (page []Association, more bool, err error) {
	if !l.begun {
		l.begun = true
		if l.tenants, err = tenantsByName(r, l.filter); err != nil {
			return nil, false, err
		}
	}
	for len(l.tenants) > 0 && len(page) < pageSize {
		rows, err := l.ofTenant(r, l.tenants[0])
		if err != nil {
			return nil, false, err
		}
		page = append(page, rows...)
		l.tenants = l.tenants[1:]
	}
	return page, len(l.tenants) > 0, nil
}

func (l *associationList) ofTenant(r Reader, t namedTenant) ([]Association, error) {
	var rows []Association
	seats := map[ids.Subscription]record.Subscription{}
	for seat, err := range r.Seats(t.id, ids.Subscription{}) {
		if err != nil {
			return nil, err
		}
		if rows, err = l.seat(r, rows, seat, t.name); err != nil {
			return nil, err
		}
		seats[seat.Subscription.ID] = seat.Subscription
	}
	for a, err := range r.AssociationsIn(t.id) {
		if err != nil {
			return nil, err
		}
		if rows, err = l.stored(r, rows, a, seats[a.Subscription], t.name); err != nil {
			return nil, err
		}
	}
	sortWithinCustomer(rows)
	return rows, nil
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

// seat appends the rows that a subscription's designations give.
func (l *associationList) seat(r Reader, rows []Association, seat Seat, customer string) ([]Association, error) {
	s := seat.Subscription
	row := Association{
		Kind: record.DPOR, Tenant: s.Tenant, CustomerName: customer, Subscription: s.ID,
		SubscriptionName: s.Name, Product: s.Product,
	}
	for _, t := range l.tenures(seat.Place) {
		row.Partner, row.Since, row.Until, row.Comment = t.Partner, t.Since, t.Until, t.Comment
		row.Status = Active
		if !t.Until.IsZero() && t.Until <= l.on {
			row.Status = Ended
		}
		name, err := l.partner(r, t.Partner)
		if err != nil {
			return nil, err
		}
		row.PartnerName = name
		if l.keeps(row) {
			rows = append(rows, row)
		}
	}
	if l.filter.Unassigned && l.unassigned(seat.Place) {
		free := Association{
			Tenant: s.Tenant, CustomerName: customer, Subscription: s.ID, SubscriptionName: s.Name,
			Product: s.Product, Status: Free,
		}
		if l.keeps(free) {
			rows = append(rows, free)
		}
	}
	return rows, nil
}

// tenures are those that had begun by the day; only the one that holds, unless ended ones are asked
// for.
func (l *associationList) tenures(place por.State) []por.Tenure {
	if l.filter.Unassigned {
		return nil
	}
	if l.filter.Status == string(Ended) {
		return slices.DeleteFunc(place.Tenures(), func(t por.Tenure) bool { return t.Since > l.on })
	}
	t, held := place.Now()
	if !l.filter.AsOf.IsZero() {
		t, held = place.On(l.on)
	}
	if !held {
		return nil
	}
	return []por.Tenure{t}
}

func (l *associationList) unassigned(place por.State) bool {
	if l.filter.AsOf.IsZero() {
		return place.Partner().IsZero()
	}
	_, held := place.On(l.on)
	return !held
}

// stored appends the row of an association of another kind.
func (l *associationList) stored(r Reader, rows []Association, a record.Association, s record.Subscription, customer string) ([]Association, error) {
	row := Association{
		Kind: a.Kind, Partner: a.Partner, Tenant: a.Tenant, CustomerName: customer, Subscription: a.Subscription,
		SubscriptionName: s.Name, Product: cmp.Or(a.Product, s.Product), Workload: a.Workload,
		Since: a.Since, Until: a.Until, Status: Active, Comment: a.Comment,
	}
	switch {
	case a.HoldsOn(l.on):
	case a.Since > l.on:
		return rows, nil
	default:
		row.Status = Ended
	}
	name, err := l.partner(r, a.Partner)
	if err != nil {
		return nil, err
	}
	row.PartnerName = name
	if !l.filter.Unassigned && l.keeps(row) {
		rows = append(rows, row)
	}
	return rows, nil
}

func (l *associationList) keeps(a Association) bool {
	f := l.filter
	status := f.Status
	if status == "" && a.Status == Ended {
		return false
	}
	return f.wants(a.Tenant, a.Subscription, a.Partner) && f.within(a.Since) &&
		(f.Product == "" || f.Product == a.Product) && (f.Kind == "" || f.Kind == a.Kind) &&
		(status == "" || status == string(a.Status))
}

// partner is the partner's name, looked up once a list.
func (l *associationList) partner(r Reader, id ids.Partner) (string, error) {
	name, ok := l.partners[id]
	if ok {
		return name, nil
	}
	name, err := partnerName(r, id)
	l.partners[id] = name
	return name, err
}

func sortWithinCustomer(rows []Association) {
	slices.SortStableFunc(rows, func(a, b Association) int {
		return cmp.Or(compareNames(a.SubscriptionName, b.SubscriptionName),
			compareSubscriptions(a.Subscription, b.Subscription),
			cmp.Compare(a.Since, b.Since))
	})
}
