package dporcmd

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/testkit"
)

// reaches says what a failing step is about.
type reaches int

const (
	oneLetter   reaches = iota // the other message goes its way
	everyLetter                // nobody gets anything
	nobody                     // the messages are with the server already
)

func TestAMessageThatCouldNotBeHandedOverWaitsForItsNextTry(t *testing.T) {
	origin := queued(t, 2)
	changes := origin.changes(t)
	later := testkit.Today().Add(time.Minute).Format(time.RFC3339)
	for i, c := range []struct {
		at      step
		do      []act
		reaches reaches
		twice   bool // the server has the message all the same
	}{
		{at: greeting, do: []act{closes, hangs, "421 busy", "554 nobody here"}, reaches: everyLetter},
		{at: hello, do: []act{closes, hangs, "421 busy", "451 not now", "550 no"}, reaches: everyLetter},
		{at: mailFrom, do: []act{closes, hangs, "421 busy", "451 not now", "550 no"}},
		{at: rcptTo, do: []act{closes, hangs, "421 busy", "451 not now", "550 no"}},
		{at: data, do: []act{closes, hangs, "421 busy", "451 not now", "550 no"}},
		{at: text, do: []act{closes, hangs}},
		{at: ended, do: []act{closes, hangs}, twice: true},
		{at: ended, do: []act{"421 busy", "451 not now", "550 no"}},
		{at: quit, do: []act{closes, hangs, "421 busy", "550 no"}, reaches: nobody},
	} {
		for k, do := range c.do {
			if testing.Short() && (i+k)%4 > 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s: %s", c.at, do), func(t *testing.T) {
				t.Parallel()
				w, box := origin.twin(t), &mailbox{}
				message := 1
				if c.reaches == nobody {
					message = 3
				}
				s := (&scripted{box: box, at: c.at, message: message, do: do}).start(t)
				by := w.by(s.port)
				if do == hangs {
					by = by.set("DPOR_SMTP_TIMEOUT=1s")
				}
				_, said, code := by.run(t, "notify", "send")
				letters, failed := w.letters(t), 0
				for _, l := range letters {
					switch {
					case l.Status == "sent":
					case l.Status != "queued" || l.Tries != 1 || l.Reason == "" || l.NextTry != later:
						t.Errorf("message %d is %+v", l.ID, l)
					default:
						failed++
					}
				}
				if want := map[reaches]int{oneLetter: 1, everyLetter: 2}[c.reaches]; failed != want {
					t.Errorf("%d messages failed, want %d: %+v", failed, want, letters)
				}
				if c.reaches == nobody && code != 0 || c.reaches != nobody && (code != 9 || !strings.Contains(said, letters[0].Reason)) {
					t.Errorf("it ended with %d\n%s", code, said)
				}
				good := w.by(startRelay(t, relay{box: box}).port)
				good.must(t, "notify", "send") // nothing is due yet
				if n := good.statuses(t)["queued"]; n != failed {
					t.Errorf("%d messages wait for their next try, want %d", n, failed)
				}
				good.must(t, "notify", "retry", "--all")
				good.must(t, "notify", "send")
				if c.twice {
					w.delivered(t, box, changes, letters[0].MessageID)
					if n := box.times(t)[letters[0].MessageID]; n != 2 {
						t.Errorf("the message that the server had came %d times", n)
					}
				} else {
					w.delivered(t, box, changes)
				}
			})
		}
	}
}

func TestWhereNoServerListensAllMessagesWait(t *testing.T) {
	w, box := queued(t, 3), &mailbox{}
	changes := w.changes(t)
	listener := listen(t)
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if _, said, code := w.by(port).run(t, "notify", "send"); code != 9 || !strings.Contains(said, fmt.Sprint(port)) {
		t.Errorf("it ended with %d\n%s", code, said)
	}
	for _, l := range w.letters(t) {
		if l.Status != "queued" || l.Tries != 1 || l.Reason == "" {
			t.Errorf("message %d is %+v", l.ID, l)
		}
	}
	w = w.by(startRelay(t, relay{box: box}).port)
	w.must(t, "notify", "retry", "--all")
	w.must(t, "notify", "send")
	w.delivered(t, box, changes)
}

func TestAServerThatClosesAfterEachMessageGetsAllOfThem(t *testing.T) {
	w, box := queued(t, 5), &mailbox{}
	changes := w.changes(t)
	s := (&scripted{box: box, anew: true}).start(t)
	w.by(s.port).must(t, "notify", "send")
	w.delivered(t, box, changes)
}

func TestAMessageIsGivenUpAfterItsTriesAndRetriedOnRequest(t *testing.T) {
	w, box := queued(t, 1), &mailbox{}
	changes := w.changes(t)
	s := (&scripted{box: box, at: rcptTo, message: 1, do: "550 no such user"}).start(t)
	if _, said, code := w.by(s.port).set("DPOR_NOTIFY_TRIES=1").run(t, "notify", "send"); code != 9 || !strings.Contains(said, "no such user") {
		t.Errorf("it ended with %d\n%s", code, said)
	}
	if l := w.letters(t)[0]; l.Status != "given-up" || l.Tries != 1 || l.NextTry != "" || !strings.Contains(l.Reason, "no such user") {
		t.Errorf("the message is %+v", l)
	}
	w = w.by(startRelay(t, relay{box: box}).port)
	w.must(t, "notify", "send")
	if n := len(box.all()); n != 0 {
		t.Errorf("%d messages went out that were given up", n)
	}
	w.must(t, "notify", "retry", "1")
	w.must(t, "notify", "send")
	w.delivered(t, box, changes)
}
