package dporcmd

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// crowd is how many processes work at once.
const crowd = 8

// atOnce starts as many processes, each of which runs the commands that of gives one after the other,
// and gives what each of its commands ended with and said.
func (w world) atOnce(t *testing.T, of func(process int) [][]string) (codes [crowd][]int, said [crowd]string) {
	t.Helper()
	var group sync.WaitGroup
	for n := range crowd {
		group.Go(func() {
			for _, args := range of(n) {
				cmd := w.command(args...)
				var errs bytes.Buffer
				cmd.Stderr = &errs
				err := cmd.Run()
				if cmd.ProcessState == nil {
					t.Errorf("process %d: %v", n, err)
					return
				}
				codes[n] = append(codes[n], cmd.ProcessState.ExitCode())
				said[n] += errs.String()
			}
		})
	}
	group.Wait()
	return codes, said
}

func TestManyProcessesAtOnceLoseNoChange(t *testing.T) {
	const each = 3
	w := settled(t, crowd*each)
	codes, said := w.atOnce(t, func(n int) (list [][]string) {
		for i := range each {
			list = append(list, []string{"add", "--wait", "60s", "--subscription", place(n*each + i), "--mpn", partner(n/2 + 3)})
		}
		return list
	})
	want := map[int]string{}
	for n := range crowd {
		for i := range each {
			if codes[n][i] != 0 {
				t.Errorf("process %d ended with %v\n%s", n, codes[n], said[n])
			}
			want[n*each+i] = partner(n/2 + 3)
		}
	}
	if got := w.holders(t, crowd*each); !maps.Equal(got, want) {
		t.Errorf("the ledger has %v, want %v", got, want)
	}
	w.must(t, "audit", "verify")
}

func TestOfManyProcessesOneGetsThePlaceAndTheOthersAreToldWho(t *testing.T) {
	partners := []int{0, 1, 3, 4, 5, 6, 7, 8} // 2 is a headquarters
	w := settled(t, 1)
	codes, said := w.atOnce(t, func(n int) [][]string {
		return [][]string{{"add", "--wait", "60s", "--subscription", place(0), "--mpn", partner(partners[n])}}
	})
	holder := w.holders(t, 1)[0]
	for n, p := range partners {
		want := 4
		if partner(p) == holder {
			want = 0
		}
		if codes[n][0] != want {
			t.Errorf("partner %s ended with %d, want %d\n%s", partner(p), codes[n][0], want, said[n])
		}
		if want == 4 && !strings.Contains(said[n], holder) {
			t.Errorf("partner %s is not told that %s holds the place: %s", partner(p), holder, said[n])
		}
	}
	w.must(t, "audit", "verify")
}

func TestWhatWasAcknowledgedIsKeptWhenAProcessIsKilled(t *testing.T) {
	const adds = 24
	w := settled(t, adds+1)
	began := time.Now()
	w.must(t, "add", "--subscription", place(adds), "--mpn", partner(1))
	whole := time.Since(began)
	want := map[int]string{adds: partner(1)}
	killed := 0
	for n := range adds {
		cmd := w.command("add", "--wait", "60s", "--subscription", place(n), "--mpn", partner(1))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// From the first instant of the process to a little after its usual end.
		timer := time.AfterFunc(whole*time.Duration(n+1)*5/(adds*4), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			want[n] = partner(1)
		} else {
			killed++
		}
	}
	got := w.holders(t, adds+1)
	for n := range want {
		if got[n] != want[n] {
			t.Errorf("subscription %d was acknowledged and is with %q", n, got[n])
		}
	}
	for n := range got {
		if got[n] != partner(1) {
			t.Errorf("subscription %d is with %q", n, got[n])
		}
	}
	if killed == 0 {
		t.Error("no process was killed: the test tests nothing")
	}
	w.must(t, "audit", "verify")
	w.must(t, "add", "--wait", "0s", "--subscription", place(adds), "--mpn", partner(1))
}

func TestAnInterruptedImportIsDoneOrNotBegun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt on Windows")
	}
	const many = 4000
	rows := testkit.Portfolio{Seed: 3, Subscriptions: many}.Rows()
	names := func(w world) []string {
		return []string{
			"import",
			w.file(t, "s.csv", csvOf(t, record.SubscriptionFields(), rows.Subscriptions)),
			w.file(t, "p.csv", csvOf(t, record.PartnerFields(), rows.Partners)),
			w.file(t, "a.csv", csvOf(t, record.AssociationFields(), rows.Associations)),
		}
	}
	began := time.Now()
	whole := settled(t, 0)
	whole.must(t, names(whole)...)
	takes := time.Since(began)
	w := settled(t, 0)
	args := names(w)
	interrupted, delay := 0, takes/2
	for range 10 {
		cmd := w.command(args...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(delay, func() { _ = cmd.Process.Signal(os.Interrupt) })
		_ = cmd.Wait()
		timer.Stop()
		// The delay closes in on the moment of the commit.
		code, got := cmd.ProcessState.ExitCode(), strings.TrimSpace(w.must(t, "list", "subscriptions", "-o", "json", "--query", "length(@)"))
		switch {
		case code == 130 && got == "0":
			interrupted++
			delay = delay * 5 / 4
		case code == -1 && got == "0": // before the program listens the signal ends it
			delay = delay * 5 / 4
		case (code == 0 || code == -1) && got == fmt.Sprint(many): // and after it is done
			delay = delay * 2 / 3
			w = settled(t, 0)
			args = names(w)
		default:
			t.Errorf("interrupted after %v it ended with %d, and %s of %d are there\n%s", delay, code, got, many, errs.String())
		}
	}
	if interrupted == 0 {
		t.Error("no import was interrupted: the test tests nothing")
	}
	w.must(t, "audit", "verify")
}
