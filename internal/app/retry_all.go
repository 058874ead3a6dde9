package app

import (
	"context"
	"iter"
	"slices"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// armful is how many messages are moved in one transaction where they are not named: nobody waits long for the
// ledger.
const armful = 1000

// RetryAll makes every message due now that failed or was given up and about which the actor may decide, but for
// those that a later one has overtaken: sent now, they would say what is no longer so. It gives the messages as they
// are afterwards, and tells how many were overtaken.
//
// They are moved some at a time: where it ends early, those before are due. The errors are forbidden for the role, and
// those of View and Update.
func (e Engine) RetryAll(ctx context.Context) (letters iter.Seq2[Letter, error], overtaken int, err error) {
	if err := e.Actor.May(access.DecideMail); err != nil {
		return nil, 0, err
	}
	numbers, overtaken, err := e.failed(ctx)
	if err != nil {
		return nil, 0, err
	}
	var moved []uint64
	for some := range slices.Chunk(numbers, armful) {
		var done []uint64
		err := e.Store.Update(ctx, func(r Reader) (b Batch, err error) {
			done = done[:0]
			for _, id := range some {
				m, err := messageOf(r, id)
				if err != nil {
					return Batch{}, err
				}
				if !hasFailed(m) { // a sender was faster
					continue
				}
				if m, err = e.retry(m); err != nil {
					return Batch{}, err
				}
				b.Deliveries, done = append(b.Deliveries, m), append(done, id)
			}
			return b, nil
		})
		if err != nil {
			return nil, 0, err
		}
		moved = append(moved, done...)
	}
	return e.lettersOf(ctx, moved), overtaken, nil
}

func hasFailed(m notice.Message) bool { return m.Failed() || m.Status == notice.GivenUp }

// failed are the numbers of the messages that RetryAll is to move.
func (e Engine) failed(ctx context.Context) (numbers []uint64, overtaken int, err error) {
	late := newOvertaking(func(m notice.Message) bool { return m.Status == notice.GivenUp || m.Failed() && m.Taken != "" })
	look := func(r Reader, m notice.Message) (id uint64, is bool, err error) {
		if err := late.add(r, m); err != nil || !hasFailed(m) {
			return 0, false, err
		}
		switch err := e.mayDecideOn(r, m); {
		case fault.CodeOf(err) == fault.Forbidden:
			return 0, false, nil
		case err != nil:
			return 0, false, err
		}
		return m.ID, true, nil
	}
	for id, err := range scan(ctx, e.Store, Reader.Messages, func(m notice.Message) uint64 { return m.ID }, look) {
		if err != nil {
			return nil, 0, err
		}
		numbers = append(numbers, id)
	}
	if err := e.Store.View(ctx, late.end); err != nil {
		return nil, 0, err
	}
	all := len(numbers)
	numbers = slices.DeleteFunc(numbers, func(id uint64) bool { return late.overtaken[id] })
	return numbers, all - len(numbers), nil
}

// lettersOf are the letters with these numbers, which ascend.
func (e Engine) lettersOf(ctx context.Context, numbers []uint64) iter.Seq2[Letter, error] {
	if len(numbers) == 0 {
		return func(func(Letter, error) bool) {}
	}
	from := func(r Reader, after uint64) iter.Seq2[notice.Message, error] {
		return r.Messages(max(after, numbers[0]-1))
	}
	return scan(ctx, e.Store, from, func(m notice.Message) uint64 { return m.ID },
		func(r Reader, m notice.Message) (Letter, bool, error) {
			if _, is := slices.BinarySearch(numbers, m.ID); !is {
				return Letter{}, false, nil
			}
			l, err := letterOf(r, m)
			return l, true, err
		})
}
