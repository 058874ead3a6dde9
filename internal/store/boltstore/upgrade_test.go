package boltstore

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

func TestAnOlderLedgerIsReadAsItIs(t *testing.T) {
	eachOlder(t, func(t *testing.T, o older) {
		s, content := o.ledger(t)
		counts := map[string]int{}
		for name, rows := range everything(t, s) {
			counts[name] = len(rows)
		}
		if diff := cmp.Diff(o.rows, counts); diff != "" {
			t.Error(diff)
		}
		err := s.View(tContext, func(r app.Reader) error {
			seq, hash, err := r.Head()
			if got := fmt.Sprintf("%d %x", seq, hash[:4]); got != o.head {
				t.Errorf("the head is %s", got)
			}
			_, there, claimErr := r.Claim(ids.ClaimFromNumber(1))
			held, heldErr := r.ClaimHolder(cpor.Place{Tenant: storetest.Tenant(0), Workload: "teams"})
			if there != (o.lastClaim > 0) || !held.IsZero() {
				t.Errorf("the first claim is there: %v; a place that nobody knows is held by %v", there, held)
			}
			return errors.Join(err, claimErr, heldErr)
		})
		if err != nil {
			t.Error(err)
		}
		wantLast(t, s, o.lastClaim)
		wantBytes(t, s, content)
	})
}

func TestTheFirstChangeUpgradesAnOlderLedger(t *testing.T) {
	for name, batch := range map[string]app.Batch{
		"with a claim":    {Claims: []cpor.State{storetest.ClaimRecord(7, 0, 0, cpor.Approved, 1)}},
		"without a claim": {Customers: []record.Customer{storetest.CustomerRecord(0)}},
		"with nothing":    {},
	} {
		t.Run(name, func(t *testing.T) {
			eachOlder(t, func(t *testing.T, o older) {
				s, _ := o.ledger(t)
				before, was := everything(t, s), schemaOf(t, s)
				storetest.Write(t, s, batch)
				now := everything(t, s)
				for list, more := range map[string]int{"entries": 1, "claims": len(batch.Claims), "customers": len(batch.Customers)} {
					if len(now[list]) != o.rows[list]+more {
						t.Errorf("%s: there are %d, want %d more than %d", list, len(now[list]), more, o.rows[list])
					}
				}
				wantAllIn(t, before, now)
				was.schema = SchemaVersion
				if diff := cmp.Diff(was, schemaOf(t, s), cmp.AllowUnexported(stamp{})); diff != "" {
					t.Errorf("the stamp: %s", diff)
				}
				wantLast(t, s, max(o.lastClaim, uint64(7*len(batch.Claims))))
				storetest.Write(t, s, app.Batch{Claims: []cpor.State{storetest.ClaimRecord(8, 0, 0, cpor.Submitted, 1)}})
				wantLast(t, s, 8)
			})
		})
	}
}

// wantAllIn checks that every row that was there before still is.
func wantAllIn(t *testing.T, before, now map[string][]string) {
	t.Helper()
	for list, rows := range before {
		kept := map[string]bool{}
		for _, row := range now[list] {
			kept[row] = true
		}
		for _, row := range rows {
			if !kept[row] {
				t.Errorf("%s: %s is gone", list, row)
			}
		}
	}
}

// TestADeliveryAloneUpgradesAnOlderLedger: what it writes no older program could read.
func TestADeliveryAloneUpgradesAnOlderLedger(t *testing.T) {
	eachOlder(t, func(t *testing.T, o older) {
		s, _ := o.ledger(t)
		before := everything(t, s)
		storetest.Deliver(t, s, outboxOf(t, s)[1].Lease(storetest.Epoch(), "ana@contoso.example"))
		now := everything(t, s)
		if diff := cmp.Diff(before["messages"], now["messages"]); diff == "" {
			t.Error("the delivery is not there")
		}
		delete(before, "messages")
		delete(now, "messages")
		if diff := cmp.Diff(before, now); diff != "" {
			t.Error(diff)
		}
		if now := schemaOf(t, s).schema; now != SchemaVersion {
			t.Errorf("the schema is %d", now)
		}
		wantLast(t, s, o.lastClaim)
	})
}

func outboxOf(t *testing.T, s *Store) (list []notice.Message) {
	t.Helper()
	err := s.View(tContext, func(r app.Reader) (err error) {
		list = storetest.Collect(r.Messages(0), func(e error) { err = e })
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestTheJournalOfAnOlderLedgerTellsOfAllOfIt, before the first change and after it. The open request in it
// calls for no message, and can be decided.
func TestTheJournalOfAnOlderLedgerTellsOfAllOfIt(t *testing.T) {
	user, err := ids.ParseUser("admin@contoso.example")
	if err != nil {
		t.Fatal(err)
	}
	eachOlder(t, func(t *testing.T, o older) {
		s, content := o.ledger(t)
		e := app.Engine{
			Store: s, Actor: access.Actor{User: user, Role: access.GlobalAdmin, AllTenants: true},
			Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
		}
		verify := func(entries, messages int) {
			t.Helper()
			v, err := e.Verify(tContext)
			if err != nil || v.Entries != entries || len(outboxOf(t, s)) != messages {
				t.Errorf("%+v with %d messages, %v; want %d entries and %d messages", v, len(outboxOf(t, s)), err, entries, messages)
			}
		}
		verify(o.rows["entries"], o.rows["messages"])
		wantBytes(t, s, content)
		var open []request.State
		err := s.View(tContext, func(r app.Reader) (err error) {
			for _, q := range storetest.Collect(r.Requests(ids.Request{}), func(e error) { err = e }) {
				if q.Status == request.Open {
					open = append(open, q)
				}
			}
			return err
		})
		if err != nil || len(open) != 1 || open[0].ID != ids.RequestFromNumber(o.asked) {
			t.Fatalf("open is %v, %v", open, err)
		}
		plan, err := e.PlanDecision(tContext, request.Decline, open[0].ID, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := plan.Apply(tContext); err != nil {
			t.Fatal(err)
		}
		if now := schemaOf(t, s).schema; now != SchemaVersion {
			t.Errorf("the schema is %d", now)
		}
		verify(o.rows["entries"]+1, o.rows["messages"]+1) // the partner is told
		list := outboxOf(t, s)
		for i, m := range list {
			list[i] = m.Delivered(e.Now(), "You are now the partner", "en", "")
		}
		storetest.Deliver(t, s, list...)
		verify(o.rows["entries"]+1, o.rows["messages"]+1)
	})
}

func wantLast(t *testing.T, s *Store, want uint64) {
	t.Helper()
	err := s.View(tContext, func(r app.Reader) error {
		got, err := r.LastClaim()
		if got.Number() != want {
			t.Errorf("the last claim is %v, want %d", got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhatIsRefusedDoesNotUpgradeAnOlderLedger(t *testing.T) {
	own := errors.New("my own")
	ctx, cancel := context.WithCancel(tContext)
	defer cancel()
	for name, decide := range map[string]func(app.Reader) (app.Batch, error){
		"refused": func(r app.Reader) (app.Batch, error) {
			b, _ := storetest.Chain(r, app.Batch{}, 1)
			return b, own
		},
		"a delivery of no message": func(app.Reader) (app.Batch, error) {
			return app.Batch{Deliveries: []notice.Message{storetest.Message(99, 0, 0, 0)}}, nil
		},
		"nothing to write": func(app.Reader) (app.Batch, error) { return app.Batch{}, nil },
		"a place of two partners": func(r app.Reader) (app.Batch, error) {
			return storetest.Chain(r, app.Batch{Claims: []cpor.State{
				storetest.ClaimRecord(1, 0, 0, cpor.Approved, 1), storetest.ClaimRecord(2, 1, 0, cpor.Approved, 1),
			}}, 1)
		},
		"cancelled": func(r app.Reader) (app.Batch, error) {
			cancel()
			return storetest.Chain(r, app.Batch{}, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachOlder(t, func(t *testing.T, o older) {
				s, content := o.ledger(t)
				within := tContext
				if name == "cancelled" {
					within = ctx
				}
				if err := s.Update(within, decide); (err == nil) != (name == "nothing to write") {
					t.Errorf("got %v", err)
				}
				wantBytes(t, s, content)
			})
		})
	}
}
