package mail

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// TestEachOfSeveralRecipientsGetsAMessageOnce where a server takes some of them now, others later and some never.
func TestEachOfSeveralRecipientsGetsAMessageOnce(t *testing.T) {
	const a, b, c = "a@x.example", "b@x.example", "c@x.example"
	for _, tt := range []struct {
		name    string
		script  script
		had     []string
		to      []string // whom the server was told of
		taken   []string
		refused int
	}{
		{"all take it", nil, nil, []string{a, b, c}, nil, 0},
		{"one is refused for now", script{"RCPT 2": "450 later"}, nil, []string{a, b, c}, []string{a, c}, 1},
		{"one is refused for good", script{"RCPT 2": "550 no"}, nil, []string{a, b, c}, []string{a, c}, 1},
		{"two are refused for now", script{"RCPT 1": "450 later", "RCPT 3": "451 later"}, nil, []string{a, b, c}, []string{b}, 2},
		{"one is refused for now, and one for good", script{"RCPT 1": "450 later", "RCPT 2": "550 no"}, nil, []string{a, b, c}, []string{c}, 2},
		{"nobody has it", script{"RCPT 1": "450 later", "RCPT 2": "550 no", "RCPT 3": "450 later"}, nil, []string{a, b, c}, nil, 3},
		{"who had it gets it no more", nil, []string{a, c}, []string{b}, nil, 0},
		{"who had it is not asked again where another is refused for now", script{"RCPT": "450 later"}, []string{a}, []string{b, c}, nil, 2},
		{"the last one is refused for good", script{"RCPT": "550 no"}, []string{a, c}, []string{b}, nil, 1},
		{"all had it", nil, []string{c, b, a}, nil, nil, 0},
		{"somebody had it who is no recipient any more", nil, []string{"z@x.example"}, []string{a, b, c}, nil, 0},
		{"who had it is written in another case", nil, []string{"a@X.Example", c}, []string{b}, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := play(t, tt.script)
			post := opened(t, p.settings())
			e := envelope(a, b, c)
			e.Had = tt.had
			receipt, err := post.Deliver(context.Background(), e)
			if tt.refused > 0 {
				expect(t, err, fault.Remote, "mail.refused")
			} else if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(receipt.Taken, tt.taken) || len(receipt.Refused) != tt.refused {
				t.Errorf("%q have it now, %d are refused; want %q and %d", receipt.Taken, len(receipt.Refused), tt.taken, tt.refused)
			}
			p.lock.Lock()
			defer p.lock.Unlock()
			var to []string
			for _, command := range p.heard {
				if rest, is := strings.CutPrefix(command, "RCPT TO:<"); is {
					to = append(to, rest[:strings.IndexByte(rest, '>')])
				}
			}
			if diff := cmp.Diff(tt.to, to); diff != "" {
				t.Errorf("told of (-want +got)\n%s", diff)
			}
			reached := len(tt.to) > tt.refused
			if got := len(p.arrived) == 1; got != reached {
				t.Fatalf("%d messages arrived", len(p.arrived))
			}
			if reached && !strings.Contains(p.arrived[0], "\r\nTo: "+a+",\r\n "+b+",\r\n "+c+"\r\n") {
				t.Errorf("it does not name all it goes to:\n%s", p.arrived[0])
			}
		})
	}
}

// Nobody has a message because somebody else had it, who is none of its recipients any more.
func TestAMessageThatNoneOfItsRecipientsTakesIsNotDelivered(t *testing.T) {
	p := play(t, script{"RCPT": "550 no"})
	e := envelope("new@x.example")
	e.Had = []string{"old@x.example"}
	_, err := opened(t, p.settings()).Deliver(context.Background(), e)
	if got := expect(t, err, fault.Remote, "mail.refused"); got.Args["code"] != 550 {
		t.Errorf("%v", got)
	}
}

func TestARecipientThatHasAMessageIsNotRefusedByAServerThatCannotNameIt(t *testing.T) {
	const beyond, plain = "björn@åkeri.example", "ana@x.example"
	for name, had := range map[string][]string{"one has it": {beyond}, "both have it": {plain, beyond}} {
		p := play(t, nil) // which knows no SMTPUTF8
		e := envelope(beyond, plain)
		e.Had = had
		receipt, err := opened(t, p.settings()).Deliver(context.Background(), e)
		if err != nil || receipt.Refused != nil || receipt.Taken != nil {
			t.Errorf("%s: %+v, %v", name, receipt, err)
		}
		p.lock.Lock()
		if len(p.arrived) != 2-len(had) {
			t.Errorf("%s: %d messages arrived", name, len(p.arrived))
		}
		p.lock.Unlock()
	}
}
