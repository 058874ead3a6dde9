package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// sendOptions is what `dpor notify send` was asked for.
type sendOptions struct {
	Limit  int // 0 is all
	DryRun bool
}

func newNotifySend(s *shell, runF func(context.Context, sendOptions) error) *cobra.Command {
	var o sendOptions
	cmd := &cobra.Command{
		Use:   "send",
		Short: "notify-send.short",
		Long:  "notify-send.long",
		Example: `  dpor config set smtp.host smtp.contoso.com
  dpor config set smtp.from "Partner records <por@contoso.com>"
  dpor notify send --dry-run
  dpor notify send --limit 100`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	cmd.Flags().IntVar(&o.Limit, "limit", 0, "notify-send.limit")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "notify-send.dry-run")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.Limit < 0 || cmd.Flags().Changed("limit") && o.Limit == 0 {
			return fault.New(fault.Usage, "cli.limit", "value", o.Limit).About("--limit")
		}
		if runF == nil {
			runF = func(ctx context.Context, o sendOptions) error { return s.notifySend(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) notifySend(cmd *cobra.Command, o sendOptions) error {
	ctx := cmd.Context()
	engine, err := s.outbox(cmd)
	if err != nil {
		return err
	}
	var post notify.Post
	if !o.DryRun {
		if post, err = s.newPost(); err != nil {
			return err
		}
		defer post.Close()
		if file := s.exposed(); file != "" {
			s.printer.Warn("notify-send.password-file", "file", file)
			s.printer.Note("notify-send.password-file.hint", "file", file)
		}
	}
	s.frugal(memoryOfSending)
	carrier := &courier{shell: s, words: s.wording(ctx), post: post}
	sent, err := engine.Send(ctx, app.Sending{
		Limit: o.Limit, Tries: uint32(s.config.Mail.Tries), DryRun: o.DryRun,
		Interrupted: s.interrupted(), Moot: s.text("notify.moot"), Passed: s.text("notify.passed"),
	}, carrier)
	if err != nil && sent.Sent+sent.Failed+sent.GivenUp == 0 { // nothing was reached that could be told
		return err
	}
	if e := ui.One(s.printer, view.Sent(), sent); e != nil {
		return e
	}
	if o.DryRun {
		s.printer.Note("notify-send.nothing")
	}
	if sent.Unaddressed > 0 {
		s.printer.Note("notify-send.unaddressed", "count", sent.Unaddressed)
	}
	if carrier.partly > 0 {
		s.printer.Warn("notify-send.partly", "count", carrier.partly)
	}
	return s.ofFailures(sent, err)
}

// interrupted says what is known of a message whose sender was killed with it in hand.
func (s *shell) interrupted() string { return s.text("notify.interrupted") }

// ofFailures is the error of a run that reached something: how many messages could not be handed over, and
// why the first one, or that it was stopped.
func (s *shell) ofFailures(sent app.Sent, err error) error {
	if fault.CodeOf(err) == fault.Cancelled {
		return fault.New(fault.Cancelled, "notify.stopped").Because(err)
	}
	failed := sent.Failed + sent.GivenUp
	if err == nil || failed == 0 || !ofThePost(err) {
		return err
	}
	message, _ := s.printer.Explain(fault.As(err))
	code := fault.Remote // also where an address is none: it is the mail that did not go
	if fault.CodeOf(err) == fault.Internal {
		code = fault.Internal
	}
	return fault.New(code, "notify.failed", "count", failed, "reason", message).Because(err)
}
