package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// The messages of mixed, by where they stand.
const (
	waiting, failedOnce, sent, givenUp, dropped = 1, 2, 3, 4, 5
)

// mixed is an outbox with a message in every status in which nobody has it in hand; two minutes passed since.
func (o office) mixed(t tester) {
	t.Helper()
	o.queued(t, 5)
	o.what = which(untaken(app.ThisLetter, "no such box"), failedOnce, givenUp)
	if _, err := o.by(testkit.Owner()).Drop(context.Background(), []uint64{waiting, failedOnce, dropped}, "no more", interrupted); err != nil {
		t.Fatalf("given what was dropped: %v", err)
	}
	if _, err := o.sends(app.Sending{Tries: 1}); err == nil {
		t.Fatalf("nothing was given up")
	}
	o.retry(t, failedOnce)
	if _, err := o.sends(app.Sending{}); err == nil {
		t.Fatalf("nothing failed")
	}
	o.retry(t, waiting)
	*o.later += 2 * time.Minute
}

func (o office) retry(t tester, messages ...uint64) {
	t.Helper()
	if _, err := o.by(testkit.Owner()).Retry(context.Background(), messages, interrupted); err != nil {
		t.Fatalf("given another try of %v: %v", messages, err)
	}
}

// now, in words, and what was there before in the outbox of mixed.
const (
	asWaiting = "queued 0 in -2"
	asFailed  = "queued 1 in -1: no such box"
	asSent    = "sent 1"
	asGivenUp = "given-up 1: no such box"
	asDropped = "dropped 0: no more"
	asNew     = "queued 0 in 0"
)

func TestSomebodyDecidesAboutMessagesByWhereTheyStand(t *testing.T) {
	before := []string{asWaiting, asFailed, asSent, asGivenUp, asDropped}
	with := func(changed map[uint64]string) []string {
		list := slices.Clone(before)
		for id, s := range changed {
			list[id-1] = s
		}
		return list
	}
	for name, tt := range map[string]struct {
		drop     bool
		which    []uint64
		want     []string
		given    []uint64
		refusals []string
	}{
		"another try of one that waits":    {false, []uint64{waiting}, with(map[uint64]string{waiting: asNew}), []uint64{waiting}, nil},
		"another try of one that failed":   {false, []uint64{failedOnce}, with(map[uint64]string{failedOnce: asNew}), []uint64{failedOnce}, nil},
		"another try of one given up":      {false, []uint64{givenUp}, with(map[uint64]string{givenUp: asNew}), []uint64{givenUp}, nil},
		"another try of one dropped":       {false, []uint64{dropped}, with(map[uint64]string{dropped: asNew}), []uint64{dropped}, nil},
		"another try of one sent":          {false, []uint64{sent}, before, nil, []string{"3 conflict notice.sent"}},
		"another try of none that exists":  {false, []uint64{6}, before, nil, []string{"6 not-found notice.missing"}},
		"another try of message 0":         {false, []uint64{0}, before, nil, []string{"0 not-found notice.missing"}},
		"another try of some, named twice": {false, []uint64{dropped, waiting, dropped}, with(map[uint64]string{dropped: asNew, waiting: asNew}), []uint64{dropped, waiting}, nil},
		"another try of all that failed":   {false, nil, with(map[uint64]string{failedOnce: asNew, givenUp: asNew}), []uint64{failedOnce, givenUp}, nil},
		"another try of some, two refused": {false, []uint64{waiting, sent, 9, givenUp}, before, nil, []string{"3 conflict notice.sent", "9 not-found notice.missing"}},
		"a refusal that is named twice":    {false, []uint64{sent, sent}, before, nil, []string{"3 conflict notice.sent"}},
		"one that waits is dropped":        {true, []uint64{waiting}, with(map[uint64]string{waiting: asDropped}), []uint64{waiting}, nil},
		"one that failed is dropped":       {true, []uint64{failedOnce}, with(map[uint64]string{failedOnce: "dropped 1: no more"}), []uint64{failedOnce}, nil},
		"one given up is dropped":          {true, []uint64{givenUp}, with(map[uint64]string{givenUp: "dropped 1: no more"}), []uint64{givenUp}, nil},
		"one dropped is dropped":           {true, []uint64{dropped}, before, []uint64{dropped}, nil},
		"one sent is dropped":              {true, []uint64{sent}, before, nil, []string{"3 conflict notice.sent"}},
		"none is dropped":                  {true, nil, before, nil, nil},
		"some are dropped, one refused":    {true, []uint64{waiting, sent, givenUp}, before, nil, []string{"3 conflict notice.sent"}},
	} {
		for where, o := range offices(t) {
			t.Run(name+" "+where, func(t *testing.T) {
				o.mixed(t)
				all, head := o.everything(t), o.head(t)
				letters, err := o.decides(tt.drop, tt.which...)
				var given []uint64
				for _, l := range letters {
					if given = append(given, l.Message.ID); l.Message != o.outbox(t)[l.Message.ID-1] || l.Partner.Name == "" {
						t.Errorf("message %d is told as %+v", l.Message.ID, l)
					}
				}
				if !slices.Equal(given, tt.given) || !slices.Equal(refusals(err), tt.refusals) {
					t.Errorf("%v were given, %v were refused", given, refusals(err))
				}
				if diff := cmp.Diff(tt.want, o.standing(t)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if err != nil {
					o.unchanged(t, all)
				}
				if o.head(t) != head {
					t.Error("it wrote a journal entry")
				}
				o.verified(t)
			})
		}
	}
}

// retriesAll tries everything again that failed, as far as somebody may, and tells how much was overtaken.
func (o office) retriesAll(a access.Actor) (list []app.Letter, overtaken int, err error) {
	letters, overtaken, err := o.by(a).RetryAll(context.Background())
	if err != nil {
		return nil, 0, err
	}
	for l, err := range letters {
		if err != nil {
			return nil, 0, err
		}
		list = append(list, l)
	}
	return list, overtaken, nil
}

func (o office) decides(drop bool, messages ...uint64) ([]app.Letter, error) {
	if drop {
		return o.by(testkit.Owner()).Drop(context.Background(), messages, "no more", interrupted)
	}
	if len(messages) == 0 {
		letters, _, err := o.retriesAll(testkit.Owner())
		return letters, err
	}
	return o.by(testkit.Owner()).Retry(context.Background(), messages, interrupted)
}

// refusals is what an error refuses, in words.
func refusals(err error) (list []string) {
	if err == nil {
		return nil
	}
	for _, e := range fault.As(err).Each() {
		list = append(list, fmt.Sprintf("%s %s %s", e.Target, e.Code, e.Key))
	}
	return list
}

func TestWhereNothingFailedNothingIsTriedAgain(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 2)
	before := o.everything(t)
	for _, drop := range []bool{false, true} {
		if letters, err := o.decides(drop); err != nil || len(letters) > 0 {
			t.Errorf("%v, %v", letters, err)
		}
	}
	o.unchanged(t, before)
}

func TestWhatIsTriedAgainHasAllItsTriesToCome(t *testing.T) {
	o := inMemory().office(t)
	o.mixed(t)
	o.retry(t, failedOnce, givenUp)
	for range tries {
		if _, err := o.sends(app.Sending{}); fault.CodeOf(err) != fault.Remote {
			t.Errorf("%v", err)
		}
		*o.later += time.Hour
	}
	for _, id := range []uint64{failedOnce, givenUp} {
		if m := o.outbox(t)[id-1]; m.Status != notice.GivenUp || m.Tries != tries {
			t.Errorf("message %d is %s after %d tries", id, m.Status, m.Tries)
		}
	}
	o.what = nil
	o.retry(t, failedOnce, givenUp)
	if total := o.send(t); total.Sent != 2 {
		t.Errorf("%+v", total)
	}
}

// Whoever decides about what a killed sender had in hand learns what became of it.
func TestWhatAKilledSenderHadInHandIsFreedToBeDecidedAbout(t *testing.T) {
	for name, tt := range map[string]struct {
		step     string
		drop     bool
		which    []uint64
		want     []string
		refusals []string
	}{
		"nothing was begun, and it is tried again":     {"cleared", false, []uint64{2}, []string{"queued 0 in 0", "queued 0 in 0", "queued 0 in 0"}, nil},
		"nothing was begun, and it is dropped":         {"cleared", true, []uint64{1, 3}, []string{"dropped 0: no more", "queued 0 in 0", "dropped 0: no more"}, nil},
		"it was begun, and is tried again":             {"noted begun", false, []uint64{1}, []string{"queued 0 in 0", "queued 0 in 0", "queued 0 in 0"}, nil},
		"it was begun, and is dropped":                 {"carried", true, []uint64{1}, []string{"dropped 1: no more", "queued 0 in 0", "queued 0 in 0"}, nil},
		"another was begun, and it is dropped":         {"carried", true, []uint64{2}, []string{"queued 1 in 0: " + interrupted, "dropped 0: no more", "queued 0 in 0"}, nil},
		"it was handed over, and is to be tried again": {"noted handed-over", false, []uint64{1}, []string{"sent 1", "queued 0 in 0", "queued 0 in 0"}, []string{"1 conflict notice.sent"}},
		"it was handed over, and is to be dropped":     {"noted handed-over", true, []uint64{2, 1}, []string{"sent 1", "queued 0 in 0", "queued 0 in 0"}, []string{"1 conflict notice.sent"}},
		"another was handed over, and it is dropped":   {"noted handed-over", true, []uint64{2}, []string{"sent 1", "dropped 0: no more", "queued 0 in 0"}, nil},
		"it is in hand, and another is not there":      {"noted begun", true, []uint64{2, 7}, []string{"queued 1 in 0: " + interrupted, "queued 0 in 0", "queued 0 in 0"}, []string{"7 not-found notice.missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			var (
				o office
				k *killer
			)
			for at := 1; ; at++ {
				o, k = haunted(t)
				o.queued(t, 3)
				if was, _ := k.runs(at, o.sending(k, tries)); !was {
					t.Fatalf("no step is %q", tt.step)
				}
				if m := o.outbox(t)[0]; m.Status == notice.Leased && k.steps[len(k.steps)-1] == tt.step {
					break
				}
			}
			if _, err := o.decides(tt.drop, tt.which...); !slices.Equal(refusals(err), tt.refusals) {
				t.Errorf("got %v, want %v", refusals(err), tt.refusals)
			}
			if diff := cmp.Diff(tt.want, o.standing(t)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			o.verified(t)
			o.send(t) // nobody is at the desk
		})
	}
}

func TestWhatIsDroppedTwiceIsWrittenOnce(t *testing.T) {
	o, arm, written := brittle(t, memstore.Commit, true, fault.New(fault.Internal, "ledger.disk"))
	o.queued(t, 2)
	if _, err := o.decides(true, 2); err != nil {
		t.Fatal(err)
	}
	arm(1)
	if letters, err := o.decides(true, 2); err != nil || len(letters) != 1 || written() {
		t.Errorf("%+v, %v, written %v", letters, err, written())
	}
	if _, err := o.decides(true, 1, 2); fault.CodeOf(err) != fault.Internal {
		t.Errorf("%v", err)
	}
}
