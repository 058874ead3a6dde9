package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// ofMessages is the list that `dpor list notifications` and `dpor notify list` print.
const ofMessages = "notifications"

// messageStatuses are what --status takes for messages.
func messageStatuses() []string { return append(words(notice.Statuses()), app.FailedOnce) }

func newNotifyList(s *shell, runF func(context.Context, listOptions) error) *cobra.Command {
	var f filterFlags
	cmd := &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "notify-list.short",
		Long:    "notify-list.long",
		Example: `  dpor notify list
  dpor notify list --status failed
  dpor notify list --status queued -o json --query '[?to==null].{id:id, partner:partnerId}'`,
		Annotations: annotated(read),
		Args:        arguments(0, 0),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.status, "status", "", "notify-filter.status")
	flags.StringVar(&f.mpn, "mpn", "", "filter.mpn")
	flags.StringVar(&f.tenant, "tenant", "", "filter.tenant")
	flags.StringVar(&f.subscription, "subscription", "", "filter.subscription")
	flags.StringVar(&f.since, "since", "", "notify-filter.since")
	flags.StringVar(&f.until, "until", "", "notify-filter.until")
	flags.IntVar(&f.limit, "limit", 0, "filter.limit")
	flags.StringVar(&f.sort, "sort", "", "filter.sort")
	s.complete(cmd, "status", fixed(messageStatuses()))
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
	s.complete(cmd, "subscription", s.completeSubscriptions)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, err := f.options(cmd, ofMessages, listNames())
		if err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o listOptions) error { return s.list(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

// letters is how this run shows messages.
func (s *shell) letters(w *wording) view.Wording {
	return view.Wording{Subject: w.subject, Unaddressed: func(l app.Letter) string {
		if text := strings.TrimSpace(l.Recorded()); text != "" {
			message, hint := s.printer.Explain(fault.New(fault.Invalid, "mail.address", "value", text))
			return message + " " + hint
		}
		if l.Message.Kind.ToCustomer() {
			return s.text("notify.no-contact", "tenant", l.Message.Tenant.String())
		}
		return s.text("notify.no-address", "partner", l.Message.Partner.String())
	}}
}
