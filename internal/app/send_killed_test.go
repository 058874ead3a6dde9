package app_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// Each step of a run with three letters is one to be killed at, and so is each one of the run that follows.
func TestASenderThatIsKilledAtAnyStepLosesNothingAndSendsNothingTwice(t *testing.T) {
	seen := map[string]int{}
	for first, killedFirst := 1, true; killedFirst; first++ {
		for second, killedSecond := 1, true; killedSecond; second++ {
			o, k := haunted(t)
			o.queued(t, 3)
			killedFirst, _ = k.runs(first, o.sending(k, tries))
			seen[k.steps[len(k.steps)-1]]++
			killedSecond, _ = k.runs(second, o.sending(k, tries))
			if _, err := k.runs(0, o.sending(k, tries)); err != nil {
				t.Fatalf("the third sender: %v", err)
			}
			o.sentAfterAll(t, k)
			for _, m := range o.outbox(t) {
				if want := uint32(1 + k.doubts[m.ID]); m.Tries != want || o.doubted()[m.ID] != (want > 1) {
					t.Errorf("message %d was tried %d times, want %d; in doubt: %v", m.ID, m.Tries, want, o.doubted()[m.ID])
				}
			}
			if t.Failed() {
				t.Fatalf("killed at step %d, %s, and then at step %d", first, k.steps, second)
			}
		}
	}
	for _, step := range []string{
		"took", "update", "updated", "clear", "cleared", "note begun", "noted begun", "carry", "carried", "note handed-over", "noted handed-over",
	} {
		if seen[step] == 0 {
			t.Errorf("nobody was killed at %q", step)
		}
	}
}

// What is said of a letter that was not taken is true, whenever its sender is killed.
func TestAKilledSenderLeavesNoDoubtOfALetterThatWasNotTaken(t *testing.T) {
	for name, scope := range map[string]app.Scope{"this letter": app.ThisLetter, "the last letter": app.LastLetter, "every letter": app.EveryLetter, "no letter": app.NoLetter} {
		t.Run(name, func(t *testing.T) {
			for at, was := 1, true; was; at++ {
				o, k := haunted(t)
				o.queued(t, 3)
				o.what = which(untaken(scope, "down"), 2)
				was, _ = k.runs(at, o.sending(k, tries))
				o.what = nil
				*o.later += time.Minute
				if _, err := k.runs(0, o.sending(k, tries)); err != nil {
					t.Fatal(err)
				}
				o.sentAfterAll(t, k)
				if t.Failed() {
					t.Fatalf("killed at step %d: %v", at, k.steps)
				}
			}
		})
	}
}

// A server that did not answer may have taken the letter: that is not forgotten with its sender.
func TestAKilledSenderLeavesADoubtOfALetterThatMayHaveArrived(t *testing.T) {
	doubted := 0
	for at, was := 1, true; was; at++ {
		o, k := haunted(t)
		o.queued(t, 3)
		silent := untaken(app.ThisLetter, "no answer")
		silent.Unknown = true
		o.what = which(silent, 2)
		was, _ = k.runs(at, o.sending(k, tries))
		begun, inHand := len(o.asked) > 1, o.outbox(t)[1].Status == notice.Leased
		o.what = nil
		*o.later += time.Minute
		if _, err := k.runs(0, o.sending(k, tries)); err != nil {
			t.Fatal(err)
		}
		o.everySent(t, func(id uint64) int { return 1 + k.twice[id] })
		if begun && inHand {
			if doubted++; !o.doubted()[2] {
				t.Errorf("killed at step %d", at)
			}
		}
	}
	if doubted < 5 {
		t.Errorf("it was in doubt %d times", doubted)
	}
}

func TestASenderThatIsKilledAmongHundredsOfLettersLosesNone(t *testing.T) {
	for _, at := range []int{200, 603, 604, 605, 606, 607, 608, 609, 610, 611, 612, 900} {
		o, k := haunted(t)
		o.crowded(t, 2)
		if was, _ := k.runs(at, o.sending(k, tries)); !was {
			t.Fatalf("the run ended after %d steps", len(k.steps))
		}
		last := k.steps[len(k.steps)-1]
		if _, err := k.runs(0, o.sending(k, tries)); err != nil {
			t.Fatal(err)
		}
		if o.sentAfterAll(t, k); t.Failed() {
			t.Fatalf("killed at step %d, %s", at, last)
		}
	}
}

// The messages that a killed sender had in hand are listed as such until somebody comes to the desk.
func TestWhatAKilledSenderHadInHandIsListedAsLeased(t *testing.T) {
	o, k := haunted(t)
	o.queued(t, 3)
	for at := 1; len(k.steps) == 0 || k.steps[len(k.steps)-1] != "noted begun"; at++ {
		if was, _ := k.runs(at, o.sending(k, tries)); !was {
			t.Fatal("nothing was begun")
		}
	}
	n := 0
	for range all(t, o.by(testkit.Owner()).Letters(t.Context(), app.Filter{Status: string(notice.Leased)})) {
		n++
	}
	if n != 3 {
		t.Errorf("%d are listed", n)
	}
	o.verified(t)
}

func TestSendersThatAreKilledAtRandomLoseNothingAndSendNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, k := haunted(t)
		o.queued(t, rapid.IntRange(1, 5).Draw(t, "messages"))
		o.what = func(app.Letter) app.Carried {
			if !rare(t, 2, "not taken") {
				return app.Carried{}
			}
			return untaken(rapid.SampledFrom([]app.Scope{app.ThisLetter, app.LastLetter, app.EveryLetter, app.NoLetter}).Draw(t, "scope"), "down")
		}
		for range rapid.IntRange(1, 5).Draw(t, "runs") {
			do := o.sending(k, 99)
			if rare(t, 2, "somebody else") { // retries what a killed sender may have left
				do = func() error {
					_, err := o.by(testkit.Owner()).Retry(t.Context(), []uint64{1}, interrupted)
					return err
				}
			}
			_, _ = k.runs(rapid.IntRange(1, 45).Draw(t, "killed at"), do)
			*o.later += time.Duration(rapid.IntRange(0, 3).Draw(t, "minutes")) * time.Minute
			o.verified(t)
		}
		o.what = nil
		*o.later += 24 * time.Hour
		if _, err := k.runs(0, o.sending(k, 99)); err != nil {
			t.Fatal(err)
		}
		o.sentAfterAll(t, k)
	})
}

// A note that a sender left behind, of a message that nobody has in hand, says nothing of what the next one does.
func TestANoteOfAnEarlierTimeIsNotTakenForOneOfThisRun(t *testing.T) {
	for at, was := 1, true; was; at++ {
		o, k := haunted(t)
		o.queued(t, 2)
		docket, err := o.desk.Take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for id := range uint64(2) {
			if err := docket.Enter(id+1, app.HandedOver); err != nil {
				t.Fatal(err)
			}
		}
		docket.Leave()
		was, _ = k.runs(at, o.sending(k, tries))
		if _, err := k.runs(0, o.sending(k, tries)); err != nil {
			t.Fatal(err)
		}
		o.sentAfterAll(t, k)
		if t.Failed() {
			t.Fatalf("killed at step %d: %v", at, k.steps)
		}
	}
}
