package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
)

// Wanted is a desired state, and how it is to be brought about.
type Wanted struct {
	*Wishes
	// Prune is the tenant whose other subscriptions are to have no partner; none leaves them alone.
	Prune ids.Tenant
	// Continue keeps a refused row from refusing the others.
	Continue bool
	// Moves and Results keep what ApplyPlan.Moves and ApplyPlan.Results give.
	Moves, Results bool
}

// applyCommand is the word under which the journal keeps a desired state.
const applyCommand = "apply"

// digested tells whether the changes of a command call for one message a partner, and not one a row (CONTRACT
// section 10).
func digested(command string) bool { return command == applyCommand }

// ApplyPlan is a desired state, planned. It is applied once.
type ApplyPlan struct {
	wanted Wanted
	plan   *bulkPlan
	outcomes
}

// PlanApply plans to bring the ledger to a desired state.
//
// Errors, each with its file and line, and with those of the rows that could not be read: not-found for
// an unknown subscription or partner, or a tenant to prune of which the ledger knows nothing; forbidden for
// another's tenant; invalid for two rows that give one subscription different partners, and those of por.Decide.
// With Continue they are outcomes.
func (e Engine) PlanApply(ctx context.Context, w Wanted) (*ApplyPlan, error) {
	p := &ApplyPlan{wanted: w}
	var err error
	p.plan, err = e.planBulk(ctx, bulkTask{
		action: access.Designate, command: applyCommand, rows: 2 * w.rows.Len(), // they are walked twice
		decide: func(d *Draft, c *changes, each func() error) (err error) {
			p.outcomes, err = w.decide(d, c, each)
			return err
		},
	})
	return p, err
}

// Apply writes it, and says what it changed.
func (p *ApplyPlan) Apply(ctx context.Context) (Applied, error) {
	entry, err := p.plan.apply(ctx)
	a := p.Sum()
	a.Done = true
	if entry > 0 {
		a.Journal = []uint64{entry, entry}
	}
	return a, err
}

// Redecided tells, after Apply, whether the ledger had moved since the plan was made: what comes of the rows may
// be another then.
func (p *ApplyPlan) Redecided() bool { return p.plan.redecided }

// Applied says what a desired state changed, or, of a plan, would change.
type Applied struct {
	Done                                        bool
	Added, Changed, Removed, Unchanged, Refused int
	// Journal are the numbers of the first and the last entry; none where nothing was written.
	Journal []uint64
}

// Moves is how many places it changes.
func (a Applied) Moves() int { return a.Added + a.Changed + a.Removed }

func (a *Applied) add(r Result) {
	switch r {
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
