package app_test

import (
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// moves gives a partner another e-mail address.
func (o office) moves(t *testing.T, n int, email string) {
	t.Helper()
	p := testkit.PartnerRecord(n)
	p.Email = email
	o.given(t, testkit.Rows{Partners: testkit.Partners(p)})
}

// letter is a message of the outbox with where it goes to.
func (o office) letter(t *testing.T, id uint64) app.Letter {
	t.Helper()
	l, err := o.by(testkit.Owner()).Letter(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOfSeveralRecipientsThoseWhoHaveAMessageGetItNoMore(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 3)
			partly := untaken(app.ThisLetter, "451 for bo")
			partly.Taken = []string{"ana@x.example", "eva@x.example"}
			o.what = which(partly, 1)
			if total, err := o.sends(app.Sending{}); err == nil || total != (app.Sent{Sent: 2, Failed: 1}) {
				t.Errorf("%+v, %v", total, err)
			}
			*o.later += notice.Pause(1)
			o.what = func(l app.Letter) app.Carried {
				if !slices.Equal(l.Message.Has(), partly.Taken) {
					t.Errorf("of the second try it is not known that %q have it, but %q", partly.Taken, l.Message.Has())
				}
				return app.Carried{}
			}
			if total := o.send(t); total != (app.Sent{Sent: 1}) {
				t.Errorf("%+v", total)
			}
			if first := o.outbox(t)[0]; first.Status != notice.Sent || first.Has() != nil || first.To != "mail@partner0.example, ana@x.example, eva@x.example" {
				t.Errorf("in the end the first is %+v", first)
			}
		})
	}
}

// A sender is killed at every step of a run in which one of three recipients is refused for now. Only who was
// given the message just then can get it twice.
func TestAKilledSenderKnowsWhichRecipientsHaveAMessage(t *testing.T) {
	known := 0
	for at, was := 1, true; was; at++ {
		o, k := haunted(t)
		o.queued(t, 2)
		o.moves(t, 0, "ana@x.example; bo@x.example, eva@x.example")
		got := map[string]int{}
		tried := 0
		o.what = func(l app.Letter) app.Carried {
			if l.Message.ID != 1 {
				return app.Carried{}
			}
			var taken []string
			for _, one := range l.Addresses() {
				if !slices.Contains(l.Message.Has(), one) && (tried > 0 || one != "bo@x.example") {
					taken = append(taken, one)
					got[one]++
				}
			}
			if tried++; tried > 1 {
				return app.Carried{}
			}
			partly := untaken(app.ThisLetter, "451 for bo")
			partly.Taken = taken
			return partly
		}
		was, _ = k.runs(at, o.sending(k, tries))
		last := k.steps[len(k.steps)-1]
		for range 2 { // bo may still have to be refused
			*o.later += notice.Pause(tries)
			_, _ = k.runs(0, o.sending(k, tries))
		}
		most := 1
		if last == "carried" || last == "note partly-5" {
			most = 2
		}
		if last == "noted partly-5" {
			if known++; o.doubted()[1] {
				t.Errorf("killed at step %d it is said that nobody knows who has it", at)
			}
		}
		for _, one := range []string{"ana@x.example", "bo@x.example", "eva@x.example"} {
			if got[one] < 1 || got[one] > most {
				t.Errorf("killed at step %d, %s: %s got it %d times", at, last, one, got[one])
			}
		}
		if m := o.outbox(t)[0]; m.Status != notice.Sent {
			t.Errorf("killed at step %d, %s: %+v", at, last, m)
		}
	}
	if known == 0 {
		t.Error("nobody was killed after the note")
	}
}

func TestWhatWasSentStaysAsItWent(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 4) // 1 and 4 are to partner 0
			was := o.letter(t, 1).To
			o.what = which(app.Carried{Subject: "You are now the partner", Lang: "sv"}, 1)
			if _, err := o.sends(app.Sending{Limit: 1}); err != nil {
				t.Fatal(err)
			}
			o.moves(t, 0, "elsewhere@y.example")
			first, second := o.letter(t, 1), o.letter(t, 4)
			if first.To != was || first.Message.To != was || first.Message.Subject != "You are now the partner" || first.Message.Lang != "sv" {
				t.Errorf("it went to %q, and is %+v", was, first.Message)
			}
			if second.To != "elsewhere@y.example" || second.Message.To != "" {
				t.Errorf("the one that waits goes to %q", second.To)
			}
		})
	}
}
