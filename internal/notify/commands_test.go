package notify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/cli"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// A command that a message names can be typed as it stands.
func TestEveryCommandInAMessageIsOneOfTheProgram(t *testing.T) {
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		commands := 0
		for l := range strings.Lines(write(t, facts(kind, lang)).Text) {
			typed, is := strings.CutPrefix(l, "    ")
			if !is {
				continue
			}
			commands++
			words := strings.Fields(typed)
			found, rest, err := cli.Root().Find(words[1:])
			if err != nil || words[0] != "dpor" || !found.Runnable() {
				t.Errorf("%q is no command: %v", typed, err)
				continue
			}
			if err := found.ParseFlags(rest); err != nil {
				t.Errorf("%q: %v", typed, err)
			} else if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("%q: %v", typed, err)
			}
		}
		if commands == 0 {
			t.Error("nothing says what to type")
		}
	})
}

// The three languages name the same commands and tell the same facts.
func TestAMessageHasTheSamePartsInEveryLanguage(t *testing.T) {
	shape := func(text string) (list []string) {
		for l := range strings.Lines(text) {
			switch {
			case strings.HasPrefix(l, "    "):
				list = append(list, l)
			case strings.HasPrefix(l, "  "):
				_, value, _ := strings.Cut(l, ": ")
				list = append(list, value)
			case l != "\n":
				list = append(list, "paragraph")
			}
		}
		return list
	}
	for _, kind := range kinds() {
		english := shape(write(t, facts(kind, "en")).Text)
		for _, lang := range languages()[1:] {
			if got := shape(write(t, facts(kind, lang)).Text); !slices.Equal(english, got) {
				t.Errorf("%s in %s has the parts\n%q\nand in English\n%q", kind, lang, got, english)
			}
		}
	}
}
