package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

// dropOptions is what `dpor notify drop` was asked for.
type dropOptions struct {
	Messages []uint64
	Reason   string
}

func newNotifyDrop(s *shell, runF func(context.Context, dropOptions) error) *cobra.Command {
	var o dropOptions
	cmd := &cobra.Command{
		Use:               "drop ID...",
		Short:             "notify-drop.short",
		Long:              "notify-drop.long",
		Example:           `  dpor notify drop 5 --reason "Told on the telephone"`,
		Annotations:       annotated(write),
		Args:              arguments(1, -1),
		ValidArgsFunction: s.completeUnsent,
	}
	cmd.Flags().StringVar(&o.Reason, "reason", "", "notify-drop.reason")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Messages, err = parseMessages(args); err != nil {
			return err
		}
		o.Reason = strings.TrimSpace(o.Reason)
		if runF == nil {
			runF = func(ctx context.Context, o dropOptions) error { return s.notifyDrop(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) notifyDrop(cmd *cobra.Command, o dropOptions) error {
	ctx := cmd.Context()
	engine, err := s.outbox(cmd)
	if err != nil {
		return err
	}
	if err := engine.MayDrop(ctx, o.Messages); err != nil { // before anything is asked
		return err
	}
	if err := s.confirm(ctx, s.text("prompt.drop", "count", len(o.Messages)), false); err != nil {
		return err
	}
	reason := s.text("notify.dropped", "user", engine.Actor.User.String(), "reason", o.Reason)
	letters, err := engine.Drop(ctx, o.Messages, reason, s.interrupted())
	if err != nil {
		return err
	}
	return ui.OneOrList(s.printer, view.Letters(s.letters(s.wording(ctx))), letters)
}
