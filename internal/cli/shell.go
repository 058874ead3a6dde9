package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// shell is one run of the program: what the flags, environment and file said, made once before the
// command runs.
type shell struct {
	Deps
	input   config.Input
	config  config.Config
	printer *ui.Printer
	// lean leaves the commands below claim and notify out of the tree: they would be a tenth of the start of a
	// run that does not name them.
	lean bool
}

// mode says what a command does with the ledger; the documentation shows it.
type mode string

const (
	none  mode = "none"
	read  mode = "read"
	write mode = "write"
)

const (
	modeKey     = "mode"
	anyConfig   = "any-config"
	makesConfig = "makes-config"
)

// annotated states a command's mode and what else is particular about it.
func annotated(m mode, particulars ...string) map[string]string {
	notes := map[string]string{modeKey: string(m)}
	for _, p := range particulars {
		notes[p] = "true"
	}
	return notes
}

// setUp reads the configuration. It always leaves a printer behind, so that what is wrong with the
// configuration can be said in the form that was asked for.
func (s *shell) setUp(cmd *cobra.Command) error {
	s.input = config.Input{
		Flags: given(cmd.Flags()), Env: s.Env, Roles: words(access.Roles()),
		Create: cmd.Annotations[makesConfig] != "",
	}
	var err error
	s.config, err = config.Load(s.input)
	s.printer = newPrinter(s.Streams, s.config)
	if err != nil && cmd.Annotations[anyConfig] == "" {
		return err
	}
	if err := s.Streams.SetColor(s.config.Color); err != nil {
		return err
	}
	if s.printer.Query, err = ui.ParseQuery(s.config.Query); err != nil {
		return err
	}
	return blank(cmd)
}

func newPrinter(streams *ui.Streams, c config.Config) *ui.Printer {
	format, err := ui.ParseFormat(c.Output)
	if err != nil {
		format = ui.Table
	}
	return &ui.Printer{Streams: streams, Format: format, Texts: catalogue.New(c.Lang), Quiet: c.Quiet, Debug: c.Debug}
}

// given are the global flags that stand on the command line.
func given(flags *pflag.FlagSet) map[string]string {
	set := map[string]string{}
	flags.Visit(func(f *pflag.Flag) {
		if f.Annotations[globalFlag] != nil {
			set[f.Name] = f.Value.String()
		}
	})
	return set
}

// engine is the engine on this run's ledger, for whoever the profile says. Reading needs no profile
// (CONTRACT section 4), so that one which is not there matters to a command that writes only.
func (s *shell) engine(cmd *cobra.Command) (app.Engine, error) {
	actor, err := s.actor()
	if err != nil && cmd.Annotations[modeKey] == string(write) {
		return app.Engine{}, err
	}
	ledger := s.ledger(cmd)
	return app.Engine{Store: ledger, Evidence: ledger.Evidence(), Actor: actor, Now: s.Now, Windows: s.windows(), Scratch: s.Scratch, Meter: s.meter()}, nil
}

// What commands would rather not pass that read long files, print long lists, or send.
const (
	memoryOfFiles   = 160 << 20
	memoryOfLists   = 48 << 20
	memoryOfSending = 16 << 20
)

// frugal keeps the memory from growing with what is read.
func (s *shell) frugal(memory int64) {
	if s.Frugal != nil {
		s.Frugal(memory)
	}
}

// ledger is this run's ledger.
func (s *shell) ledger(cmd *cobra.Command) Ledger {
	return keeper{s.Open(s.config.Ledger, s.config.Wait, cmd.CommandPath()), func() { s.printer.Kept = true }}
}

// actor is who acts: nobody where no profile was chosen.
func (s *shell) actor() (access.Actor, error) {
	if s.config.Profile == "" {
		return access.Actor{}, nil
	}
	p, err := s.config.Acting()
	if err != nil {
		return access.Actor{}, err
	}
	role, err := access.ParseRole(p.Role)
	return access.Actor{
		User: p.User, Role: role, AllTenants: p.AllTenants, Tenants: p.Tenants, Partners: p.Partners,
		Assurance: access.Asserted,
	}, err
}

// text is a sentence of the catalogue; args are pairs of name and value.
func (s *shell) text(key string, args ...any) string {
	return s.printer.Texts.Text(key, fault.New("", key, args...).Args)
}

// canAsk tells whether a question can be asked (CONTRACT section 1).
func (s *shell) canAsk() bool {
	machine := s.printer.Format == ui.JSON || s.printer.Format == ui.NDJSON
	return s.Streams.CanAsk() && !s.config.NoInput && !machine
}

// ask gives the prompter, or the usage error that names the flag which would have answered.
func (s *shell) ask(flag string) (ui.Prompter, error) {
	if !s.canAsk() {
		return nil, fault.New(fault.Usage, "cli.missing-flag", "flag", flag).About(flag)
	}
	s.printer.Progress().End()
	if s.Prompter == nil {
		s.Prompter = ui.NewPrompter(s.Streams, s.config.Prompter, s.printer.Texts)
	}
	return s.Prompter, nil
}

// confirm asks for a yes on a terminal; "no" is the error cancelled. What takes something away must
// be confirmed: where nobody can be asked it needs --yes.
func (s *shell) confirm(ctx context.Context, question string, takesAway bool) error {
	if s.config.Yes || !takesAway && !s.canAsk() {
		return nil
	}
	prompter, err := s.ask("--yes")
	if err != nil {
		return err
	}
	yes, err := prompter.Confirm(ctx, question, !takesAway)
	if err == nil && !yes {
		err = fault.New(fault.Cancelled, "cancelled")
	}
	return err
}
