package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/internal/poe"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// templateOptions is what `dpor claim template` was asked for.
type templateOptions struct {
	Claim ids.Claim
	To    string
}

func newClaimTemplate(s *shell, runF func(context.Context, templateOptions) error) *cobra.Command {
	var o templateOptions
	cmd := &cobra.Command{
		Use:   "template CLAIM",
		Short: "claim-template.short",
		Long:  "claim-template.long",
		Example: `  dpor claim template CLM-1
  dpor claim template CLM-1 --lang es --to formulario.docx`,
		Annotations:       annotated(read),
		Args:              arguments(1, 1),
		ValidArgsFunction: s.completeClaims,
	}
	cmd.Flags().StringVar(&o.To, "to", "", "claim-template.to")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.Claim, err = ids.ParseClaim(args[0]); err != nil {
			return err
		}
		if err := noStream(o.To); err != nil {
			return err
		}
		if runF == nil {
			runF = func(ctx context.Context, o templateOptions) error { return s.template(cmd, o) }
		}
		return runF(cmd.Context(), o)
	}
	return cmd
}

func (s *shell) template(cmd *cobra.Command, o templateOptions) error {
	engine, err := s.claims(cmd)
	if err != nil {
		return err
	}
	card, err := engine.Claim(cmd.Context(), o.Claim)
	if err != nil {
		return err
	}
	form, err := s.poeForm(cmd.Context(), engine, card)
	if err != nil {
		return err
	}
	var document bytes.Buffer
	if err := poe.Write(&document, form, s.printer.Texts.Language(), s.text); err != nil {
		return fault.New(fault.Internal, "internal", "cause", err.Error()).Because(err)
	}
	to := cmp.Or(o.To, card.ID.String()+"-poe.docx")
	if err := create(to, document.Bytes()); err != nil {
		return err
	}
	return ui.One(s.printer, view.Written(), view.WrittenFile{Claim: card.ID, File: to, Size: document.Len()})
}

// noStream refuses the standard output where a document is to be written: a terminal would show its bytes.
func noStream(file string) error {
	if file == "-" {
		return fault.New(fault.Usage, "cli.to-stdout").About("--to")
	}
	return nil
}

// create writes a new file; the error is conflict where there is one already, not-found where its folder
// is missing, and internal.
func create(file string, content []byte) error {
	err := atomicfile.Create(file, 0o600, content)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fault.New(fault.Conflict, "cli.file-there", "file", file).About(file).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "cli.no-folder", "file", file).About(file).Because(err)
	}
	return err
}

// poeForm fills the form in from the claim and from the records of whom it names.
func (s *shell) poeForm(ctx context.Context, engine app.Engine, c app.ClaimCard) (poe.Form, error) {
	form := poe.Form{
		ClaimID: c.ID.String(), ClaimName: c.Name,
		PartnerID: c.Partner.String(), PartnerName: c.PartnerName,
		TenantID: c.Tenant.String(), Domain: c.Domain, CustomerName: c.CustomerName,
		CustomerContact: poe.Contact(c.Form.Customer), CompanyContact: poe.Contact(c.Company),
		SellerName: c.Solution.Seller, EndCustomerName: c.Solution.Customer, ProductName: c.Solution.Product,
		NoPayment: c.NoPayment, Prepared: day.Of(s.Now()).String(),
	}
	if c.Area != "" {
		form.SolutionArea = s.text("claim.area." + string(c.Area))
	}
	if c.Role != "" {
		form.Role = s.text("claim.role." + string(c.Role))
	}
	partner, err := engine.Partner(ctx, c.Partner)
	switch {
	case fault.CodeOf(err) == fault.NotFound: // the form is still of use
	case err != nil:
		return form, err
	default:
		form.PartnerCity = partner.City
	}
	for _, w := range c.Workloads {
		form.Items = append(form.Items, poe.Item{ID: w, Name: engine.Catalogue.Name(c.Area, w)})
	}
	if c.Role.Unit() != cpor.PerSubscription {
		return form, nil
	}
	for _, id := range c.Subscriptions {
		sub, err := engine.Subscription(ctx, id)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return form, err
		}
		form.Items = append(form.Items, poe.Item{ID: id.String(), Name: sub.Name})
	}
	return form, nil
}
