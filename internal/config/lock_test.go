package config

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/dpor-cli/dpor/pkg/fault"
)

const writerVariable, writerCount, perWriter = "DPOR_TEST_WRITER", 3, 12

func TestTwoGoroutinesLoseNoProfile(t *testing.T) {
	in := given(t, "# kept\nquiet: true\n")
	var writers sync.WaitGroup
	for w := range writerCount {
		writers.Go(func() {
			for i := range perWriter {
				if _, err := AddProfile(t.Context(), in, owner(t, fmt.Sprintf("w%d-%d", w, i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	everyProfileIsThere(t, in)
}

func TestTwoProcessesLoseNoProfile(t *testing.T) {
	in := given(t, "# kept\nquiet: true\n")
	program, err := os.Executable()
	if err != nil {
		t.Skipf("needs the path of the test program: %v", err)
	}
	var writers sync.WaitGroup
	for w := range writerCount {
		writers.Go(func() {
			c := exec.CommandContext(t.Context(), program, "-test.run=^TestOneWriterOfSeveral$")
			c.Env = append(os.Environ(), writerVariable+"="+strconv.Itoa(w), "DPOR_CONFIG="+filePath(t, in))
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	writers.Wait()
	everyProfileIsThere(t, in)
}

func TestOneWriterOfSeveral(t *testing.T) {
	writer := os.Getenv(writerVariable)
	if writer == "" {
		t.Skip("is run by TestTwoProcessesLoseNoProfile, which sets " + writerVariable)
	}
	in := Input{Env: os.Getenv, Roles: roles}
	for i := range perWriter {
		if _, err := AddProfile(t.Context(), in, owner(t, fmt.Sprintf("w%s-%d", writer, i))); err != nil {
			t.Fatal(err)
		}
	}
}

func everyProfileIsThere(t *testing.T, in Input) {
	t.Helper()
	config, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for w := range writerCount {
		for i := range perWriter {
			want = append(want, fmt.Sprintf("w%d-%d", w, i))
		}
	}
	for _, p := range config.Profiles {
		got = append(got, p.Name)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d profiles are left of %d: %v", len(got), len(want), got)
	}
	mentions(t, fileText(t, in), "# kept", "quiet: true")
}

func TestAWriterThatFindsTheLockTakenIsBusyOrCancelled(t *testing.T) {
	in := given(t, "quiet: true\n")
	other := flock.New(filePath(t, in) + ".lock")
	if taken, err := other.TryLock(); err != nil || !taken {
		t.Fatalf("%v, %v", taken, err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := Set(short, in, "output", "json")
	mentions(t, refused(t, err, fault.Busy, "config.busy"), filePath(t, in))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Set(gone, in, "output", "json"); fault.CodeOf(err) != fault.Cancelled {
		t.Errorf("%v", err)
	}
	if got := fileText(t, in); got != "quiet: true\n" {
		t.Errorf("the file is now %q", got)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Set(t.Context(), in, "output", "json"); err != nil {
		t.Errorf("after the other one is done: %v", err)
	}
}
