package cli

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

func newNotify(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "notify",
		Short:       "notify.short",
		Long:        "notify.long",
		Annotations: annotated(write),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	if s.lean {
		return cmd
	}
	cmd.AddCommand(newNotifyList(s, nil), newNotifyShow(s, nil), newNotifySend(s, nil), newNotifyRetry(s, nil), newNotifyDrop(s, nil))
	return cmd
}

// outbox is the engine with what messages need.
func (s *shell) outbox(cmd *cobra.Command) (app.Engine, error) {
	engine, err := s.engine(cmd)
	engine.Desk = s.ledger(cmd)
	return engine, err
}

// parseMessages reads the numbers of messages on the command line; the error is usage.
func parseMessages(args []string) ([]uint64, error) {
	list := make([]uint64, len(args))
	for i, a := range args {
		id, err := strconv.ParseUint(a, 10, 64)
		if err != nil || id == 0 {
			return nil, fault.New(fault.Usage, "notify.id", "value", a).About(a)
		}
		list[i] = id
	}
	return list, nil
}

// completeMessages completes the numbers of messages.
func (s *shell) completeMessages(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return s.completeMessagesIn(cmd, typed, notice.Statuses())
}

// completeUnsent completes the numbers of messages about which can still be decided.
func (s *shell) completeUnsent(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return s.completeMessagesIn(cmd, typed, []notice.Status{notice.Queued, notice.GivenUp, notice.Dropped})
}

func (s *shell) completeMessagesIn(cmd *cobra.Command, typed string, statuses []notice.Status) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(s, cmd, typed, func(ctx context.Context, e app.Engine) iter.Seq2[app.Letter, error] {
		return func(yield func(app.Letter, error) bool) {
			for l, err := range e.Letters(ctx, app.Filter{}) {
				if (err != nil || slices.Contains(statuses, l.Message.Status)) && !yield(l, err) {
					return
				}
			}
		}
	}, func(l app.Letter) (string, string) {
		return strconv.FormatUint(l.Message.ID, 10), string(l.Message.Kind) + " " + string(l.Message.Status)
	})
}
