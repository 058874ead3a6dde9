package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newNotifyShow(s *shell, runF func(context.Context, uint64) error) *cobra.Command {
	raw := false
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "notify-show.short",
		Long:  "notify-show.long",
		Example: `  dpor notify show 1
  dpor notify show 1 -o json --query html
  dpor notify show 1 --raw > message.eml`,
		Annotations:       annotated(read),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeMessages,
		RunE: func(cmd *cobra.Command, args []string) error {
			messages, err := parseMessages(args)
			if err == nil {
				err = together(cmd, "raw", "output", "query")
			}
			if err != nil {
				return err
			}
			if runF == nil {
				runF = func(ctx context.Context, id uint64) error { return s.notifyShow(cmd, id, raw) }
			}
			return runF(cmd.Context(), messages[0])
		},
	}
	cmd.Flags().BoolVar(&raw, "raw", false, "notify-show.raw")
	return cmd
}

// notifyShow prints a message as it would be sent now: what it says or, raw, all that would travel.
func (s *shell) notifyShow(cmd *cobra.Command, id uint64, raw bool) error {
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
	if raw {
		mail.Subject = words.subject(letter)
		post := s.Post(s.config.Mail, "")
		return s.printer.Document(func(w io.Writer) error { return post.Print(w, words.envelope(letter, mail)) })
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
