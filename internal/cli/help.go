package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/config"
)

// The texts of commands and flags are catalogue keys until somebody wants to read them: most runs
// print no help, and filling in some hundred texts would cost a fifth of the start.

// withHelp fills the texts in before help or usage is shown.
func withHelp(root *cobra.Command, s *shell) {
	help, usage := root.HelpFunc(), root.UsageFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		hydrate(root, s.texts(cmd))
		help(cmd, args)
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		hydrate(root, s.texts(cmd))
		return usage(cmd)
	})
}

// texts are in the language that the flags and the environment ask for, also where the configuration
// is broken: --help has to work then more than ever.
func (s *shell) texts(cmd *cobra.Command) *catalogue.Texts {
	c, _ := config.Load(config.Input{Flags: given(cmd.Flags()), Env: s.Env})
	return catalogue.New(c.Lang)
}

// hydrateForCompletion fills the texts in where the shell asks for completions, which describe.
func hydrateForCompletion(root *cobra.Command, s *shell, args []string) {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		hydrate(root, s.texts(root))
	}
}

// movesEnd ends a text that the table of moves was added to.
const movesEnd = "\n"

// hydrate replaces every key by its text; a text that is no key stays.
func hydrate(cmd *cobra.Command, texts *catalogue.Texts) {
	fill := func(s string) string {
		if texts.Has(s) {
			return texts.Text(s, nil)
		}
		return s
	}
	cmd.Short, cmd.Long = fill(cmd.Short), fill(cmd.Long)
	if verb, has := cmd.Annotations[movesKey]; has && !strings.HasSuffix(cmd.Long, movesEnd) {
		cmd.Long += "\n\n" + texts.Text("claim.moves", nil) + "\n" + movesOf(texts, verb) + movesEnd
	}
	if !cmd.HasParent() {
		cmd.SetUsageTemplate(usageIn(texts))
	}
	for _, g := range cmd.Groups() {
		g.Title = fill(g.Title)
	}
	flags := func(f *flagType) { f.Usage = fill(f.Usage) }
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	if f := cmd.Flags().Lookup("help"); f != nil {
		f.Usage = fill("flag.help")
	}
	if f := cmd.Flags().Lookup("version"); f != nil {
		f.Usage = fill("flag.version")
	}
	cmd.LocalFlags().VisitAll(flags)
	cmd.PersistentFlags().VisitAll(flags)
	for _, c := range cmd.Commands() {
		hydrate(c, texts)
	}
}

// newHelp is `dpor help COMMAND`.
func newHelp(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "help [COMMAND]",
		Short:       "help.short",
		Annotations: annotated(none, anyConfig),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return target.Help()
		},
	}
}
