package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// retryOptions is what `dpor notify retry` was asked for.
type retryOptions struct {
	Messages []uint64 // none is all that failed, but for what was overtaken
}

func newNotifyRetry(s *shell, runF func(context.Context, retryOptions) error) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "retry {ID... | --all}",
		Short: "notify-retry.short",
		Long:  "notify-retry.long",
		Example: `  dpor notify retry 3 4
  dpor notify retry --all && dpor notify send`,
		Annotations:       annotated(write),
		Args:              arguments(0, -1),
		ValidArgsFunction: s.completeUnsent,
	}
	cmd.Flags().BoolVar(&all, "all", false, "notify-retry.all")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if all == (len(args) > 0) {
			return fault.New(fault.Usage, "notify-retry.which").About("--all")
		}
		messages, err := parseMessages(args)
		if err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o retryOptions) error { return s.notifyRetry(cmd, o) }
		}
		return runF(cmd.Context(), retryOptions{messages})
	}
	return cmd
}

func (s *shell) notifyRetry(cmd *cobra.Command, o retryOptions) error {
	ctx := cmd.Context()
	engine, err := s.outbox(cmd)
	if err != nil {
		return err
	}
	columns := view.Letters(s.letters(s.wording(ctx)))
	if len(o.Messages) > 0 {
		letters, err := engine.Retry(ctx, o.Messages, s.interrupted())
		if err != nil {
			return err
		}
		return ui.OneOrList(s.printer, columns, letters)
	}
	letters, overtaken, err := engine.RetryAll(ctx)
	if err != nil {
		return err
	}
	if overtaken > 0 {
		s.printer.Note("notify-retry.overtaken", "count", overtaken)
	}
	return ui.List(s.printer, columns, letters)
}
