package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/workload"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// movesKey marks a command whose help shows the moves of claims: all of them, or those of the verb
// that is the annotation's value.
const movesKey = "moves"

func newClaim(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "claim",
		Short:       "claim.short",
		Long:        "claim.long",
		Annotations: annotated(write),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	cmd.Annotations[movesKey] = ""
	if s.lean {
		return cmd
	}
	cmd.AddCommand(
		newClaimNew(s, nil), newClaimEdit(s, nil), newClaimAttach(s, nil), newClaimDetach(s, nil),
		newClaimValidate(s), newClaimEvidence(s, nil), newClaimTemplate(s, nil), newClaimList(s, nil), newClaimShow(s), newClaimSweep(s),
	)
	for _, rule := range cpor.Verbs() {
		if plainMove(rule.Verb) {
			cmd.AddCommand(newClaimMove(s, rule, nil))
		}
	}
	return cmd
}

// plainMove tells whether a verb needs no more than the claims, and a reason or comment.
func plainMove(v cpor.Verb) bool {
	switch v {
	case cpor.New, cpor.Edit, cpor.Attach, cpor.Detach, cpor.Sweep:
		return false
	}
	return true
}

// movesOf is the table of moves for a help text: of one verb, or for none of all.
func movesOf(texts *catalogue.Texts, only string) string {
	var b strings.Builder
	for _, rule := range cpor.Verbs() {
		if only != "" && only != string(rule.Verb) {
			continue
		}
		var from []string
		to := cpor.None
		for _, e := range cpor.Edges() {
			if e.Verb == rule.Verb {
				from, to = append(from, string(e.From)), e.To
			}
		}
		args := map[string]any{
			"verb": string(rule.Verb), "from": strings.TrimSpace(strings.Join(from, ", ")), "to": string(to),
			"by": texts.Text("claim.by."+string(rule.By), nil),
		}
		key := "claim.move-line"
		switch {
		case len(from) == 1 && from[0] == "":
			key = "claim.move-line.new"
		case to == cpor.Gone:
			key = "claim.move-line.gone"
		case rule.Verb == cpor.Edit || rule.Verb == cpor.Attach || rule.Verb == cpor.Detach || rule.Verb == cpor.Remark:
			key = "claim.move-line.stays"
		}
		b.WriteString("  " + texts.Text(key, args) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// claims is the engine with what claims need: the catalogue of workloads. The errors are those of workloads.
func (s *shell) claims(cmd *cobra.Command) (app.Engine, error) {
	engine, err := s.engine(cmd)
	if err != nil {
		return engine, err
	}
	engine.Catalogue, err = s.workloads(cmd.Context())
	return engine, err
}

// workloads is what can be claimed, shipped or configured; the errors are those of open and of
// intake.ReadCatalogue.
func (s *shell) workloads(ctx context.Context) (cpor.Catalogue, error) {
	if file := s.config.Claim.Catalogue; file != "" {
		return s.catalogue(ctx, file)
	}
	return workload.Shipped()
}

// catalogue reads the catalogue that the configuration names; the errors are those of open and of
// intake.ReadCatalogue.
func (s *shell) catalogue(ctx context.Context, file string) (cpor.Catalogue, error) {
	f, err := s.open(ctx, file)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "cli.no-catalogue", "file", file).About(file).Because(err)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return intake.ReadCatalogue(intake.Source{Name: file, Content: f})
}

// windows are how long something can be done with a claim, as configured.
func (s *shell) windows() cpor.Windows {
	c := s.config.Claim
	return cpor.Windows{
		Answer: c.AnswerWithin, Dispute: c.DisputeWithin, Customer: c.CustomerWindow, Calendar: day.NewCalendar(c.Holidays),
	}
}

// parseClaims reads the claim IDs on the command line.
func parseClaims(args []string) ([]ids.Claim, error) {
	list := make([]ids.Claim, len(args))
	for i, a := range args {
		var err error
		if list[i], err = ids.ParseClaim(a); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// applied applies a plan, unless it is only to be shown.
func applied[R any](ctx context.Context, s *shell, plan app.Plan[R], dryRun bool) ([]R, error) {
	if dryRun {
		s.printer.Note("place.dry-run")
		return plan.Results, nil
	}
	return plan.Apply(ctx)
}
