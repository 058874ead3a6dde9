package app

import (
	"cmp"
	"slices"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// seat appends the rows that a subscription's designations give.
func (l *associationList) seat(r Reader, rows []Association, seat *Seat, customer string) ([]Association, error) {
	s := &seat.Subscription
	row := Association{
		Kind: record.DPOR, Tenant: s.Tenant, CustomerName: customer, Subscription: s.ID,
		SubscriptionName: s.Name, Product: s.Product,
	}
	for _, t := range l.tenures(&seat.Place) {
		row.Partner, row.Since, row.Until = t.Partner, t.Since, t.Until
		row.Status = Active
		if !t.Until.IsZero() && t.Until <= l.on {
			row.Status = Ended
		}
		name, err := l.partner(r, t.Partner)
		if err != nil {
			return nil, err
		}
		row.PartnerName = name
		if l.keeps(&row) {
			rows = append(rows, row)
		}
	}
	if l.filter.Unassigned && l.unassigned(&seat.Place) {
		free := Association{
			Tenant: s.Tenant, CustomerName: customer, Subscription: s.ID, SubscriptionName: s.Name,
			Product: s.Product, Status: Free,
		}
		if l.keeps(&free) {
			rows = append(rows, free)
		}
	}
	return rows, nil
}

// tenures are those that had begun by the day; only the one that holds, unless ended ones are asked
// for. They are valid until the next call.
func (l *associationList) tenures(place *por.State) []por.Tenure {
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
	l.held = append(l.held[:0], t)
	return l.held
}

func (l *associationList) unassigned(place *por.State) bool {
	if l.filter.AsOf.IsZero() {
		return place.Partner().IsZero()
	}
	_, held := place.On(l.on)
	return !held
}

// stored appends the row of an association of another kind.
func (l *associationList) stored(r Reader, rows []Association, a record.Association, s *record.Subscription, customer string) ([]Association, error) {
	row := Association{
		Kind: a.Kind, Partner: a.Partner, Tenant: a.Tenant, CustomerName: customer, Subscription: a.Subscription,
		SubscriptionName: s.Name, Product: cmp.Or(a.Product, s.Product), Workload: a.Workload,
		Since: a.Since, Until: a.Until, Status: Active,
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
	if !l.filter.Unassigned && l.keeps(&row) {
		rows = append(rows, row)
	}
	return rows, nil
}

// claimed appends the rows that an approved claim gives, one a place. An association with a subscription
// ends with it (seeds/003: existing associations stay valid until the subscription expires).
func (l *associationList) claimed(r Reader, rows []Association, c cpor.State, customer string) ([]Association, error) {
	for _, t := range c.Tenures() {
		if t.Since > l.on || l.filter.Unassigned {
			continue
		}
		name, err := l.partner(r, c.Partner)
		if err != nil {
			return nil, err
		}
		for _, p := range c.Places() {
			s, _, err := r.Subscription(p.Subscription)
			if err != nil {
				return nil, err
			}
			row := Association{
				Kind: record.CPOR, Partner: c.Partner, PartnerName: name, Tenant: c.Tenant, CustomerName: customer,
				Subscription: p.Subscription, SubscriptionName: s.Name, Product: s.Product, Workload: p.Workload,
				Since: t.Since, Until: t.Until, Status: Active, Claim: c.ID,
			}
			// One that lives on past its day is in its grace period, or was renewed since the export.
			ends := s.EndsOn
			if !s.Status.Over() && ends <= l.on {
				ends = 0
			}
			if !ends.IsZero() && (t.Until.IsZero() || ends < t.Until) {
				row.Until = max(t.Since, ends)
			}
			switch {
			case !row.Until.IsZero() && row.Until <= l.on || l.filter.AsOf.IsZero() && s.Status.Over():
				row.Status = Ended
			case l.on <= t.Pending:
				row.Status = Pending
			}
			if l.keeps(&row) {
				rows = append(rows, row)
			}
		}
	}
	return rows, nil
}

func (l *associationList) keeps(a *Association) bool {
	f := &l.filter
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
