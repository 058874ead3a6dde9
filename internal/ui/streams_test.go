package ui

import (
	"os"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAPipeIsNoTerminalAndHasNoColour(t *testing.T) {
	in, out, err := os.Pipe()
	must(t, err)
	defer in.Close()
	defer out.Close()
	s := NewStreams(in, out, out, func(string) string { return "" })
	if s.InTTY || s.OutTTY || s.ErrTTY || s.Color || s.Width != 0 || s.CanAsk() {
		t.Errorf("%+v", s)
	}
}

func TestAQuestionNeedsATerminalToReadAndToWrite(t *testing.T) {
	for _, c := range []struct{ in, err, want bool }{{true, true, true}, {true, false, false}, {false, true, false}} {
		if got := (&Streams{InTTY: c.in, ErrTTY: c.err}).CanAsk(); got != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheColourFlagOverrulesWhatWasFound(t *testing.T) {
	for _, c := range []struct {
		mode         string
		found, wants bool
	}{{"auto", true, true}, {"auto", false, false}, {"always", false, true}, {"never", true, false}} {
		s := &Streams{Color: c.found}
		if err := s.SetColor(c.mode); err != nil || s.Color != c.wants {
			t.Errorf("%+v: %v %v", c, s.Color, err)
		}
	}
	err := (&Streams{}).SetColor("pink")
	if e := fault.As(err); err == nil || e.Code != fault.Usage || e.Target != "--color" {
		t.Errorf("%v", err)
	}
}
