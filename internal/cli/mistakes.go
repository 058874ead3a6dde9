package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/nearest"
)

type flagType = pflag.Flag

// flagError words what is wrong with a flag: usage, naming the flag and the nearest one there is.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		bad     *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		var known []string
		cmd.Flags().VisitAll(func(f *flagType) { known = append(known, f.Name) })
		flag := dashed(name)
		e := fault.New(fault.Usage, "cli.unknown-flag", "flag", flag, "command", cmd.CommandPath())
		if n := nearest.Close(name, known); n != "" && len(name) > 1 {
			e = fault.New(fault.Usage, "cli.unknown-flag-near", "flag", flag, "near", "--"+n, "command", cmd.CommandPath())
		}
		return e.About(flag)
	case errors.As(err, &missing):
		flag := dashed(missing.GetSpecifiedName())
		return fault.New(fault.Usage, "cli.flag-value", "flag", flag, "command", cmd.CommandPath()).About(flag)
	case errors.As(err, &bad):
		flag := dashed(bad.GetFlag().Name)
		return fault.New(fault.Usage, "cli.flag-bad", "flag", flag, "value", bad.GetValue(), "command", cmd.CommandPath()).About(flag)
	}
	return fault.New(fault.Usage, "cli.flags", "cause", err.Error(), "command", cmd.CommandPath()).Because(err)
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// unknownCommand names the nearest command there is.
func unknownCommand(cmd *cobra.Command, word string) error {
	var known []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			known = append(append(known, c.Name()), c.Aliases...)
		}
	}
	if n := nearest.Close(word, known); n != "" {
		return fault.New(fault.Usage, "cli.unknown-command-near", "word", word, "near", cmd.CommandPath()+" "+n).About(word)
	}
	return fault.New(fault.Usage, "cli.unknown-command", "word", word, "command", cmd.CommandPath()).About(word)
}

// blank refuses a flag that is given without a value, as a script does whose variable is not set: a
// filter that is left out by accident would mean everything. Free text is another matter. The
// global flags are looked at by package config.
func blank(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *flagType) {
		text := strings.TrimSpace(f.Value.String())
		empty := f.Value.Type() == "string" && text == "" || f.Value.Type() == "stringSlice" && strings.Trim(text, "[], ") == ""
		if empty && f.Annotations[globalFlag] == nil && f.Name != "comment" && f.Name != "reason" && err == nil {
			err = fault.New(fault.Usage, "config.value.empty", "name", "--"+f.Name).About("--" + f.Name)
		}
	})
	return err
}

// misread is the error of a flag whose text is not what the flag takes: usage, as for a flag that takes
// one of some words. Identifiers are data and stay invalid (CONTRACT section 6).
func misread(err error) error {
	if err == nil {
		return nil
	}
	e := *fault.As(err)
	e.Code = fault.Usage
	return &e
}

// parseDay reads the day that a flag names; the error is usage.
func parseDay(text string) (day.Day, error) {
	d, err := optional(text, day.Parse)
	return d, misread(err)
}

// arguments wants between least and most arguments; most below 0 is any number. What they are is
// told as in the command's Use line.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fault.New(fault.Usage, "cli.few-arguments", "use", cmd.UseLine(), "command", cmd.CommandPath())
		case most >= 0 && len(args) > most:
			return fault.New(fault.Usage, "cli.many-arguments", "value", args[most], "use", cmd.UseLine(), "command", cmd.CommandPath()).About(args[most])
		}
		return nil
	}
}

// together refuses flags that contradict each other or do not apply; the error is usage.
func together(cmd *cobra.Command, flag string, others ...string) error {
	if !cmd.Flags().Changed(flag) {
		return nil
	}
	for _, other := range others {
		if cmd.Flags().Changed(other) {
			return fault.New(fault.Usage, "cli.together", "flag", "--"+flag, "other", "--"+other).About("--" + other)
		}
	}
	return nil
}

// valueOf is the value of a global flag in a raw argument, for errors that come before flags are
// read.
func valueOf(name, arg string, rest []string) (string, bool) {
	forms := []string{"--" + name}
	if name == "output" {
		forms = append(forms, "-o")
	}
	for _, form := range forms {
		switch v, found := strings.CutPrefix(arg, form); {
		case !found:
		case v == "" && len(rest) > 0:
			return rest[0], true
		case strings.HasPrefix(v, "="):
			return v[1:], true
		case form == "-o" && v != "":
			return v, true
		}
	}
	return "", false
}
