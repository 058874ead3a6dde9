package app

import (
	"bytes"
	"cmp"
	"errors"
	"iter"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// applying walks a desired state beside the ledger: first by subscription, which finds the tenants and the
// rows that contradict each other, and then as the places lie in the ledger.
type applying struct {
	each    func() error // is called for each row, and says when to end
	wanted  Wanted
	draft   *Draft
	changes *changes
	out     *outcomes
	refused *Refusals

	partners map[ids.Partner]record.Partner
	customer record.Customer // of the tenant that the walk is in
}

// decide says what a desired state changes. The error holds every refusal, unless the others go on.
func (w Wanted) decide(d *Draft, c *changes, each func() error) (outcomes, error) {
	out, err := w.newOutcomes()
	if err != nil {
		return out, err
	}
	a := &applying{
		each: each, wanted: w, draft: d, changes: c, out: &out, refused: NewRefusals(w.scratch),
		partners: map[ids.Partner]record.Partner{},
	}
	if !w.Continue {
		if a.refused, err = w.Refused.again(w.scratch); err != nil {
			return out, err
		}
	}
	seats := w.scratch.Sorted()
	defer seats.Close()
	if err := a.sortSeats(seats); err != nil {
		return out, err
	}
	if err := a.seats(seats); err != nil {
		return out, err
	}
	return out, a.refused.Err()
}

// sortSeats puts the rows under tenant and subscription, one for each subscription.
func (a *applying) sortSeats(seats Sorted) error {
	var group []wish
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		defer func() { group = group[:0] }()
		return a.sortSeat(seats, group)
	}
	for pair, err := range a.wanted.rows.All() {
		var one wish
		if err == nil {
			one, err = decodeWish(pair)
		}
		if err == nil {
			err = a.each()
		}
		if err == nil && len(group) > 0 && group[0].Subscription != one.Subscription {
			err = flush()
		}
		if err != nil {
			return err
		}
		group = append(group, one)
	}
	return flush()
}

// sortSeat sorts the rows that name one subscription. The same partner twice is one row; different ones
// contradict each other, and neither is known to be right.
func (a *applying) sortSeat(seats Sorted, group []wish) error {
	var first, second *wish
	for i := range group {
		switch one := &group[i]; {
		case one.n == spared:
		case first == nil:
			first = one
		case second == nil && one.Partner != first.Partner:
			second = one
		}
	}
	id := group[0].Subscription
	tenant, there, err := a.draft.TenantOf(id)
	if err != nil {
		return err
	}
	if second != nil {
		for _, one := range group {
			other := second
			if one.Partner == second.Partner {
				other = first
			}
			if one.n != spared {
				if err := a.refuse(one, a.contradicts(*other, one)); err != nil {
					return err
				}
			}
		}
		first = &wish{n: spared}
	}
	switch {
	case first == nil, first.n == spared:
		first = &wish{Desired: record.Desired{Subscription: id}, n: spared}
		if !there || tenant != a.wanted.Prune {
			return nil
		}
	case !there:
		return a.refuse(*first, missingSubscription(id))
	}
	return seats.Add(seatBytes(tenant, id), first.appendBinary(nil))
}

// contradicts is the refusal of a row that gives a subscription another partner than another row.
func (a *applying) contradicts(earlier, row wish) error {
	id := row.Subscription.String()
	name := func(p ids.Partner) string { return cmp.Or(p.String(), "none") }
	return fault.New(fault.Invalid, "apply.contradiction", "subscription", id, "partner", name(row.Partner),
		"other", name(earlier.Partner), "file", a.wanted.File, "line", earlier.line).Of(id)
}

// refuse takes the refusal of a row, with its file and line; any other error is given back.
func (a *applying) refuse(row wish, err error) error {
	var refusal *fault.Error
	if !errors.As(err, &refusal) || !refusable(refusal.Code) {
		return err
	}
	e := fault.As(at(refusal, a.wanted.File, row.line))
	if !a.wanted.Continue {
		return a.refused.Add(e)
	}
	change := Change{Result: Refused, Subscription: row.Subscription, Partner: row.Partner}
	return a.out.add(Outcome{Change: change, Row: row.n, Refusal: e})
}

// seats walks the sorted rows beside the ledger, and where other places are pruned those of their tenant.
func (a *applying) seats(seats Sorted) error {
	others, stop, err := a.pruned()
	if err != nil {
		return err
	}
	defer stop()
	other, err, more := others()
	for pair, failure := range seats.All() {
		if failure != nil {
			return failure
		}
		for ; more && err == nil; other, err, more = others() {
			c := bytes.Compare(seatBytes(other.Subscription.Tenant, other.Subscription.ID), pair.Key)
			if c > 0 {
				break
			}
			if c < 0 {
				if err := a.prune(other); err != nil {
					return err
				}
			}
		}
		if err != nil {
			return err
		}
		row, err := decodeWish(pair)
		if err != nil {
			return err
		}
		if row.n == spared {
			continue
		}
		if err := a.row(ids.TenantFromBytes([16]byte(pair.Key)), row); err != nil {
			return err
		}
	}
	for ; more && err == nil; other, err, more = others() {
		if err := a.prune(other); err != nil {
			return err
		}
	}
	return err
}

// pruned gives the seats of the tenant whose places are pruned; none where none are.
func (a *applying) pruned() (next func() (Seat, error, bool), stop func(), err error) {
	if a.wanted.Prune.IsZero() {
		return func() (s Seat, err error, more bool) { return s, nil, false }, func() {}, nil
	}
	if err := a.draft.actor.MayIn(access.Designate, a.wanted.Prune); err != nil {
		return nil, nil, err
	}
	if err := a.draft.needCustomer(a.wanted.Prune); err != nil {
		return nil, nil, err
	}
	next, stop = iter.Pull2(a.draft.Seats(a.wanted.Prune, ids.Subscription{}))
	return next, stop, nil
}

// prune takes the partner away from a place that no row names.
func (a *applying) prune(seat Seat) error {
	if err := a.each(); err != nil || seat.Place.Partner().IsZero() {
		return err
	}
	change, err := a.decide(seat, record.Desired{Subscription: seat.Subscription.ID})
	if err != nil {
		return err
	}
	return a.happened(change, unnamed)
}

// row decides one row. A row that is refused leaves nothing.
func (a *applying) row(tenant ids.Tenant, row wish) error {
	if err := a.each(); err != nil {
		return err
	}
	if so, err := a.isSo(tenant, row); err != nil || so {
		return err
	}
	seat, _, err := a.draft.Seat(tenant, row.Subscription)
	if err != nil {
		return err
	}
	change, err := a.decide(seat, row.Desired)
	if err != nil {
		return a.refuse(row, err)
	}
	return a.happened(change, row.n)
}

// isSo tells whether a place is as it is wanted, and then counts it: most rows of a file that is applied
// again and again are. What por.Decide would say of it is not asked then, nor is the subscription read;
// it is where somebody wants to know its name, or the actor has no right to it.
func (a *applying) isSo(tenant ids.Tenant, row wish) (bool, error) {
	if a.wanted.Results || a.draft.actor.MayIn(access.Designate, tenant) != nil {
		return false, nil
	}
	held, err := a.draft.Holder(tenant, row.Subscription)
	if err != nil || held != row.Partner {
		return false, err
	}
	return true, a.happened(Change{Result: Unchanged, Subscription: row.Subscription, Tenant: tenant, Partner: held}, row.n)
}

// decide brings one place to where it is wanted.
func (a *applying) decide(seat Seat, row record.Desired) (Change, error) {
	s := seat.Subscription
	if err := a.draft.actor.MayIn(access.Designate, s.Tenant); err != nil {
		return Change{}, fault.As(err).Of(s.ID.String())
	}
	command := por.Command{
		Verb: por.Grant, Subscription: s, IfSet: true, Since: row.Since, Today: a.draft.today, Comment: row.Comment,
	}
	if row.Partner.IsZero() {
		command.Verb = por.Remove
	} else {
		partner, err := a.partner(row.Partner)
		if err != nil {
			return Change{}, ofSubscription(s.ID, err)
		}
		command.Partner = partner
	}
	events, err := por.Decide(seat.Place, command)
	if err != nil {
		return Change{}, err
	}
	change := Change{
		Result: Unchanged, Subscription: s.ID, Tenant: s.Tenant, Partner: seat.Place.Partner(), SubscriptionName: s.Name,
		PartnerName: command.Partner.Name,
	}
	for _, e := range events {
		change.Result, change.Partner, change.Previous = Result(e.Action), e.Partner, e.Previous
		if err := a.changes.emit(a.changes.places, seatBytes(s.Tenant, s.ID), e); err != nil {
			return Change{}, err
		}
	}
	return change, nil
}

// partner gives a partner, each of which is looked up once.
func (a *applying) partner(id ids.Partner) (record.Partner, error) {
	p, known := a.partners[id]
	if known {
		return p, nil
	}
	p, err := a.draft.needPartner(id)
	if err == nil {
		a.partners[id] = p
	}
	return p, err
}

// happened takes what comes of a row, or of a place that none named.
func (a *applying) happened(c Change, row int) error {
	if a.customer.Tenant != c.Tenant && a.out.named(c.Result) {
		customer, _, err := a.draft.Customer(c.Tenant)
		if err != nil {
			return err
		}
		customer.Tenant = c.Tenant
		a.customer = customer
	}
	return a.out.add(Outcome{Change: c, CustomerName: a.customer.Name, Row: row})
}
