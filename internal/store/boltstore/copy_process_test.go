//go:build unix

package boltstore

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// copyChild does a task of a child process that has to do with copies.
func copyChild(task, path string, numbers []int) int {
	s := copying(path, 20*time.Second)
	switch task {
	case "rewrite": // generations, size of the largest file
		if err := limitFiles(numbers[1]); err != nil {
			fmt.Println("error", err)
			return 1
		}
		for range numbers[0] {
			var next uint64
			err := s.Rewrite(tContext, func(r app.Reader) (app.Bulk, error) {
				bulk, err := generation(r)
				seq, _, _ := r.Head()
				next = seq + 1
				fmt.Println("begin")
				return bulk, err
			})
			if err != nil {
				fmt.Println("error", fault.CodeOf(err), err)
				return 0
			}
			fmt.Println("kept", next)
		}
	case "watch": // reads until its input ends
		ended := make(chan struct{})
		go func() { _, _ = io.ReadAll(os.Stdin); close(ended) }()
		reads := 0
		for {
			select {
			case <-ended:
				fmt.Println("kept", reads)
				return 0
			default:
			}
			if _, err := generationOf(s); err != nil {
				fmt.Println("error", err)
				return 1
			}
			reads++
			time.Sleep(50 * time.Millisecond) // who writes asks for the lock again and again, and has to find it free
		}
	case "check": // bbolt's own check, which can go on for ever
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, PreLoadFreelist: true})
		if err == nil {
			err = db.View(func(tx *bolt.Tx) (first error) {
				for err := range tx.Check() {
					first = err
				}
				return first
			})
		}
		fmt.Println("checked", err)
	}
	return 0
}

// limitFiles makes no file of the process grow beyond a size; 0 leaves it free to.
func limitFiles(size int) error {
	if size == 0 {
		return nil
	}
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: uint64(size), Max: uint64(size)}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

// firstGeneration is a ledger of one generation.
func firstGeneration(t *testing.T) (path string) {
	t.Helper()
	path = freshPath(t)
	if err := copying(path, 0).Rewrite(tContext, generation); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantGeneration checks that a ledger is whole and of the generation before a change or of that after it, and
// gives which.
func wantGeneration(t *testing.T, path string, before, after uint64) uint64 {
	t.Helper()
	got, err := generationOf(copying(path, 5*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if got != before && got != after {
		t.Fatalf("the ledger is of generation %d, want %d or %d", got, before, after)
	}
	wantInOrder(t, path)
	return got
}

// wantInOrder asks bbolt itself, in a process that may be killed.
func wantInOrder(t *testing.T, path string) {
	t.Helper()
	cmd, _, lines := start(t, "check", path)
	defer time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }).Stop()
	_, last := kept(lines)
	if err := cmd.Wait(); err != nil || last != "checked <nil>" {
		t.Errorf("bbolt says %q, %v", last, err)
	}
}

// TestAKilledRewriteLeavesTheOldLedgerOrTheNewOne kills a process at any moment while others read.
func TestAKilledRewriteLeavesTheOldLedgerOrTheNewOne(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	path := firstGeneration(t)
	watcher, in, watched := start(t, "watch", path)
	before, left, takes := uint64(2), 0, timed(t, path)
	outcomes := map[bool]int{}
	for range 40 {
		cmd, _, lines := start(t, "rewrite", path, 1, 0)
		if !lines.Scan() {
			t.Fatal("the child said nothing")
		}
		time.AfterFunc(rand.N(takes*3/2), func() { _ = cmd.Process.Kill() })
		acknowledged, last := kept(lines)
		_ = cmd.Wait()
		if last != "" {
			t.Fatal(last)
		}
		if _, err := os.Lstat(path + newSuffix); err == nil {
			left++
		}
		now := wantGeneration(t, path, before, before+1)
		if len(acknowledged) > 0 && now != before+1 {
			t.Fatalf("the ledger is of generation %d, and %v was acknowledged", now, acknowledged)
		}
		outcomes[now != before]++
		before = now
	}
	_ = in.Close()
	reads, last := kept(watched)
	if err := watcher.Wait(); err != nil || len(reads) != 1 || reads[0] == 0 {
		t.Errorf("who read meanwhile: %v, %v, %v", reads, last, err)
	}
	if err := copying(path, 0).Rewrite(tContext, generation); err != nil {
		t.Fatal(err)
	}
	wantNoCopy(t, path)
	wantGeneration(t, path, before+1, before+1)
	if t.Logf("old and new: %v; %d copies were left, %v reads", outcomes, left, reads); left == 0 {
		t.Error("no copy was ever left: the test kills too late or too early")
	}
}

// timed is how long a child takes to make the next generation, from when it is decided on.
func timed(t *testing.T, path string) time.Duration {
	t.Helper()
	_, _, lines := start(t, "rewrite", path, 1, 0)
	lines.Scan()
	begun := time.Now()
	if acknowledged, last := kept(lines); len(acknowledged) != 1 {
		t.Fatal(last)
	}
	return time.Since(begun)
}

func TestAnyChangeClearsAwayWhatAKilledOneLeft(t *testing.T) {
	path := freshPath(t)
	s := at(path, time.Second)
	for _, n := range []int{0, 1} {
		if err := s.Update(tContext, add(n)); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			wantNoCopy(t, path)
		} else if err := os.WriteFile(path+newSuffix, []byte("half of it"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
