package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/kballard/go-shellquote"
	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

// everyCommand is the whole tree, its texts still keys of the catalogue.
func everyCommand(s *shell) []*cobra.Command {
	var list []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		list = append(list, c)
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	walk(newRoot(s))
	return list
}

func TestEveryCommandHasItsTextsItsModeAndItsGroup(t *testing.T) {
	texts := catalogue.New("en")
	for _, c := range everyCommand(shellFor("")) {
		if !texts.Has(c.Short) {
			t.Errorf("%s: the short text %q is no key of the catalogue", c.CommandPath(), c.Short)
		}
		if c.Long != "" && !texts.Has(c.Long) {
			t.Errorf("%s: the long text %q is no key of the catalogue", c.CommandPath(), c.Long)
		}
		switch m := mode(c.Annotations[modeKey]); m {
		case none, read, write:
		default:
			t.Errorf("%s: %q is no mode", c.CommandPath(), m)
		}
		if c.HasParent() && c.Parent() == c.Root() && c.GroupID == "" && c.Name() != "help" {
			t.Errorf("%s is in no group of the help", c.CommandPath())
		}
		if c.Args == nil && c.Name() != "help" {
			t.Errorf("%s does not say which arguments it takes", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *flagType) {
			if !texts.Has(f.Usage) && f.Name != "help" && f.Name != "version" {
				t.Errorf("%s --%s: %q is no key of the catalogue", c.CommandPath(), f.Name, f.Usage)
			}
		})
	}
}

func TestEveryCommandShowsItsHelp(t *testing.T) {
	for _, c := range everyCommand(shellFor("")) {
		s := shellFor("")
		out := &strings.Builder{}
		s.Streams.Out = out
		args := strings.Fields(c.CommandPath())[1:]
		if code := Main(t.Context(), append(args, "--help"), s.Deps); code != 0 {
			t.Errorf("%s --help ends with %d", c.CommandPath(), code)
		}
		short := catalogue.New("en").Text(c.Short, nil)
		if !strings.Contains(out.String(), c.CommandPath()) {
			t.Errorf("the help of %s (%s) does not show how it is called:\n%s", c.CommandPath(), short, out)
		}
	}
}

// called is a call of dpor in a line of shell.
var called = regexp.MustCompile(`\bdpor (?:'[^']*'|"[^"]*"|[^|<>)'"\n])*`)

func TestEveryExampleIsACommandLineThatWouldBeRead(t *testing.T) {
	for _, c := range everyCommand(shellFor("")) {
		if c.Example == "" {
			continue
		}
		found := called.FindAllString(c.Example, -1)
		if lines := strings.Count(c.Example, "\n") + 1; len(found) < lines {
			t.Errorf("%s: %d examples in %d lines", c.CommandPath(), len(found), lines)
		}
		for _, line := range found {
			args, err := shellquote.Split(strings.TrimSpace(line))
			if err != nil {
				t.Errorf("%s: %s: %v", c.CommandPath(), line, err)
				continue
			}
			if err := readable(args[1:]); err != nil {
				t.Errorf("%s: %s: %v", c.CommandPath(), line, err)
			}
		}
	}
}

// readable tells what is wrong with the command, the flags or the arguments of a command line.
func readable(args []string) error {
	c, rest, err := newRoot(shellFor("")).Find(args)
	if err != nil {
		return err
	}
	if c.Name() == "dpor" && len(rest) > 0 {
		return unknownCommand(c, rest[0])
	}
	if err := c.ParseFlags(rest); err != nil {
		return err
	}
	return c.ValidateArgs(c.Flags().Args())
}

func TestAnExampleOfAFlagThatIsNotThereWouldBeFound(t *testing.T) {
	for _, line := range []string{"lst", "list --as-off 2026-01-01", "show partner", "add-por extra"} {
		if readable(strings.Fields(line)) == nil {
			t.Errorf("%q passes for a command line", line)
		}
	}
}

func TestEveryCompletionAnswersOnAnEmptyLedger(t *testing.T) {
	for _, c := range everyCommand(shellFor("")) {
		c.SetContext(t.Context())
		if c.ValidArgsFunction != nil {
			if list, d := c.ValidArgsFunction(c, nil, "x"); d != cobra.ShellCompDirectiveNoFileComp || len(list) > 0 {
				t.Errorf("%s completes x to %v (%v)", c.CommandPath(), list, d)
			}
		}
		c.Flags().VisitAll(func(f *flagType) {
			complete, there := c.GetFlagCompletionFunc(f.Name)
			if !there {
				return
			}
			if _, d := complete(c, nil, ""); d != cobra.ShellCompDirectiveNoFileComp {
				t.Errorf("%s --%s: completion says %v", c.CommandPath(), f.Name, d)
			}
		})
	}
}

func TestFlagsThatTakeAnIDCompleteIt(t *testing.T) {
	for _, c := range everyCommand(shellFor("")) {
		for _, name := range []string{"subscription", "mpn", "tenant", "expect", "role", "as", "type", "product", "claim", "area", "solution-area"} {
			if c.Flags().Lookup(name) == nil {
				continue
			}
			if _, there := c.GetFlagCompletionFunc(name); !there {
				t.Errorf("%s --%s has no completion", c.CommandPath(), name)
			}
		}
	}
}

func TestACommandThatTakesAClaimCompletesIt(t *testing.T) {
	taking := 0
	for _, c := range everyCommand(shellFor("")) {
		if !strings.Contains(c.Use, " CLAIM") {
			continue
		}
		if taking++; c.ValidArgsFunction == nil {
			t.Errorf("%s does not complete its claims", c.CommandPath())
		}
	}
	if taking < 14 {
		t.Errorf("only %d commands take a claim", taking)
	}
}
