package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
)

// Main runs one command line and gives the exit number of the process.
func Main(ctx context.Context, args []string, deps Deps) int {
	began := deps.Now()
	completes := len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd)
	s := &shell{Deps: deps, lean: !completes && !slices.Contains(args, "claim") && !slices.Contains(args, "notify")}
	root := newRoot(s)
	root.SetArgs(args)
	hydrateForCompletion(root, s, args)
	err := root.ExecuteContext(ctx)
	if s.printer == nil {
		s.printer = early(deps, args)
	}
	s.printer.Took = func() time.Duration { return deps.Now().Sub(began) }
	return s.printer.Fail(err)
}

// Root is the command tree with all texts in it, for the documentation.
func Root() *cobra.Command {
	streams, _, _ := ui.TestStreams("")
	s := &shell{Deps: Deps{Streams: streams, Env: func(string) string { return "" }, Build: Build{Version: "dev"}}}
	root := newRoot(s)
	hydrate(root, catalogue.New("en"))
	return root
}

func newRoot(s *shell) *cobra.Command {
	root := &cobra.Command{
		Use:           "dpor",
		Short:         "root.short",
		Long:          "root.long",
		Annotations:   annotated(none),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			err := s.setUp(cmd)
			s.diagnose()
			return err
		},
		RunE:    group,
		Version: s.Build.Version,
	}
	root.SetVersionTemplate("dpor {{.Version}}\n")
	root.SetOut(ui.SafeWriter(s.Streams.Out))
	root.SetErr(ui.SafeWriter(s.Streams.Err))
	root.SetIn(s.Streams.In)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelp(s))
	addGlobalFlags(root)
	root.AddGroup(
		&cobra.Group{ID: groupPartner, Title: "group.partner"},
		&cobra.Group{ID: groupClaims, Title: "group.claims"},
		&cobra.Group{ID: groupRead, Title: "group.read"},
		&cobra.Group{ID: groupTelling, Title: "group.telling"},
		&cobra.Group{ID: groupRecords, Title: "group.records"},
		&cobra.Group{ID: groupSetup, Title: "group.setup"},
	)
	addTo(root, groupPartner, newCheckID(s, nil), newAddPOR(s, nil), newEditPOR(s, nil), newRemovePOR(s, nil), newRequest(s, nil))
	addTo(root, groupClaims, newClaim(s))
	addTo(root, groupRead, newList(s, nil), newShow(s), newHistory(s, nil), newAudit(s))
	addTo(root, groupTelling, newNotify(s))
	addTo(root, groupRecords, newImport(s, nil), newApply(s, nil), newExport(s, nil))
	addTo(root, groupSetup, newInit(s, nil), newProfile(s), newWhoami(s), newConfig(s), newCompletion(s), newDoctor(s, nil), newDemo(s), newVersion(s))
	withHelp(root, s)
	return root
}

const (
	groupPartner = "partner"
	groupClaims  = "claims"
	groupRead    = "read"
	groupTelling = "telling"
	groupRecords = "records"
	groupSetup   = "setup"
)

func addTo(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, c := range commands {
		c.GroupID = group
		root.AddCommand(c)
	}
}

// globalFlag marks the flags that are settings: they have an environment twin and a place in the
// configuration file.
const globalFlag = "dpor-setting"

// addGlobalFlags makes a flag of every setting that has one, so that a setting is declared in one
// place only.
func addGlobalFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	short := map[string]string{"output": "o", "yes": "y", "quiet": "q"}
	flags.String("config", "", "flag.config")
	for _, set := range config.Settings() {
		if set.NoFlag {
			continue
		}
		description := "config." + set.Key
		if set.Kind == config.Truth {
			flags.BoolP(set.Key, short[set.Key], false, description)
		} else {
			flags.StringP(set.Key, short[set.Key], "", description)
		}
		if len(set.Words) > 0 && set.Kind == config.Word {
			words := set.Words
			_ = root.RegisterFlagCompletionFunc(set.Key, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return words, cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
	flags.VisitAll(func(f *flagType) { f.Annotations = map[string][]string{globalFlag: {"true"}} })
}

// group is what a command does that only holds others: help, or the error that there is no such
// command.
func group(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return unknownCommand(cmd, args[0])
}

// early is a printer for an error that came before the configuration was read: a flag that is not
// there. It still answers in the form that was asked for.
func early(deps Deps, args []string) *ui.Printer {
	flags := map[string]string{}
	for i, a := range args {
		for _, name := range []string{"output", "lang"} {
			if v, ok := valueOf(name, a, args[i+1:]); ok {
				flags[name] = v
			}
		}
		if a == "--debug" {
			flags["debug"] = "true"
		}
	}
	c, _ := config.Load(config.Input{Flags: flags, Env: deps.Env})
	return newPrinter(deps.Streams, c)
}
