//go:build unix

package dporcmd

import (
	"bytes"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// kind is a kind of terminal that a person may sit at.
type kind struct {
	name    string
	term    string
	answers bool // tells where its cursor is when it is asked
}

func kinds() []kind {
	return []kind{{"a terminal that answers", "xterm", true}, {"a dumb terminal", "dumb", true}, {"a terminal that never answers", "xterm", false}}
}

func usual() kind { return kinds()[0] }

// session is a program at a terminal, and the person before it.
type session struct {
	t       *testing.T
	cmd     *exec.Cmd
	screen  *os.File
	program *os.File
	normal  *term.State

	reading sync.WaitGroup
	mutex   sync.Mutex
	shown   []byte
	seen    int // how much of it the person has read
}

// at starts a command at a terminal.
func (w world) at(t *testing.T, k kind, args ...string) *session {
	t.Helper()
	screen, program, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal can be had: ", err)
	}
	s := &session{t: t, screen: screen, program: program, cmd: w.command(args...)}
	if s.normal, err = term.GetState(int(program.Fd())); err != nil {
		t.Fatal(err)
	}
	_ = pty.Setsize(screen, &pty.Winsize{Rows: 40, Cols: 200})
	s.cmd.Env = append(w.env, "TERM="+k.term)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = program, program, program
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.reading.Go(func() { s.reads(k.answers) })
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = program.Close()
		s.reading.Wait()
		_ = screen.Close()
	})
	return s
}

// reads takes up what is shown, until the terminal is gone.
func (s *session) reads(answers bool) {
	b := make([]byte, 4096)
	for {
		n, err := s.screen.Read(b)
		if err != nil {
			return
		}
		s.mutex.Lock()
		s.shown = append(s.shown, b[:n]...)
		s.mutex.Unlock()
		for range bytes.Count(b[:n], []byte("\x1b[6n")) {
			if answers {
				_, _ = s.screen.WriteString("\x1b[5;1R")
			}
		}
	}
}

func (s *session) text() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return string(s.shown)
}

// patience is how long a person waits for the program; only a program that hangs needs it.
const patience = 30 * time.Second

// sees waits until a text is shown behind what was seen before.
func (s *session) sees(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if at := strings.Index(s.text()[s.seen:], text); at >= 0 {
			s.seen += at + len(text)
			return
		}
	}
	s.t.Fatalf("%q is never shown; since the last answer:\n%q\nall of it:\n%s", text, s.text()[s.seen:], s.text())
}

// rests waits until the program has drawn what it draws: nothing came for a while. It turns the terminal raw
// before that, and would not see a key that was pressed earlier.
func (s *session) rests() {
	const quiet = 100 * time.Millisecond
	before, since := -1, time.Now()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && time.Since(since) < quiet; time.Sleep(10 * time.Millisecond) {
		if n := len(s.text()); n != before {
			before, since = n, time.Now()
		}
	}
}

// types presses keys. On a busy machine that may have been too early all the same, and the keys are lost:
// where nothing at all comes of them they are pressed again.
func (s *session) types(keys string) {
	s.t.Helper()
	s.rests()
	for range 3 {
		before := len(s.text())
		if _, err := s.screen.WriteString(keys); err != nil {
			s.t.Fatal(err)
		}
		for deadline := time.Now().Add(patience / 4); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if len(s.text()) > before {
				return
			}
		}
	}
}

// answer is a text that is shown, and the keys that it is answered with; without keys it is only seen.
type answer struct{ shown, keys string }

func (s *session) goesThrough(answers []answer) {
	s.t.Helper()
	for _, a := range answers {
		if s.sees(a.shown); a.keys != "" {
			s.types(a.keys)
		}
	}
}

// ends waits for the end of the program and checks its exit number, and that the terminal is again as
// it was: what is typed is shown, Ctrl-C works, and the cursor can be seen.
func (s *session) ends(code int) {
	s.t.Helper()
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if got := exitCode(s.t, err); got != code {
			s.t.Fatalf("it ended with %d, want %d\n%s", got, code, s.text())
		}
	case <-time.After(patience):
		s.t.Fatalf("it does not end\n%s", s.text())
	}
	state, err := term.GetState(int(s.program.Fd()))
	if err != nil || !reflect.DeepEqual(state, s.normal) {
		s.t.Errorf("the terminal is left in another mode: %v", err)
	}
	_ = s.program.Close()
	s.reading.Wait() // for the last of what it showed
	if hidden, shown := strings.LastIndex(s.text(), "\x1b[?25l"), strings.LastIndex(s.text(), "\x1b[?25h"); hidden > shown {
		s.t.Error("the cursor is left hidden")
	}
}
