package dporcmd

import (
	"fmt"
	"strings"
	"testing"
)

// A message that is larger than what lies on the way between two processes: its sender is killed while it
// still writes.
func TestALargeMessageThatBreaksOffIsNoMessage(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const places = 40_000
	w, box := settled(t, places), &mailbox{}
	var wanted strings.Builder
	wanted.WriteString("subscriptionId,partnerId\n")
	for n := range places {
		fmt.Fprintf(&wanted, "%s,%s\n", place(n), partner(1))
	}
	w.must(t, "apply", "-f", w.file(t, "wanted.csv", wanted.String()))
	changes := w.must(t, "audit", "verify")
	s := (&scripted{box: box, at: text, message: 1, do: stops}).start(t)
	w.by(s.port).killed(t, s)
	s.resume()
	if n := len(box.all()); n != 0 {
		t.Errorf("%d messages were accepted", n)
	}
	again := (&scripted{box: box, at: text, message: 1, do: closes}).start(t)
	if _, said, code := w.by(again.port).run(t, "notify", "send"); code != 9 {
		t.Errorf("it ended with %d\n%s", code, said)
	}
	w.must(t, "notify", "retry", "--all")
	w.by(again.port).must(t, "notify", "send")
	all := box.all()
	if len(all) != 1 || len(all[0].raw) < 4<<20 {
		t.Fatalf("%d messages were accepted", len(all))
	}
	if l := w.letters(t); len(l) != 1 || l[0].Status != "sent" || l[0].MessageID != all[0].id {
		t.Errorf("%+v", l)
	}
	if now := w.must(t, "audit", "verify"); now != changes {
		t.Errorf("the ledger was\n%s\nand is\n%s", changes, now)
	}
}
