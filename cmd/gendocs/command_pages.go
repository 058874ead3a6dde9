package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandPages are a page for every command, by its name.
func commandPages(root *cobra.Command) map[string]string {
	all := map[string]string{}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		all["docs/cli/"+pageOf(cmd)] = commandPage(cmd)
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(root)
	return all
}

// pageOf is the page of a command: that of "dpor add-por" is add-por.md.
func pageOf(cmd *cobra.Command) string {
	words := strings.Fields(cmd.CommandPath())
	if len(words) > 1 {
		words = words[1:]
	}
	return strings.Join(words, "-") + ".md"
}

func commandPage(cmd *cobra.Command) string {
	parts := []string{"# " + cmd.CommandPath(), prose(cmd.Short) + "."}
	usage := cmd.UseLine()
	if onlyHolds(cmd) {
		usage = cmd.CommandPath() + " COMMAND [flags]"
	}
	parts = append(parts, fenced(usage))
	if cmd.Long != "" {
		parts = append(parts, prose(cmd.Long))
	}
	if len(cmd.Aliases) > 0 {
		parts = append(parts, "Can also be typed as "+monos(cmd.Aliases)+".")
	}
	parts = append(parts, ledgerUse(cmd), subcommands(cmd))
	if cmd.Example != "" {
		parts = append(parts, "## Examples", fenced(unindented(cmd.Example)))
	}
	if rows := flagRows(cmd.LocalNonPersistentFlags()); len(rows) > 0 {
		parts = append(parts, "## Flags", table(flagHeader(), rows))
	}
	if rows := flagRows(cmd.PersistentFlags()); len(rows) > 0 {
		parts = append(parts, "## Flags of every command", "Each of them is also a setting: see [settings](../settings.md).", table(flagHeader(), rows))
	}
	if cmd.HasParent() {
		parts = append(parts, "[dpor](dpor.md) has the flags that every command takes; [exit codes](../exit-codes.md) says how a command ends.")
	}
	return joined(parts)
}

// joined puts the parts that are not empty below each other.
func joined(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if p = strings.TrimRight(p, "\n"); p != "" {
			b.WriteString(p + "\n\n")
		}
	}
	return b.String()
}

func fenced(text string) string { return "```bash\n" + text + "\n```" }

// unindented takes off the two spaces that examples begin with in the help.
func unindented(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, "  ")
	}
	return strings.Join(lines, "\n")
}

// ledgerUse says what a command does with the ledger, as its annotation states it.
func ledgerUse(cmd *cobra.Command) string {
	if onlyHolds(cmd) {
		return ""
	}
	return map[string]string{
		"none":  "It does not touch the ledger.",
		"read":  "It reads the ledger and changes nothing.",
		"write": "It writes to the ledger.",
	}[cmd.Annotations["mode"]]
}

// onlyHolds tells a command that only holds others from one that does something itself.
func onlyHolds(cmd *cobra.Command) bool {
	return cmd.HasSubCommands() && len(flagRows(cmd.LocalNonPersistentFlags())) == 0
}

// subcommands are the commands below a command, in the groups that the help shows.
func subcommands(cmd *cobra.Command) string {
	if !cmd.HasSubCommands() {
		return ""
	}
	parts := []string{"## Commands"}
	groups := cmd.Groups()
	if len(groups) == 0 {
		groups = []*cobra.Group{{}}
	}
	for _, g := range groups {
		var rows [][]string
		for _, c := range cmd.Commands() {
			if c.GroupID == g.ID {
				rows = append(rows, []string{"[" + c.CommandPath() + "](" + pageOf(c) + ")", prose(c.Short)})
			}
		}
		parts = append(parts, g.Title, table([]string{"command", "what it does"}, rows))
	}
	return joined(parts)
}

func flagHeader() []string { return []string{"flag", "takes", "default", "what it says"} }

func flagRows(flags *pflag.FlagSet) [][]string {
	var rows [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := mono("--" + f.Name)
		if f.Shorthand != "" {
			name = mono("-"+f.Shorthand) + ", " + name
		}
		takes := map[string]string{"string": "a text", "stringSlice": "texts", "int": "a number"}[f.Value.Type()]
		unset := f.DefValue
		if unset == "false" || unset == "[]" || unset == "0" {
			unset = ""
		}
		rows = append(rows, []string{name, takes, mono(unset), prose(f.Usage)})
	})
	return rows
}
