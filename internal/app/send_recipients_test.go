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

// Who has a message is in the ledger before the next one is begun: nothing else knows it.
func TestOfSeveralRecipientsThoseWhoHaveAMessageGetItNoMore(t *testing.T) {
	for where, o := range offices(t) {
		t.Run(where, func(t *testing.T) {
			o.queued(t, 3)
			partly := untaken(app.ThisLetter, "451 for bo")
			partly.Taken = []string{"ana@x.example", "eva@x.example"}
			o.what = func(l app.Letter) app.Carried {
				switch l.Message.ID {
				case 1:
					return partly
				case 2:
					first := o.outbox(t)[0]
					if first.Status != notice.Queued || first.Tries != 1 || !slices.Equal(first.Has(), partly.Taken) {
						t.Errorf("when the next one is begun the first is %+v", first)
					}
				}
				return app.Carried{}
			}
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
			if first := o.outbox(t)[0]; first.Status != notice.Sent || first.Has() != nil {
				t.Errorf("in the end the first is %+v", first)
			}
		})
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
