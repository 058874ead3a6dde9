package app

import (
	"bytes"
	"context"
	"iter"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
)

// largest is how many events one transaction may have; a change of more is made on a copy of the ledger. A
// store does the same with a batch that has too many rows for one, whoever made it.
const largest = 10_000

// bulkTask is what somebody wants done as one change of any size: what Task is for a change of few steps.
type bulkTask struct {
	// action is what the actor's role has to allow before anything is read.
	action access.Action
	// command is the words under which the journal keeps it.
	command string
	// makes tells that it may begin a ledger that is not there yet.
	makes bool
	// rows is how many rows it decides.
	rows int
	// decide says what happens in the ledger that the draft reads. It ends where each tells it to, which it
	// calls for each row, as often as it comes by.
	decide func(d *Draft, c *changes, each func() error) error
}

// bulkPlan is such a task, planned.
type bulkPlan struct {
	engine  Engine
	task    bulkTask
	today   day.Day
	seq     uint64 // of the entry before which, and hash of that after which, it was planned
	hash    journal.Hash
	changes *changes
	// redecided tells that the ledger had moved when the plan was applied.
	redecided bool
}

// planBulk plans a task and writes nothing. The error is forbidden for the role, and that of decide.
func (e Engine) planBulk(ctx context.Context, task bulkTask) (*bulkPlan, error) {
	p := &bulkPlan{engine: e, task: task, today: day.Of(e.Now())}
	if err := e.Actor.May(task.action); err != nil {
		return p, err
	}
	err := e.viewOr(ctx, task.makes, func(r Reader) (err error) {
		if p.seq, p.hash, err = r.Head(); err != nil {
			return err
		}
		_, p.changes, err = p.decide(ctx, r)
		return err
	})
	return p, err
}

// decide says what happens in a ledger.
func (p *bulkPlan) decide(ctx context.Context, r Reader) (*Draft, *changes, error) {
	d, err := p.engine.draft(r, p.today)
	if err != nil {
		return nil, nil, err
	}
	c := newChanges(p.engine.Scratch, d)
	meter, steps := p.engine.meter(), 0
	meter.Begin(Deciding, p.task.rows)
	return d, c, p.task.decide(d, c, func() error {
		if steps++; steps%meterStep != 0 {
			return nil
		}
		meter.Add(meterStep)
		return ctx.Err()
	})
}

// meterStep is how many rows are done between two looks at what people see and at Ctrl-C.
const meterStep = 1000

// apply writes what was planned, in one go, and gives the number of its journal entry. Where the ledger
// is not the one that it was planned for any more, it is decided again; where something else than was
// shown would happen to a place by now, the error is conflict and nothing is written.
func (p *bulkPlan) apply(ctx context.Context) (entry uint64, err error) {
	defer p.engine.meter().End()
	if p.changes.count == 0 {
		return 0, nil
	}
	decide := func(r Reader) (Bulk, error) {
		seq, hash, err := r.Head()
		if err != nil {
			return Bulk{}, err
		}
		d, c, err := p.again(ctx, r, seq == p.seq && hash == p.hash)
		if err != nil {
			return Bulk{}, err
		}
		if entry = 0; c.count > 0 {
			entry = d.seq
		}
		bulk, err := c.bulk(d, p.task.command)
		return bulk.metered(p.engine.meter()), err
	}
	if p.changes.count > p.engine.most() {
		return entry, p.engine.Store.Rewrite(ctx, decide)
	}
	return entry, p.engine.Store.Update(ctx, func(r Reader) (Batch, error) {
		bulk, err := decide(r)
		if err != nil {
			return Batch{}, err
		}
		seq, hash, err := r.Head()
		if err != nil {
			return Batch{}, err
		}
		return bulk.Gather(seq, hash)
	})
}

// again is the plan for the ledger as it is now.
func (p *bulkPlan) again(ctx context.Context, r Reader, unmoved bool) (*Draft, *changes, error) {
	if unmoved {
		d, err := p.engine.draft(r, p.today)
		return d, p.changes, err
	}
	d, c, err := p.decide(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	p.redecided = true
	return d, c, p.unmovedPlaces(c)
}

// unmovedPlaces refuses what happens to a place otherwise than it was planned. A place that is by now as
// it was wanted is no difference that matters.
func (p *bulkPlan) unmovedPlaces(now *changes) error {
	next, stop := iter.Pull2(p.changes.designations())
	defer stop()
	refusals := NewRefusals(p.engine.Scratch)
	var shown por.Event
	for e, err := range now.designations() {
		if err != nil {
			return err
		}
		for bySeat(shown, e) < 0 {
			var ok bool
			if shown, err, ok = next(); err != nil {
				return err
			} else if !ok {
				break
			}
		}
		if shown.Subscription != e.Subscription || shown.Action != e.Action || shown.Partner != e.Partner || shown.Previous != e.Previous {
			if err := refusals.Add(moved(e.Subscription, e.Previous)); err != nil {
				return err
			}
		}
	}
	return refusals.Err()
}

// most is how many events one transaction may have.
func (e Engine) most() int {
	if e.Largest > 0 {
		return e.Largest
	}
	return largest
}

func bySeat(a, b por.Event) int {
	return bytes.Compare(seatBytes(a.Tenant, a.Subscription), seatBytes(b.Tenant, b.Subscription))
}

// seatBytes are what seats are sorted by.
func seatBytes(t ids.Tenant, s ids.Subscription) []byte {
	tenant, subscription := t.Bytes(), s.Bytes()
	return append(append(make([]byte, 0, 64), tenant[:]...), subscription[:]...)
}
