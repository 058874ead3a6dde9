//go:build unix

package dporcmd

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// slow starts a command whose input comes from a pipe, at which its stdout and stderr are a terminal.
func (w world) slow(t *testing.T, args ...string) (s *session, input io.WriteCloser) {
	t.Helper()
	screen, program, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal can be had: ", err)
	}
	_ = pty.Setsize(screen, &pty.Winsize{Rows: 40, Cols: 200})
	s = &session{t: t, screen: screen, program: program, cmd: w.command(args...)}
	s.cmd.Stdout, s.cmd.Stderr = program, program
	if input, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.reading.Go(func() { s.reads(false) })
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = program.Close()
		s.reading.Wait()
		_ = screen.Close()
	})
	return s, input
}

// lastLine finds the last line of progress, and that it is wiped.
var lastLine = regexp.MustCompile(`(?s)^.*\r([^\r\n]*Reading[^\r\n]*)\r( +)\r(.*)$`)

func TestASlowImportShowsHowFarItIsAndLeavesNothingOfThat(t *testing.T) {
	customers := csvOf(t, record.CustomerFields(), testkit.Customers(testkit.Customer(1), testkit.Customer(2)))
	for name, tt := range map[string]struct {
		rest string
		code int
		left string
	}{
		"when it ends well": {customers, 0, "2 added"},
		"when it ends ill":  {"tenantId\nnone\n", 6, `dpor: -:2: tenantId: "none" is not`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := settled(t, 1)
			s, input := w.slow(t, "import", "-")
			if _, err := io.WriteString(input, tt.rest[:12]); err != nil {
				t.Fatal(err)
			}
			s.sees("Reading (12 B")
			if _, err := io.WriteString(input, tt.rest[12:]); err != nil {
				t.Fatal(err)
			}
			_ = input.Close()
			err := s.cmd.Wait()
			_ = s.program.Close()
			s.reading.Wait() // for the last of what it showed
			if code := exitCode(t, err); code != tt.code {
				t.Fatalf("it ended with %d\n%s", code, s.text())
			}
			last := lastLine.FindStringSubmatch(s.text())
			if last == nil || len(last[2]) < len(last[1]) || !strings.Contains(last[3], tt.left) {
				t.Errorf("it shows %q", s.text())
			}
		})
	}
}

func TestASlowImportInAScriptShowsNothing(t *testing.T) {
	t.Parallel()
	w := settled(t, 1)
	customers := csvOf(t, record.CustomerFields(), testkit.Customers(testkit.Customer(1)))
	cmd := w.command("import", "-")
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = nil, &output
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(input, customers[:8]) // that it was read is seen by how it ends
	time.Sleep(1300 * time.Millisecond)
	_, _ = io.WriteString(input, customers[8:])
	_ = input.Close()
	if code := exitCode(t, cmd.Wait()); code != 0 || output.Len() > 0 {
		t.Errorf("it ended with %d and shows %q", code, output.String())
	}
}
