package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// moveOptions is what a command that moves claims was asked for.
type moveOptions struct {
	Rule    cpor.VerbRule
	Claims  []ids.Claim
	Many    manyClaims // instead of Claims
	Reason  string
	Comment string
	DryRun  bool
}

func newClaimMove(s *shell, rule cpor.VerbRule, runF func(context.Context, moveOptions) error) *cobra.Command {
	var many manyFlags
	o := moveOptions{Rule: rule}
	verb := string(rule.Verb)
	example := "  dpor claim " + verb + " CLM-1"
	cmd := &cobra.Command{
		Use:               verb + " CLAIM...",
		Short:             "claim-" + verb + ".short",
		Long:              "claim-" + verb + ".long",
		Annotations:       annotated(write),
		Args:              arguments(1, -1),
		ValidArgsFunction: s.completeClaims,
	}
	cmd.Annotations[movesKey] = verb
	flags := cmd.Flags()
	flags.BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	if rule.Reason {
		flags.StringVar(&o.Reason, "reason", "", "claim-flag.reason")
		example += ` --reason "…"`
	}
	if rule.Verb == cpor.Remark || rule.Verb == cpor.Submit {
		flags.StringVar(&o.Comment, "comment", "", "claim-flag.comment")
		flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
			if name == "text" {
				name = "comment"
			}
			return pflag.NormalizedName(name)
		})
	}
	if rule.Verb == cpor.Remark {
		example += ` --comment "…"`
	}
	if rule.Verb == cpor.Submit {
		many.add(cmd, s)
		example += "\n  dpor claim list --status draft -o csv | dpor claim submit -f - --dry-run\n  dpor claim submit --all --mpn 4391507"
	}
	cmd.Example = example
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Claims, err = parseClaims(args); err != nil {
			return err
		}
		if rule.Verb == cpor.Submit {
			if o.Many, err = many.options(cmd, args); err != nil {
				return err
			}
		}
		o.Reason, o.Comment = strings.TrimSpace(o.Reason), strings.TrimSpace(o.Comment)
		if runF == nil {
			runF = func(ctx context.Context, o moveOptions) error { return s.moveClaims(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) moveClaims(cmd *cobra.Command, o moveOptions) error {
	ctx := cmd.Context()
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	if err := engine.Actor.May(app.ActionFor(o.Rule.Verb)); err != nil {
		return err // before anything is asked
	}
	if o, err = s.completeMove(ctx, o); err != nil {
		return err
	}
	c := cpor.Command{Verb: o.Rule.Verb, Reason: o.Reason, Text: o.Comment}
	if o.Rule.Verb == cpor.Submit {
		c.Attestation = s.text("claim.attestation")
	}
	claims, unread, err := s.claimsToMove(ctx, engine, o)
	if err != nil {
		return err
	}
	if o.Many.All && len(claims) == 0 {
		return ui.List(s.printer, view.Claims(), ui.Rows[app.ClaimCard](nil))
	}
	plan, err := engine.PlanMoves(ctx, claims, c)
	if err = inOneList(unread, err); err != nil {
		return err
	}
	if err := s.beforeMove(ctx, engine, plan.Results, o); err != nil {
		return err
	}
	cards, err := applied(ctx, s, plan, o.DryRun)
	if err != nil {
		return err
	}
	return ui.OneOrList(s.printer, view.Claims(), cards)
}

// completeMove asks for the reason or the comment that the verb needs.
func (s *shell) completeMove(ctx context.Context, o moveOptions) (moveOptions, error) {
	var err error
	if o.Rule.Reason && o.Reason == "" {
		o.Reason, err = s.askLine(ctx, "--reason", "prompt.claim-reason", func(text string) error {
			if text == "" {
				return fault.New(fault.Invalid, "claim.reason", "verb", string(o.Rule.Verb)).About("--reason")
			}
			return nil
		})
	}
	if o.Rule.Verb == cpor.Remark && o.Comment == "" && err == nil {
		o.Comment, err = s.askLine(ctx, "--comment", "prompt.claim-comment", func(text string) error {
			if text == "" {
				return fault.New(fault.Invalid, "claim.comment").About("--comment")
			}
			return nil
		})
	}
	return o, err
}

// beforeMove shows what is about to happen and asks for a yes: for the attestation of a submission, and
// for what takes something away. A rival is no reason to refuse (DOMAIN 1.9), but one to know of.
func (s *shell) beforeMove(ctx context.Context, engine app.Engine, cards []app.ClaimCard, o moveOptions) error {
	if o.Rule.Verb == cpor.Submit {
		rivals, err := engine.Rivals(ctx, cards)
		if err != nil {
			return err
		}
		s.warnOfRivals(rivals)
		s.warnOfNobody(cards)
	}
	if o.DryRun {
		return nil
	}
	for i, c := range cards {
		if i == summaryLines && s.canAsk() {
			s.printer.Note("summary.more", "count", len(cards)-i)
			break
		}
		if s.canAsk() && !s.config.Yes {
			s.printer.Note("summary.claim", "claim", c.ID.String(), "name", c.Name, "partner", c.Partner.String(), "customer", c.CustomerName, "verb", string(o.Rule.Verb))
		}
	}
	if o.Rule.Verb == cpor.Submit {
		if len(cards) > 1 {
			s.printer.Tell("claim.attested-each", "count", len(cards))
		}
		s.printer.Tell("claim.attestation")
		return s.confirm(ctx, s.text("prompt.attest"), false)
	}
	return s.confirm(ctx, s.text("prompt.claim-move", "verb", string(o.Rule.Verb), "count", len(cards)), o.Rule.TakesAway)
}

// warnOfNobody names the claims whose customer is not in the ledger.
func (s *shell) warnOfNobody(cards []app.ClaimCard) {
	shown := 0
	for _, c := range cards {
		if c.CustomerName != "" {
			continue
		}
		if shown++; shown <= summaryLines {
			s.printer.Warn("claim.no-customer", "claim", c.ID.String(), "tenant", c.Tenant.String())
		}
	}
	if shown > summaryLines {
		s.printer.Warn("ui.more", "count", shown-summaryLines)
	}
}

// warnOfRivals names other partners that claim, or hold, the same places.
func (s *shell) warnOfRivals(rivals []app.Rival) {
	for i, r := range rivals {
		if i == summaryLines {
			s.printer.Warn("ui.more", "count", len(rivals)-i)
			return
		}
		args := []any{"claim", r.Claim.String(), "place", r.Place.Name(), "partner", r.Partner.String(), "name", r.PartnerName, "since", r.Since.String()}
		switch {
		case !r.Own.IsZero():
			s.printer.Warn("claim.rival-own", append(args, "own", r.Own.String())...)
		case r.Status == cpor.Approved:
			s.printer.Warn("claim.rival-holds", args...)
		default:
			s.printer.Warn("claim.rival", args...)
		}
	}
}
