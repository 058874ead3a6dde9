package app_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// brittle is an office in memory whose ledger fails at the n-th call of a kind from when it is armed, and as
// often as it is asked afterwards where it does not recover.
func brittle(t tester, call memstore.Call, lasts bool, why *fault.Error) (o office, arm func(int64), hit func() bool) {
	t.Helper()
	h := inMemory()
	store, _ := h.store.(*memstore.Store)
	var left atomic.Int64
	var failed, armed atomic.Bool
	store.Fail = func(c memstore.Call) error {
		if c != call || !armed.Load() {
			return nil
		}
		if n := left.Add(-1); n == 0 || n < 0 && lasts {
			failed.Store(true)
			return why
		}
		return nil
	}
	return h.office(t), func(n int64) { left.Store(n); armed.Store(n > 0) }, failed.Load
}

// The ledger is busy, or its disk fails, at any call of a run: what was handed over is known to whoever sends
// next, and nothing is handed over twice.
func TestALedgerThatFailsAtAnyCallLosesNothingAndSendsNothingTwice(t *testing.T) {
	codes := map[memstore.Call]*fault.Error{
		memstore.View: fault.New(fault.Busy, "ledger.busy-unknown"), memstore.Update: fault.New(fault.Busy, "ledger.busy-unknown"),
		memstore.Commit: fault.New(fault.Internal, "ledger.disk"), memstore.Seal: fault.New(fault.Unsure, "ledger.unsure"),
	}
	for call, why := range codes {
		for name, lasts := range map[string]bool{"once": false, "from then on": true} {
			t.Run(string(call)+" "+name, func(t *testing.T) {
				runs := int64(0)
				for n, failed := int64(1), true; failed; n++ {
					o, arm, hit := brittle(t, call, lasts, why)
					o.crowded(t, 2)
					arm(n)
					total, err := o.sends(app.Sending{})
					arm(0)
					if failed = hit(); failed && fault.CodeOf(err) != why.Code {
						t.Errorf("%s %d fails: %v", call, n, err)
					}
					if begun := len(o.asked); failed && (total.Sent != begun || total != (app.Sent{}) && total.Sent+total.Waiting != 200) {
						t.Errorf("%s %d fails: %+v of %d that were begun", call, n, total, begun)
					}
					o.verified(t)
					o.send(t)
					o.everySent(t, once)
					for _, m := range o.outbox(t) {
						if m.Tries != 1 {
							t.Errorf("message %d was tried %d times", m.ID, m.Tries)
						}
					}
					if runs = n; t.Failed() {
						t.Fatalf("%s %d", call, n)
					}
				}
				if runs < 4 { // two leases and the end
					t.Errorf("it failed %d times only", runs-1)
				}
			})
		}
	}
}

// The disk beside the ledger fails at any note.
func TestADeskThatFailsAtAnyNoteLosesNothingAndSendsNothingTwice(t *testing.T) {
	for name, lasts := range map[string]bool{"once": false, "from then on": true} {
		t.Run(name, func(t *testing.T) {
			for n, failed := 1, true; failed; n++ {
				o, k := haunted(t)
				o.queued(t, 3)
				healthy, left := o.desk, n
				failed = false
				o.desk = watched{k.store, func(what string, _ uint64) error {
					if what == "update" || what == "updated" || what == "took" {
						return nil
					}
					if left--; left == 0 || left < 0 && lasts {
						failed = true
						return fault.New(fault.Internal, "desk.disk")
					}
					return nil
				}}
				_, err := o.sends(app.Sending{})
				if failed && fault.CodeOf(err) != fault.Internal {
					t.Errorf("note %d fails: %v", n, err)
				}
				for _, m := range o.outbox(t) {
					if m.Status == notice.Leased {
						t.Errorf("note %d fails: message %d is leased", n, m.ID)
					}
				}
				o.desk = healthy
				o.send(t)
				if o.everySent(t, once); t.Failed() {
					t.Fatalf("note %d fails", n)
				}
			}
		})
	}
}

// Ctrl-C ends a run before the next letter; what was sent is kept, and the others are as they were.
func TestARunThatIsCancelledKeepsWhatItSent(t *testing.T) {
	for _, at := range []uint64{1, 50, 100, 101, 150, 200} {
		for where, o := range offices(t) {
			t.Run(fmt.Sprint(where, " after ", at), func(t *testing.T) {
				o.crowded(t, 2)
				before := o.outbox(t)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				o.what = func(l app.Letter) app.Carried {
					if l.Message.ID == at {
						cancel()
					}
					return app.Carried{}
				}
				total, err := o.by(testkit.Owner()).Send(ctx, app.Sending{Tries: tries}, o.courier)
				if fault.CodeOf(err) != fault.Cancelled || total != (app.Sent{Sent: int(at), Waiting: 200 - int(at)}) {
					t.Errorf("%+v, %v", total, err)
				}
				for i, m := range o.outbox(t) {
					was := before[i]
					if m.Moved, was.Moved = (time.Time{}), (time.Time{}); m.ID <= at && m.Status != notice.Sent || m.ID > at && m != was {
						t.Errorf("message %d is %+v", m.ID, m)
					}
				}
				o.send(t)
				o.everySent(t, once)
			})
		}
	}
}

func TestARunThatIsCancelledBeforehandDoesNothing(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	before := o.everything(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, dry := range []bool{false, true} {
		if _, err := o.by(testkit.Owner()).Send(ctx, app.Sending{Tries: tries, DryRun: dry}, o.courier); fault.CodeOf(err) != fault.Cancelled {
			t.Errorf("%v", err)
		}
	}
	o.unchanged(t, before)
}

// What somebody does with a message while it is read and before it is taken in hand holds.
func TestAMessageThatIsDroppedBeforeItIsTakenInHandIsNotSent(t *testing.T) {
	for name, dropped := range map[string][]uint64{"one": {2}, "all": {1, 2, 3}} {
		t.Run(name, func(t *testing.T) {
			o := inMemory().office(t)
			o.queued(t, 3)
			store, _ := o.store.(*memstore.Store)
			meanwhile := false
			o.store = watched{store, func(what string, _ uint64) error {
				if what == "update" && !meanwhile {
					meanwhile = true
					_, err := o.by(testkit.Owner()).Drop(t.Context(), dropped, "no more", interrupted)
					return err
				}
				return nil
			}}
			total := o.send(t)
			if total != (app.Sent{Sent: 3 - len(dropped)}) || len(o.handed) != 3-len(dropped) {
				t.Errorf("%+v, %d were handed over", total, len(o.handed))
			}
			for _, m := range o.outbox(t) {
				want := notice.Sent
				if m.ID == 2 || len(dropped) == 3 {
					want = notice.Dropped
				}
				if m.Status != want {
					t.Errorf("message %d is %s", m.ID, m.Status)
				}
			}
		})
	}
}
