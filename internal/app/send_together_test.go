package app_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Others read and write the ledger while a letter is handed over; nobody else sends, nor decides about what is
// in hand.
func TestWhileSomebodySendsNobodyElseDoes(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 4)
			var sending, retrying, dropping, another error
			o.what = func(l app.Letter) app.Carried {
				if l.Message.ID != 2 {
					return app.Carried{}
				}
				o.add(t, 0, 4) // and its message is not sent by this run
				e := o.by(testkit.Owner())
				var others sync.WaitGroup // each of them waits a while
				others.Go(func() { _, sending = e.Send(t.Context(), app.Sending{Tries: tries}, &courier{}) })
				others.Go(func() { _, retrying = e.Retry(t.Context(), []uint64{3}, interrupted) })
				others.Go(func() { _, dropping = e.Drop(t.Context(), []uint64{2}, "no more", interrupted) })
				others.Wait()
				_, another = e.Drop(t.Context(), []uint64{5}, "no more", interrupted)
				return app.Carried{}
			}
			if total := o.send(t); total != (app.Sent{Sent: 4}) {
				t.Errorf("%+v", total)
			}
			for name, err := range map[string]error{"a sender": sending, "a retry": retrying, "a drop": dropping} {
				if fault.CodeOf(err) != fault.Busy {
					t.Errorf("%s: %v", name, err)
				}
			}
			if another != nil {
				t.Errorf("a message that nobody has in hand: %v", another)
			}
			for i, m := range o.outbox(t) {
				want := notice.Sent
				if i == 4 {
					want = notice.Dropped
				}
				if m.Status != want || o.times()[m.ID] != 1 && want == notice.Sent {
					t.Errorf("message %d is %s, handed over %d times", m.ID, m.Status, o.times()[m.ID])
				}
			}
			o.verified(t)
		})
	}
}

// Each of several that begin at once sends what is left when its turn comes, or is told that it is not.
func TestSeveralSendersAtOnceSendEachMessageOnce(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.crowded(t, 2)
			o.what = which(untaken(app.ThisLetter, "no such box"), 7)
			var all sync.WaitGroup
			totals, errs := make([]app.Sent, 5), make([]error, 5)
			for i := range totals {
				all.Go(func() { totals[i], errs[i] = o.sends(app.Sending{}) })
			}
			all.Wait()
			sent, failed := 0, 0
			for i, total := range totals {
				sent, failed = sent+total.Sent, failed+total.Failed
				if code := fault.CodeOf(errs[i]); code != fault.OK && code != fault.Busy && (code != fault.Remote || total.Failed != 1) {
					t.Errorf("%+v, %v", total, errs[i])
				}
			}
			if sent != 199 || failed != 1 {
				t.Errorf("%d were sent, %d failed", sent, failed)
			}
			o.what = nil
			*o.later += time.Minute
			o.send(t)
			o.everySent(t, once)
			o.verified(t)
		})
	}
}

// Retries and drops beside senders: what was dropped is not sent afterwards, what is sent is not dropped.
func TestWhoDecidesBesideASenderEitherDoesOrIsRefused(t *testing.T) {
	o := inMemory().office(t)
	o.crowded(t, 1)
	var all sync.WaitGroup
	var lock sync.Mutex
	dropped := map[uint64]bool{}
	all.Go(func() { _, _ = o.sends(app.Sending{}) })
	for i := range 2 {
		all.Go(func() {
			for id := uint64(i + 1); id <= 100; id += 12 {
				_, err := o.by(testkit.Owner()).Drop(context.Background(), []uint64{id}, "no more", interrupted)
				if code := fault.CodeOf(err); code != fault.OK && code != fault.Busy && code != fault.Conflict {
					t.Errorf("message %d: %v", id, err)
				}
				lock.Lock()
				dropped[id] = err == nil
				lock.Unlock()
			}
		})
	}
	all.Wait()
	if _, err := o.sends(app.Sending{}); err != nil {
		t.Fatal(err)
	}
	for _, m := range o.outbox(t) {
		if is := m.Status == notice.Dropped; is != dropped[m.ID] || is == (o.times()[m.ID] == 1) {
			t.Errorf("message %d is %s, was dropped %v, handed over %d times", m.ID, m.Status, dropped[m.ID], o.times()[m.ID])
		}
	}
}

// A courier need not read the changes of a digest to their end.
func TestARunThatHasEndedReadsTheLedgerNoMore(t *testing.T) {
	for name, end := range map[string]func() app.Carried{
		"handed over": func() app.Carried { return app.Carried{} },
		"not taken":   func() app.Carried { return untaken(app.NoLetter, "") },
		"broken off":  func() app.Carried { panic(killed{}) },
	} {
		t.Run(name, func(t *testing.T) {
			h := onDisk(t)
			h.sample(t)
			if _, _, err := h.applies(testkit.Owner(), estate(h.broad(t, 10_100)...)); err != nil {
				t.Fatal(err)
			}
			o := h.office(t)
			store := &held{Store: o.store}
			o.store = store
			read := 0
			o.what = func(l app.Letter) app.Carried {
				for range all(t, l.Changes) {
					if read++; read == 10 {
						break
					}
				}
				return end()
			}
			func() {
				defer func() {
					if r := recover(); r != nil && r != (killed{}) {
						panic(r)
					}
				}()
				_, _ = o.sends(app.Sending{}) // what becomes of it is tested elsewhere
			}()
			opened := store.opened.Load()
			if read != 10 || store.open.Load() != 0 {
				t.Errorf("%d changes were read; the ledger is held by %d", read, store.open.Load())
			}
			if time.Sleep(5 * time.Millisecond); store.opened.Load() != opened {
				t.Error("somebody goes on reading")
			}
		})
	}
}
