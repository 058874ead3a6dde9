package testkit

import (
	"fmt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Customer is the record of the n-th tenant.
func Customer(n int) record.Customer {
	return record.Customer{
		Tenant: Tenant(n), Name: fmt.Sprintf("Customer %d", n), Domain: fmt.Sprintf("customer%d.example", n),
		Country: "SE", Language: "sv", ContactName: "Åsa Öberg", ContactEmail: fmt.Sprintf("asa@customer%d.example", n),
	}
}

// SubscriptionOf is the record of the n-th subscription, which belongs to a tenant. It is enabled and
// began a year before Today.
func SubscriptionOf(tenant, n int) record.Subscription {
	s := record.NewSubscription()
	s.ID, s.Tenant, s.Name = Subscription(n), Tenant(tenant), fmt.Sprintf("Subscription %d", n)
	s.Product, s.SKU, s.Seats, s.Channel = "office365", "ENTERPRISEPACK", 25, record.Direct
	s.StartsOn = day.Of(Today()) - 365
	return s
}

// PartnerRecord is the record of the n-th partner: an active location.
func PartnerRecord(n int) record.Partner {
	p := record.NewPartner()
	p.ID, p.Name, p.City, p.Country = Partner(n), fmt.Sprintf("Partner %d", n), "Malmö", "SE"
	p.Email, p.Language = fmt.Sprintf("mail@partner%d.example", n), "en"
	return p
}

// Designated is the association of kind dpor that puts the n-th partner on a subscription.
func Designated(s record.Subscription, n int) record.Association {
	return record.Association{Kind: record.DPOR, Partner: Partner(n), Tenant: s.Tenant, Subscription: s.ID}
}

// Told is rows that tell every field of some records, one a line of a file after its header.
func Told[T any](file string, fields []record.Field[T], records ...T) []app.Row[T] {
	var all record.Fields
	for i := range fields {
		all = all.With(i)
	}
	rows := make([]app.Row[T], len(records))
	for i, r := range records {
		rows[i] = app.Row[T]{Record: r, Told: all, File: file, Line: i + 2}
	}
	return rows
}

// Telling is the fields of some keys; a key that is none is a defect of the test.
func Telling[T any](fields []record.Field[T], keys ...string) (told record.Fields) {
	for _, key := range keys {
		i, ok := record.Position(fields, key)
		if !ok {
			panic("there is no field " + key)
		}
		told = told.With(i)
	}
	return told
}

// Customers, Subscriptions, Partners and Associations are rows that tell every field of records.
func Customers(records ...record.Customer) []app.Row[record.Customer] {
	return Told("customers.csv", record.CustomerFields(), records...)
}

// Subscriptions is rows of subscriptions; see Customers.
func Subscriptions(records ...record.Subscription) []app.Row[record.Subscription] {
	return Told("subscriptions.csv", record.SubscriptionFields(), records...)
}

// Partners is rows of partners; see Customers.
func Partners(records ...record.Partner) []app.Row[record.Partner] {
	return Told("partners.csv", record.PartnerFields(), records...)
}

// Associations is rows of associations; see Customers.
func Associations(records ...record.Association) []app.Row[record.Association] {
	return Told("associations.csv", record.AssociationFields(), records...)
}
