package record

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Kind is the kind of an association (CONTRACT section 5, DOMAIN 2.5).
type Kind string

// The kinds of associations.
const (
	DPOR           Kind = "dpor" // set by the customer, one partner a subscription
	CPOR           Kind = "cpor" // claimed by the partner
	DelegatedAdmin Kind = "delegated-admin"
	Transacting    Kind = "transacting"
	PAL            Kind = "pal"
)

// Kinds are the kinds of associations, in the order of their numbers; only ever append.
func Kinds() []Kind { return []Kind{DPOR, CPOR, DelegatedAdmin, Transacting, PAL} }

// Number is the kind as a byte, by which associations are kept in order: from 1, 0 for no kind. The numbers
// never change.
func (k Kind) Number() byte {
	for i, kind := range Kinds() {
		if k == kind {
			return byte(i + 1)
		}
	}
	return 0
}

// Association says that a partner is associated with a customer, or with one subscription or
// workload of it. Those of kind dpor come from the designations and are never stored as such.
type Association struct {
	Kind         Kind
	Partner      ids.Partner
	Tenant       ids.Tenant
	Subscription ids.Subscription
	Workload     string
	Product      Product
	Since        day.Day
	Until        day.Day // the first day on which it holds no more; none while it holds
	Comment      string
}

// AssociationFields is the table of the fields that an association file has; the names in it are
// read over, they come from the other records.
func AssociationFields() []Field[Association] { return associationFields }

var associationFields = []Field[Association]{
	WordField("type", Kinds(), DPOR, func(a *Association) *Kind { return &a.Kind }),
	PartnerField("partnerId", func(a *Association) *ids.Partner { return &a.Partner }),
	TenantField("tenantId", func(a *Association) *ids.Tenant { return &a.Tenant }),
	subscriptionField("subscriptionId", func(a *Association) *ids.Subscription { return &a.Subscription }),
	workloadField(),
	WordField("product", Products(), "", func(a *Association) *Product { return &a.Product }),
	dayField("since", func(a *Association) *day.Day { return &a.Since }),
	dayField("until", func(a *Association) *day.Day { return &a.Until }),
	TextField("comment", func(a *Association) *string { return &a.Comment }),
}

// longestWorkload is how many bytes a workload's name may have: it is part of what a store finds the
// association by, and no name of one comes near.
const longestWorkload = 200

func workloadField() Field[Association] {
	f := TextField("workload", func(a *Association) *string { return &a.Workload })
	set := f.Parse
	f.Parse = func(a *Association, text string) error {
		if len(text) > longestWorkload {
			return fault.New(fault.Invalid, "record.long", "most", longestWorkload)
		}
		return set(a, text)
	}
	return f
}

// AssociationKey is what makes a stored association one and not another.
type AssociationKey struct {
	Tenant       ids.Tenant
	Subscription ids.Subscription
	Kind         Kind
	Partner      ids.Partner
	Workload     string
}

// Key is what makes the association one and not another.
func (a Association) Key() AssociationKey {
	return AssociationKey{a.Tenant, a.Subscription, a.Kind, a.Partner, a.Workload}
}

// HoldsOn tells whether the association holds at the end of a day.
func (a Association) HoldsOn(d day.Day) bool {
	return a.Since <= d && (a.Until.IsZero() || d < a.Until)
}

// AppendBinary appends the association in the form that is stored and hashed.
func (a Association) AppendBinary(b []byte) []byte {
	tenant, subscription := a.Tenant.Bytes(), a.Subscription.Bytes()
	b = append(append(append(b, 1), tenant[:]...), subscription[:]...)
	b = wire.Text(b, string(a.Kind))
	b = wire.Uint(b, uint64(a.Partner.Number()))
	b = wire.Text(b, a.Workload)
	b = wire.Text(b, string(a.Product))
	b = wire.Uint(wire.Uint(b, uint64(a.Since)), uint64(a.Until))
	return wire.Text(b, a.Comment)
}

// DecodeAssociation reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeAssociation(b []byte) (Association, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Association{}, wire.ErrMalformed
	}
	a := Association{Tenant: ids.TenantFromBytes(r.Array16()), Subscription: ids.SubscriptionFromBytes(r.Array16()), Kind: Kind(r.Text())}
	partner, ok := ids.PartnerFromNumber(r.Uint32())
	a.Partner, a.Workload, a.Product = partner, r.Text(), Product(r.Text())
	a.Since, a.Until, a.Comment = day.Day(r.UpTo(day.Last)), day.Day(r.UpTo(day.Last)), r.Text()
	if !ok {
		return Association{}, wire.ErrMalformed
	}
	return a, r.Err()
}
