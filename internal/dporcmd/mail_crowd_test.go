package dporcmd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestTwoSendersAtOnceHandOverEachMessageOnce(t *testing.T) {
	const messages = 200
	w, box := queued(t, messages), &mailbox{}
	changes := w.changes(t)
	w = w.by(startRelay(t, relay{box: box, pause: 2 * time.Millisecond}).port)
	var group sync.WaitGroup
	var sent [2]struct{ Sent int }
	for n := range sent {
		group.Go(func() {
			cmd := w.command("notify", "send", "--wait", "60s", "-o", "json")
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Run(); err != nil {
				t.Errorf("sender %d: %v\n%s", n, err, errs.String())
				return
			}
			if err := json.Unmarshal(out.Bytes(), &sent[n]); err != nil {
				t.Errorf("sender %d: %v", n, err)
			}
		})
	}
	group.Wait()
	if sent[0].Sent+sent[1].Sent != messages {
		t.Errorf("they say that they sent %d and %d", sent[0].Sent, sent[1].Sent)
	}
	w.delivered(t, box, changes)
}

// sending is a process that sends, at a server that stopped it.
func (w world) sending(t testing.TB, s *scripted) (cmd *exec.Cmd, said *bytes.Buffer) {
	t.Helper()
	cmd, said = w.by(s.port).command("notify", "send"), new(bytes.Buffer)
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	s.stopped(t)
	return cmd, said
}

func TestASecondSenderIsToldWhoIsAtIt(t *testing.T) {
	w, box := queued(t, 5), &mailbox{}
	changes := w.changes(t)
	s := (&scripted{box: box, at: mailFrom, message: 3, do: stops}).start(t)
	first, said := w.sending(t, s)
	_, told, code := w.by(s.port).run(t, "notify", "send", "--wait", "200ms")
	if code != 7 || !strings.Contains(told, fmt.Sprint(first.Process.Pid)) || !strings.Contains(told, "notify send") {
		t.Errorf("the second ended with %d\n%s", code, told)
	}
	s.resume()
	if err := first.Wait(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	w.delivered(t, box, changes)
}

func TestTheLedgerIsFreeWhileASenderWaitsForTheServer(t *testing.T) {
	const free = 5
	w, box := queued(t, free), &mailbox{}
	w.must(t, "remove", "--yes", "--subscription", place(free-1))
	s := (&scripted{box: box, at: mailFrom, message: 3, do: stops}).start(t)
	sender, said := w.sending(t, s)
	began := time.Now()
	w.must(t, "add", "--wait", "0s", "--subscription", place(free-1), "--mpn", partner(3))
	w.must(t, "list", "--wait", "0s")
	w.must(t, "notify", "list", "--wait", "0s")
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("it took %v", took)
	}
	changes := w.changes(t)
	s.resume()
	if err := sender.Wait(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	w.by(s.port).must(t, "notify", "send") // what was added meanwhile, unless it went with the others
	w.delivered(t, box, changes)
}

func TestWhatASenderHasInHandIsNotDecidedAbout(t *testing.T) {
	w, box := queued(t, 3), &mailbox{}
	changes := w.changes(t)
	s := (&scripted{box: box, at: mailFrom, message: 2, do: stops}).start(t)
	sender, said := w.sending(t, s)
	for _, args := range [][]string{{"drop", "3", "--reason", "Told on the telephone"}, {"retry", "3"}} {
		if _, told, code := w.run(t, append([]string{"notify", "--wait", "200ms"}, args...)...); code != 4 && code != 7 {
			t.Errorf("%v ended with %d\n%s", args, code, told)
		}
	}
	s.resume()
	if err := sender.Wait(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	w.delivered(t, box, changes)
}

func TestAnInterruptedSenderEndsInGoodOrder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt on Windows")
	}
	const messages = 150
	for _, c := range []struct {
		at     step
		signal os.Signal
	}{{mailFrom, os.Interrupt}, {ended, os.Interrupt}, {mailFrom, syscall.SIGTERM}, {ended, syscall.SIGHUP}} {
		t.Run(fmt.Sprint(c.at, " ", c.signal), func(t *testing.T) {
			w, box := queued(t, messages), &mailbox{}
			changes := w.changes(t)
			s := (&scripted{box: box, at: c.at, message: 3, do: stops}).start(t)
			sender, said := w.sending(t, s)
			if err := sender.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			time.Sleep(300 * time.Millisecond) // the process has taken notice by then
			s.resume()
			if code := exitCode(t, sender.Wait()); code != 130 {
				t.Errorf("it ended with %d\n%s", code, said)
			}
			accepted := box.times(t)
			if len(accepted) != 3 {
				t.Errorf("%d messages were accepted, and 3 were begun", len(accepted))
			}
			for _, l := range w.letters(t) {
				want := "queued"
				if accepted[l.MessageID] > 0 {
					want = "sent"
				}
				if l.Status != want || want == "queued" && l.Tries != 0 {
					t.Errorf("message %d is %+v, want %s", l.ID, l, want)
				}
			}
			w.by(startRelay(t, relay{box: box}).port).must(t, "notify", "send")
			w.delivered(t, box, changes)
		})
	}
}

func TestASecondInterruptEndsASenderWhoseServerIsSilent(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt on Windows")
	}
	w, box := queued(t, 5), &mailbox{}
	changes := w.changes(t)
	s := (&scripted{box: box, at: ended, message: 3, do: stops}).start(t)
	sender, _ := w.sending(t, s)
	for range 2 {
		if err := sender.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
	}
	if code := exitCode(t, sender.Wait()); code == 0 {
		t.Error("it ended well")
	}
	w.by(startRelay(t, relay{box: box}).port).must(t, "notify", "send")
	w.delivered(t, box, changes, box.all()[2].id)
}
