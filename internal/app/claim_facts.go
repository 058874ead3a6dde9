package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Evidence is where the bytes of evidence are kept. Errors are those of package blob.
type Evidence interface {
	// Has tells whether bytes are there.
	Has(evidence.Hash) (bool, error)
	// Get gives bytes that were verified; the error is not-found or corrupt.
	Get(evidence.Hash) ([]byte, error)
	// List gives what is kept, and the names of everything else that lies there.
	List() (kept []evidence.Hash, leftovers []string, err error)
	Remove(evidence.Hash) error
	// IsLeftover tells by its name whether a killed process left something behind.
	IsLeftover(name string) bool
	// RemoveLeftover removes what a killed process left behind; the error is invalid for anything else.
	RemoveLeftover(name string) error
}

// facts is what the ledger knows of what a claim names, as far as a verb looks at it.
func (e Engine) facts(r Reader, c cpor.State, v cpor.Verb) (f cpor.Facts, err error) {
	f.Catalogue = e.Catalogue
	if v == cpor.Submit {
		if err := e.named(r, c, &f); err != nil {
			return f, err
		}
	}
	if v == cpor.Approve {
		f.Held, err = holders(r, c)
	}
	return f, err
}

// named looks up everything that a claim names.
func (e Engine) named(r Reader, c cpor.State, f *cpor.Facts) (err error) {
	if f.Partner, _, err = r.Partner(c.Partner); err != nil {
		return err
	}
	customer, _, err := r.Customer(c.Tenant)
	if err != nil {
		return err
	}
	f.Domain, f.Subscriptions = customer.Domain, map[ids.Subscription]record.Subscription{}
	for _, id := range c.Subscriptions {
		s, ok, err := r.Subscription(id)
		if err != nil {
			return err
		}
		if ok {
			f.Subscriptions[id] = s
		}
	}
	for _, d := range c.Evidence {
		there, err := e.Evidence.Has(d.Hash)
		if err != nil {
			return err
		}
		if !there || e.unreadable[d.Hash] {
			f.Lost = append(f.Lost, d.Hash)
		}
	}
	return nil
}

// holders says who holds the places of a claim.
func holders(r Reader, c cpor.State) (map[cpor.Place]ids.Partner, error) {
	held := map[cpor.Place]ids.Partner{}
	for _, p := range c.Places() {
		partner, err := r.ClaimHolder(p)
		if err != nil {
			return nil, err
		}
		held[p] = partner
	}
	return held, nil
}

// looked is the engine after it verified the documents of some claims, while nobody waits for the ledger.
func (e Engine) looked(ctx context.Context, claims []Row[ids.Claim]) (Engine, error) {
	sizes, all := map[evidence.Hash]uint64{}, uint64(0)
	err := e.Store.View(ctx, func(r Reader) error {
		for _, row := range claims {
			c, _, err := r.Claim(row.Record)
			if err != nil {
				return err
			}
			for _, d := range c.Evidence {
				if _, known := sizes[d.Hash]; !known {
					sizes[d.Hash] = d.Size
					all += d.Size
				}
			}
		}
		return nil
	})
	if err != nil {
		return e, err
	}
	e.unreadable = map[evidence.Hash]bool{}
	e.meter().Begin(Reading, int(all))
	for h, size := range sizes {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		switch _, err := e.Evidence.Get(h); fault.CodeOf(err) {
		case fault.OK:
		case fault.NotFound, fault.Corrupt:
			e.unreadable[h] = true
		default:
			return e, err
		}
		e.meter().Add(int(size))
	}
	return e, err
}

// Validate gives the claims if nothing would stop them from being submitted and approved; else the
// error holds everything that would, of all of them: invalid, not-found for a claim that is not there,
// conflict for a place that another partner holds.
func (e Engine) Validate(ctx context.Context, claims []ids.Claim) (cards []ClaimCard, err error) {
	if e, err = e.looked(ctx, claimRows(claims...)); err != nil {
		return nil, err
	}
	err = e.Store.View(ctx, func(r Reader) error {
		var problems []*fault.Error
		for _, id := range claims {
			c, ok, err := r.Claim(id)
			if err != nil {
				return err
			}
			if !ok {
				problems = append(problems, fault.As(missingClaim(id)))
				continue
			}
			f, err := e.facts(r, c, cpor.Submit)
			if err == nil {
				f.Held, err = holders(r, c)
			}
			if err != nil {
				return err
			}
			problems = append(problems, cpor.Problems(c, f)...)
			card, err := cardOf(r, c)
			if err != nil {
				return err
			}
			cards = append(cards, card)
		}
		return fault.Join(problems)
	})
	return cards, err
}

// Rival is another claim to a place that a claim asks for.
type Rival struct {
	Claim       ids.Claim // the claim that has a rival
	Place       cpor.Place
	Partner     ids.Partner
	PartnerName string
	Since       day.Day
	Status      cpor.Status
	Own         ids.Claim // set where it is another claim of the same partner, in the same role
}

// Rivals are the other claims, in flight or approved, to places that these claims ask for. No more is told
// of another partner's than who it is, what for and since when: the claim itself is that partner's.
func (e Engine) Rivals(ctx context.Context, claims []ClaimCard) (rivals []Rival, err error) {
	wanted := map[ids.Tenant]map[cpor.Place][]cpor.State{}
	for _, c := range claims {
		for _, p := range c.Places() {
			if wanted[p.Tenant] == nil {
				wanted[p.Tenant] = map[cpor.Place][]cpor.State{}
			}
			wanted[p.Tenant][p] = append(wanted[p.Tenant][p], c.State)
		}
	}
	err = e.Store.View(ctx, func(r Reader) error {
		for tenant, places := range wanted {
			for other, err := range r.ClaimsFor(tenant, ids.Claim{}) {
				if err != nil {
					return err
				}
				if !other.Status.InFlight() && other.Status != cpor.Approved {
					continue
				}
				name, err := partnerName(r, other.Partner)
				if err != nil {
					return err
				}
				for _, p := range other.Places() {
					for _, c := range places[p] {
						rival := Rival{Claim: c.ID, Place: p, Partner: other.Partner, PartnerName: name, Since: day.Of(other.SubmittedAt()), Status: other.Status}
						switch {
						case c.Partner != other.Partner:
							rivals = append(rivals, rival)
						case c.ID != other.ID && c.Role == other.Role:
							rival.Own = other.ID
							rivals = append(rivals, rival)
						}
					}
				}
			}
		}
		return nil
	})
	slices.SortFunc(rivals, func(a, b Rival) int {
		return cmp.Or(cmp.Compare(a.Claim.Number(), b.Claim.Number()), cmp.Compare(a.Place.Name(), b.Place.Name()),
			cmp.Compare(a.Partner.Number(), b.Partner.Number()), cmp.Compare(a.Own.Number(), b.Own.Number()),
			cmp.Compare(a.Since, b.Since), cmp.Compare(a.Status, b.Status))
	})
	return rivals, err
}
