package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// carry hands over the letters in hand. What became of each is in marks afterwards. goesOn is false where no
// more letters are to be taken; the error is one that no letter is to blame for.
func (n *round) carry(ctx context.Context, batch []Letter) (goesOn bool, err error) {
	for i, l := range batch {
		if err := ctx.Err(); err != nil {
			n.release(batch[i:])
			return false, fault.New(fault.Cancelled, "cancelled").Because(err)
		}
		if n.held.keeps(l.Message) {
			n.release(batch[i : i+1])
			continue
		}
		outcome, err := n.handOver(ctx, l)
		if err != nil {
			n.release(batch[i:])
			return false, err
		}
		noted := n.note(l, outcome)
		switch {
		case outcome.Err == nil:
			n.sent(l.Message, outcome)
		case outcome.Scope == ThisLetter:
			n.fail(l.Message, outcome)
		case outcome.Scope == LastLetter:
			n.fail(l.Message, outcome)
			n.release(batch[i+1:])
			return false, nil
		case outcome.Scope == EveryLetter:
			for _, l := range batch[i:] {
				n.fail(l.Message, outcome)
			}
			return false, nil
		default:
			n.release(batch[i:])
			return false, outcome.Err
		}
		if noted != nil {
			n.release(batch[i+1:])
			return false, noted
		}
	}
	return true, nil
}

// handOver gives one letter to the courier. The error is one that the letter is not to blame for.
func (n *round) handOver(ctx context.Context, l Letter) (Carried, error) {
	// Its list is read while it is handed over, which is not broken off.
	l, err := n.engine.listed(context.WithoutCancel(ctx), l)
	if err != nil {
		return Carried{}, err
	}
	if err := n.docket.Enter(l.Message.ID, Begun); err != nil {
		return Carried{}, err
	}
	return n.courier.Carry(ctx, l), nil
}

// note notes what became of a letter, before the next one is begun. Of one that may have been handed over it
// stands already that it was begun.
func (n *round) note(l Letter, o Carried) error {
	switch {
	case o.Err == nil:
		return n.docket.Enter(l.Message.ID, HandedOver)
	case o.Unknown:
		return nil
	case len(o.Taken) > 0:
		return n.docket.Enter(l.Message.ID, notePartly(l.Addresses(), o.Taken))
	}
	return n.docket.Enter(l.Message.ID, NotTaken)
}

func (n *round) sent(m notice.Message, o Carried) {
	n.total.Sent++
	n.became(m.Delivered(n.engine.instant(), o.Subject, o.Lang, o.Words))
}

func (n *round) fail(m notice.Message, o Carried) {
	if n.failed == nil {
		n.failed = o.Err
	}
	m = m.TakenBy(o.Taken).Fail(n.engine.instant(), o.Words, n.options.Tries)
	if m.Status == notice.GivenUp {
		n.total.GivenUp++
	} else {
		n.total.Failed++
		n.held.add(m)
	}
	n.became(m)
}

// release lets go of letters that were not handed over: they are due as they were.
func (n *round) release(batch []Letter) {
	for _, l := range batch {
		n.marks = append(n.marks, l.Message.Release(n.engine.instant()))
	}
}

func (n *round) became(m notice.Message) {
	n.marks = append(n.marks, m)
	n.engine.meter().Add(1)
}

// free brings into the ledger what a sender did that was killed. Whoever is at the desk is the only sender,
// so that every message in hand was in the hands of one that is gone.
func (e Engine) free(ctx context.Context, inHand []notice.Message, docket Docket, interrupted string) error {
	left, at := docket.Left(), e.instant()
	freed := make([]notice.Message, len(inHand))
	for i, m := range inHand {
		switch left[m.ID] {
		case HandedOver:
			freed[i] = m.Delivered(at, "", "", "")
		case Begun:
			freed[i] = m.Interrupt(at, interrupted)
		default: // of one that some have, the note says who: nothing is in doubt
			freed[i] = m.TakenBy(left[m.ID].have(address.List(m.To))).Release(at)
		}
	}
	if err := e.Store.Update(ctx, func(Reader) (Batch, error) { return Batch{Deliveries: freed}, nil }); err != nil {
		return err
	}
	return docket.Clear()
}
