//go:build unix

package boltstore

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// sendingChild takes the desk, notes messages from the first number on, and says which it has handed over;
// where it is given no count it stays at the desk, with the next message begun. No file grows beyond largest,
// where that is not 0.
func sendingChild(s *Store, first, count, largest int) int {
	err := limitFiles(largest)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	d, err := s.Take(tContext)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("at the desk")
	for n := first; count == 0 || n < first+count; n++ {
		err := d.Enter(uint64(n), app.Begun)
		if err == nil && count == 0 {
			fmt.Println("begun", n)
			_, _ = io.ReadAll(os.Stdin)
		}
		if err == nil {
			err = d.Enter(uint64(n), app.HandedOver)
		}
		if err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println("kept", n)
	}
	return 0
}

func TestAKilledSenderLeavesTheDeskAndItsNotes(t *testing.T) {
	s, _, _ := ledgerWithDesk(t)
	d, err := s.Take(tContext)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Enter(3, app.NotTaken); err != nil {
		t.Fatal(err)
	}
	d.Leave()
	cmd, _, lines := start(t, "send", s.path, 17, 0, 0)
	for lines.Scan() && lines.Text() != "begun 17" {
	}
	_, err = s.Take(tContext)
	wantKey(t, err, fault.Busy, "desk.busy")
	if pid := fault.As(err).Args["pid"]; pid != cmd.Process.Pid {
		t.Errorf("the sender is %v, want %d", pid, cmd.Process.Pid)
	}
	if err := s.Update(tContext, add(1)); err != nil {
		t.Errorf("the ledger is held too: %v", err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if left, want := leftAt(t, s), (map[uint64]app.Note{3: app.NotTaken, 17: app.Begun}); !maps.Equal(left, want) {
		t.Errorf("left was %v, want %v", left, want)
	}
}

// TestEveryNoteThatStoodOutlivesASenderThatIsKilled kills at any moment.
func TestEveryNoteThatStoodOutlivesASenderThatIsKilled(t *testing.T) {
	s, _, _ := ledgerWithDesk(t)
	rounds, all := 10, 0
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		cmd, _, lines := start(t, "send", s.path, round*10_000_000, 10_000_000, 0)
		if !lines.Scan() {
			t.Fatal("the child said nothing")
		}
		time.AfterFunc(rand.N(40*time.Millisecond), func() { _ = cmd.Process.Kill() })
		numbers, last := kept(lines)
		_ = cmd.Wait()
		if last != "" {
			t.Fatal(last)
		}
		all += len(numbers)
		left := leftAt(t, s)
		for _, n := range numbers {
			if left[uint64(n)] != app.HandedOver {
				t.Fatalf("message %d was handed over, and left was %q", n, left[uint64(n)])
			}
		}
		if more := len(left) - all; more > round+1 { // each may have begun one more than it could say
			t.Fatalf("%d messages are left that nobody told of", more)
		}
		all = len(left)
	}
	if all == 0 {
		t.Error("no child got to note anything")
	}
}

// TestASenderWithoutRoomForAnotherMessageHasNotedTheOneBefore lets the file of notes end at another byte each
// time.
func TestASenderWithoutRoomForAnotherMessageHasNotedTheOneBefore(t *testing.T) {
	for _, more := range []int{0, 1, noteSize / 2, noteSize - 1} {
		s, _, _ := ledgerWithDesk(t)
		const count = 5
		cmd, _, lines := start(t, "send", s.path, 1, 1000, count*noteSize+more)
		numbers, last := kept(lines)
		if err := cmd.Wait(); err == nil || !strings.HasPrefix(last, "error ") {
			t.Fatalf("%d bytes more: %v, %s", more, err, last)
		}
		want := map[uint64]app.Note{}
		for _, n := range numbers {
			want[uint64(n)] = app.HandedOver
		}
		if left := leftAt(t, s); len(want) != count || !maps.Equal(left, want) {
			t.Errorf("%d bytes more: left was %v, want %v", more, left, want)
		}
	}
}

// TestAMessageIsBegunOnlyOnceThatIsOnTheDisk: with it is what became of those before, so that a power cut leaves
// one message in doubt.
func TestAMessageIsBegunOnlyOnceThatIsOnTheDisk(t *testing.T) {
	s, notes, _ := ledgerWithDesk(t)
	leftAt(t, s) // makes the file, which strace looks for at its start
	numbers, last, err := traced(t, command("send", s.path, 1, 10, 0), notes, "fsync:error=EIO:when=4")
	if err == nil || len(numbers) != 3 || !strings.HasPrefix(last, "error internal: desk.disk") {
		t.Fatalf("%v of 10 were handed over, %q, %v", numbers, last, err)
	}
	want := map[uint64]app.Note{1: app.HandedOver, 2: app.HandedOver, 3: app.HandedOver, 4: app.Begun}
	if left := leftAt(t, s); !maps.Equal(left, want) {
		t.Errorf("left was %v, want %v", left, want)
	}
}
