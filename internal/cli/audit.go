package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
)

func newAudit(s *shell) *cobra.Command {
	cmd := &cobra.Command{
		Use:         "audit",
		Short:       "audit.short",
		Long:        "audit.long",
		Annotations: annotated(read),
		Args:        cobra.ArbitraryArgs,
		RunE:        group,
	}
	cmd.AddCommand(newAuditList(s, nil), newAuditVerify(s))
	return cmd
}

func newAuditList(s *shell, runF func(context.Context, listOptions) error) *cobra.Command {
	var f filterFlags
	cmd := &cobra.Command{
		Use:         "list",
		Aliases:     []string{"ls"},
		Short:       "audit-list.short",
		Long:        "audit-list.long",
		Example:     "  dpor audit list\n  dpor audit list --since 2026-01-01 -o ndjson",
		Annotations: annotated(read),
		Args:        arguments(0, 0),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.since, "since", "", "audit-list.since")
	flags.StringVar(&f.until, "until", "", "audit-list.until")
	flags.IntVar(&f.limit, "limit", 0, "filter.limit")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, err := f.options(cmd, "requests", []string{"associations", "subscriptions", "partners", "customers", "requests"})
		if err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o listOptions) error { return s.auditList(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) auditList(cmd *cobra.Command, o listOptions) error {
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	asTable := s.printer.Format == ui.Table && s.printer.Query == nil
	return listRows(s, view.Audit(asTable), engine.Audit(cmd.Context(), o.Filter), o)
}

func newAuditVerify(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "verify",
		Short:       "audit-verify.short",
		Long:        "audit-verify.long",
		Annotations: annotated(read),
		Args:        arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			engine, err := s.engine(cmd)
			if err != nil {
				return err
			}
			verified, err := engine.Verify(cmd.Context())
			if err != nil {
				return err
			}
			return ui.One(s.printer, view.Verified(), verified)
		},
	}
}
