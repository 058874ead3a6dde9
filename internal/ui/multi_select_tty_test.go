//go:build unix

package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

const (
	up   = "\x1b[A"
	down = "\x1b[B"
	all  = "\x1b[C"
	back = "\x7f"
)

func TestSeveralAreMarkedInAListOnATerminal(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string
		want  []int
	}{
		{"the first", []string{"Which ones?", " \r"}, []int{0}},
		{"in any order", []string{"Which ones?", down + down + " " + up + up + " \r"}, []int{0, 2}},
		{"marked and unmarked", []string{"Which ones?", " " + down + " " + up + " \r"}, []int{1}},
		{"all of them", []string{"Which ones?", all + "\r"}, []int{0, 1, 2, 3}},
		{"by a part of the name", []string{"Which ones?", "south", "Which ones? south", " \r"}, []int{1}},
		{"by a part of the ID", []string{"Which ones?", "452", "Which ones? 452", " \r"}, []int{2}},
		{"by one part and another", []string{"Which ones?", "office", "Which ones? office", " ", "[x]", "north", "Which ones? north", " \r"}, []int{0, 2}},
		{"all that match", []string{"Which ones?", "AZURE", "Which ones? AZURE", all + "\r"}, []int{0, 1}},
		{"after nothing", []string{"Which ones?", "\r", "mark at least one with the space bar", down + " \r"}, []int{1}},
		{"after a key that is not known", []string{"Which ones?", "\x1bx", "Which ones?", down + " \r"}, []int{1}},
		{"after a text that nothing holds", []string{"Which ones?", "qq" + up + up, "Which ones? qq", back + back + " \r"}, []int{2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := sit(t, true)
			ask := p.prompter("auto", "xterm")
			p.types(t, c.steps...)
			soon(t, p, func() {
				if got, err := ask.MultiSelect(t.Context(), "Which ones?", places); !slices.Equal(got, c.want) || err != nil {
					t.Errorf("%v, %v, want %v\n%q", got, err, c.want, p.text())
				}
			})
		})
	}
}

func TestControlCAndControlDCancelAMultiSelect(t *testing.T) {
	for _, key := range []string{"\x03", "\x04", " \x04"} {
		p := sit(t, true)
		ask := p.prompter("auto", "xterm")
		p.types(t, "Which ones?", key)
		soon(t, p, func() {
			if got, err := ask.MultiSelect(t.Context(), "Which ones?", places); !isCancelled(err) || got != nil {
				t.Errorf("%q: %v, %v", key, got, err)
			}
		})
	}
}

func TestATerminalThatDoesNotAnswerIsAskedForSeveralInALine(t *testing.T) {
	p := sit(t, false)
	ask := p.prompter("auto", "xterm")
	p.types(t, "Numbers, names or IDs", "south, 1\n")
	soon(t, p, func() {
		if got, err := ask.MultiSelect(t.Context(), "Which ones?", places); !slices.Equal(got, []int{0, 1}) || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestAListToMarkHoldsNothingUnsafe(t *testing.T) {
	p := sit(t, true)
	s := NewStreams(p.program, p.program, p.program, func(string) string { return "xterm" })
	s.Color = false
	ask := NewPrompter(s, "auto", catalogue.New("en"))
	p.types(t, "Which\u00a0ones?", all+"\r")
	soon(t, p, func() {
		if _, err := ask.MultiSelect(t.Context(), "Which\u00a0ones?\x1b[31m\u202e", places); err != nil {
			t.Error(err)
		}
	})
	for _, unsafe := range []string{"\x1b[31m", "\u202e", "\x1b[0m"} {
		if strings.Contains(p.text(), unsafe) {
			t.Errorf("%q is shown: %q", unsafe, p.text())
		}
	}
}

func TestWhatIsShownForATextIsTheLongestBeginningThatIsHeld(t *testing.T) {
	for text, want := range map[string]string{"": "", "south": "south", "southx": "south", "zz": "z", "qq": "", "offiçe": "offi", "AZURE s1": "AZURE s"} {
		same(t, longestHeld(places, text), want)
	}
}
