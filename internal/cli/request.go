package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/request"
)

// requestOptions is what `dpor request` was asked for.
type requestOptions struct {
	app.Wish
	DryRun bool
}

func newRequest(s *shell, runF func(context.Context, requestOptions) error) *cobra.Command {
	var (
		subscription, mpn string
		o                 requestOptions
	)
	cmd := &cobra.Command{
		Use:   "request",
		Short: "request.short",
		Long:  "request.long",
		Example: `  dpor request --subscription 6f1c2b1e-4a7d-4c35-9d0e-0a4f5b8e7c11 --mpn 4391507 --reason "We run the Teams roll-out"
  dpor list requests --status open
  dpor request accept REQ-1`,
		Annotations: annotated(write),
		Args:        cobra.ArbitraryArgs,
	}
	flags := cmd.Flags()
	flags.StringVar(&subscription, "subscription", "", "flag.subscription-one")
	flags.StringVar(&mpn, "mpn", "", "flag.mpn")
	flags.StringVar(&o.Reason, "reason", "", "flag.reason")
	flags.BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	s.complete(cmd, "subscription", s.completeSubscriptions)
	s.complete(cmd, "mpn", s.completePartners)
	cmd.AddCommand(newRequestDecision(s, request.Accept, nil), newRequestDecision(s, request.Decline, nil))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		var err error
		if o.Subscription, err = optional(subscription, ids.ParseSubscription); err != nil {
			return fault.As(err).About("--subscription")
		}
		if o.Partner, err = optional(mpn, ids.ParsePartner); err != nil {
			return fault.As(err).About("--mpn")
		}
		if runF == nil {
			runF = func(ctx context.Context, o requestOptions) error { return s.request(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) request(cmd *cobra.Command, o requestOptions) error {
	ctx := cmd.Context()
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	if o.Wish, err = s.completeWish(ctx, engine, o.Wish); err != nil {
		return err
	}
	plan, err := engine.PlanRequest(ctx, o.Wish)
	if err != nil {
		return err
	}
	results := plan.Results
	if !o.DryRun {
		if results, err = plan.Apply(ctx); err != nil {
			return err
		}
	} else {
		s.printer.Note("place.dry-run")
	}
	if results[0].Reason != strings.TrimSpace(o.Wish.Reason) {
		s.printer.Note("request.open", "request", results[0].ID.String())
	}
	return ui.One(s.printer, view.Requests(), results[0])
}

// completeWish asks for what the flags leave open.
func (s *shell) completeWish(ctx context.Context, engine app.Engine, w app.Wish) (app.Wish, error) {
	if w.Subscription.IsZero() {
		_, err := s.askLine(ctx, "--subscription", "prompt.subscription-id", func(text string) (err error) {
			if w.Subscription, err = ids.ParseSubscription(text); err == nil {
				_, err = engine.Subscription(ctx, w.Subscription)
			}
			return err
		})
		if err != nil {
			return w, err
		}
	}
	if w.Partner.IsZero() {
		partner, err := s.askPartner(ctx, engine, s.text("prompt.partner"), false)
		if err != nil {
			return w, err
		}
		w.Partner = partner
	}
	if w.Reason == "" {
		reason, err := s.askLine(ctx, "--reason", "prompt.reason", func(text string) error {
			if text == "" {
				return fault.New(fault.Invalid, "request.reason").About("--reason")
			}
			return nil
		})
		if err != nil {
			return w, err
		}
		w.Reason = reason
	}
	return w, nil
}
