package dporcmd

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"
)

func TestAKilledSenderLosesNoMessageAndRepeatsNoneThatWasAnswered(t *testing.T) {
	const messages = 5
	origin := queued(t, messages)
	changes := origin.changes(t)
	for i, c := range []struct {
		at      step
		message int
		anew    bool
		doubt   bool // the process does not know whether the message before was taken
		least   int  // how many were accepted by then
	}{
		{at: greeting, message: 3, anew: true, least: 2},
		{at: hello, message: 3, anew: true, least: 2},
		{at: mailFrom, message: 3, least: 2},
		{at: rcptTo, message: 3, least: 2},
		{at: data, message: 3, least: 2},
		{at: text, message: 3, least: 2},
		{at: ended, message: 3, doubt: true, least: 3},
		{at: answered, message: 3, doubt: true, least: 3},
		{at: mailFrom, message: 4, least: 3},
		{at: greeting, message: 1},
		{at: ended, message: 1, doubt: true, least: 1},
		{at: ended, message: messages, doubt: true, least: messages},
		{at: quit, message: messages + 1, least: messages},
	} {
		if testing.Short() && i%3 > 0 {
			continue
		}
		t.Run(fmt.Sprintf("%s of message %d", c.at, c.message), func(t *testing.T) {
			w, box := origin.twin(t), &mailbox{}
			s := (&scripted{box: box, at: c.at, message: c.message, do: stops, anew: c.anew}).start(t)
			w.by(s.port).killed(t, s)
			if n := len(box.all()); n != c.least {
				t.Fatalf("%d were accepted before the kill, want %d", n, c.least)
			}
			var doubt []string
			if c.doubt {
				doubt = append(doubt, box.last())
			}
			began := time.Now()
			w.by(startRelay(t, relay{box: box}).port).must(t, "notify", "send")
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("the next sender had to wait: it took %v", took)
			}
			w.delivered(t, box, changes, doubt...)
			if n := box.times(t)[box.all()[max(c.least, 1)-1].id]; c.at == ended && n != 2 {
				t.Errorf("what the process was not told of came %d times", n)
			}
		})
	}
}

// killed sends and kills the process where the server stops.
func (w world) killed(t testing.TB, s *scripted) {
	t.Helper()
	cmd := w.command("notify", "send")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.stopped(t)
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if cmd.Wait() == nil {
		t.Error("the process ended well before it was killed")
	}
}

// killedAt starts a process and kills it shortly after a count has come so far. It tells whether it was still at work.
func killedAt(t testing.TB, cmd *exec.Cmd, count func() int, far int) bool {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for count() < far {
		select {
		case err := <-ended:
			t.Fatalf("it ended before it had done %d: %v", far, err)
		case <-time.After(time.Millisecond):
		}
	}
	time.Sleep(rand.N(2 * time.Millisecond)) // it is at another step each time
	_ = cmd.Process.Kill()
	return <-ended != nil
}

func TestASenderThatIsKilledAnywhereRepeatsAtMostTheMessageItHadInHand(t *testing.T) {
	const messages = 320 // more than a sender takes in hand at once
	rounds := 16
	if testing.Short() {
		rounds = 4
	}
	w, box := queued(t, messages), &mailbox{}
	changes := w.changes(t)
	server := startRelay(t, relay{box: box})
	w = w.by(server.port)
	killed, doubt := 0, []string{}
	for n := range rounds {
		if killedAt(t, w.command("notify", "send"), func() int { return len(box.all()) }, (n+1)*messages/(rounds+2)) {
			killed++
			server.rests(t)
			doubt = append(doubt, box.last())
		}
	}
	if killed == 0 {
		t.Error("no process was killed: the test tests nothing")
	}
	w.must(t, "notify", "send")
	w.delivered(t, box, changes, doubt...)
	t.Logf("%d processes were killed, and %d messages came twice", killed, len(box.all())-messages)
}
