//go:build unix

package ui

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/dpor-cli/dpor/internal/catalogue"
)

// person sits before a terminal: reads what it shows, types, and may answer the program's questions
// about the cursor as a terminal does.
type person struct {
	screen  *os.File
	program *os.File
	answers bool

	mu    sync.Mutex
	shown bytes.Buffer
}

const where = "\x1b[6n"

func sit(t *testing.T, answers bool) *person {
	t.Helper()
	screen, program, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminal can be had: ", err)
	}
	p := &person{screen: screen, program: program, answers: answers}
	var group sync.WaitGroup
	group.Go(func() {
		b := make([]byte, 4096)
		for {
			n, err := screen.Read(b)
			if err != nil {
				return
			}
			p.mu.Lock()
			p.shown.Write(b[:n])
			p.mu.Unlock()
			for range bytes.Count(b[:n], []byte(where)) {
				if p.answers {
					_, _ = screen.WriteString("\x1b[5;1R")
				}
			}
		}
	})
	t.Cleanup(func() {
		// A prompt that was broken off still reads, and its file closes only when that read has ended.
		_, _ = screen.WriteString("\n")
		_ = program.Close()
		group.Wait()
		_ = screen.Close()
	})
	return p
}

func (p *person) prompter(kind, term string) Prompter {
	s := NewStreams(p.program, p.program, p.program, func(name string) string {
		return map[string]string{"TERM": term}[name]
	})
	return NewPrompter(s, kind, catalogue.New("en"))
}

func (p *person) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String()
}

// types waits for a text on the screen, each time after what it waited for before, and types.
func (p *person) types(t *testing.T, steps ...string) {
	go func() {
		from := 0
		for i := 0; i+1 < len(steps); i += 2 {
			for range 500 {
				if at := strings.Index(p.text()[from:], steps[i]); at >= 0 {
					from += at + len(steps[i])
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			time.Sleep(50 * time.Millisecond) // the program turns the terminal raw after it has asked
			if _, err := p.screen.WriteString(steps[i+1]); err != nil {
				t.Error(err)
			}
		}
	}()
}

// soon fails the test where do hangs, which is what a prompt must never do.
func soon(t *testing.T, p *person, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("the prompt hangs after\n%q", p.text())
	}
}

func TestATerminalThatAnswersIsAskedInLists(t *testing.T) {
	p := sit(t, true)
	ask := p.prompter("auto", "xterm")
	p.types(t, "Which one?", "south", "Azure South", "\r")
	soon(t, p, func() {
		if got, err := ask.Select(t.Context(), "Which one?", places); got != 1 || err != nil {
			t.Errorf("%d %v", got, err)
		}
	})
	p.types(t, "Partner ID", "0123\r", "Type 4 to 9", "1234567\r")
	soon(t, p, func() {
		if got, err := ask.Input(t.Context(), "Partner ID", "", "", partnerID); got != "1234567" || err != nil {
			t.Errorf("%q %v", got, err)
		}
	})
	p.types(t, "Submit?", "perhaps\r", "Please answer yes or no", "y\r")
	soon(t, p, func() {
		if yes, err := ask.Confirm(t.Context(), "Submit?", false); !yes || err != nil {
			t.Errorf("%v %v", yes, err)
		}
	})
	if !strings.Contains(p.text(), where) {
		t.Error("the terminal was never asked whether it answers")
	}
}

func TestASelectIsFilteredByTheIDToo(t *testing.T) {
	p := sit(t, true)
	ask := p.prompter("auto", "xterm")
	p.types(t, "Which one?", "452", "Which one? 452", "\r")
	soon(t, p, func() {
		if got, err := ask.Select(t.Context(), "Which one?", places); got != 2 || err != nil {
			t.Errorf("%d %v", got, err)
		}
	})
}

func TestControlCAndControlDCancelOnATerminal(t *testing.T) {
	for _, key := range []string{"\x03", "\x04"} {
		p := sit(t, true)
		ask := p.prompter("auto", "xterm")
		p.types(t, "Which one?", key)
		soon(t, p, func() {
			if _, err := ask.Select(t.Context(), "Which one?", places); !isCancelled(err) {
				t.Errorf("Select %q: %v", key, err)
			}
		})
		p.types(t, "Partner ID", key)
		soon(t, p, func() {
			if _, err := ask.Input(t.Context(), "Partner ID", "", "", nil); !isCancelled(err) {
				t.Errorf("Input %q: %v", key, err)
			}
		})
		p.types(t, "Submit?", key)
		soon(t, p, func() {
			if _, err := ask.Confirm(t.Context(), "Submit?", true); !isCancelled(err) {
				t.Errorf("Confirm %q: %v", key, err)
			}
		})
	}
}

func TestAKeyThatIsNotKnownAsksAgain(t *testing.T) {
	p := sit(t, true)
	ask := p.prompter("auto", "xterm")
	p.types(t, "Partner ID", "\x1bx", "Partner ID", "1234\r")
	soon(t, p, func() {
		if got, err := ask.Input(t.Context(), "Partner ID", "", "", nil); got != "1234" || err != nil {
			t.Errorf("%q %v", got, err)
		}
	})
}

func TestATerminalThatDoesNotAnswerIsAskedLineByLine(t *testing.T) {
	p := sit(t, false)
	ask := p.prompter("auto", "xterm")
	p.types(t, "Number, or part", "south\n", "Partner ID:", "1234\n")
	soon(t, p, func() {
		if got, err := ask.Select(t.Context(), "Which one?", places); got != 1 || err != nil {
			t.Errorf("%d %v", got, err)
		}
		if got, err := ask.Input(t.Context(), "Partner ID", "", "", partnerID); got != "1234" || err != nil {
			t.Errorf("%q %v", got, err)
		}
	})
	if n := strings.Count(p.text(), where); n != 1 {
		t.Errorf("the terminal was asked %d times whether it answers", n)
	}
}

func TestWhatIsTypedAheadIsNotLost(t *testing.T) {
	for _, answers := range []bool{true, false} {
		p := sit(t, answers)
		ask := p.prompter("auto", "xterm")
		if _, err := p.screen.WriteString("1234"); err != nil {
			t.Fatal(err)
		}
		p.types(t, "Partner ID", "567\r")
		soon(t, p, func() {
			if got, err := ask.Input(t.Context(), "Partner ID", "", "", nil); got != "1234567" || err != nil {
				t.Errorf("answers %v: %q %v", answers, got, err)
			}
		})
	}
}

func TestADumbTerminalAndAPlainPrompterAreNeverAskedForTheCursor(t *testing.T) {
	for _, c := range []struct{ kind, term string }{{"plain", "xterm"}, {"auto", "dumb"}, {"auto", ""}} {
		p := sit(t, true)
		ask := p.prompter(c.kind, c.term)
		p.types(t, "Submit? [y/N]:", "y\n")
		soon(t, p, func() {
			if yes, err := ask.Confirm(t.Context(), "Submit?", false); !yes || err != nil {
				t.Errorf("%+v: %v %v", c, yes, err)
			}
		})
		if strings.Contains(p.text(), "\x1b") {
			t.Errorf("%+v: %q", c, p.text())
		}
	}
}

func TestAQuestionOnATerminalHoldsNoColourWhereNoneIsWanted(t *testing.T) {
	for _, color := range []bool{false, true} {
		p := sit(t, true)
		s := NewStreams(p.program, p.program, p.program, func(string) string { return "xterm" })
		s.Color = color
		ask := NewPrompter(s, "auto", catalogue.New("en"))
		p.types(t, "Which\u00a0one?", "\r")
		soon(t, p, func() {
			if _, err := ask.Select(t.Context(), "Which\u00a0one?\x1b[31m\u202e", places); err != nil {
				t.Error(err)
			}
		})
		if got := strings.Contains(p.text(), "\x1b[0m"); got != color {
			t.Errorf("colour %v: %q", color, p.text())
		}
		if strings.Contains(p.text(), "\x1b[31m") || strings.Contains(p.text(), "\u202e") {
			t.Errorf("the question is not safe: %q", p.text())
		}
	}
}

func TestAnInterruptSignalCancelsAPlainQuestion(t *testing.T) {
	p := sit(t, false)
	ask := p.prompter("plain", "xterm")
	soon(t, p, func() {
		go func() {
			for range 500 {
				if strings.Contains(p.text(), "Submit?") {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			_ = syscall.Kill(os.Getpid(), syscall.SIGINT)
		}()
		if _, err := ask.Confirm(t.Context(), "Submit?", true); !isCancelled(err) {
			t.Errorf("%v", err)
		}
	})
}
