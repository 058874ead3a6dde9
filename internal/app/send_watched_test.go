package app_test

import (
	"context"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
)

// watched is a ledger in memory with its desk, where somebody looks on: at every step that leaves something
// behind, before it and after it, and can make it fail.
type watched struct {
	*memstore.Store
	step func(what string, message uint64) error
}

func (w watched) Update(ctx context.Context, decide func(app.Reader) (app.Batch, error)) error {
	if err := w.step("update", 0); err != nil {
		return err
	}
	if err := w.Store.Update(ctx, decide); err != nil {
		return err
	}
	return w.step("updated", 0)
}

func (w watched) Take(ctx context.Context) (app.Docket, error) {
	d, err := w.Store.Take(ctx)
	if err != nil {
		return nil, err
	}
	return watchedDocket{d, w.step}, w.step("took", 0)
}

type watchedDocket struct {
	app.Docket
	step func(what string, message uint64) error
}

func (d watchedDocket) Enter(message uint64, n app.Note) error {
	if err := d.step("note "+string(n), message); err != nil {
		return err
	}
	if err := d.Docket.Enter(message, n); err != nil {
		return err
	}
	return d.step("noted "+string(n), message)
}

func (d watchedDocket) Clear() error {
	if err := d.step("clear", 0); err != nil {
		return err
	}
	if err := d.Docket.Clear(); err != nil {
		return err
	}
	return d.step("cleared", 0)
}

// killer kills a sender at one of its steps, as the system does: it does nothing more, its desk is free and
// its notes stay.
type killer struct {
	store   *memstore.Store
	courier *courier
	in      int // how many steps from now it kills; 0 is never
	steps   []string

	begun   uint64         // the message in flight: noted as begun, and nothing since; 0 is none
	arrived bool           // it was handed over nevertheless
	untaken bool           // it surely was not, which has to be noted next
	doubts  map[uint64]int // how often a sender was killed while a message was in flight
	twice   map[uint64]int // how often it had arrived then
}

// killed is what a killed sender ends with.
type killed struct{}

func (k *killer) step(what string, message uint64) error {
	k.steps = append(k.steps, what)
	switch what {
	case "noted " + string(app.Begun):
		k.begun, k.arrived, k.untaken = message, false, false
	case "noted " + string(app.HandedOver), "noted " + string(app.NotTaken):
		k.begun = 0
	case "carried", "note " + string(app.NotTaken):
	default:
		if k.untaken {
			k.begun = 0
		}
	}
	if k.in--; k.in == 0 {
		if k.begun != 0 {
			k.doubts[k.begun]++
		}
		if k.begun != 0 && k.arrived {
			k.twice[k.begun]++
		}
		k.store.Abandon()
		panic(killed{})
	}
	return nil
}

// Carry hands a letter over, and can be killed before and after that.
func (k *killer) Carry(ctx context.Context, l app.Letter) app.Carried {
	_ = k.step("carry", l.Message.ID) // it never fails
	o := k.courier.Carry(ctx, l)
	k.arrived, k.untaken = o.Err == nil, o.Err != nil && !o.Unknown
	_ = k.step("carried", l.Message.ID)
	return o
}

// haunted is an office in memory with somebody in it who kills senders.
func haunted(t tester) (office, *killer) {
	t.Helper()
	h := inMemory()
	store, _ := h.store.(*memstore.Store)
	o := h.office(t)
	k := &killer{store: store, courier: o.courier, doubts: map[uint64]int{}, twice: map[uint64]int{}}
	w := watched{store, k.step}
	o.store, o.desk = w, w
	return o, k
}

// runs lets somebody do something at the desk who is killed at the n-th step, if they come that far; 0 is
// not at all.
func (k *killer) runs(n int, do func() error) (was bool, err error) {
	k.in, k.steps, k.begun, k.untaken = n, nil, 0, false
	defer func() {
		k.in = 0
		if r := recover(); r != nil {
			if _, was = r.(killed); !was {
				panic(r)
			}
		}
	}()
	return false, do()
}

// sending is a sender who may be killed.
func (o office) sending(k *killer, tries uint32) func() error {
	return func() error {
		_, err := o.by(testkit.Owner()).Send(context.Background(), app.Sending{Tries: tries, Interrupted: interrupted}, k)
		return err
	}
}

// sentAfterAll checks that every message was sent and none was lost: handed over once, and once more where a
// sender was killed after it had handed it over and before it noted so. Nothing else makes a letter one of
// which nobody knows whether it arrived, and it keeps its Message-ID.
func (o office) sentAfterAll(t tester, k *killer) {
	t.Helper()
	o.everySent(t, func(id uint64) int { return 1 + k.twice[id] })
	named := map[uint64]string{}
	for _, m := range o.outbox(t) {
		named[m.ID] = m.MessageID
	}
	for id := range o.doubted() {
		if k.doubts[id] == 0 {
			t.Errorf("message %d is said to have been interrupted, and was not", id)
		}
	}
	for _, l := range o.asked {
		if l.Message.MessageID != named[l.Message.ID] {
			t.Errorf("message %d went out as %s, and is %s", l.Message.ID, l.Message.MessageID, named[l.Message.ID])
		}
	}
	o.verified(t)
}

// doubted are the messages that were begun again because nobody knows whether they arrived.
func (o office) doubted() map[uint64]bool {
	list := map[uint64]bool{}
	for _, l := range o.asked {
		if l.Message.Reason == interrupted {
			list[l.Message.ID] = true
		}
	}
	return list
}
