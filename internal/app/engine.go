package app

import (
	"context"
	"errors"
	"time"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Engine is the one way in which a ledger is changed: a task is planned against the ledger, shown or
// confirmed by whoever asked, and applied in one transaction that decides again.
type Engine struct {
	Store Store
	Actor access.Actor
	Now   func() time.Time
	// Windows are how long something can be done with a claim.
	Windows cpor.Windows
	// Catalogue is what can be claimed; only claims need it.
	Catalogue cpor.Catalogue
	// Evidence is where the bytes of evidence are; only claims need it.
	Evidence Evidence
	// Desk is where messages are handed over; only that needs it.
	Desk Desk
	// Scratch is where a change of any size is planned; only those need it.
	Scratch Scratch
	// Meter is told how far a change of any size has come; nil tells nobody.
	Meter Meter
	// Largest is how many events one transaction may have, before a change is made on a copy of the ledger;
	// 0 is as many as are good.
	Largest int
	// unreadable are documents that were looked at before a task and found missing or damaged.
	unreadable map[evidence.Hash]bool
}

// Step is one command of a task: it reads the draft, lets events happen in it, and says what came
// of it. A fault.Error refuses the step; all refusals of a task are reported together.
type Step[R any] func(*Draft) (R, error)

// Task is what somebody wants done, as one change: all of its steps or none.
type Task[R any] struct {
	// Action is what the actor's role has to allow before anything is read.
	Action access.Action
	// Command is the words under which the journal keeps it.
	Command string
	// Makes tells that the task may begin a ledger that is not there yet.
	Makes bool
	// Sweeps tells that rejecting the claims that were not answered in time is the task itself. Every
	// other task does it beside its own.
	Sweeps bool
	// Steps gives the steps, once, from the ledger as it is when the task is planned.
	Steps func(*Draft) ([]Step[R], error)
}

// Plan is a task that nothing speaks against, with what will come of it.
type Plan[R any] struct {
	Results []R

	engine Engine
	task   Task[R]
	steps  []Step[R]
	today  day.Day
	moves  map[ids.Subscription]por.Event
	claims map[ids.Claim]int // how many moves each claim had that the task moves
	events int
}

// Prepare plans a task and writes nothing. The error holds every refusal.
func Prepare[R any](ctx context.Context, e Engine, task Task[R]) (Plan[R], error) {
	if err := e.Actor.May(task.Action); err != nil {
		return Plan[R]{}, err
	}
	plan := Plan[R]{engine: e, task: task, today: day.Of(e.Now())}
	read := func(r Reader) error {
		draft, err := plan.draft(r)
		if err != nil {
			return err
		}
		if plan.steps, err = task.Steps(draft); err != nil {
			return err
		}
		plan.Results, err = run(ctx, draft, plan.steps)
		plan.moves, plan.events = movesOf(draft.events), len(draft.events)
		if !task.Sweeps {
			plan.events -= len(draft.swept)
		}
		if err == nil {
			plan.claims, err = draft.claimsMoved()
		}
		return err
	}
	return plan, e.viewOr(ctx, task.Makes, read)
}

// viewOr reads the ledger, and, where there is none and one may be made, one with nothing in it.
func (e Engine) viewOr(ctx context.Context, makes bool, read func(Reader) error) error {
	err := e.Store.View(ctx, read)
	if makes && fault.CodeOf(err) == fault.NotFound && fault.As(err).Key == MissingLedger {
		return read(nothing{})
	}
	return err
}

// Apply decides again and writes, in one transaction. Where a place moved since the task was planned,
// so that something else than was shown would happen, the error is conflict and nothing is written.
func (p Plan[R]) Apply(ctx context.Context) ([]R, error) {
	if p.events == 0 {
		return p.Results, nil
	}
	var results []R
	err := p.engine.Store.Update(ctx, func(r Reader) (Batch, error) {
		draft, err := p.draft(r)
		if err != nil {
			return Batch{}, err
		}
		draft.planned, draft.writes = p.moves, true
		if err := p.sameClaims(draft); err != nil {
			return Batch{}, err
		}
		if results, err = run(ctx, draft, p.steps); err != nil {
			return Batch{}, err
		}
		if err := p.unmoved(draft.events); err != nil {
			return Batch{}, err
		}
		return draft.batch(p.task.Command)
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

func (p Plan[R]) draft(r Reader) (*Draft, error) { return p.engine.draft(r, p.today) }

// draft is a new draft, in which the claims that were not answered in time are swept.
func (e Engine) draft(r Reader, today day.Day) (*Draft, error) {
	actor := e.Actor
	d, err := newDraft(r, actor, today, journal.Stamp{
		At: e.Now().UTC().Truncate(time.Microsecond),
		By: actor.User.String(), Role: string(actor.Role), Assurance: string(actor.Assurance),
	})
	if err != nil {
		return nil, err
	}
	return d, d.sweep(e.Windows)
}

// run takes the steps one after the other. A step that is refused leaves nothing in the draft that
// matters: the whole draft is thrown away.
func run[R any](ctx context.Context, d *Draft, steps []Step[R]) ([]R, error) {
	var refusals []*fault.Error
	results := make([]R, 0, len(steps))
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := step(d)
		var refusal *fault.Error
		switch {
		case err == nil:
			results = append(results, r)
		case errors.As(err, &refusal) && refusable(refusal.Code):
			refusals = append(refusals, refusal.Each()...)
		default:
			return nil, err
		}
	}
	return results, fault.Join(refusals)
}

// refusable tells a step that breaks a rule from a broken ledger or disk, or Ctrl-C, after which
// nothing can be said of the steps that follow.
func refusable(c fault.Code) bool {
	return c == fault.NotFound || c == fault.Conflict || c == fault.Forbidden || c == fault.Invalid
}

// movesOf is what happens to each place.
func movesOf(events []Event) map[ids.Subscription]por.Event {
	moves := map[ids.Subscription]por.Event{}
	for _, e := range events {
		if move, ok := e.(por.Event); ok {
			moves[move.Subscription] = move
		}
	}
	return moves
}

// unmoved refuses what differs from the plan. A place that is by now as it was wanted is no
// difference that matters.
func (p Plan[R]) unmoved(events []Event) error {
	var refusals []*fault.Error
	for _, e := range events {
		move, ok := e.(por.Event)
		if !ok {
			continue
		}
		planned := p.moves[move.Subscription]
		if move.Action != planned.Action || move.Partner != planned.Partner || move.Previous != planned.Previous {
			refusals = append(refusals, moved(move.Subscription, move.Previous))
		}
	}
	return fault.Join(refusals)
}

// moved refuses what was planned for a place that is with another partner, or none, by now.
func moved(id ids.Subscription, held ids.Partner) *fault.Error {
	return fault.New(fault.Conflict, "por.moved", "subscription", id.String(), "held", held.String()).Of(id.String())
}
