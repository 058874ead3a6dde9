package ui

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// atTerminal is a printer whose stderr is a terminal, in memory.
func atTerminal(lang string) (p *Printer, out, err *bytes.Buffer) {
	s, out, err := TestStreams("")
	s.ErrTTY = true
	return &Printer{Streams: s, Format: Table, Texts: catalogue.New(lang)}, out, err
}

// onScreen are the lines that a terminal shows of what was written to it.
func onScreen(written string) []string {
	var lines []string
	var line []rune
	at := 0
	for _, r := range written {
		switch r {
		case '\n':
			lines = append(lines, strings.TrimRight(string(line), " "))
			line, at = nil, 0
		case '\r':
			at = 0
		default:
			if at == len(line) {
				line = append(line, r)
			}
			line[at] = r
			at++
		}
	}
	if last := strings.TrimRight(string(line), " "); last != "" {
		lines = append(lines, last)
	}
	return lines
}

// passes lets time go by, and everything come to rest.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestLongWorkShowsItsWordCountRateAndTimeLeft(t *testing.T) {
	for _, c := range []struct {
		name, lang string
		parts      int
		unit       Unit
		each       int
		want       string
	}{
		{"rows", "en", 1000, InRows, 100, "Deciding  20% [===>                ] (200/1000, 100 rows/s), 8s left"},
		{"bytes", "en", 40_000_000, InBytes, 5_000_000, "Deciding  25% [====>               ] (10/40 MB, 5.0 MB/s), 6s left"},
		{"rows in Swedish", "sv", 1000, InRows, 100, "Deciding  20% [===>                ] (200/1000, 100 rader/s), 8s kvar"},
		{"rows in Spanish", "es", 1000, InRows, 100, "Deciding  20% [===>                ] (200/1000, 100 filas/s), quedan 8s"},
		{"a pipe, whose size nobody knows", "en", 0, InBytes, 5_000_000, "| Deciding (10 MB, 5.0 MB/s) [2s]"},
		{"nothing done yet", "en", 10, InRows, 0, "Deciding   0% [                    ] (0/10, 0 rows/hr)"},
		{"a file that grew", "en", 150, InBytes, 100, "Deciding 100% [====================] (150/150 B, 103 B/s), 0s left"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, _, err := atTerminal(c.lang)
				p.Progress().Begin("Deciding", c.parts, c.unit)
				for range 20 {
					p.Progress().Add(c.each / 10)
					passes(100 * time.Millisecond)
				}
				passes(50 * time.Millisecond)
				if diff := cmp.Diff([]string{c.want}, onScreen(err.String())); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				p.Progress().End()
				if left := onScreen(err.String()); len(left) > 0 {
					t.Errorf("at the end the screen still shows %q", left)
				}
			})
		})
	}
}

func TestWorkOfLessThanASecondShowsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, err := atTerminal("en")
		for range 3 { // three times, with a rest between them
			p.Progress().Begin("Reading", 10, InBytes)
			passes(500 * time.Millisecond)
			p.Progress().Begin("Deciding", 10, InRows)
			passes(490 * time.Millisecond)
			p.Progress().End()
			passes(5 * time.Second)
		}
		if err.Len() > 0 {
			t.Errorf("it shows %q", err)
		}
	})
}

// The second is that of the work: a stage that begins after it is shown soon.
func TestALaterStageTakesTheLineOfTheOneBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, err := atTerminal("en")
		p.Progress().Begin("Reading everything there is", 4000, InBytes)
		p.Progress().Add(1000)
		passes(1100 * time.Millisecond)
		p.Progress().Begin("Deciding", 10, InRows)
		p.Progress().Add(10)
		passes(200 * time.Millisecond)
		shown := onScreen(err.String())
		if len(shown) != 1 || !strings.HasPrefix(shown[0], "Deciding 100%") || strings.Contains(shown[0], "everything") {
			t.Errorf("the screen shows %q", shown)
		}
		p.Progress().End()
	})
}

func TestResultsAndErrorsStandAlone(t *testing.T) {
	refusal := fault.New(fault.Usage, "ui.color", "value", "blue")
	for _, c := range []struct {
		name   string
		prints func(*Printer)
		want   []string
	}{
		{"a result", func(p *Printer) { _ = p.Bare("/a/path") }, nil},
		{"an error", func(p *Printer) { p.Fail(refusal) },
			[]string{`dpor: "blue" is not a colour setting.`, "  Type --color auto, --color always or --color never."}},
		{"nothing more", func(p *Printer) { p.Fail(nil) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, out, err := atTerminal("en")
				p.Progress().Begin("Reading", 100, InRows)
				passes(3 * time.Second)
				if len(onScreen(err.String())) != 1 {
					t.Fatal("no progress is shown")
				}
				c.prints(p)
				passes(3 * time.Second)
				if diff := cmp.Diff(c.want, onScreen(err.String())); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				if c.name == "a result" && out.String() != "/a/path\n" {
					t.Errorf("the result is %q", out)
				}
			})
		})
	}
}

func TestAWarningStandsAboveTheProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, err := atTerminal("en")
		p.Progress().Begin("Reading", 100, InRows)
		passes(2 * time.Second)
		p.Note("ui.none")
		passes(time.Second)
		shown := onScreen(err.String())
		if len(shown) != 2 || shown[0] != "There is nothing to show." || !strings.HasPrefix(shown[1], "Reading") {
			t.Errorf("the screen shows %q", shown)
		}
		p.Progress().End()
	})
}

func TestProgressIsShownToPeopleAtATerminalOnly(t *testing.T) {
	for _, c := range []struct {
		terminal, quiet bool
		format          Format
		shown           bool
	}{
		{true, false, Table, true}, {true, false, CSV, true}, {true, false, YAML, true},
		{true, false, JSON, false}, {true, false, NDJSON, false}, {true, true, Table, false}, {false, false, Table, false},
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, _, err := atTerminal("en")
				p.Streams.ErrTTY, p.Quiet, p.Format = c.terminal, c.quiet, c.format
				p.Progress().Begin("Reading", 100, InRows)
				p.Progress().Add(10)
				passes(2 * time.Second)
				p.Progress().End()
				if shown := err.Len() > 0; shown != c.shown {
					t.Errorf("it shows %q", err)
				}
			})
		})
	}
}

func TestPartsAreCountedFromSeveralGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, err := atTerminal("en")
		p.Progress().Begin("Reading", 4000, InRows)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for range 500 {
					p.Progress().Add(1)
					time.Sleep(time.Millisecond)
				}
			})
		}
		group.Wait()
		passes(time.Second)
		if shown := onScreen(err.String()); len(shown) != 1 || !strings.Contains(shown[0], "(2000/4000,") {
			t.Errorf("the screen shows %q", shown)
		}
		p.Progress().End()
	})
}
