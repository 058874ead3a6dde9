package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// doctorOptions is what `dpor doctor` was asked for.
type doctorOptions struct {
	// Fix removes evidence that no claim refers to.
	Fix bool
}

func newDoctor(s *shell, runF func(context.Context, doctorOptions) error) *cobra.Command {
	var o doctorOptions
	cmd := &cobra.Command{
		Use:         "doctor",
		Short:       "doctor.short",
		Long:        "doctor.long",
		Example:     "  dpor doctor\n  dpor doctor --fix",
		Annotations: annotated(read, anyConfig),
		Args:        arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if runF == nil {
				runF = func(ctx context.Context, o doctorOptions) error { return s.doctor(cmd, o) }
			}
			return runF(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.Fix, "fix", false, "doctor.fix")
	return cmd
}

// doctor looks at everything, also where something before it is wrong. What it finds is the answer, which is
// whole; that there are faults among it is the error, with the code of the first.
func (s *shell) doctor(cmd *cobra.Command, o doctorOptions) error {
	ctx := cmd.Context()
	found := examination{shell: s}
	_, err := config.Load(s.input)
	if file := s.config.Claim.Catalogue; err == nil && file != "" {
		_, err = s.catalogue(ctx, file)
	}
	found.verdict("configuration", err)
	if err == nil {
		found.profile()
	}
	engine := app.Engine{Store: s.ledger(cmd), Evidence: s.ledger(cmd).Evidence(), Now: s.Now}
	if err == nil {
		engine.Actor, _ = s.actor() // what is wrong with the profile was just noted
	}
	_, err = engine.Verify(ctx)
	found.verdict("ledger", err)
	if err == nil {
		report, err := engine.InspectEvidence(ctx, o.Fix)
		found.evidence(report, err)
		found.outbox(ctx, engine)
	}
	found.mail(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := ui.List(s.printer, view.Findings(), ui.Rows(found.list)); err != nil {
		return err
	}
	return found.faults()
}

// examination is what the doctor found so far.
type examination struct {
	*shell
	list  []view.Finding
	worst fault.Code // of the first fault; empty while there is none
}

// verdict notes that something is well, or what is wrong with it. A ledger that is not there yet is no
// fault.
func (x *examination) verdict(check string, err error) {
	if err == nil {
		x.note(check, view.Well, x.text("doctor.well."+check), "")
		return
	}
	e := fault.As(err)
	message, hint := x.printer.Explain(e)
	if e.Key == app.MissingLedger {
		x.note(check, view.Advice, message, hint)
		return
	}
	x.note(check, view.Fault, message, hint)
	if x.worst == "" {
		x.worst = e.Code
	}
}

// faults is the error that names the checks which found a fault; nil where none did.
func (x *examination) faults() error {
	if x.worst == "" {
		return nil
	}
	var checks []string
	for _, f := range x.list {
		if f.Health == view.Fault && !slices.Contains(checks, f.Check) {
			checks = append(checks, f.Check)
		}
	}
	return fault.New(x.worst, "doctor.faults", "count", len(checks), "checks", strings.Join(checks, ", "))
}

func (x *examination) note(check string, state view.Health, message, hint string) {
	x.list = append(x.list, view.Finding{Check: check, Health: state, Message: message, Hint: hint})
}

func (x *examination) profile() {
	if x.config.Profile == "" {
		x.note("profile", view.Advice, x.text("doctor.no-profile"), x.text("doctor.no-profile.hint"))
		return
	}
	_, err := x.actor()
	x.verdict("profile", err)
}

func (x *examination) evidence(report app.EvidenceReport, err error) {
	if err != nil {
		x.verdict("evidence", err)
		return
	}
	for _, b := range report.Broken {
		x.verdict("evidence", fault.New(fault.Corrupt, "doctor.broken", "claim", b.Claim.String(), "name", b.FileName, "hash", b.Hash.String(), "file", b.Err.Target))
	}
	for _, name := range report.Foreign {
		x.note("evidence", view.Advice, x.text("doctor.foreign", "name", name), x.text("doctor.foreign.hint"))
	}
	switch n := len(report.Unreferenced) + len(report.Leftovers); {
	case n > 0 && report.Removed:
		x.note("evidence", view.Mended, x.text("doctor.removed", "count", n), "")
	case n > 0:
		x.note("evidence", view.Advice, x.text("doctor.unreferenced", "count", n), x.text("doctor.unreferenced.hint"))
	}
	if len(report.Broken) == 0 {
		x.note("evidence", view.Well, x.text("doctor.well.evidence", "count", report.Whole), "")
	}
}

// mail tries the way that messages take, without sending one.
func (x *examination) mail(ctx context.Context) {
	if x.config.Mail.Host == "" && x.config.Mail.Maildir == "" {
		x.note("mail", view.Advice, x.text("doctor.no-mail"), x.text("doctor.no-mail.hint"))
		return
	}
	post, err := x.newPost()
	if err == nil {
		err = post.Check(ctx)
	}
	x.verdict("mail", err)
	if file := x.exposed(); file != "" {
		x.note("mail", view.Advice, x.text("notify-send.password-file", "file", file), x.text("notify-send.password-file.hint", "file", file))
	}
}

// outbox tells of messages that nobody sends any more.
func (x *examination) outbox(ctx context.Context, engine app.Engine) {
	givenUp := 0
	for _, err := range engine.Letters(ctx, app.Filter{Status: string(notice.GivenUp)}) {
		if err != nil {
			x.verdict("mail", err)
			return
		}
		givenUp++
	}
	if givenUp > 0 {
		x.note("mail", view.Advice, x.text("doctor.given-up", "count", givenUp), x.text("doctor.given-up.hint"))
	}
}
