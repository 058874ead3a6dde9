package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// carrier is a courier on an empty ledger, for a way out.
func carrier(t *testing.T, post *pillarBox) *courier {
	t.Helper()
	s := shellFor("")
	return &courier{shell: s, words: s.wording(t.Context()), post: post}
}

// aLetter is a letter to a partner, at these addresses.
func aLetter(to string) app.Letter {
	return app.Letter{
		To: to, Message: notice.Message{ID: 1, MessageID: "<1.x@dpor.invalid>", Kind: notice.PartnerAdded, Partner: testkit.Partner(0), CreatedAt: testkit.Today()},
		Partner: testkit.PartnerRecord(0), Customer: testkit.Customer(0), Subscription: testkit.SubscriptionOf(0, 0),
	}
}

// What the server says, as the mail tells it.
func refusal(code int, recipient string) *fault.Error {
	return fault.New(fault.Remote, "mail.refused", "host", "h", "step", "RCPT TO", "code", code, "text", "no", "recipient", recipient).About(recipient)
}

func TestHowFarAFailureReaches(t *testing.T) {
	cancelled := fault.New(fault.Cancelled, "cancelled").Because(context.Canceled)
	for name, tt := range map[string]struct {
		opening, delivering error
		scope               app.Scope
		code                fault.Code
		unknown             bool
		words               string
	}{
		"the server cannot be reached": {fault.New(fault.Remote, "mail.unreachable", "host", "h", "port", 25, "cause", "timed out"), nil,
			app.EveryLetter, fault.Remote, false, "The mail server h cannot be reached at port 25: timed out."},
		"the password is wrong": {fault.New(fault.Remote, "mail.sign-in", "host", "h", "user", "u", "code", 535), nil,
			app.EveryLetter, fault.Remote, false, "h did not let u sign in (code 535)."},
		"the Maildir is gone": {fault.New(fault.Internal, "mail.disk", "file", "/mail", "reason", "gone"), nil,
			app.EveryLetter, fault.Internal, false, "/mail cannot be written: gone."},
		"no sender is set": {fault.New(fault.Invalid, "mail.no-from").About("smtp.from"), nil,
			app.NoLetter, fault.Invalid, false, "Nobody is named as the sender of messages."},
		"Ctrl-C before it":        {cancelled, nil, app.NoLetter, fault.Cancelled, false, "Cancelled"},
		"a defect before it":      {errors.New("boom"), nil, app.NoLetter, fault.Internal, false, "boom"},
		"an address that is none": {nil, fault.New(fault.Invalid, "mail.address", "value", "ana"), app.ThisLetter, fault.Invalid, false, `"ana" is not one e-mail address`},
		"the server says no":      {nil, refusal(550, "ana@contoso.example"), app.ThisLetter, fault.Remote, false, "h refused RCPT TO for ana@contoso.example with 550: no."},
		"the line is cut": {nil, fault.New(fault.Remote, "mail.lost", "host", "h", "step", "DATA", "cause", "reset"),
			app.ThisLetter, fault.Remote, false, "The connection to h was lost at DATA"},
		"nobody knows whether it arrived": {nil, fault.New(fault.Remote, "mail.unanswered", "host", "h", "cause", "late"),
			app.ThisLetter, fault.Remote, true, "h did not answer at the end of the message, which may have arrived: late."},
		"the disk is full": {nil, fault.New(fault.Internal, "mail.disk", "file", "/mail/tmp/x", "reason", "no space left"),
			app.EveryLetter, fault.Internal, false, "/mail/tmp/x cannot be written: no space left."},
		"Ctrl-C during it":    {nil, cancelled, app.NoLetter, fault.Cancelled, false, "Cancelled"},
		"a damaged ledger":    {nil, fault.New(fault.Corrupt, "audit.differs", "what", "claim", "id", "CLM-1"), app.NoLetter, fault.Corrupt, false, "CLM-1"},
		"a defect in between": {nil, errors.New("boom"), app.NoLetter, fault.Internal, false, "boom"},
	} {
		t.Run(name, func(t *testing.T) {
			post := &pillarBox{opening: tt.opening, takes: func(notify.Envelope) (notify.Receipt, error) { return notify.Receipt{}, tt.delivering }}
			got := carrier(t, post).Carry(t.Context(), aLetter("ana@contoso.example"))
			if got.Err == nil || got.Err.Code != tt.code || got.Scope != tt.scope || got.Unknown != tt.unknown {
				t.Errorf("it became %+v", got)
			}
			if !strings.Contains(got.Words, tt.words) {
				t.Errorf("it says %q, want %q", got.Words, tt.words)
			}
			if len(post.given) > 0 {
				t.Errorf("%v went out", post.given)
			}
		})
	}
}

func TestALetterThatCannotBeWordedKeepsNoOtherBack(t *testing.T) {
	post := &pillarBox{}
	l := aLetter("ana@contoso.example")
	l.Message.Kind = "news"
	c := carrier(t, post)
	if got := c.Carry(t.Context(), l); got.Err == nil || got.Err.Code != fault.Internal || got.Scope != app.ThisLetter || got.Words == "" || post.opened > 0 {
		t.Errorf("it became %+v, and the post was opened %d times", got, post.opened)
	}
	if got := c.Carry(t.Context(), aLetter("ana@contoso.example")); got.Err != nil || len(post.given) != 1 {
		t.Errorf("the next one became %+v", got)
	}
}

func TestALetterIsGivenToThePostWhole(t *testing.T) {
	for given, want := range map[string][]string{
		"a@x.example":                            {"a@x.example"},
		" a@x.example ":                          {"a@x.example"},
		"a@x.example; b@y.example, c@z.example":  {"a@x.example", "b@y.example", "c@z.example"},
		";,a@x.example;; ,\t;b@y.example,":       {"a@x.example", "b@y.example"},
		"a@x.example\r\nBcc: b@y.example":        {"a@x.example\r\nBcc: b@y.example"}, // which the post refuses
		"Ana Lind <a@x.example>":                 {"a@x.example"},
		"<a@x.example>; Bo Ek < b@y.example >":   {"a@x.example", "b@y.example"},
		"Ana <a@x.example> <b@y.example>":        {"Ana <a@x.example> <b@y.example>"}, // which the post refuses
		"a@x.example>":                           {"a@x.example"},
		"Ana <>":                                 nil,
		`"Lind, Ana" <a@x.example>; b@y.example`: {"a@x.example", "b@y.example"},
		" ; , ":                                  nil,
		"å@å.example":                            {"å@å.example"},
	} {
		post := &pillarBox{}
		got := carrier(t, post).Carry(t.Context(), aLetter(given))
		if len(post.given) != 1 {
			t.Fatalf("%q: %d were given", given, len(post.given))
		}
		e := post.given[0]
		if diff := cmp.Diff(app.Carried{Subject: e.Subject, Lang: e.Lang}, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", given, diff)
		}
		if diff := cmp.Diff(want, e.To); diff != "" {
			t.Errorf("%q goes to (-want +got)\n%s", given, diff)
		}
		if e.MessageID != "<1.x@dpor.invalid>" || !e.At.Equal(testkit.Today()) || e.Lang != "en" || e.Subject == "" || e.Text == "" || e.HTML == "" || e.Attachment != nil {
			t.Errorf("%q became %+v", given, e)
		}
	}
}

func TestRecipientsThatWereRefusedAreToldAlthoughTheMessageWent(t *testing.T) {
	refused := []*fault.Error{refusal(550, "b@y.example"), fault.New(fault.Remote, "mail.no-utf8", "host", "h", "recipient", "å@z.example")}
	for n, want := range []string{
		"",
		"h refused RCPT TO for b@y.example with 550: no.",
		"h refused RCPT TO for b@y.example with 550: no. h takes no address with letters beyond ASCII, such as å@z.example.",
	} {
		post := &pillarBox{takes: func(notify.Envelope) (notify.Receipt, error) { return notify.Receipt{Refused: refused[:n]}, nil }}
		got := carrier(t, post).Carry(t.Context(), aLetter("a@x.example, b@y.example, å@z.example"))
		if diff := cmp.Diff(app.Carried{Words: want, Subject: post.given[0].Subject, Lang: "en"}, got); diff != "" {
			t.Errorf("%d refused (-want +got)\n%s", n, diff)
		}
	}
}

func TestOfVeryManyRefusalsTheFirstAreTold(t *testing.T) {
	var refused []*fault.Error
	for n := range 1000 {
		refused = append(refused, refusal(550, fmt.Sprintf("%d@y.example", n)))
	}
	post := &pillarBox{takes: func(notify.Envelope) (notify.Receipt, error) { return notify.Receipt{Refused: refused}, refused[0] }}
	got := carrier(t, post).Carry(t.Context(), aLetter("a@x.example"))
	if n := strings.Count(got.Words, "h refused"); n != mostRefusals {
		t.Errorf("%d are told", n)
	}
}

func TestRecipientsThatHaveALetterAreToldWhileOthersWait(t *testing.T) {
	for _, tt := range []struct {
		had, now string
		want     string
	}{
		{"", "", "h refused RCPT TO for b@y.example with 450: no."},
		{"", "a@x.example", "Handed over to a@x.example, not to the others: h refused RCPT TO for b@y.example with 450: no."},
		{"a@x.example", "", "Handed over to a@x.example, not to the others: h refused RCPT TO for b@y.example with 450: no."},
		{"a@x.example", "c@z.example", "Handed over to a@x.example, c@z.example, not to the others: h refused RCPT TO for b@y.example with 450: no."},
	} {
		taken := strings.Fields(tt.now)
		var told []string
		post := &pillarBox{takes: func(e notify.Envelope) (notify.Receipt, error) {
			told = e.Had
			return notify.Receipt{Taken: taken}, refusal(450, "b@y.example")
		}}
		l := aLetter("a@x.example, b@y.example, c@z.example")
		l.Message.Taken = tt.had
		got := carrier(t, post).Carry(t.Context(), l)
		if got.Words != tt.want || !slices.Equal(got.Taken, taken) || got.Err == nil || got.Scope != app.ThisLetter || got.Unknown {
			t.Errorf("%q had it, %q have it now: %+v", tt.had, tt.now, got)
		}
		if had := strings.Fields(tt.had); !slices.Equal(told, had) {
			t.Errorf("the post was told that %q had it, want %q", told, had)
		}
	}
}

// What is said of every letter tells nothing that is true of the one at hand only.
func TestWhoHasALetterIsNotSaidOfOthers(t *testing.T) {
	full := fault.New(fault.Internal, notify.Disk, "file", "f", "reason", "no space left on device")
	post := &pillarBox{takes: func(notify.Envelope) (notify.Receipt, error) { return notify.Receipt{}, full }}
	l := aLetter("a@x.example, b@y.example")
	l.Message.Taken = "a@x.example"
	got := carrier(t, post).Carry(t.Context(), l)
	if got.Scope != app.EveryLetter || strings.Contains(got.Words, "a@x.example") || !strings.Contains(got.Words, "no space left") {
		t.Errorf("%+v", got)
	}
}

// Who is refused for good is told too where another keeps the letter waiting.
func TestAllThatIsKnownOfRecipientsStandsInTheReason(t *testing.T) {
	post := &pillarBox{takes: func(notify.Envelope) (notify.Receipt, error) {
		return notify.Receipt{Taken: []string{"a@x.example"}, Refused: []*fault.Error{refusal(550, "c@z.example")}}, refusal(450, "b@y.example")
	}}
	got := carrier(t, post).Carry(t.Context(), aLetter("a@x.example, b@y.example, c@z.example"))
	want := "Handed over to a@x.example, not to the others: h refused RCPT TO for b@y.example with 450: no. h refused RCPT TO for c@z.example with 550: no."
	if got.Words != want {
		t.Errorf("got %s\nwant %s", got.Words, want)
	}
	alone := refusal(550, "a@x.example")
	post.takes = func(notify.Envelope) (notify.Receipt, error) {
		return notify.Receipt{Refused: []*fault.Error{alone}}, alone
	}
	if got := carrier(t, post).Carry(t.Context(), aLetter("a@x.example")); strings.Count(got.Words, "550") != 1 {
		t.Errorf("the one refusal is told twice: %s", got.Words)
	}
}

// A server that answers nothing may keep a sender for as long as smtp.timeout, at every letter.
func TestAServerThatFallsSilentIsLeftAfterThreeLetters(t *testing.T) {
	lost := fault.New(fault.Remote, "mail.lost", "host", "h", "step", "DATA", "cause", "late")
	unanswered := fault.New(fault.Remote, "mail.unanswered", "host", "h", "cause", "late")
	for name, tt := range map[string]struct {
		said []error
		want []app.Scope
	}{
		"silent":            {[]error{lost, lost, lost}, []app.Scope{app.ThisLetter, app.ThisLetter, app.LastLetter}},
		"silent at the end": {[]error{unanswered, lost, unanswered}, []app.Scope{app.ThisLetter, app.ThisLetter, app.LastLetter}},
		"hanging up":        {[]error{refusal(421, ""), lost, refusal(421, "")}, []app.Scope{app.ThisLetter, app.ThisLetter, app.LastLetter}},
		"now and then":      {[]error{lost, lost, nil, lost, lost}, slices.Repeat([]app.Scope{app.ThisLetter}, 5)},
		"it says no":        {[]error{lost, lost, refusal(550, "a@x"), lost, lost}, slices.Repeat([]app.Scope{app.ThisLetter}, 5)},
		"it says no always": {slices.Repeat([]error{refusal(451, "a@x")}, 5), slices.Repeat([]app.Scope{app.ThisLetter}, 5)},
	} {
		n := 0
		c := carrier(t, &pillarBox{takes: func(notify.Envelope) (notify.Receipt, error) { n++; return notify.Receipt{}, tt.said[n-1] }})
		var got []app.Scope
		for range tt.said {
			got = append(got, c.Carry(t.Context(), aLetter("a@x.example")).Scope)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}
