package record

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Status is the state of a subscription (CONTRACT section 5, DOMAIN 8).
type Status string

// The states of a subscription.
const (
	Enabled   Status = "enabled"
	Warning   Status = "warning" // the grace period
	Suspended Status = "suspended"
	LockedOut Status = "lockedOut"
	Disabled  Status = "disabled"
	Expired   Status = "expired"
	Deleted   Status = "deleted"
)

// Statuses are the states of a subscription, the active ones first.
func Statuses() []Status {
	return []Status{Enabled, Warning, Suspended, LockedOut, Disabled, Expired, Deleted}
}

// Active tells whether a subscription in this state can be given a partner (CONTRACT section 6).
func (s Status) Active() bool { return s == Enabled || s == Warning }

// Over tells whether a subscription in this state has come to its end, for good.
func (s Status) Over() bool { return s == Expired || s == Deleted }

// Product is the service that a subscription is for (seeds/000, CONTRACT section 5).
type Product string

// OtherProduct is the product of a SKU that is not known.
const OtherProduct Product = "other"

// Products are the services that a subscription can be for.
func Products() []Product {
	return []Product{
		"azure", "office365", "microsoft365", "dynamics365", "crm-online", "ax7",
		"intune", "ems", "power-bi", "power-platform", OtherProduct,
	}
}

// Channel is how a subscription was bought.
type Channel string

// The channels. CSP is told apart because its reseller, not the customer, is recorded by Microsoft.
const (
	Direct          Channel = "direct"
	VolumeLicensing Channel = "volume-licensing"
	CSP             Channel = "csp"
	OtherChannel    Channel = "other"
)

// Channels are the ways a subscription can be bought.
func Channels() []Channel { return []Channel{Direct, VolumeLicensing, CSP, OtherChannel} }

// Subscription is one subscription of a customer (CONTRACT section 5).
type Subscription struct {
	ID          ids.Subscription
	Tenant      ids.Tenant
	Name        string
	Product     Product
	SKU         string // the skuPartNumber or offer that the export named
	Status      Status
	Seats       uint32
	Channel     Channel
	Trial       bool
	StartsOn    day.Day
	EndsOn      day.Day
	Workloads   []string
	InternalUse bool // the partner's own subscription: counts for competency, not for incentives (seeds/002)
}

// NewSubscription is a subscription of which nothing is known yet: enabled, of another product and
// channel.
func NewSubscription() Subscription {
	return Subscription{Product: OtherProduct, Status: Enabled, Channel: OtherChannel}
}

// SubscriptionFields is the table of a subscription's fields, the identifiers first.
func SubscriptionFields() []Field[Subscription] { return subscriptionFields }

var subscriptionFields = []Field[Subscription]{
	subscriptionField("subscriptionId", func(s *Subscription) *ids.Subscription { return &s.ID }),
	TenantField("tenantId", func(s *Subscription) *ids.Tenant { return &s.Tenant }),
	TextField("name", func(s *Subscription) *string { return &s.Name }),
	WordField("product", Products(), OtherProduct, func(s *Subscription) *Product { return &s.Product }),
	TextField("sku", func(s *Subscription) *string { return &s.SKU }),
	WordField("status", Statuses(), Enabled, func(s *Subscription) *Status { return &s.Status }),
	numberField("seats", func(s *Subscription) *uint32 { return &s.Seats }),
	WordField("channel", Channels(), OtherChannel, func(s *Subscription) *Channel { return &s.Channel }),
	TruthField("trial", func(s *Subscription) *bool { return &s.Trial }, false),
	dayField("startsOn", func(s *Subscription) *day.Day { return &s.StartsOn }),
	dayField("endsOn", func(s *Subscription) *day.Day { return &s.EndsOn }),
	ListField("workloads", func(s *Subscription) *[]string { return &s.Workloads }),
	TruthField("internalUse", func(s *Subscription) *bool { return &s.InternalUse }, false),
}

// AppendBinary appends the subscription in the form that is stored and hashed.
func (s Subscription) AppendBinary(b []byte) []byte {
	const usual = 120 // bytes beside the name
	id, tenant := s.ID.Bytes(), s.Tenant.Bytes()
	b = slices.Grow(b, usual+len(s.Name))
	b = append(append(append(b, 1), id[:]...), tenant[:]...)
	b = wire.Text(b, s.Name)
	b = wire.Text(b, string(s.Product))
	b = wire.Text(b, s.SKU)
	b = wire.Text(b, string(s.Status))
	b = wire.Uint(b, uint64(s.Seats))
	b = wire.Text(b, string(s.Channel))
	b = wire.Bool(b, s.Trial)
	b = wire.Uint(b, uint64(s.StartsOn))
	b = wire.Uint(b, uint64(s.EndsOn))
	b = wire.Texts(b, s.Workloads)
	return wire.Bool(b, s.InternalUse)
}

// DecodeSubscription reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeSubscription(b []byte) (Subscription, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Subscription{}, wire.ErrMalformed
	}
	s := Subscription{ID: ids.SubscriptionFromBytes(r.Array16()), Tenant: ids.TenantFromBytes(r.Array16())}
	r.ShareTexts()
	s = Subscription{
		ID: s.ID, Tenant: s.Tenant, Name: r.Text(), Product: wire.Word(r, Products()), SKU: r.Text(), Status: wire.Word(r, Statuses()),
		Seats: r.Uint32(), Channel: wire.Word(r, Channels()), Trial: r.Bool(),
		StartsOn: day.Day(r.UpTo(day.Last)), EndsOn: day.Day(r.UpTo(day.Last)), Workloads: r.Texts(), InternalUse: r.Bool(),
	}
	return s, r.Err()
}
