package app

import (
	"context"
	"time"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// handful is how many messages a sender takes in hand at once: few enough that little is marked as being sent
// that waits its turn, enough that writing the ledger costs nothing beside the sending.
const handful = 100

// Send hands over the messages that are due, oldest first, and keeps what became of each (CONTRACT section
// 10). No failure of the mail undoes anything: the message waits for its next try.
//
// Nothing is lost where the process is killed: what was handed over is noted at the desk before the next
// message is begun, and brought into the ledger by whoever sends next. Of the one message that was being
// handed over nobody knows; only that one goes out again, under the same Message-ID.
//
// The error is forbidden for the role, busy where another sender is at the desk or the ledger is held, that
// of the first letter that failed, and cancelled. What was reached until then is given beside it.
func (e Engine) Send(ctx context.Context, o Sending, c Courier) (Sent, error) {
	if err := e.Actor.May(access.Send); err != nil {
		return Sent{}, err
	}
	if o.DryRun {
		found, err := e.survey(ctx, o.Limit)
		found.DryRun = true
		return found.Sent, err
	}
	docket, err := e.Desk.Take(ctx)
	if err != nil {
		return Sent{}, err
	}
	defer docket.Leave()
	found, err := e.survey(ctx, o.Limit)
	if err == nil && (len(found.inHand) > 0 || len(docket.Left()) > 0) {
		if err = e.free(ctx, found.inHand, docket, o.Interrupted); err == nil {
			found, err = e.survey(ctx, o.Limit)
		}
	}
	if err != nil {
		return Sent{}, err
	}
	due := found.Sent.Sent + found.moot
	run := &round{engine: e, docket: docket, courier: c, options: o, last: found.before, due: due, left: due, held: found.held, passed: found.passed}
	run.total = Sent{Unaddressed: found.Unaddressed, Waiting: found.Waiting}
	e.meter().Begin(HandingOver, due)
	defer e.meter().End()
	err = run.all(ctx)
	run.total.Waiting += run.due - run.total.Sent - run.total.Failed - run.total.GivenUp
	return run.total, err
}

// instant is now as the ledger keeps it.
func (e Engine) instant() time.Time { return e.Now().UTC().Truncate(time.Microsecond) }

// round is one run of a sender.
type round struct {
	engine  Engine
	docket  Docket
	courier Courier
	options Sending
	last    uint64           // the message that was looked at last
	due     int              // how many letters are to be taken, without those that were dropped meanwhile
	left    int              // how many of them may still be taken
	held    upheld           // keeps back what is not to go before them
	marks   []notice.Message // what became of those that were taken, and is not in the ledger yet
	passed  map[uint64]bool  // are not to be sent any more
	total   Sent
	failed  *fault.Error // of the first letter that failed
}

// all takes letters in hand until none is left that is due. What became of those that were taken is in the
// ledger afterwards, whatever happened, unless the ledger itself is the trouble: then the notes at the desk
// stay for the next sender.
func (n *round) all(ctx context.Context) error {
	for {
		batch, err := n.lease(ctx)
		if err == nil && len(batch) == 0 {
			break
		}
		goesOn := false
		if err == nil {
			goesOn, err = n.carry(ctx, batch)
		} else {
			n.release(batch)
		}
		if fault.CodeOf(err) == fault.Unsure {
			return err
		}
		if !goesOn {
			if e := n.mark(context.WithoutCancel(ctx)); err == nil && e != nil {
				err = e
			}
			if err != nil {
				return err
			}
			break
		}
	}
	if n.failed != nil {
		return n.failed
	}
	return nil
}

// lease brings what became of the last letters into the ledger and takes the next ones in hand, in one
// transaction.
func (n *round) lease(ctx context.Context) ([]Letter, error) {
	found, err := n.next(ctx)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, n.mark(ctx)
	}
	var batch []Letter
	dropped := 0
	at := n.engine.instant()
	err = n.engine.Store.Update(ctx, func(r Reader) (Batch, error) {
		batch, dropped = batch[:0], 0
		deliveries := append([]notice.Message(nil), n.marks...)
		for _, l := range found {
			now, err := messageOf(r, l.Message.ID)
			if err != nil {
				return Batch{}, err
			}
			if now != l.Message { // somebody decided about it meanwhile
				continue
			}
			if l.Moot {
				why := n.options.Moot
				if n.passed[l.Message.ID] {
					why = n.options.Passed
				}
				moot, err := now.Drop(at, why)
				if err != nil {
					return Batch{}, err
				}
				deliveries = append(deliveries, moot)
				dropped++
				continue
			}
			l.Message = now.Lease(at, l.To)
			batch, deliveries = append(batch, l), append(deliveries, l.Message)
		}
		return Batch{Deliveries: deliveries}, nil
	})
	if err != nil {
		return nil, err
	}
	n.due -= len(found) - len(batch)
	if dropped > 0 {
		n.engine.meter().Add(dropped)
	}
	if err := n.marked(); err != nil || len(batch) > 0 {
		return batch, err
	}
	return n.lease(ctx)
}

// next are the letters after the last one that are due, can be addressed, and go before no other of their
// topic.
func (n *round) next(ctx context.Context) (found []Letter, err error) {
	now := n.engine.instant()
	for more := true; more && len(found) < min(handful, n.left); {
		err := n.engine.Store.View(ctx, func(r Reader) error {
			more = false
			seen := 0
			for m, err := range r.Messages(n.last) {
				if err != nil {
					return err
				}
				if len(found) == min(handful, n.left) {
					return nil
				}
				n.last = m.ID
				if m.Due(now) && !n.held.keeps(m) {
					l, err := letterOf(r, m)
					if err != nil {
						return err
					}
					l.Moot = l.Moot || n.passed[m.ID]
					if l.To != "" || l.Moot {
						found = append(found, l)
					}
				}
				if seen++; seen == pageSize*mostPages { // nobody waits longer for the ledger
					more = true
					return nil
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	n.left -= len(found)
	return found, nil
}

// mark brings what became of the letters into the ledger.
func (n *round) mark(ctx context.Context) error {
	if len(n.marks) == 0 {
		return nil
	}
	if err := n.engine.Store.Update(ctx, func(Reader) (Batch, error) { return Batch{Deliveries: n.marks}, nil }); err != nil {
		return err
	}
	return n.marked()
}

// marked forgets what the ledger has now.
func (n *round) marked() error {
	n.marks = nil
	return n.docket.Clear()
}
