package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newNotifyShow(s *shell, runF func(context.Context, uint64) error) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "notify-show.short",
		Long:  "notify-show.long",
		Example: `  dpor notify show 1
  dpor notify show 1 -o json --query html`,
		Annotations:       annotated(read),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeMessages,
		RunE: func(cmd *cobra.Command, args []string) error {
			messages, err := parseMessages(args)
			if err != nil {
				return err
			}
			if runF == nil {
				runF = func(ctx context.Context, id uint64) error { return s.notifyShow(cmd, id) }
			}
			return runF(cmd.Context(), messages[0])
		},
	}
}

// notifyShow prints a message as it would be sent now.
func (s *shell) notifyShow(cmd *cobra.Command, id uint64) error {
	ctx := cmd.Context()
	engine, err := s.outbox(cmd)
	if err != nil {
		return err
	}
	letter, err := engine.Letter(ctx, id)
	if err != nil {
		return err
	}
	words := s.wording(ctx)
	mail, err := notify.Write(words.facts(letter))
	if err != nil {
		return err
	}
	worded := view.WordedLetter{Letter: letter, Lang: words.language(letter), Text: mail.Text, HTML: mail.HTML}
	if mail.Attachment != nil {
		worded.Attachment = mail.Attachment.Name
	}
	if s.printer.Format != ui.Table || s.printer.Query != nil {
		return ui.One(s.printer, view.WordedLetters(s.letters(words)), worded)
	}
	worded.Text, worded.HTML = "", ""
	if err := ui.One(s.printer, view.WordedLetters(s.letters(words)), worded); err != nil {
		return err
	}
	return s.printer.Bare("\n" + mail.Text)
}
