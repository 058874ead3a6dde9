package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// evidenceOptions is what `dpor claim evidence` was asked for.
type evidenceOptions struct {
	Claim ids.Claim
	Get   evidence.Hash // none lists the documents
	To    string
}

func newClaimEvidence(s *shell, runF func(context.Context, evidenceOptions) error) *cobra.Command {
	var (
		o   evidenceOptions
		get string
	)
	cmd := &cobra.Command{
		Use:   "evidence CLAIM",
		Short: "claim-evidence.short",
		Long:  "claim-evidence.long",
		Example: `  dpor claim evidence CLM-1
  dpor claim evidence CLM-1 --get 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae --to copy.pdf`,
		Annotations:       annotated(read),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeClaims,
	}
	cmd.Flags().StringVar(&get, "get", "", "claim-evidence.get")
	cmd.Flags().StringVar(&o.To, "to", "", "claim-evidence.to")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Claim, err = ids.ParseClaim(args[0]); err != nil {
			return err
		}
		if (get == "") != (o.To == "") {
			return fault.New(fault.Usage, "cli.get-to").About("--to")
		}
		if err := noStream(o.To); err != nil {
			return err
		}
		if o.Get, err = optional(get, evidence.ParseHash); err != nil {
			return fault.As(err).About("--get")
		}
		if runF == nil {
			runF = func(ctx context.Context, o evidenceOptions) error { return s.evidence(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) evidence(cmd *cobra.Command, o evidenceOptions) error {
	engine, err := s.engine(cmd)
	if err != nil {
		return err
	}
	card, err := engine.Claim(cmd.Context(), o.Claim)
	if err != nil {
		return err
	}
	if o.To == "" {
		return ui.List(s.printer, view.Documents(), ui.Rows(card.Evidence))
	}
	document, err := card.Document(o.Get)
	if err != nil {
		return err
	}
	if err := s.ledger(cmd).Evidence().Export(o.Get, o.To); err != nil {
		return err
	}
	return ui.One(s.printer, view.Documents(), document)
}
