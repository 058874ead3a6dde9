package app

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Claim gives a claim as the draft has it; one that was deleted is not there.
func (d *Draft) Claim(id ids.Claim) (cpor.State, bool, error) {
	c, ok, err := drafted(d.claims, id, d.Reader.Claim)
	return c, ok && c.Status != cpor.Gone, err
}

// needClaim gives a claim that has to be there; the error is not-found.
func (d *Draft) needClaim(id ids.Claim) (cpor.State, error) {
	c, ok, err := d.Claim(id)
	if err == nil && !ok {
		err = missingClaim(id)
	}
	return c, err
}

func missingClaim(id ids.Claim) error {
	return fault.New(fault.NotFound, "claim.missing", "claim", id.String()).About(id.String())
}

// nextClaim is the number of the next new claim.
func (d *Draft) nextClaim() (ids.Claim, error) {
	last, err := d.LastClaim()
	return ids.ClaimFromNumber(last.Number() + d.newClaims + 1), err
}

// ClaimHolder gives who holds a place by approved claims as the draft has it.
func (d *Draft) ClaimHolder(p cpor.Place) (ids.Partner, error) {
	if !d.taken[p] {
		return d.Reader.ClaimHolder(p)
	}
	holds := func(c cpor.State) bool {
		if c.Status != cpor.Approved {
			return false
		}
		for _, held := range c.Places() {
			if held == p {
				return true
			}
		}
		return false
	}
	for _, c := range d.claims {
		if holds(c) {
			return c.Partner, nil
		}
	}
	for c, err := range d.ClaimsFor(p.Tenant, ids.Claim{}) {
		if err != nil {
			return ids.Partner{}, err
		}
		if _, changed := d.claims[c.ID]; !changed && holds(c) {
			return c.Partner, nil
		}
	}
	return ids.Partner{}, nil
}

// mayMove tells whether the actor may let a claim make a move. Whose move it is stands in the table of
// verbs. The system's own needs nobody's right: Decide has looked at the date.
func (d *Draft) mayMove(e cpor.Event) error {
	c, _, err := d.Claim(e.Claim)
	if err != nil {
		return err
	}
	switch action := ActionFor(e.Verb); e.Verb.Rule().By {
	case cpor.System:
		return nil
	case cpor.Customer:
		return d.actor.MayIn(action, c.Tenant)
	default:
		if e.Form != nil { // also whom it shall be the claim of from now on
			if err := d.actor.MayFor(action, e.Form.Partner); err != nil || e.Verb == cpor.New {
				return err
			}
		}
		return d.actor.MayFor(action, c.Partner)
	}
}

// ActionFor is what a role has to allow for a verb.
func ActionFor(v cpor.Verb) access.Action {
	switch v.Rule().By {
	case cpor.Recorded:
		return access.RecordVerdict
	case cpor.Customer:
		return access.DeclineClaim
	case cpor.System:
		return access.Sweep
	}
	return access.Claim
}

// evolveClaim brings the draft to where it is after a move of a claim.
func (d *Draft) evolveClaim(e cpor.Event) error {
	before, _, err := d.Claim(e.Claim)
	if err != nil {
		return err
	}
	after := cpor.Evolve(before, e, d.stamp, d.seq)
	d.claims[e.Claim] = after
	if e.Verb == cpor.New {
		d.newClaims++
	}
	if before.Status == cpor.Approved || after.Status == cpor.Approved {
		for _, p := range after.Places() {
			d.taken[p] = true
		}
	}
	d.queue(notice.ForClaim(after, e))
	return nil
}

// sweep rejects the claims whose partner did not answer in time; every write does so (CONTRACT
// section 8).
func (d *Draft) sweep(w cpor.Windows) error {
	for c, err := range d.ClaimsWith(cpor.ActionRequired, ids.Claim{}) {
		if err != nil {
			return err
		}
		if !cpor.Lapsed(c, d.today) {
			continue
		}
		events, err := cpor.Decide(c, cpor.Command{Verb: cpor.Sweep, ID: c.ID, Today: d.today, Windows: w})
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := d.emit(e); err != nil {
				return err
			}
		}
		d.swept = append(d.swept, c.ID)
	}
	return nil
}

// claimsMoved is how many moves each claim had that the steps of the draft moved, after the sweep: that
// another command sweeps first makes no difference.
func (d *Draft) claimsMoved() (map[ids.Claim]int, error) {
	moves := map[ids.Claim]int{}
	for id, c := range d.claims {
		stored, ok, err := d.Reader.Claim(id)
		if err != nil {
			return nil, err
		}
		before := len(stored.Moves)
		if slices.Contains(d.swept, id) {
			before++
		}
		if ok && len(c.Moves) > before {
			moves[id] = before
		}
	}
	return moves, nil
}

// sameClaims refuses where a claim is not as it was when the task was planned: somebody would attest
// to, or decide on, what they did not see.
func (p Plan[R]) sameClaims(d *Draft) error {
	var refusals []*fault.Error
	for id, moves := range p.claims {
		c, ok, err := d.Claim(id)
		if err != nil {
			return err
		}
		if !ok || len(c.Moves) != moves {
			refusals = append(refusals, fault.New(fault.Conflict, "claim.moved", "claim", id.String()).About(id.String()))
		}
	}
	return fault.Join(refusals)
}
