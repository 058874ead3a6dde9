package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// attachOptions is what `dpor claim attach` and `detach` were asked for.
type attachOptions struct {
	Claim  ids.Claim
	Files  []string
	Hashes []evidence.Hash
	DryRun bool
}

func newClaimAttach(s *shell, runF func(context.Context, attachOptions) error) *cobra.Command {
	var o attachOptions
	cmd := &cobra.Command{
		Use:               "attach CLAIM FILE...",
		Short:             "claim-attach.short",
		Long:              "claim-attach.long",
		Example:           "  dpor claim attach CLM-1 statement-of-work.pdf",
		Annotations:       annotated(write),
		Args:              arguments(2, -1),
		ValidArgsFunction: s.completeClaimThenFiles,
	}
	cmd.Annotations[movesKey] = string(cpor.Attach)
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Claim, err = ids.ParseClaim(args[0]); err != nil {
			return err
		}
		o.Files = args[1:]
		if runF == nil {
			runF = func(ctx context.Context, o attachOptions) error { return s.attach(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

// attach reads and recognises the files, asks whether the claim would take them, and only then keeps
// their bytes and lets the claim refer to them.
func (s *shell) attach(cmd *cobra.Command, o attachOptions) error {
	ctx := cmd.Context()
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	var (
		documents []evidence.Document
		refusals  []*fault.Error
	)
	for _, name := range o.Files {
		document, _, err := s.document(ctx, name)
		if err != nil {
			refusals = append(refusals, fault.As(err))
			continue
		}
		documents = append(documents, document)
	}
	if len(refusals) > 0 {
		return fault.Join(refusals)
	}
	plan, err := engine.PlanMove(ctx, []ids.Claim{o.Claim}, cpor.Command{Verb: cpor.Attach, Documents: documents})
	if err != nil {
		return err
	}
	if !o.DryRun {
		if err := s.keep(ctx, s.ledger(cmd).Evidence(), o.Files, documents); err != nil {
			return err
		}
	}
	cards, err := applied(ctx, s, plan, o.DryRun)
	if err != nil {
		return err
	}
	return ui.One(s.printer, view.Claims(), cards[0])
}

// keep reads the files once more and keeps their bytes: all of them at once would need much memory. The
// error is conflict where one is not as it was a moment ago.
func (s *shell) keep(ctx context.Context, folder EvidenceFolder, files []string, documents []evidence.Document) error {
	for i, name := range files {
		again, content, err := s.document(ctx, name)
		if err != nil {
			return err
		}
		if again != documents[i] {
			return fault.New(fault.Conflict, "cli.file-changed", "file", name).About(name)
		}
		if _, err := folder.Put(content); err != nil {
			return err
		}
	}
	return nil
}

// document reads a file that is to be evidence. The errors are those of open, and of package evidence.
func (s *shell) document(ctx context.Context, file string) (evidence.Document, []byte, error) {
	if file == "-" {
		return evidence.Document{}, nil, fault.New(fault.Usage, "cli.attach-stdin").About(file)
	}
	f, err := s.open(ctx, file)
	if err != nil {
		return evidence.Document{}, nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, evidence.LargestFile+1))
	switch {
	case ctx.Err() != nil:
		return evidence.Document{}, nil, ctx.Err()
	case err != nil:
		return evidence.Document{}, nil, fault.New(fault.Internal, "cli.file", "file", file).About(file).Because(err)
	}
	name := evidence.NameOf(file)
	mediaType, err := evidence.Recognise(name, content)
	return evidence.Document{
		Hash: evidence.Sum(content), FileName: name, Size: uint64(len(content)), MediaType: mediaType,
	}, content, err
}

func newClaimDetach(s *shell, runF func(context.Context, attachOptions) error) *cobra.Command {
	var o attachOptions
	cmd := &cobra.Command{
		Use:               "detach CLAIM SHA256...",
		Short:             "claim-detach.short",
		Long:              "claim-detach.long",
		Example:           "  dpor claim detach CLM-1 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
		Annotations:       annotated(write),
		Args:              arguments(2, -1),
		ValidArgsFunction: s.completeClaims,
	}
	cmd.Annotations[movesKey] = string(cpor.Detach)
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "flag.dry-run")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Claim, err = ids.ParseClaim(args[0]); err != nil {
			return err
		}
		for _, text := range args[1:] {
			h, err := evidence.ParseHash(strings.TrimSpace(text))
			if err != nil {
				return err
			}
			o.Hashes = append(o.Hashes, h)
		}
		if runF == nil {
			runF = func(ctx context.Context, o attachOptions) error { return s.detach(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) detach(cmd *cobra.Command, o attachOptions) error {
	ctx := cmd.Context()
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	plan, err := engine.PlanMove(ctx, []ids.Claim{o.Claim}, cpor.Command{Verb: cpor.Detach, Hashes: o.Hashes})
	if err != nil {
		return err
	}
	cards, err := applied(ctx, s, plan, o.DryRun)
	if err != nil {
		return err
	}
	return ui.One(s.printer, view.Claims(), cards[0])
}
