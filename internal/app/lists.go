package app

import (
	"cmp"
	"context"
	"iter"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Subscriptions lists subscriptions: customers by name, and within a customer by name. With a partner
// in the filter, those whose place it holds, and only they are read.
func (e Engine) Subscriptions(ctx context.Context, f Filter) iter.Seq2[record.Subscription, error] {
	switch {
	case !f.Subscription.IsZero():
		return atOnce(ctx, e.Store, f.oneSubscription)
	case !f.Partner.IsZero():
		return atOnce(ctx, e.Store, f.heldSubscriptions)
	}
	return byCustomer(ctx, e.Store, f, f.subscriptionsOf)
}

func (f Filter) oneSubscription(r Reader) ([]record.Subscription, error) {
	s, ok, err := r.Subscription(f.Subscription)
	if err != nil || !ok {
		return nil, err
	}
	place, err := r.PlaceIn(s.Tenant, s.ID)
	if err != nil || !f.wantsSeat(&Seat{s, place}) {
		return nil, err
	}
	return []record.Subscription{s}, nil
}

func (f Filter) subscriptionsOf(r Reader, rows []record.Subscription, t namedTenant) (_ []record.Subscription, read int, err error) {
	before := len(rows)
	for seat, err := range r.Seats(t.id, ids.Subscription{}) {
		if err != nil {
			return nil, 0, err
		}
		if f.wantsSeat(&seat) {
			rows = append(rows, seat.Subscription)
		}
		read++
	}
	inOrder(rows[before:], bySubscriptionName)
	return rows, read, nil
}

func bySubscriptionName(a, b *record.Subscription) int {
	return cmp.Or(compareNames(a.Name, b.Name), compareSubscriptions(a.ID, b.ID))
}

func (f Filter) heldSubscriptions(r Reader) (rows []record.Subscription, err error) {
	names := map[ids.Tenant]string{}
	for h, err := range r.Holdings(f.Partner, Holding{}) {
		if err != nil {
			return nil, err
		}
		if !h.Current && f.AsOf.IsZero() {
			continue
		}
		seat, err := seatIn(r, h.Tenant, h.Subscription)
		if err != nil {
			return nil, err
		}
		if _, known := names[h.Tenant]; !known {
			c, _, err := r.Customer(h.Tenant)
			if err != nil {
				return nil, err
			}
			names[h.Tenant] = c.Name
		}
		if f.wantsSeat(&seat) {
			rows = append(rows, seat.Subscription)
		}
	}
	inOrder(rows, func(a, b *record.Subscription) int {
		return cmp.Or(compareNames(names[a.Tenant], names[b.Tenant]), compareTenants(a.Tenant, b.Tenant), bySubscriptionName(a, b))
	})
	return rows, nil
}

// wantsSeat tells whether a subscription is wanted; its partner is the one of the day asked for.
func (f Filter) wantsSeat(seat *Seat) bool {
	holder := seat.Place.Partner()
	if !f.AsOf.IsZero() {
		t, _ := seat.Place.On(f.AsOf)
		holder = t.Partner
	}
	s := &seat.Subscription
	return f.wants(s.Tenant, s.ID, holder) && (f.Product == "" || f.Product == s.Product) &&
		(f.Status == "" || f.Status == string(s.Status)) && (!f.Unassigned || holder.IsZero()) &&
		f.within(s.StartsOn)
}

// Partners lists the partner directory by partner ID.
func (e Engine) Partners(ctx context.Context, f Filter) iter.Seq2[record.Partner, error] {
	return scan(ctx, e.Store, Reader.Partners, func(p record.Partner) ids.Partner { return p.ID },
		func(_ Reader, p record.Partner) (record.Partner, bool, error) {
			return p, (f.Partner.IsZero() || f.Partner == p.ID) && (f.Status == "" || f.Status == string(p.Status)), nil
		})
}

// Customers lists customers by name. With a partner in the filter, those of which it holds a place.
func (e Engine) Customers(ctx context.Context, f Filter) iter.Seq2[record.Customer, error] {
	return atOnce(ctx, e.Store, func(r Reader) (rows []record.Customer, err error) {
		held := map[ids.Tenant]bool{}
		if !f.Partner.IsZero() {
			for h, err := range r.Holdings(f.Partner, Holding{}) {
				if err != nil {
					return nil, err
				}
				held[h.Tenant] = held[h.Tenant] || h.Current
			}
		}
		for c, err := range r.Customers(ids.Tenant{}) {
			if err != nil {
				return nil, err
			}
			if f.wants(c.Tenant, ids.Subscription{}, f.Partner) && (f.Partner.IsZero() || held[c.Tenant]) {
				rows = append(rows, c)
			}
		}
		inOrder(rows, func(a, b *record.Customer) int {
			return cmp.Or(compareNames(a.Name, b.Name), compareTenants(a.Tenant, b.Tenant))
		})
		return rows, nil
	})
}

// Requests lists partners' requests, oldest first.
func (e Engine) Requests(ctx context.Context, f Filter) iter.Seq2[request.State, error] {
	return scan(ctx, e.Store, Reader.Requests, func(r request.State) ids.Request { return r.ID },
		func(_ Reader, s request.State) (request.State, bool, error) {
			return s, f.wants(s.Tenant, s.Subscription, s.Partner) && f.withinTime(s.CreatedAt) &&
				(f.Status == "" || f.Status == string(s.Status)), nil
		})
}
