package app

import (
	"context"
	"slices"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Count says how many records of one kind were added, changed or were so already.
type Count struct{ Added, Changed, Unchanged int }

// Imported says what an import did to each kind of record.
type Imported struct{ Customers, Subscriptions, Partners, Associations Count }

// outcome is what a row did to the record it tells of.
type outcome struct {
	kind   rowKind
	result Result
}

type rowKind int

const (
	customerRow rowKind = iota
	subscriptionRow
	partnerRow
	associationRow
)

// Import is a planned import.
type Import struct {
	plan Plan[outcome]
}

// PlanImport plans to bring rows into the ledger: customers first, then subscriptions, partners and
// associations, whatever file they come from. What a row does not tell stays as it was.
//
// Errors: forbidden for the role, and for a designation in another's tenant; invalid for a designation
// that breaks a rule, and for two that give one subscription different partners; conflict for a place
// that another partner holds and a subscription that belongs to another tenant. Each names its file and line.
func (e Engine) PlanImport(ctx context.Context, rows Rows) (Import, error) {
	plan, err := Prepare(ctx, e, Task[outcome]{
		Action: access.Record, Command: "import", Makes: true,
		Steps: func(*Draft) ([]Step[outcome], error) { return rows.steps(), nil },
	})
	return Import{plan}, err
}

// Counts says what the import will do.
func (i Import) Counts() Imported { return count(i.plan.Results) }

// Apply writes the import and says what it did.
func (i Import) Apply(ctx context.Context) (Imported, error) {
	results, err := i.plan.Apply(ctx)
	return count(results), err
}

func count(results []outcome) Imported {
	var counts Imported
	of := []*Count{&counts.Customers, &counts.Subscriptions, &counts.Partners, &counts.Associations}
	for _, r := range results {
		switch r.result {
		case Result(por.Added):
			of[r.kind].Added++
		case Unchanged:
			of[r.kind].Unchanged++
		default:
			of[r.kind].Changed++
		}
	}
	return counts
}

func (rows Rows) steps() []Step[outcome] {
	return slices.Concat(
		steps(once(rows.Customers, record.CustomerFields(), customerID), customerRow, func(d *Draft, row Row[record.Customer]) (Result, error) {
			old, ok, err := d.Customer(row.Record.Tenant)
			if err != nil {
				return "", err
			}
			return recorded(d, record.CustomerFields(), old, ok, record.Customer{}, row)
		}),
		steps(once(rows.Subscriptions, record.SubscriptionFields(), subscriptionID), subscriptionRow, importSubscription),
		steps(once(rows.Partners, record.PartnerFields(), partnerID), partnerRow, func(d *Draft, row Row[record.Partner]) (Result, error) {
			old, ok, err := d.Partner(row.Record.ID)
			if err != nil {
				return "", err
			}
			return recorded(d, record.PartnerFields(), old, ok, record.NewPartner(), row)
		}),
		steps(once(rows.Associations, record.AssociationFields(), associationID), associationRow, uncontradicted(rows.Associations)),
	)
}

// once makes one row of those that tell of the same record, what a later one tells over what an
// earlier one told: else such a record would go back and forth each time that a file is imported.
func once[T any, K comparable](rows []Row[T], fields []record.Field[T], key func(T) K) []Row[T] {
	at := map[K]int{}
	var list []Row[T]
	for _, row := range rows {
		i, ok := at[key(row.Record)]
		if !ok {
			at[key(row.Record)] = len(list)
			list = append(list, row)
			continue
		}
		list[i].Record = record.Merge(fields, list[i].Record, row.Record, row.Told)
		list[i].Told |= row.Told
	}
	return list
}

func customerID(c record.Customer) ids.Tenant { return c.Tenant }

func partnerID(p record.Partner) ids.Partner { return p.ID }

// subscriptionID keeps rows apart that name different tenants: the second one is refused.
func subscriptionID(s record.Subscription) [2][16]byte {
	return [2][16]byte{s.ID.Bytes(), s.Tenant.Bytes()}
}

// associationID keeps designations apart: each has to pass the rules of add.
func associationID(a record.Association) record.Association {
	if a.Kind == record.DPOR {
		return a
	}
	if !a.Subscription.IsZero() {
		a.Tenant = ids.Tenant{} // the subscription says it, whether the row does or not
	}
	a.Product, a.Since, a.Until, a.Comment = "", 0, 0, ""
	return a
}

// steps makes a step of each row; a refusal is told with the row's file and line.
func steps[T any](rows []Row[T], kind rowKind, do func(*Draft, Row[T]) (Result, error)) []Step[outcome] {
	list := make([]Step[outcome], len(rows))
	for i, row := range rows {
		list[i] = func(d *Draft) (outcome, error) {
			result, err := do(d, row)
			if err != nil {
				located := *fault.As(err)
				return outcome{}, located.In(row.File, row.Line, located.Column, located.Value)
			}
			return outcome{kind, result}, nil
		}
	}
	return list
}

type encodable interface{ AppendBinary([]byte) []byte }

// recorded merges a row into the record that is there, or into a fresh one, and lets it happen where
// that makes a difference.
func recorded[T encodable](d *Draft, fields []record.Field[T], old T, exists bool, fresh T, row Row[T]) (Result, error) {
	if !exists {
		old = fresh
	}
	merged := record.Merge(fields, old, row.Record, row.Told)
	if exists && record.Equal(fields, old, merged) {
		return Unchanged, nil
	}
	result := Result(por.Changed)
	if !exists {
		result = Result(por.Added)
	}
	return result, d.emit(record.Recorded[T]{Record: merged, New: !exists})
}

// importSubscription refuses to move a subscription to another tenant: its place, and who may decide
// on it, would go with it unseen.
func importSubscription(d *Draft, row Row[record.Subscription]) (Result, error) {
	id := row.Record.ID
	old, ok, err := d.Subscription(id)
	if err != nil {
		return "", err
	}
	if ok && !row.Record.Tenant.IsZero() && old.Tenant != row.Record.Tenant {
		return "", fault.New(fault.Conflict, "import.moved", "subscription", id.String(),
			"tenant", old.Tenant.String(), "told", row.Record.Tenant.String()).Of(id.String())
	}
	return recorded(d, record.SubscriptionFields(), old, ok, record.NewSubscription(), row)
}

// importAssociation records an association of another kind; one of kind dpor is a designation and
// follows the rules of add (CONTRACT section 4).
func importAssociation(d *Draft, row Row[record.Association]) (Result, error) {
	a := row.Record
	if !a.Subscription.IsZero() {
		s, err := d.need(a.Subscription)
		if err != nil {
			return "", err
		}
		if !a.Tenant.IsZero() && a.Tenant != s.Tenant {
			return "", fault.New(fault.Invalid, "subscription.other-tenant", "subscription", s.ID.String(),
				"tenant", s.Tenant.String(), "asked", a.Tenant.String()).Of(s.ID.String())
		}
		a.Tenant = s.Tenant
	}
	switch a.Kind {
	case record.DPOR:
		return importDesignation(d, a)
	case record.CPOR:
		return "", fault.New(fault.Invalid, "import.cpor", "partner", a.Partner.String())
	}
	row.Record.Tenant = a.Tenant
	if i, ok := record.Position(record.AssociationFields(), "tenantId"); ok {
		row.Told = row.Told.With(i)
	}
	old, ok, err := d.Association(a.Key())
	if err != nil {
		return "", err
	}
	return recorded(d, record.AssociationFields(), old, ok, record.Association{}, row)
}

func importDesignation(d *Draft, a record.Association) (Result, error) {
	if !a.Until.IsZero() {
		return "", fault.New(fault.Invalid, "import.ended", "until", a.Until.String()).Of(a.Subscription.String())
	}
	change, err := Designation{
		Verb: por.Add, Partner: a.Partner, Since: a.Since, Comment: a.Comment,
	}.decide(d, a.Subscription)
	return change.Result, err
}
