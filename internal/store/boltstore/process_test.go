//go:build unix

package boltstore

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

// childVariable makes a process of this test program a child: what to do, the ledger, and numbers.
const childVariable = "DPOR_BOLTSTORE_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		runtime.LockOSThread() // strace counts the calls of each thread by itself
		os.Exit(child(strings.Split(task, "|")))
	}
	os.Exit(m.Run())
}

// child does the task of a child process and says on stdout what was acknowledged.
func child(task []string) int {
	s := at(task[1], 20*time.Second)
	numbers := make([]int, len(task)-2)
	for i := range numbers {
		numbers[i], _ = strconv.Atoi(task[i+2])
	}
	switch task[0] {
	case "add": // first, count
		for n := numbers[0]; n < numbers[0]+numbers[1]; n++ {
			if err := s.Update(tContext, add(n)); err != nil {
				fmt.Println("error", err)
				return 1
			}
			fmt.Println("kept", n)
		}
	case "create":
		fmt.Println("begin")
		_, err := s.Create(tContext)
		fmt.Println("error", err)
	case "send": // first, count, size of the largest file
		return sendingChild(s, numbers[0], numbers[1], numbers[2])
	case "rewrite", "watch", "check":
		return copyChild(task[0], task[1], numbers)
	case "hold":
		err := s.Update(tContext, func(app.Reader) (app.Batch, error) {
			fmt.Println("held")
			_, err := io.ReadAll(os.Stdin)
			return app.Batch{}, err
		})
		fmt.Println("error", err)
	case "fill": // first, size of the largest file
		signal.Ignore(syscall.SIGXFSZ)
		if numbers[1] > 0 {
			limit := syscall.Rlimit{Cur: uint64(numbers[1]), Max: uint64(numbers[1])}
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
				fmt.Println("error", err)
				return 1
			}
		}
		for n := numbers[0]; ; n++ {
			if err := s.Update(tContext, fat(n)); err != nil {
				fmt.Println("error", fault.CodeOf(err), err)
				return 0
			}
			fmt.Println("kept", n)
		}
	}
	return 0
}

// fat adds a customer and some hundred kilobytes of events.
func fat(n int) func(app.Reader) (app.Batch, error) {
	return func(r app.Reader) (app.Batch, error) {
		return storetest.Chain(r, app.Batch{Customers: []record.Customer{storetest.CustomerRecord(n)}}, 1500)
	}
}

// start begins a child process.
func start(t *testing.T, task string, args ...any) (*exec.Cmd, io.WriteCloser, *bufio.Scanner) {
	t.Helper()
	cmd := command(task, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, in, bufio.NewScanner(out)
}

// command is that of a child process.
func command(task string, args ...any) *exec.Cmd {
	for _, a := range args {
		task += fmt.Sprintf("|%v", a)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+task)
	cmd.Stderr = os.Stderr
	return cmd
}

// kept reads a child's output to its end and gives the numbers it was told are kept, and its last
// line of another kind.
func kept(lines *bufio.Scanner) (numbers []int, last string) {
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "kept "); ok {
			number, _ := strconv.Atoi(n)
			numbers = append(numbers, number)
		} else {
			last = lines.Text()
		}
	}
	return numbers, last
}

// holds checks that a ledger holds the given customers, at most more of them than that, and a whole
// journal with an entry for each.
func holds(t *testing.T, path string, want []int, more int) {
	t.Helper()
	err := at(path, 5*time.Second).View(tContext, func(r app.Reader) error {
		for _, n := range want {
			if _, ok, err := r.Customer(storetest.Tenant(n)); err != nil || !ok {
				return fmt.Errorf("customer %d, which was acknowledged: %v, %v", n, ok, err)
			}
		}
		count := 0
		for _, err := range r.Customers(ids.Tenant{}) {
			if err != nil {
				return err
			}
			count++
		}
		var last journal.Entry
		for e, err := range r.Entries(0) {
			if err != nil {
				return err
			}
			if err := journal.Follow(e, last.Seq, last.Hash); err != nil {
				return err
			}
			last = e
		}
		if count != int(last.Seq) || count < len(want) || count > len(want)+more {
			return fmt.Errorf("%d customers, %d entries; want %d and at most %d more", count, last.Seq, len(want), more)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKilledWriterLosesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	rounds := 8
	if testing.Short() {
		rounds = 3
	}
	var all []int
	for round := range rounds {
		cmd, _, lines := start(t, "add", path, round*100_000, 100_000)
		time.AfterFunc(time.Duration(20+rand.IntN(80))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		numbers, last := kept(lines)
		_ = cmd.Wait()
		if last != "" {
			t.Fatal(last)
		}
		all = append(all, numbers...)
		if len(all) > 0 {
			holds(t, path, all, round+1) // a killed child may have kept one more than it could say
		}
	}
	if len(all) == 0 {
		t.Error("no child got to write anything")
	}
}

func TestAKilledMakerLeavesALedgerOrNone(t *testing.T) {
	rounds, there := 30, 0
	if testing.Short() {
		rounds = 5
	}
	for round := range rounds {
		path := filepath.Join(t.TempDir(), "ledger.db")
		cmd, _, lines := start(t, "create", path)
		lines.Scan()
		time.Sleep(time.Duration(round*150) * time.Microsecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_, err := os.Lstat(path)
		if err == nil {
			there++
		} else if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if err := at(path, time.Second).View(tContext, look); fault.CodeOf(err) != fault.NotFound && err != nil {
			t.Fatal(err)
		}
		if err := at(path, time.Second).Update(tContext, add(1)); err != nil {
			t.Fatal(err)
		}
		holds(t, path, []int{1}, 0)
	}
	t.Logf("%d of %d were made", there, rounds)
}

func TestTwoProcessesAddAtOnceAndNothingIsLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	const each = 25
	_, _, first := start(t, "add", path, 0, each)
	_, _, second := start(t, "add", path, 1000, each)
	a, lastA := kept(first)
	b, lastB := kept(second)
	if lastA+lastB != "" || len(a) != each || len(b) != each {
		t.Fatalf("%d and %d were kept: %s %s", len(a), len(b), lastA, lastB)
	}
	holds(t, path, append(a, b...), 0)
}

func TestBusyNamesTheProcessThatHolds(t *testing.T) {
	path, _ := wornLedger(t)
	cmd, in, lines := start(t, "hold", path)
	if !lines.Scan() || lines.Text() != "held" {
		t.Fatal(lines.Text())
	}
	for name, call := range map[string]func(*Store) error{
		"view":   func(s *Store) error { return s.View(tContext, look) },
		"update": func(s *Store) error { return s.Update(tContext, add(1)) },
	} {
		err := call(at(path, 10*time.Millisecond))
		wantKey(t, err, fault.Busy, "ledger.busy")
		if args := fault.As(err).Args; args["pid"] != cmd.Process.Pid {
			t.Errorf("%s: the holder is %v, want %d", name, args, cmd.Process.Pid)
		}
	}
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := at(path, 0).Update(tContext, add(1)); err != nil {
		t.Errorf("after the holder has ended: %v", err)
	}
}

func TestAKilledHolderHoldsNothing(t *testing.T) {
	path, _ := wornLedger(t)
	cmd, _, lines := start(t, "hold", path)
	lines.Scan()
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if err := at(path, 0).Update(tContext, add(1)); err != nil {
		t.Error(err)
	}
}

// TestAFullDiskKeepsWhatWasAcknowledged lets the file grow to many different sizes, so that the disk
// is full at another step of a commit each time.
func TestAFullDiskKeepsWhatWasAcknowledged(t *testing.T) {
	step := 13 * pageSize
	if testing.Short() {
		step = 70 * pageSize
	}
	for limit := 8 * pageSize; limit < 300*pageSize; limit += step {
		path := filepath.Join(t.TempDir(), "ledger.db")
		if err := at(path, 0).Update(tContext, add(1)); err != nil {
			t.Fatal(err)
		}
		filled(t, path, limit)
	}
}

func TestAFullFileSystemKeepsWhatWasAcknowledged(t *testing.T) {
	for _, size := range []string{"100k", "300k", "1m"} {
		folder := t.TempDir()
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", folder).CombinedOutput(); err != nil {
			t.Skipf("needs the right to mount a small file system: %v: %s", err, bytes.TrimSpace(out))
		}
		defer exec.Command("umount", folder).Run()
		path := filepath.Join(folder, "data", "ledger.db")
		if err := at(path, 0).Update(tContext, add(1)); err != nil {
			t.Fatal(err)
		}
		filled(t, path, 0)
	}
}

func TestALedgerOnADiskThatCannotBeWrittenCanBeRead(t *testing.T) {
	folder := t.TempDir()
	mount := func(options ...string) {
		t.Helper()
		args := append(append([]string{"-t", "tmpfs"}, options...), "tmpfs", folder)
		if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
			t.Skipf("needs the right to mount a file system: %v: %s", err, bytes.TrimSpace(out))
		}
	}
	mount()
	defer exec.Command("umount", folder).Run()
	path := filepath.Join(folder, "data", "ledger.db")
	if err := at(path, 0).Update(tContext, add(1)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path + sidecarSuffix); err != nil {
		t.Fatal(err)
	}
	mount("-o", "remount,ro")
	if err := at(path, 0).View(tContext, look); err != nil {
		t.Errorf("reading: %v", err)
	}
	if err := at(path, 0).Update(tContext, add(2)); err == nil {
		t.Error("it could be written")
	}
}

// filled lets a child write until the disk is full.
func filled(t *testing.T, path string, limit int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tContext, time.Minute)
	defer cancel()
	cmd, _, lines := start(t, "fill", path, 2, limit)
	context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	numbers, last := kept(lines)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err, last)
	}
	unsure := 0
	switch {
	case strings.HasPrefix(last, "error unsure"):
		unsure = 1
	case !strings.HasPrefix(last, "error internal"):
		t.Fatalf("limit %d: got %q, want internal or unsure", limit, last)
	}
	holds(t, path, append(numbers, 1), unsure)
}

func makePipe(path string) error { return syscall.Mkfifo(path, 0o600) }
