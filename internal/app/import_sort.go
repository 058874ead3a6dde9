package app

import (
	"bytes"
	"iter"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// The rows of one seat come in this order.
const (
	subscriptionPart = byte(iota)
	designationPart
	associationPart
)

// sortSeats finds the tenant of every subscription that a row names, in the ledger or in the import
// itself, by walking all three by subscription, and puts the rows under tenant and subscription: as they
// lie in the ledger.
func (w *importing) sortSeats(seats Sorted) error {
	next, stop := iter.Pull2(once(w.rows.subscriptions, &w.rows.files, record.SubscriptionFields(), record.DecodeSubscription))
	defer stop()
	row, err, more := next()
	var at, tenant [16]byte // the subscription that the walk is at
	for pair, failure := range w.rows.associations.All() {
		if failure != nil {
			return failure
		}
		for ; more && err == nil && bytes.Compare(row.Key[:16], pair.Key) <= 0; row, err, more = next() {
			if err := w.sortSubscription(seats, row, &at, &tenant); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		var known ids.Tenant
		if bytes.Equal(at[:], pair.Key) {
			known = ids.TenantFromBytes(tenant)
		}
		if err := w.sortAssociation(seats, pair, known); err != nil {
			return err
		}
	}
	for ; more && err == nil; row, err, more = next() {
		if err := w.sortSubscription(seats, row, &at, &tenant); err != nil {
			return err
		}
	}
	return err
}

// sortSubscription sorts a row of a subscription, the key of which is the subscription and its tenant. One
// that names another tenant than the ledger, or than another row, is refused: the place, and who may
// decide on it, would go along unseen.
func (w *importing) sortSubscription(seats Sorted, row Pair, at, tenant *[16]byte) error {
	if err := w.each(); err != nil {
		return err
	}
	told := [16]byte(row.Key[16:])
	if id := [16]byte(row.Key); *at != id {
		stored, ok, err := w.draft.TenantOf(ids.SubscriptionFromBytes(id))
		if err != nil {
			return err
		}
		if *at, *tenant = id, told; ok {
			*tenant = stored.Bytes()
		}
	}
	if told == *tenant {
		w.key = append(append(append(w.key[:0], told[:]...), at[:]...), subscriptionPart)
		return seats.Add(w.key, row.Value)
	}
	refused, err := decodeRow(row.Value, &w.rows.files, record.DecodeSubscription)
	if err != nil {
		return err
	}
	id := refused.Record.ID.String()
	return w.row(nil, refused.File, refused.Line, "", fault.New(fault.Conflict, "import.moved", "subscription", id,
		"tenant", ids.TenantFromBytes(*tenant).String(), "told", refused.Record.Tenant.String()).Of(id))
}

// sortAssociation sorts a row of an association. The tenant is that of a subscription of the import, if
// it has it.
func (w *importing) sortAssociation(seats Sorted, pair Pair, tenant ids.Tenant) error {
	if err := w.each(); err != nil {
		return err
	}
	row, err := decodeRow(pair.Value, &w.rows.files, record.DecodeAssociation)
	if err != nil {
		return err
	}
	a := &row.Record
	if !a.Subscription.IsZero() {
		if tenant.IsZero() {
			stored, ok, err := w.draft.TenantOf(a.Subscription)
			if err != nil {
				return err
			}
			if !ok {
				return w.row(nil, row.File, row.Line, "", missingSubscription(a.Subscription))
			}
			tenant = stored
		}
		if !a.Tenant.IsZero() && a.Tenant != tenant {
			return w.row(nil, row.File, row.Line, "", fault.New(fault.Invalid, "subscription.other-tenant",
				"subscription", a.Subscription.String(), "tenant", tenant.String(), "asked", a.Tenant.String()).Of(a.Subscription.String()))
		}
		a.Tenant = tenant
	}
	key := append(seatBytes(a.Tenant, a.Subscription), designationPart)
	switch a.Kind {
	case record.CPOR:
		return w.row(nil, row.File, row.Line, "", fault.New(fault.Invalid, "import.cpor", "partner", a.Partner.String()))
	case record.DPOR:
	default:
		if i, ok := record.Position(record.AssociationFields(), "tenantId"); ok {
			row.Told = row.Told.With(i)
		}
		key = associationBytes(a.Key())
	}
	return seats.Add(key, appendRow(nil, &w.rows.files, row))
}

// associationBytes are what associations are sorted by, as they lie in the ledger.
func associationBytes(k record.AssociationKey) []byte {
	b := append(seatBytes(k.Tenant, k.Subscription), associationPart, k.Kind.Number())
	return append(append(b, partnerBytes(k.Partner)...), k.Workload...)
}
