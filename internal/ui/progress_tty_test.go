//go:build unix

package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

func TestTheLineOfProgressFitsANarrowTerminal(t *testing.T) {
	t.Parallel()
	person := sit(t, false)
	if err := pty.Setsize(person.screen, &pty.Winsize{Rows: 24, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	p := &Printer{Streams: NewStreams(person.program, person.program, person.program, func(string) string { return "" }), Format: Table, Texts: catalogue.New("en")}
	p.Progress().Begin("Deciding", 1000, InRows)
	p.Progress().Add(500)
	for range 500 {
		if strings.Contains(person.text(), "50%") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.Progress().End()
	lines := strings.Split(strings.Trim(person.text(), "\r"), "\r")
	for _, line := range lines {
		if len(line) >= 30 {
			t.Errorf("%q breaks on a terminal of 30 columns", line)
		}
	}
	if !strings.Contains(lines[0], "Deciding  50%") {
		t.Errorf("the first line is %q", lines[0])
	}
}
