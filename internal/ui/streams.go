// Package ui owns everything that a person or a script sees of dpor, and everything that a person is
// asked: the streams, the formats of results, tables, errors, notes and prompts. Only ui prints.
//
// Text from outside goes through sanitise.go on its way to a terminal (CONTRACT section 1). The
// package must not know any command, nor where a record comes from.
package ui

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"golang.org/x/term"
)

// Streams are the three streams of a process and what is known of them. Results go to Out; prompts,
// notes and errors go to Err (CONTRACT section 1).
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// InTTY, OutTTY and ErrTTY tell which of them are a terminal.
	InTTY, OutTTY, ErrTTY bool
	// Width is how many columns the terminal of Out has; 0 where that is not known.
	Width int
	// Color tells whether results and prompts may be coloured.
	Color bool
	// Term is the kind of terminal, as TERM names it.
	Term string
}

// NewStreams are the streams of the process. Colour is on where Out is a terminal, unless NO_COLOR
// or a dumb terminal says otherwise; SetColor overrules that.
func NewStreams(in, out, err *os.File, getenv func(string) string) *Streams {
	s := &Streams{
		In: in, Out: out, Err: err, Term: getenv("TERM"),
		InTTY: isTerminal(in), OutTTY: isTerminal(out), ErrTTY: isTerminal(err),
	}
	if s.OutTTY {
		if width, _, e := term.GetSize(int(out.Fd())); e == nil {
			s.Width = width
		}
	}
	s.Color = s.OutTTY && s.Term != "dumb" && getenv("NO_COLOR") == ""
	return s
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// TestStreams are streams in memory, none of them a terminal; In holds the given text.
func TestStreams(in string) (s *Streams, out, err *bytes.Buffer) {
	out, err = &bytes.Buffer{}, &bytes.Buffer{}
	return &Streams{In: strings.NewReader(in), Out: out, Err: err}, out, err
}

// SetColor obeys --color: always, never, or auto, which leaves what was found; the error is usage.
func (s *Streams) SetColor(mode string) error {
	switch mode {
	case "auto":
	case "always":
		s.Color = true
	case "never":
		s.Color = false
	default:
		return fault.New(fault.Usage, "ui.color", "value", mode).About("--color")
	}
	return nil
}

// CanAsk tells whether a question can be seen and answered on these streams.
func (s *Streams) CanAsk() bool { return s.InTTY && s.ErrTTY }
