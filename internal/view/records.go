package view

import (
	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Customers is a list of customers.
func Customers() ui.View[record.Customer] {
	return ui.View[record.Customer]{Columns: ui.Columns(record.CustomerFields(), "tenantId", "name", "domain", "country", "contactEmail")}
}

// Customer is one customer with its numbers.
func Customer() ui.View[app.CustomerCard] {
	return ui.View[app.CustomerCard]{Columns: append(
		embedded(Customers().Columns, func(c *app.CustomerCard) *record.Customer { return &c.Customer }),
		shown("subscriptions", record.Number, func(c *app.CustomerCard) string { return number(c.Subscriptions) }),
		shown("assigned", record.Number, func(c *app.CustomerCard) string { return number(c.Assigned) }),
	)}
}

// Subscriptions is a list of subscriptions.
func Subscriptions() ui.View[record.Subscription] {
	return ui.View[record.Subscription]{Columns: ui.Columns(record.SubscriptionFields(), "subscriptionId", "name", "product", "status", "seats", "channel")}
}

// Subscription is one subscription with who holds it.
func Subscription() ui.View[app.SubscriptionCard] {
	return ui.View[app.SubscriptionCard]{Columns: append(
		embedded(Subscriptions().Columns, func(c *app.SubscriptionCard) *record.Subscription { return &c.Subscription }),
		shown("customerName", record.Text, func(c *app.SubscriptionCard) string { return c.CustomerName }),
		shown("partnerId", record.ID, func(c *app.SubscriptionCard) string { return c.Holder.Partner.String() }),
		shown("partnerName", record.Text, func(c *app.SubscriptionCard) string { return c.PartnerName }),
		shown("since", record.Day, func(c *app.SubscriptionCard) string { return c.Holder.Since.String() }),
	)}
}

// Partners is a list of partners.
func Partners() ui.View[record.Partner] {
	return ui.View[record.Partner]{Columns: ui.Columns(record.PartnerFields(), "partnerId", "name", "city", "country", "location", "status")}
}

// Partner is one partner with its number of places.
func Partner() ui.View[app.PartnerCard] {
	return ui.View[app.PartnerCard]{Columns: append(
		embedded(Partners().Columns, func(c *app.PartnerCard) *record.Partner { return &c.Partner }),
		shown("places", record.Number, func(c *app.PartnerCard) string { return number(c.Places) }),
	)}
}

// Associations is a list of who holds what.
func Associations() ui.View[app.Association] {
	type a = app.Association
	return ui.View[a]{Columns: []ui.Column[a]{
		shown("type", record.Word, func(r *a) string { return string(r.Kind) }),
		partner("partnerId", func(r *a) ids.Partner { return r.Partner }),
		shown("partnerName", record.Text, func(r *a) string { return r.PartnerName }),
		guid("tenantId", false, func(r *a) ids.Tenant { return r.Tenant }),
		shown("customerName", record.Text, func(r *a) string { return r.CustomerName }),
		guid("subscriptionId", true, func(r *a) ids.Subscription { return r.Subscription }),
		shown("subscriptionName", record.Text, func(r *a) string { return r.SubscriptionName }),
		plain("product", record.Word, func(r *a) string { return string(r.Product) }),
		shown("workload", record.Text, func(r *a) string { return r.Workload }),
		date("since", true, func(r *a) day.Day { return r.Since }),
		date("until", false, func(r *a) day.Day { return r.Until }),
		shown("status", record.Word, func(r *a) string { return string(r.Status) }),
		plain("claimId", record.ID, func(r *a) string { return r.Claim.String() }),
	}}
}

// Requests is a list of partners' requests, or one of them.
func Requests() ui.View[request.State] {
	type r = request.State
	return ui.View[r]{Columns: []ui.Column[r]{
		shown("requestId", record.ID, func(s *r) string { return s.ID.String() }),
		shown("subscriptionId", record.ID, func(s *r) string { return s.Subscription.String() }),
		shown("partnerId", record.ID, func(s *r) string { return s.Partner.String() }),
		shown("reason", record.Text, func(s *r) string { return s.Reason }),
		shown("status", record.Word, func(s *r) string { return string(s.Status) }),
		shown("createdAt", record.Text, func(s *r) string { return instant(s.CreatedAt) }),
		plain("decidedAt", record.Text, func(s *r) string { return instant(s.DecidedAt) }),
		plain("decidedBy", record.Text, func(s *r) string { return s.DecidedBy }),
		plain("tenantId", record.ID, func(s *r) string { return s.Tenant.String() }),
		plain("createdBy", record.Text, func(s *r) string { return s.CreatedBy }),
	}}
}
