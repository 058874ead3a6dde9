package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Wanted is a desired state: the partner of record of each subscription that it names.
type Wanted struct {
	Rows []Row[record.Desired]
	// Prune is the tenant whose other subscriptions are to have no partner; none leaves them alone.
	Prune ids.Tenant
	// Spared are subscriptions that are not pruned though no row names them.
	Spared []ids.Subscription
	// Continue keeps a refused row from refusing the others.
	Continue bool
}

// Outcome is what came, or will come, of one row, or of a subscription that no row names.
type Outcome struct {
	Change
	CustomerName string
	// Row is the position of the row; -1 where none named the subscription.
	Row int
	// Refusal says why a row was refused; nil for every other.
	Refusal *fault.Error
	// Journal is the number of the entry that holds it.
	Journal uint64
}

// Refused is the result of a change that was refused.
const Refused Result = "refused"

// PlanApply plans to bring the ledger to a desired state.
//
// Errors, each with its file and line: not-found for an unknown subscription or partner; forbidden for
// another's tenant; invalid for two rows that give one subscription different partners, and those of
// por.Decide. With Continue they are outcomes.
func (e Engine) PlanApply(ctx context.Context, w Wanted) (Plan[Outcome], error) {
	return Prepare(ctx, e, Task[Outcome]{
		Action: access.Designate, Command: applyCommand, Digest: true,
		Steps: w.steps,
	})
}

// applyCommand is the word under which the journal keeps a desired state. The messages that a change
// calls for depend on it: one a partner, not one a row (CONTRACT section 10).
const applyCommand = "apply"

func (w Wanted) steps(d *Draft) ([]Step[Outcome], error) {
	var steps []Step[Outcome]
	first, other := map[ids.Subscription]int{}, map[ids.Subscription]int{}
	for i, row := range w.Rows {
		id := row.Record.Subscription
		if earlier, seen := first[id]; !seen {
			first[id] = i
		} else if _, told := other[id]; !told && w.Rows[earlier].Record.Partner != row.Record.Partner {
			other[id] = i
		}
	}
	for i, row := range w.Rows {
		id := row.Record.Subscription
		second, contradicted := other[id]
		switch {
		case contradicted && w.Rows[second].Record.Partner == row.Record.Partner:
			steps = append(steps, w.step(i, func(*Draft) (Change, error) { return Change{}, contradicts(w.Rows[first[id]], row) }))
		case contradicted:
			steps = append(steps, w.step(i, func(*Draft) (Change, error) { return Change{}, contradicts(w.Rows[second], row) }))
		case first[id] == i:
			steps = append(steps, w.step(i, func(d *Draft) (Change, error) { return wanted(d, row.Record) }))
		}
	}
	if w.Prune.IsZero() {
		return steps, nil
	}
	if err := d.actor.MayIn(access.Designate, w.Prune); err != nil {
		return nil, err
	}
	for seat, err := range d.Seats(w.Prune, ids.Subscription{}) {
		if err != nil {
			return nil, err
		}
		_, named := first[seat.Subscription.ID]
		if !named && !slices.Contains(w.Spared, seat.Subscription.ID) && !seat.Place.Partner().IsZero() {
			nobody := record.Desired{Subscription: seat.Subscription.ID}
			steps = append(steps, w.step(-1, func(d *Draft) (Change, error) { return wanted(d, nobody) }))
		}
	}
	return steps, nil
}

// step makes a step of a row. A refusal is told with the row's file and line.
func (w Wanted) step(i int, decide func(*Draft) (Change, error)) Step[Outcome] {
	return func(d *Draft) (Outcome, error) {
		change, err := decide(d)
		if err != nil && i >= 0 {
			err = at(err, w.Rows[i].File, w.Rows[i].Line)
		}
		o := Outcome{Change: change, Row: i, Journal: d.seq}
		var refusal *fault.Error
		if w.Continue && errors.As(err, &refusal) && refusable(refusal.Code) {
			o.Change = Change{Result: Refused, Subscription: w.Rows[i].Record.Subscription, Partner: w.Rows[i].Record.Partner}
			o.Refusal, err = refusal, nil
		}
		if err != nil {
			return Outcome{}, err
		}
		customer, _, err := d.Customer(o.Tenant)
		o.CustomerName = customer.Name
		return o, err
	}
}

// wanted brings one place to where it is wanted.
func wanted(d *Draft, row record.Desired) (Change, error) {
	s, err := d.need(row.Subscription)
	if err != nil {
		return Change{}, err
	}
	if err := d.actor.MayIn(access.Designate, s.Tenant); err != nil {
		return Change{}, fault.As(err).Of(s.ID.String())
	}
	verb := por.Grant
	if row.Partner.IsZero() {
		verb = por.Remove
	}
	return designate(d, por.Command{
		Verb: verb, Subscription: s, IfSet: true, Since: row.Since, Today: d.today, Comment: row.Comment,
	}, row.Partner)
}

// contradicts is the refusal of a row that gives a subscription another partner than another row; neither
// is known to be right.
func contradicts(earlier, row Row[record.Desired]) error {
	id := row.Record.Subscription.String()
	name := func(p ids.Partner) string { return cmp.Or(p.String(), "none") }
	return fault.New(fault.Invalid, "apply.contradiction", "subscription", id, "partner", name(row.Record.Partner),
		"other", name(earlier.Record.Partner), "file", earlier.File, "line", earlier.Line).Of(id)
}

// Applied says what a desired state changed, or, of a plan, would change.
type Applied struct {
	Done                                        bool
	Added, Changed, Removed, Unchanged, Refused int
	// Journal are the numbers of the first and the last entry; none where nothing was written.
	Journal []uint64
}

// Moves is how many places it changes.
func (a Applied) Moves() int { return a.Added + a.Changed + a.Removed }

// Sum counts outcomes.
func Sum(outcomes []Outcome, done bool) Applied {
	a := Applied{Done: done, Journal: []uint64{}}
	for _, o := range outcomes {
		switch o.Result {
		case Result(por.Added):
			a.Added++
		case Result(por.Changed):
			a.Changed++
		case Result(por.Removed):
			a.Removed++
		case Refused:
			a.Refused++
		default:
			a.Unchanged++
		}
	}
	if done && a.Moves() > 0 {
		a.Journal = []uint64{outcomes[0].Journal, outcomes[0].Journal}
	}
	return a
}

// ByCustomer orders outcomes as people read a plan: customers by name, and within a customer by the
// subscriptions' names.
func ByCustomer(outcomes []Outcome) []Outcome {
	return slices.SortedStableFunc(slices.Values(outcomes), func(a, b Outcome) int {
		return cmp.Or(compareNames(a.CustomerName, b.CustomerName), compareTenants(a.Tenant, b.Tenant),
			compareNames(a.SubscriptionName, b.SubscriptionName), compareSubscriptions(a.Subscription, b.Subscription))
	})
}
