package intake

import (
	"cmp"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// kindOf recognises dpor's own records by their keys; empty where they are none.
func kindOf(keys []string) Kind {
	has := func(key string) bool {
		for _, k := range keys {
			if strings.EqualFold(strings.TrimSpace(k), key) {
				return true
			}
		}
		return false
	}
	switch {
	// Of the records only an association has a type, or two of the three identifiers but no more.
	case (has("partnerId") || has("type")) && (has("subscriptionId") || has("tenantId")), has("type") && has("partnerId"):
		return Associations
	case has("subscriptionId"):
		return Subscriptions
	case has("partnerId"):
		return Partners
	case has("tenantId"):
		return Customers
	}
	return ""
}

// takes is the taker of one kind of record.
func (d *document) takes(k Kind) taker {
	switch k {
	case Customers:
		return d.customers()
	case Partners:
		return d.partners()
	case Associations:
		return d.associations()
	case claims:
		return d.drafts()
	case items:
		return d.workloads()
	case desired:
		return d.desiredRows()
	case claimIDs:
		return d.idsOfClaims()
	default:
		return d.subscriptions()
	}
}

func (d *document) customers() *table[record.Customer] {
	return &table[record.Customer]{document: d, keep: d.into.Customer, rules: rules[record.Customer]{
		fields:       record.CustomerFields(),
		fresh:        func() record.Customer { return record.Customer{} },
		lacks:        needs("tenantId"),
		addresses:    "contactEmail",
		subscription: func(*record.Customer) string { return "" },
	}}
}

// subscriptions takes the tenant of the options where a file does not say whose a subscription is.
func (d *document) subscriptions() *table[record.Subscription] {
	fresh, lacks := record.NewSubscription, needs("subscriptionId", "tenantId")
	owner := cmp.Or(d.options.Tenant, d.options.Otherwise)
	if !owner.IsZero() {
		lacks = needs("subscriptionId")
	}
	tenant, _ := record.Position(record.SubscriptionFields(), "tenantId")
	t := &table[record.Subscription]{document: d, keep: d.into.Subscription}
	t.rules = rules[record.Subscription]{
		fields: record.SubscriptionFields(),
		fresh:  fresh,
		lacks:  lacks,
		check: func(s *record.Subscription) *fault.Error {
			if s.Tenant.IsZero() && !owner.IsZero() {
				s.Tenant = owner
				t.row.Told = t.row.Told.With(tenant)
			}
			return nil
		},
		subscription: func(s *record.Subscription) string { return s.ID.String() },
	}
	return t
}

func (d *document) partners() *table[record.Partner] {
	return &table[record.Partner]{document: d, keep: d.into.Partner, rules: rules[record.Partner]{
		fields:       record.PartnerFields(),
		fresh:        record.NewPartner,
		lacks:        needs("partnerId"),
		addresses:    "email",
		subscription: func(*record.Partner) string { return "" },
	}}
}

func (d *document) associations() *table[record.Association] {
	return &table[record.Association]{document: d, keep: d.into.Association, rules: rules[record.Association]{
		fields: record.AssociationFields(),
		// CONTRACT section 5: "list" prints them, but they belong to the other records and to claims.
		readOver: []string{"partnerName", "customerName", "subscriptionName", "status", "claimId"},
		fresh:    func() record.Association { return record.Association{Kind: record.DPOR} },
		lacks: func(set func(string) bool) string {
			if set("partnerId") && set("tenantId") {
				return ""
			}
			return needs("partnerId", "subscriptionId")(set)
		},
		check: func(a *record.Association) *fault.Error {
			if a.Kind == record.DPOR && a.Subscription.IsZero() {
				e := fault.New(fault.Invalid, "intake.dpor")
				e.Column = "subscriptionId"
				return e
			}
			return nil
		},
		subscription: func(a *record.Association) string { return a.Subscription.String() },
	}}
}

// needs gives the first of the keys that is not set.
func needs(keys ...string) func(set func(string) bool) string {
	return func(set func(string) bool) string {
		for _, k := range keys {
			if !set(k) {
				return k
			}
		}
		return ""
	}
}
