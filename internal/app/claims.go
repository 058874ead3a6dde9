package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// ClaimCard is a claim with the names of whom it is about.
type ClaimCard struct {
	cpor.State
	PartnerName  string
	CustomerName string
}

// PlanDrafts plans new claims, all of them or none.
//
// Errors: forbidden for the role or another's partner ID; invalid for what contradicts itself. Each names
// its file and line, where the row has them.
func (e Engine) PlanDrafts(ctx context.Context, rows []Row[cpor.Form]) (Plan[ClaimCard], error) {
	return Prepare(ctx, e, Task[ClaimCard]{
		Action: access.Claim, Command: "claim new", Makes: true,
		Steps: func(*Draft) ([]Step[ClaimCard], error) {
			steps := make([]Step[ClaimCard], len(rows))
			for i, row := range rows {
				steps[i] = func(d *Draft) (ClaimCard, error) {
					id, err := d.nextClaim()
					if err != nil {
						return ClaimCard{}, err
					}
					card, err := e.decideClaim(d, cpor.State{}, cpor.Command{Verb: cpor.New, ID: id, Form: row.Record})
					return card, at(err, row.File, row.Line)
				}
			}
			return e.metered(steps), nil
		},
	})
}

// metered are steps that tell the meter of themselves, when they are planned and when they are applied.
func (e Engine) metered(steps []Step[ClaimCard]) []Step[ClaimCard] {
	meter, told := e.meter(), make([]Step[ClaimCard], len(steps))
	for i, step := range steps {
		told[i] = func(d *Draft) (ClaimCard, error) {
			switch {
			case i > 0:
				meter.Add(1)
			case d.writes:
				meter.Begin(Writing, len(steps))
			default:
				meter.Begin(Deciding, len(steps))
			}
			return step(d)
		}
	}
	return told
}

// at says in which file and line the row stands that was refused.
func at(err error, file string, line int) error {
	if err == nil || file == "" {
		return err
	}
	var refusals []*fault.Error
	for _, e := range fault.As(err).Each() {
		located := *e
		refusals = append(refusals, located.In(file, line, located.Column, located.Value))
	}
	return fault.Join(refusals)
}

// PlanEdit plans to change the told fields of a draft.
//
// Errors: as PlanDrafts; not-found; conflict where the claim is no draft any more.
func (e Engine) PlanEdit(ctx context.Context, id ids.Claim, form cpor.Form, told record.Fields) (Plan[ClaimCard], error) {
	return e.planMoves(ctx, claimRows(id), func(c cpor.State) cpor.Command {
		return cpor.Command{Verb: cpor.Edit, Form: c.Form.Edited(form, told)}
	})
}

// PlanMove plans the same move of some claims, all of them or none.
//
// Errors: forbidden for the role, another's partner ID or tenant; not-found; and those of cpor.Decide.
func (e Engine) PlanMove(ctx context.Context, claims []ids.Claim, c cpor.Command) (Plan[ClaimCard], error) {
	return e.PlanMoves(ctx, claimRows(claims...), c)
}

// claimRows are claims that stand in no file.
func claimRows(claims ...ids.Claim) []Row[ids.Claim] {
	rows := make([]Row[ids.Claim], len(claims))
	for i, id := range claims {
		rows[i].Record = id
	}
	return rows
}

// PlanMoves is PlanMove of the claims that a file names: each error names the file and line, where the row
// has them. A claim that is named twice moves once.
func (e Engine) PlanMoves(ctx context.Context, claims []Row[ids.Claim], c cpor.Command) (Plan[ClaimCard], error) {
	if c.Verb == cpor.Submit && e.Actor.May(ActionFor(c.Verb)) == nil {
		var err error
		if e, err = e.looked(ctx, claims); err != nil {
			return Plan[ClaimCard]{}, err
		}
	}
	return e.planMoves(ctx, claims, func(cpor.State) cpor.Command { return c })
}

// Drafts are the drafts of the partners that the actor claims for, oldest first, as far as the filter wants
// them.
//
// Errors: forbidden for the role, and for a filter that names another's partner ID.
func (e Engine) Drafts(ctx context.Context, f Filter) (drafts []ids.Claim, err error) {
	if err = e.Actor.May(access.Claim); err == nil && !f.Partner.IsZero() {
		err = e.Actor.MayFor(access.Claim, f.Partner)
	}
	if err != nil {
		return nil, err
	}
	f.Status = string(cpor.Draft)
	for c, err := range e.Claims(ctx, ClaimFilter{Filter: f}) {
		if err != nil {
			return nil, err
		}
		if e.Actor.MayFor(access.Claim, c.Partner) == nil {
			drafts = append(drafts, c.ID)
		}
	}
	return drafts, nil
}

func (e Engine) planMoves(ctx context.Context, claims []Row[ids.Claim], command func(cpor.State) cpor.Command) (Plan[ClaimCard], error) {
	verb := command(cpor.State{}).Verb
	return Prepare(ctx, e, Task[ClaimCard]{
		Action: ActionFor(verb), Command: "claim " + string(verb),
		Steps: func(*Draft) ([]Step[ClaimCard], error) {
			seen := map[ids.Claim]bool{}
			var steps []Step[ClaimCard]
			for _, row := range claims {
				if seen[row.Record] {
					continue
				}
				seen[row.Record] = true
				steps = append(steps, func(d *Draft) (ClaimCard, error) {
					claim, err := d.needClaim(row.Record)
					if err != nil {
						return ClaimCard{}, at(err, row.File, row.Line)
					}
					c := command(claim)
					c.ID = row.Record
					card, err := e.decideClaim(d, claim, c)
					return card, at(err, row.File, row.Line)
				})
			}
			return e.metered(steps), nil
		},
	})
}

// decideClaim completes a command with what the ledger knows, decides it and lets it happen.
func (e Engine) decideClaim(d *Draft, claim cpor.State, c cpor.Command) (ClaimCard, error) {
	// A form that names no partner is refused as such, not as somebody else's.
	if form := formOf(c); form == nil || !form.Partner.IsZero() {
		if err := d.mayMove(cpor.Event{Claim: c.ID, Verb: c.Verb, Form: form}); err != nil {
			return ClaimCard{}, about(err, c)
		}
	}
	c.Today, c.Windows = d.today, e.Windows
	var err error
	if c.Facts, err = e.facts(d, claim, c.Verb); err != nil {
		return ClaimCard{}, err
	}
	events, err := cpor.Decide(claim, c)
	if err != nil {
		return ClaimCard{}, err
	}
	if err := e.bytesThere(d, c); err != nil {
		return ClaimCard{}, err
	}
	for _, event := range events {
		if err := d.emit(event); err != nil {
			return ClaimCard{}, err
		}
		claim = d.claims[event.Claim]
	}
	return cardOf(d, claim)
}

// formOf is the form that a command gives a claim; nil for one that gives none.
func formOf(c cpor.Command) *cpor.Form {
	if c.Verb == cpor.New || c.Verb == cpor.Edit {
		return &c.Form
	}
	return nil
}

// about says of which claim a refusal is; a new one has no number that anybody knows.
func about(err error, c cpor.Command) error {
	if c.Verb == cpor.New {
		return err
	}
	return fault.As(err).About(c.ID.String())
}

// bytesThere makes sure, at the moment of writing, that what is attached is still there: the claim must
// never refer to bytes that somebody took away meanwhile.
func (e Engine) bytesThere(d *Draft, c cpor.Command) error {
	if !d.writes {
		return nil
	}
	for _, document := range c.Documents {
		there, err := e.Evidence.Has(document.Hash)
		if err != nil {
			return err
		}
		if !there {
			return fault.New(fault.Conflict, "claim.document-vanished", "name", document.FileName).About(c.ID.String())
		}
	}
	return nil
}

func cardOf(r Reader, c cpor.State) (ClaimCard, error) {
	name, err := partnerName(r, c.Partner)
	if err != nil {
		return ClaimCard{}, err
	}
	customer, _, err := r.Customer(c.Tenant)
	return ClaimCard{State: c, PartnerName: name, CustomerName: customer.Name}, err
}

// PlanSweep plans to reject the claims that were not answered in time.
//
// Errors: forbidden for the role; not-found where there is no ledger.
func (e Engine) PlanSweep(ctx context.Context) (Plan[ClaimCard], error) {
	return Prepare(ctx, e, Task[ClaimCard]{
		Action: access.Sweep, Command: "claim sweep", Sweeps: true,
		Steps: func(d *Draft) ([]Step[ClaimCard], error) {
			steps := make([]Step[ClaimCard], len(d.swept))
			for i, id := range d.swept {
				steps[i] = func(d *Draft) (ClaimCard, error) {
					claim, err := d.needClaim(id)
					if err != nil {
						return ClaimCard{}, err
					}
					return cardOf(d, claim)
				}
			}
			return steps, nil
		},
	})
}
