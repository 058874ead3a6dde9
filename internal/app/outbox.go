package app

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Retry makes messages due now that wait for another try, were given up or dropped. It gives them as they are
// afterwards.
//
// Errors: forbidden for the role, and for a message that is about no tenant or partner of the actor's; not-found;
// conflict for one that was sent. All are done or none, and every refusal is told.
func (e Engine) Retry(ctx context.Context, which []uint64, interrupted string) ([]Letter, error) {
	return e.decideOn(ctx, which, interrupted, e.retry)
}

func (e Engine) retry(m notice.Message) (notice.Message, error) { return m.Retry(e.instant()) }

// Drop takes messages out of the queue, for the reason that is kept with them; the errors are those of Retry.
func (e Engine) Drop(ctx context.Context, which []uint64, reason, interrupted string) ([]Letter, error) {
	return e.decideOn(ctx, which, interrupted, func(m notice.Message) (notice.Message, error) { return m.Drop(e.instant(), reason) })
}

// MayDrop tells before anybody is asked what Drop would refuse, but for what a sender has in hand; the errors are
// those of Retry.
func (e Engine) MayDrop(ctx context.Context, which []uint64) error {
	if err := e.Actor.May(access.DecideMail); err != nil {
		return err
	}
	return e.Store.View(ctx, func(r Reader) error {
		var refusals []*fault.Error
		for m, err := range e.numbered(r, which) {
			if err == nil && m.Status == notice.Sent {
				_, err = m.Drop(e.instant(), "")
			}
			if err == nil {
				continue
			}
			refusal := fault.As(err)
			if !refusable(refusal.Code) {
				return err
			}
			refusals = append(refusals, refusal)
		}
		return fault.Join(refusals)
	})
}

// decideOn moves messages, all or none. What a sender has in hand that was killed is freed first.
func (e Engine) decideOn(ctx context.Context, which []uint64, interrupted string, move func(notice.Message) (notice.Message, error)) ([]Letter, error) {
	if err := e.Actor.May(access.DecideMail); err != nil {
		return nil, err
	}
	letters, err := e.movedMessages(ctx, which, move)
	if !inHand(err) {
		return letters, err
	}
	docket, err := e.Desk.Take(ctx)
	if err != nil {
		return nil, err
	}
	defer docket.Leave()
	found, err := e.survey(ctx, 0)
	if err == nil {
		err = e.free(ctx, found.inHand, docket, interrupted)
	}
	if err != nil {
		return nil, err
	}
	return e.movedMessages(ctx, which, move)
}

// inHand tells whether one of the refusals is that a sender has the message.
func inHand(err error) bool {
	var refusal *fault.Error
	return errors.As(err, &refusal) && slices.ContainsFunc(refusal.Each(), func(one *fault.Error) bool { return one.Key == notice.InHand })
}

func (e Engine) movedMessages(ctx context.Context, which []uint64, move func(notice.Message) (notice.Message, error)) ([]Letter, error) {
	var letters []Letter
	err := e.Store.View(ctx, func(Reader) error { return nil }) // none is made where there is none
	if err != nil {
		return nil, err
	}
	err = e.Store.Update(ctx, func(r Reader) (Batch, error) {
		var (
			refusals []*fault.Error
			batch    Batch
		)
		letters = letters[:0]
		for m, err := range e.numbered(r, which) {
			moved := m
			if err == nil {
				moved, err = move(m)
			}
			if err != nil {
				e := fault.As(err)
				if !refusable(e.Code) {
					return Batch{}, err
				}
				refusals = append(refusals, e)
				continue
			}
			l, err := letterOf(r, moved)
			if err != nil {
				return Batch{}, err
			}
			letters = append(letters, l)
			if moved != m {
				batch.Deliveries = append(batch.Deliveries, moved)
			}
		}
		return batch, fault.Join(refusals)
	})
	if err != nil {
		return nil, err
	}
	return letters, nil
}

// mayDecideOn refuses a message that concerns others: whoever may decide about it is an admin of its tenant, for a
// digest of every tenant that it tells of, or of the partner that it goes to, or whose claim or request the customer
// is told of.
func (e Engine) mayDecideOn(r Reader, m notice.Message) error {
	err := e.Actor.MayFor(access.DecideMail, m.Partner)
	switch {
	case err != nil:
	case m.Kind != notice.Digest:
		err = e.Actor.MayIn(access.DecideMail, m.Tenant)
	case e.Actor.MayIn(access.DecideMail, ids.Tenant{}) != nil: // not in any tenant
		err = e.mayInAll(r, m)
	}
	if refusal := fault.As(err); refusal != nil && refusal.Code == fault.Forbidden {
		return refusal.About(strconv.FormatUint(m.ID, 10))
	}
	return err
}

// mayInAll refuses a digest that tells of a tenant in which the actor may not decide.
func (e Engine) mayInAll(r Reader, m notice.Message) error {
	for h, err := range r.Holdings(m.Partner, Holding{}) {
		if err != nil {
			return err
		}
		if e.Actor.MayIn(access.DecideMail, h.Tenant) == nil {
			continue
		}
		if _, told, err := changeTold(r, m, h); err != nil || told {
			return cmp.Or(err, e.Actor.MayIn(access.DecideMail, h.Tenant))
		}
	}
	return nil
}

// numbered are the messages with these numbers, each once and in the order they are named. The error is not-found or
// that of mayDecideOn.
func (e Engine) numbered(r Reader, which []uint64) iter.Seq2[notice.Message, error] {
	return func(yield func(notice.Message, error) bool) {
		seen := map[uint64]bool{}
		for _, id := range which {
			if seen[id] {
				continue
			}
			seen[id] = true
			m, err := messageOf(r, id)
			if err == nil {
				err = e.mayDecideOn(r, m)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}
