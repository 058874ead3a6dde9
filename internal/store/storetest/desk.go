package storetest

import (
	"context"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// Office is a ledger with the desk that belongs to it.
type Office interface {
	app.Store
	app.Desk
}

// RunDesk runs the suite of what every desk has to do. open gives an office whose ledger is not there yet,
// another one each time, where nobody waits for longer than a few seconds.
func RunDesk(t *testing.T, open func(t *testing.T) Office) {
	for name, test := range map[string]func(*testing.T, Office){
		"WithoutALedgerThereIsNoDesk":                  noDesk,
		"TheLastNoteOnEachMessageIsLeft":               lastNoteLeft,
		"WhatWasClearedIsNotLeft":                      clearedNotes,
		"NotesOfSeveralSendersAreLeftTogether":         severalSenders,
		"ASecondSenderIsTurnedAway":                    turnedAway,
		"ASecondSenderComesWhenTheFirstLeaves":         oneAfterAnother,
		"WaitingForTheDeskEndsWithTheContext":          waitingEnds,
		"WhoHasLeftNotesNothingAndLeavesForNobodyElse": leftTwice,
		"TheLedgerIsFreeWhileSomebodyIsAtTheDesk":      ledgerFree,
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			if name != "WithoutALedgerThereIsNoDesk" {
				Write(t, o, app.Batch{})
			}
			test(t, o)
		})
	}
	t.Run("RandomNotesAreLeftAsTheyWereMade", func(t *testing.T) { notedAtRandom(t, open) })
}

// take takes the desk until the test ends.
func take(t *testing.T, o Office) app.Docket {
	t.Helper()
	d, err := o.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Leave)
	return d
}

func note(t *testing.T, d app.Docket, message uint64, notes ...app.Note) {
	t.Helper()
	for _, n := range notes {
		if err := d.Enter(message, n); err != nil {
			t.Fatal(err)
		}
	}
}

func wantLeft(t *testing.T, d app.Docket, want map[uint64]app.Note) {
	t.Helper()
	if !maps.Equal(d.Left(), want) {
		t.Errorf("left was %v, want %v", d.Left(), want)
	}
}

func noDesk(t *testing.T, o Office) {
	_, err := o.Take(t.Context())
	wantCode(t, err, fault.NotFound)
	same(t, "key", fault.As(err).Key, app.MissingLedger)
	wantCode(t, o.View(t.Context(), func(app.Reader) error { return nil }), fault.NotFound)
}

func lastNoteLeft(t *testing.T, o Office) {
	d := take(t, o)
	wantLeft(t, d, nil)
	note(t, d, 17, app.Begun)
	note(t, d, 18, app.Begun, app.HandedOver)
	note(t, d, 1<<40, app.Begun, app.NotTaken, app.Begun)
	note(t, d, 17, app.HandedOver)
	note(t, d, 170, app.NotTaken)
	d.Leave()
	wantLeft(t, take(t, o), map[uint64]app.Note{17: app.HandedOver, 18: app.HandedOver, 1 << 40: app.Begun, 170: app.NotTaken})
}

func clearedNotes(t *testing.T, o Office) {
	d := take(t, o)
	note(t, d, 17, app.Begun, app.HandedOver)
	d.Leave()
	d = take(t, o)
	if err := d.Clear(); err != nil {
		t.Fatal(err)
	}
	wantLeft(t, d, nil)
	note(t, d, 18, app.Begun)
	d.Leave()
	d = take(t, o)
	wantLeft(t, d, map[uint64]app.Note{18: app.Begun})
	if err := d.Clear(); err != nil {
		t.Fatal(err)
	}
	d.Leave()
	wantLeft(t, take(t, o), nil)
}

func severalSenders(t *testing.T, o Office) {
	for _, message := range []uint64{1, 2, 1, 3} {
		d := take(t, o)
		note(t, d, message, app.Begun)
		if len(d.Left()) == 2 { // the third time
			note(t, d, 2, app.NotTaken)
		}
		d.Leave()
	}
	wantLeft(t, take(t, o), map[uint64]app.Note{1: app.Begun, 2: app.NotTaken, 3: app.Begun})
}

func turnedAway(t *testing.T, o Office) {
	d := take(t, o)
	_, err := o.Take(t.Context())
	wantCode(t, err, fault.Busy)
	note(t, d, 1, app.Begun)
}

func oneAfterAnother(t *testing.T, o Office) {
	d := take(t, o)
	note(t, d, 1, app.Begun)
	left := make(chan struct{})
	time.AfterFunc(50*time.Millisecond, func() {
		d.Leave()
		close(left)
	})
	wantLeft(t, take(t, o), map[uint64]app.Note{1: app.Begun})
	<-left
}

func waitingEnds(t *testing.T, o Office) {
	take(t, o)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := o.Take(ctx)
	wantCode(t, err, fault.Cancelled)
}

func leftTwice(t *testing.T, o Office) {
	first := take(t, o)
	first.Leave()
	second := take(t, o)
	note(t, second, 1, app.Begun)
	first.Leave()
	wantCode(t, first.Enter(1, app.HandedOver), fault.Internal)
	wantCode(t, first.Clear(), fault.Internal)
	_, err := o.Take(t.Context())
	wantCode(t, err, fault.Busy)
	second.Leave()
	wantLeft(t, take(t, o), map[uint64]app.Note{1: app.Begun})
}

func ledgerFree(t *testing.T, o Office) {
	take(t, o)
	Write(t, o, Sample(small))
	Deliver(t, o, messages(t, o)[0].Lease(Epoch(), "ana@contoso.example"))
}

func notedAtRandom(t *testing.T, open func(t *testing.T) Office) {
	rapid.Check(t, func(rt *rapid.T) {
		o := open(t)
		Write(t, o, app.Batch{})
		d, want := take(t, o), map[uint64]app.Note{}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 60).Draw(rt, "steps") {
			switch message := uint64(n % 12); n / 12 {
			case 0, 1, 2:
				want[message] = []app.Note{app.Begun, app.HandedOver, app.NotTaken}[n/12]
				note(t, d, message, want[message])
			default:
				if n%2 == 0 {
					clear(want)
					if err := d.Clear(); err != nil {
						rt.Fatal(err)
					}
				}
				d.Leave()
				d = take(t, o)
				if !maps.Equal(d.Left(), want) {
					rt.Fatalf("left was %v, want %v", d.Left(), want)
				}
			}
		}
		d.Leave()
	})
}
