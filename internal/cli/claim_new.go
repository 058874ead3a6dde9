package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// draftOptions is what `dpor claim new` and `dpor claim edit` were asked for.
type draftOptions struct {
	Files  []string // where the claims stand; the form is empty then
	Form   cpor.Form
	Told   record.Fields // the fields of the form that a flag named
	DryRun bool
}

func newClaimNew(s *shell, runF func(context.Context, draftOptions) error) *cobra.Command {
	var (
		f formFlags
		o draftOptions
	)
	cmd := &cobra.Command{
		Use:   "new",
		Short: "claim-new.short",
		Long:  "claim-new.long",
		Example: `  dpor claim new
  dpor claim new --role use-or-consume --mpn 4391507 --tenant 1d4b9f02-7c1e-4f5a-8a53-5e2d1b7c9a40 --workload teams,intune --name "Teams roll-out"
  dpor claim new -f claims.yaml`,
		Annotations: annotated(write),
		Args:        arguments(0, 0),
	}
	cmd.Annotations[movesKey] = string(cpor.New)
	f.add(cmd, s)
	cmd.Flags().StringSliceVarP(&o.Files, "file", "f", nil, "claim-flag.file")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		var malformed error
		o.Form, o.Told, malformed = f.form(cmd)
		for _, field := range cpor.FormFields() {
			if err := together(cmd, "file", flagOf(field.Key)); err != nil {
				return err
			}
		}
		if malformed != nil {
			return alsoRefused(malformed, s.unfitDraft(cmd, o.Form))
		}
		if runF == nil {
			runF = func(ctx context.Context, o draftOptions) error { return s.newClaims(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) newClaims(cmd *cobra.Command, o draftOptions) error {
	ctx := cmd.Context()
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	if err := engine.Actor.May(access.Claim); err != nil {
		return err // before anything is asked or read
	}
	rows := []app.Row[cpor.Form]{{Record: o.Form, Told: o.Told}}
	var unread error
	if len(o.Files) > 0 {
		rows, unread = s.draftRows(ctx, o.Files)
		if len(rows) == 0 && unread != nil || ctx.Err() != nil {
			return unread
		}
	}
	for i := range rows {
		rows[i].Record.Partner = partnerOf(engine, rows[i].Record)
	}
	if len(o.Files) == 0 {
		if err := s.completeForm(ctx, engine, &rows[0].Record, o.Told); err != nil {
			return err
		}
	}
	plan, err := engine.PlanDrafts(ctx, rows)
	if err = inOneList(unread, err); err != nil {
		return err
	}
	if len(o.Files) == 0 && s.canAsk() && !o.DryRun {
		s.review(plan.Results[0])
		if err := s.confirm(ctx, s.text("prompt.claim-new"), false); err != nil {
			return err
		}
	}
	cards, err := applied(ctx, s, plan, o.DryRun)
	if err != nil {
		return err
	}
	if !o.DryRun && len(cards) == 1 {
		s.printer.Note("claim.next", "claim", cards[0].ID.String())
	}
	return ui.OneOrList(s.printer, view.Claims(), cards)
}

// partnerOf is the partner of a claim: where none is named that of whoever drafts it, if there is just one.
func partnerOf(engine app.Engine, f cpor.Form) ids.Partner {
	if f.Partner.IsZero() && len(engine.Actor.Partners) == 1 {
		return engine.Actor.Partners[0]
	}
	return f.Partner
}

// unfitDraft is what speaks against a claim of which some flags cannot be parsed, as far as the others tell;
// nothing where it could not be drafted by anybody or this actor.
func (s *shell) unfitDraft(cmd *cobra.Command, f cpor.Form) error {
	engine, err := s.claims(cmd)
	if err != nil || engine.Actor.May(access.Claim) != nil {
		return nil
	}
	f.Partner = partnerOf(engine, f)
	_, err = engine.PlanDrafts(cmd.Context(), []app.Row[cpor.Form]{{Record: f}})
	return err
}

// alsoRefused are the refusals of what is malformed and, where the rest could be looked at, of what breaks a
// rule.
func alsoRefused(malformed, refused error) error {
	e := fault.As(refused)
	if e == nil || e.Key == app.MissingLedger || !slices.Contains([]fault.Code{fault.NotFound, fault.Conflict, fault.Forbidden, fault.Invalid}, e.Code) {
		return malformed
	}
	return inOneList(malformed, refused)
}

// inOneList are the refusals of what could not be read and of what breaks a rule, by file and line. That a
// field is lacking which could not be read is not said too.
func inOneList(unread, refused error) error {
	if unread == nil || refused == nil {
		return cmp.Or(unread, refused)
	}
	all := slices.Clone(fault.As(unread).Each())
	for _, e := range fault.As(refused).Each() {
		same := func(other *fault.Error) bool {
			return e.Column != "" && strings.EqualFold(e.Column, strings.TrimSpace(other.Column)) && e.File == other.File && e.Line == other.Line
		}
		if !slices.ContainsFunc(fault.As(unread).Each(), same) {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b *fault.Error) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return fault.Join(all)
}

// draftRows reads claims from files; the error is that of open, of intake.ReadClaims, and invalid for
// files without a claim.
func (s *shell) draftRows(ctx context.Context, files []string) ([]app.Row[cpor.Form], error) {
	sources, done, err := s.sources(ctx, files...)
	if err != nil {
		return nil, err
	}
	defer done()
	rows, err := intake.ReadClaims(sources)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err() // whatever Ctrl-C did to the reading, it was Ctrl-C
	case err == nil && len(rows) == 0:
		err = fault.New(fault.Invalid, "claim.none-in-file", "file", files[0]).About(files[0])
	}
	return rows, err
}

// review shows the form before the question, as the portal's last page does.
func (s *shell) review(c app.ClaimCard) {
	for _, field := range cpor.FormFields() {
		if text := field.Text(&c.Form); text != "" && text != "false" {
			s.printer.Note("summary.field", "field", s.printer.Heading(field.Key), "value", text)
		}
	}
}

func newClaimEdit(s *shell, runF func(context.Context, moveOptions, draftOptions) error) *cobra.Command {
	var (
		f     formFlags
		o     draftOptions
		move  moveOptions
		empty []string
	)
	cmd := &cobra.Command{
		Use:               "edit CLAIM",
		Short:             "claim-edit.short",
		Long:              "claim-edit.long",
		Example:           "  dpor claim edit CLM-1 --customer-contact-email ana@contoso.example\n  dpor claim edit CLM-1 --clear domain",
		Annotations:       annotated(write),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeClaims,
	}
	cmd.Annotations[movesKey] = string(cpor.Edit)
	f.add(cmd, s)
	cmd.Flags().StringSliceVar(&empty, "clear", nil, "claim-edit.clear")
	s.complete(cmd, "clear", fixed(formFlagNames()))
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if move.Claims, err = parseClaims(args); err != nil {
			return err
		}
		if o.Form, o.Told, err = f.form(cmd); err != nil {
			return err
		}
		if o.Told, err = cleared(o.Told, empty); err != nil {
			return err
		}
		if o.Told == 0 {
			return fault.New(fault.Usage, "cli.claim-edit").About(args[0])
		}
		if runF == nil {
			runF = func(ctx context.Context, move moveOptions, o draftOptions) error {
				return s.editClaim(cmd, move, o)
			}
		}
		return runF(cmd.Context(), move, o)
	}
	return cmd
}

func (s *shell) editClaim(cmd *cobra.Command, move moveOptions, o draftOptions) error {
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	plan, err := engine.PlanEdit(cmd.Context(), move.Claims[0], o.Form, o.Told)
	if err != nil {
		return err
	}
	cards, err := applied(cmd.Context(), s, plan, o.DryRun)
	if err != nil {
		return err
	}
	return ui.One(s.printer, view.Claims(), cards[0])
}
