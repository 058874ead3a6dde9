package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// claimListOptions is what `dpor claim list` was asked for.
type claimListOptions struct {
	Filter   app.ClaimFilter
	Workload string // by ID, name or alias
	List     listOptions
}

func newClaimList(s *shell, runF func(context.Context, claimListOptions) error) *cobra.Command {
	var (
		f                    filterFlags
		area, role, due      string
		o                    claimListOptions
		statuses             = words(cpor.Statuses())
		areaWords, roleWords = words(cpor.Areas()), words(cpor.Roles(""))
	)
	cmd := &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "claim-list.short",
		Long:    "claim-list.long",
		Example: `  dpor claim list --status action-required
  dpor claim list --mpn 4391507 --workload teams -o csv
  dpor claim list --due-before 2026-12-01`,
		Annotations: annotated(read),
		Args:        arguments(0, 0),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.status, "status", "", "claim-filter.status")
	flags.StringVar(&f.mpn, "mpn", "", "filter.mpn")
	flags.StringVar(&f.tenant, "tenant", "", "filter.tenant")
	flags.StringVar(&area, "area", "", "claim-filter.area")
	flags.StringVar(&role, "role", "", "claim-filter.role")
	flags.StringVar(&o.Workload, "workload", "", "claim-filter.workload")
	flags.StringVar(&due, "due-before", "", "claim-filter.due-before")
	flags.IntVar(&f.limit, "limit", 0, "filter.limit")
	flags.StringVar(&f.sort, "sort", "", "filter.sort")
	s.complete(cmd, "status", fixed(statuses))
	s.complete(cmd, "area", fixed(areaWords))
	s.complete(cmd, "role", fixed(roleWords))
	s.complete(cmd, "mpn", s.completePartners)
	s.complete(cmd, "tenant", s.completeTenants)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if o.List, err = f.options(cmd, "claims", listNames()); err != nil {
			return err
		}
		o.Filter.Filter = o.List.Filter
		if o.Filter.Area, err = optional(area, among(cpor.Areas())); err != nil {
			return fault.As(err).About("--area")
		}
		if o.Filter.Role, err = optional(role, among(cpor.Roles(""))); err != nil {
			return fault.As(err).About("--role")
		}
		if o.Filter.DueBefore, err = parseDay(due); err != nil {
			return fault.As(err).About("--due-before")
		}
		if runF == nil {
			runF = func(ctx context.Context, o claimListOptions) error { return s.claimList(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) claimList(cmd *cobra.Command, o claimListOptions) error {
	engine, err := s.engine(cmd)
	if err == nil && o.Workload != "" {
		engine, err = s.claims(cmd) // which a list needs for no other filter
	}
	if err != nil {
		return err
	}
	o.Filter.Workload = strings.TrimSpace(o.Workload) // one that the catalogue has no more may still be in a claim
	for _, area := range cpor.Areas() {
		if item, ok := engine.Catalogue.Find(area, o.Workload); ok && (o.Filter.Area == "" || o.Filter.Area == area) {
			o.Filter.Workload = item.ID
		}
	}
	return listRows(s, view.Claims(), engine.Claims(cmd.Context(), o.Filter), o.List)
}

func newClaimShow(s *shell) *cobra.Command {
	cmd := newShowOne(s, "claim", s.completeClaims, ids.ParseClaim, app.Engine.Claim, view.Claims())
	cmd.Use = "show CLAIM"
	return cmd
}

func newClaimValidate(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:               "validate CLAIM...",
		Short:             "claim-validate.short",
		Long:              "claim-validate.long",
		Example:           "  dpor claim validate CLM-1 && dpor claim submit CLM-1 --yes",
		Annotations:       annotated(read),
		Args:              arguments(1, -1),
		ValidArgsFunction: s.completeClaims,
		RunE: func(cmd *cobra.Command, args []string) error {
			claims, err := parseClaims(args)
			if err != nil {
				return err
			}
			engine, err := s.claims(cmd)
			if err != nil {
				return err
			}
			cards, err := engine.Validate(cmd.Context(), claims)
			if err != nil {
				return err
			}
			s.warnOfNobody(cards)
			s.printer.Note("claim.valid", "count", len(cards))
			return ui.OneOrList(s.printer, view.Claims(), cards)
		},
	}
}

func newClaimSweep(s *shell) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:         "sweep",
		Short:       "claim-sweep.short",
		Long:        "claim-sweep.long",
		Example:     "  dpor claim sweep --dry-run",
		Annotations: annotated(write),
		Args:        arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			engine, err := s.engine(cmd)
			if err != nil {
				return err
			}
			plan, err := engine.PlanSweep(cmd.Context())
			if err != nil {
				return err
			}
			cards, err := applied(cmd.Context(), s, plan, dryRun)
			if err != nil {
				return err
			}
			return ui.List(s.printer, view.Claims(), ui.Rows(cards))
		},
	}
	cmd.Annotations[movesKey] = string(cpor.Sweep)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "flag.dry-run")
	return cmd
}
