//go:build unix

package dporcmd

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestDroppingAMessageIsAskedAbout(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := queued(t, 2)
			before := w.bytes(t)
			for _, keys := range []string{"n" + enter, interrupt} {
				s := w.at(t, k, "notify", "drop", "1")
				s.goesThrough([]answer{{"Take this message out of the queue?", keys}})
				s.ends(130)
				if !bytes.Equal(before, w.bytes(t)) {
					t.Errorf("after %q the ledger was changed", keys)
				}
			}
			s := w.at(t, k, "notify", "drop", "1", "--reason", "told on the telephone")
			s.goesThrough([]answer{{"Take this message out of the queue?", "y" + enter}, {"told on the telephone", ""}})
			s.ends(0)
			letters := w.letters(t)
			if l := letters[0]; l.Status != "dropped" || l.Reason != "Dropped by admin@contoso.example: told on the telephone" || letters[1].Status != "queued" {
				t.Errorf("the outbox has %+v", letters)
			}
		})
	}
}

// lastOfSending finds the last line of progress, and that it is wiped.
var lastOfSending = regexp.MustCompile(`(?s)^.*\r([^\r\n]*Sending[^\r\n]*)\r( +)\r(.*)$`)

func TestASlowSenderShowsHowFarItIsAndLeavesNothingOfThat(t *testing.T) {
	t.Parallel()
	w, server := queued(t, 4), (&scripted{box: &mailbox{}, at: mailFrom, message: 3, do: stops}).start(t)
	s := w.by(server.port).at(t, usual(), "notify", "send")
	server.stopped(t)
	s.sees("Sending  50% [=========>          ] (2/4")
	server.resume()
	s.ends(0)
	last := lastOfSending.FindStringSubmatch(s.text())
	if last == nil || len(last[2]) < len(last[1]) || !strings.Contains(last[3], "Sent        4\r\n") {
		t.Errorf("it shows %q", s.text())
	}
}

// A sender that is stopped says so, and the next one goes on.
func TestCtrlCStopsASenderInGoodOrder(t *testing.T) {
	t.Parallel()
	w, box := queued(t, 4), &mailbox{}
	changes := w.changes(t)
	server := (&scripted{box: box, at: mailFrom, message: 3, do: stops}).start(t)
	s := w.by(server.port).at(t, usual(), "notify", "send")
	server.stopped(t)
	if _, err := s.screen.WriteString(interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // that it came is seen by how it ends
	server.resume()
	s.sees("Stopped before the end")
	s.ends(130)
	if n := w.statuses(t)["sent"]; n < 2 || n > 3 || n != len(box.all()) {
		t.Errorf("%d are sent, %d were accepted", n, len(box.all()))
	}
	w.by(startRelay(t, relay{box: box}).port).must(t, "notify", "send")
	w.delivered(t, box, changes)
}
