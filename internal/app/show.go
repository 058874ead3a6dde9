package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// SubscriptionCard is a subscription with its customer and who holds its place.
type SubscriptionCard struct {
	record.Subscription
	CustomerName string
	Holder       por.Tenure // the zero Tenure where nobody holds it
	PartnerName  string
}

// Subscription gives one subscription; the error is not-found.
func (e Engine) Subscription(ctx context.Context, id ids.Subscription) (card SubscriptionCard, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		seat, err := seatOf(r, id)
		if err != nil {
			return err
		}
		card.Subscription = seat.Subscription
		card.Holder, _ = seat.Place.Now()
		c, _, err := r.Customer(seat.Subscription.Tenant)
		if err != nil {
			return err
		}
		card.CustomerName = c.Name
		card.PartnerName, err = partnerName(r, card.Holder.Partner)
		return err
	})
	return card, err
}

// PartnerCard is a partner with how many places it holds.
type PartnerCard struct {
	record.Partner
	Places int
}

// Partner gives one partner; the error is not-found.
func (e Engine) Partner(ctx context.Context, id ids.Partner) (card PartnerCard, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		p, ok, err := r.Partner(id)
		if err != nil {
			return err
		}
		if !ok {
			return missingPartner(id)
		}
		card.Partner = p
		for h, err := range r.Holdings(id, Holding{}) {
			if err != nil {
				return err
			}
			if h.Current {
				card.Places++
			}
		}
		return nil
	})
	return card, err
}

// CustomerCard is a customer with how many subscriptions it has, and how many have a partner.
type CustomerCard struct {
	record.Customer
	Subscriptions int
	Assigned      int
}

// Customer gives one customer; the error is not-found. A tenant that only subscriptions name is a
// customer of which nothing else is known.
func (e Engine) Customer(ctx context.Context, id ids.Tenant) (card CustomerCard, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		c, ok, err := r.Customer(id)
		if err != nil {
			return err
		}
		card.Customer = c
		card.Tenant = id
		for seat, err := range r.Seats(id, ids.Subscription{}) {
			if err != nil {
				return err
			}
			card.Subscriptions++
			if !seat.Place.Partner().IsZero() {
				card.Assigned++
			}
		}
		if !ok && card.Subscriptions == 0 {
			return missingCustomer(id)
		}
		return nil
	})
	return card, err
}
