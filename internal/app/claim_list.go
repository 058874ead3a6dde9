package app

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// ClaimFilter says which claims are wanted; every condition that is set has to hold. Of Filter the
// partner, tenant, subscription, status and the days of the draft are looked at.
type ClaimFilter struct {
	Filter
	Area      cpor.Area
	Role      cpor.Role
	Workload  string  // in any letter case
	DueBefore day.Day // something can be done, or is overdue, that is due before that day
	Today     day.Day // the windows to dispute and of the customer that ended before it are closed
}

func (f ClaimFilter) wantsClaim(c cpor.State) bool {
	return f.wants(c.Tenant, ids.Subscription{}, c.Partner) && f.withinTime(c.CreatedAt()) &&
		(f.Status == "" || f.Status == string(c.Status)) && (f.Area == "" || f.Area == c.Area) &&
		(f.Role == "" || f.Role == c.Role) && (f.Workload == "" || slices.ContainsFunc(c.Workloads, func(w string) bool { return strings.EqualFold(w, f.Workload) })) &&
		(f.DueBefore.IsZero() || f.isDue(c))
}

// isDue tells whether a window ends before the day: one that closed by itself is due no more, one in which
// the partner has to answer stays so until it is swept.
func (f ClaimFilter) isDue(c cpor.State) bool {
	open := c.Status == cpor.ActionRequired || c.DueOn >= f.Today
	return open && !c.DueOn.IsZero() && c.DueOn < f.DueBefore
}

// Claims lists claims, oldest first. Only those of the partner, else the tenant, else the status that
// the filter names are read.
func (e Engine) Claims(ctx context.Context, f ClaimFilter) iter.Seq2[ClaimCard, error] {
	subscription := f.Subscription
	f.Subscription = ids.Subscription{} // a claim may be for several
	f.Today = day.Of(e.Now())
	partners, customers := map[ids.Partner]string{}, map[ids.Tenant]string{}
	return scan(ctx, e.Store, f.claims, func(c cpor.State) ids.Claim { return c.ID },
		func(r Reader, c cpor.State) (card ClaimCard, ok bool, err error) {
			if !f.wantsClaim(c) || !subscription.IsZero() && !slices.Contains(c.Subscriptions, subscription) {
				return card, false, nil
			}
			card.State = c
			card.PartnerName, err = remembered(partners, c.Partner, func(id ids.Partner) (string, error) { return partnerName(r, id) })
			if err != nil {
				return card, false, err
			}
			card.CustomerName, err = remembered(customers, c.Tenant, func(id ids.Tenant) (string, error) {
				customer, _, err := r.Customer(id)
				return customer.Name, err
			})
			return card, true, err
		})
}

func (f ClaimFilter) claims(r Reader, after ids.Claim) iter.Seq2[cpor.State, error] {
	switch {
	case !f.Partner.IsZero():
		return r.ClaimsOf(f.Partner, after)
	case !f.Tenant.IsZero():
		return r.ClaimsFor(f.Tenant, after)
	case f.Status != "":
		return r.ClaimsWith(cpor.Status(f.Status), after)
	}
	return r.Claims(after)
}

// remembered is a name, looked up once a list.
func remembered[K comparable](names map[K]string, id K, find func(K) (string, error)) (string, error) {
	name, ok := names[id]
	if ok {
		return name, nil
	}
	name, err := find(id)
	names[id] = name
	return name, err
}

// Claim gives one claim; the error is not-found.
func (e Engine) Claim(ctx context.Context, id ids.Claim) (card ClaimCard, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		c, ok, err := r.Claim(id)
		if err != nil {
			return err
		}
		if !ok {
			return missingClaim(id)
		}
		card, err = cardOf(r, c)
		return err
	})
	return card, err
}

// Document gives a document of a claim; the error is not-found for a claim, or a document of it, that
// is not there.
func (c ClaimCard) Document(h evidence.Hash) (cpor.Document, error) {
	for _, d := range c.Evidence {
		if d.Hash == h {
			return d, nil
		}
	}
	return cpor.Document{}, fault.New(fault.NotFound, "claim.no-such-document", "claim", c.ID.String(), "hash", h.String()).About(c.ID.String())
}

// PastClaim is one move of one claim: who did what, when and in which role.
type PastClaim struct {
	Claim   ids.Claim
	Partner ids.Partner
	Comment string // what was told the reviewer with it; may be empty
	cpor.Move
}

// HistoryOfClaim gives the moves of a claim, newest last; the error is not-found.
func (e Engine) HistoryOfClaim(ctx context.Context, id ids.Claim) ([]PastClaim, error) {
	card, err := e.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]PastClaim, len(card.Moves))
	for i, m := range card.Moves {
		list[i] = PastClaim{Claim: id, Partner: card.Partner, Move: m}
		for _, c := range card.Comments {
			if c.At.Equal(m.At) && (m.Verb == cpor.Remark || m.Verb == cpor.Submit) {
				list[i].Comment = c.Text
			}
		}
	}
	return list, nil
}

// Claimable are the subscriptions of a form's tenant that could be claimed in its role, by name.
func (e Engine) Claimable(ctx context.Context, f cpor.Form) ([]record.Subscription, error) {
	var list []record.Subscription
	for s, err := range e.Subscriptions(ctx, Filter{Tenant: f.Tenant}) {
		if err != nil {
			return nil, err
		}
		if f.CanClaim(s, e.Catalogue) {
			list = append(list, s)
		}
	}
	return list, nil
}
