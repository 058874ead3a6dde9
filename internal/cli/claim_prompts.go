package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// completeForm asks for what the flags leave open, page by page as the portal does (seeds/003 steps 3 to
// 11). Where nobody can be asked a draft needs a role, a partner ID and a tenant: everything else can be
// told later, and is checked when the claim is submitted.
func (s *shell) completeForm(ctx context.Context, engine app.Engine, f *cpor.Form, told record.Fields) error {
	for _, page := range []func(context.Context, app.Engine, *cpor.Form) error{s.askRolePage, s.askPartnerPage, s.askTenantPage} {
		if err := page(ctx, engine, f); err != nil {
			return err
		}
	}
	if !s.canAsk() {
		return nil
	}
	if err := s.askText(ctx, f, "name"); err != nil {
		return err
	}
	payment, _ := record.Position(cpor.FormFields(), "noPayment")
	if f.Role.Area() == cpor.ModernWorkSecurity && !told.Has(payment) {
		prompter, err := s.ask("--no-payment")
		if err != nil {
			return err
		}
		if f.NoPayment, err = prompter.Confirm(ctx, s.text("prompt.no-payment"), false); err != nil {
			return err
		}
	}
	if err := s.askPlaces(ctx, engine, f); err != nil {
		return err
	}
	for _, key := range f.Required() {
		if strings.Contains(key, ".") { // the contacts, and the solution; everything else was asked for
			if err := s.askText(ctx, f, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// askRolePage asks for the solution area and then for one of its roles, each with its explanation.
func (s *shell) askRolePage(ctx context.Context, _ app.Engine, f *cpor.Form) error {
	if f.Role != "" {
		return nil
	}
	prompter, err := s.ask("--role")
	if err != nil {
		return err
	}
	if f.Area == "" {
		areas := make([]ui.Option, len(cpor.Areas()))
		for i, area := range cpor.Areas() {
			areas[i] = ui.Option{ID: string(area), Name: s.text("claim.area." + string(area))}
		}
		i, err := prompter.Select(ctx, s.text("prompt.claim-area"), areas)
		if err != nil {
			return err
		}
		f.Area = cpor.Areas()[i]
	}
	roles := cpor.Roles(f.Area)
	options := make([]ui.Option, len(roles))
	for i, role := range roles {
		options[i] = ui.Option{ID: string(role), Name: s.text("claim.role." + string(role))}
		s.printer.Note("summary.field", "field", options[i].Name, "value", s.text("claim.role-note."+string(role)))
	}
	i, err := prompter.Select(ctx, s.text("prompt.claim-role"), options)
	if err != nil {
		return err
	}
	f.Role = roles[i]
	return nil
}

// askPartnerPage asks for the partner ID of the location; who acts for several picks one of them.
func (s *shell) askPartnerPage(ctx context.Context, engine app.Engine, f *cpor.Form) error {
	if !f.Partner.IsZero() {
		return nil
	}
	prompter, err := s.ask("--mpn")
	if err != nil {
		return err
	}
	options := make([]ui.Option, len(engine.Actor.Partners))
	for i, id := range engine.Actor.Partners {
		options[i] = ui.Option{ID: id.String()}
		if partners, err := engine.CheckPartners(ctx, []ids.Partner{id}); err == nil {
			options[i].Name = partners[0].Name
		}
	}
	i, err := prompter.Select(ctx, s.text("prompt.claim-partner"), options)
	if err != nil {
		return err
	}
	f.Partner = engine.Actor.Partners[i]
	return nil
}

func (s *shell) askTenantPage(ctx context.Context, _ app.Engine, f *cpor.Form) error {
	if !f.Tenant.IsZero() {
		return nil
	}
	_, err := s.askLine(ctx, "--tenant", "prompt.claim-tenant", func(text string) (err error) {
		f.Tenant, err = ids.ParseTenant(text)
		return err
	})
	return err
}

// askPlaces asks for the workloads, or for the subscriptions that can be claimed. The flags may have
// named them.
func (s *shell) askPlaces(ctx context.Context, engine app.Engine, f *cpor.Form) error {
	perWorkload := f.Role.Unit() == cpor.PerWorkload
	if perWorkload && len(f.Workloads) > 0 || !perWorkload && len(f.Subscriptions) > 0 {
		return nil
	}
	if perWorkload {
		prompter, err := s.ask("--workload")
		if err != nil {
			return err
		}
		items := engine.Catalogue.Of(f.Role.Area())
		options := make([]ui.Option, len(items))
		for i, item := range items {
			options[i] = ui.Option{ID: item.ID, Name: item.Name}
		}
		picked, err := prompter.MultiSelect(ctx, s.text("prompt.claim-workloads"), options)
		for _, i := range picked {
			f.Workloads = append(f.Workloads, items[i].ID)
		}
		return err
	}
	prompter, err := s.ask("--subscription")
	if err != nil {
		return err
	}
	subs, err := engine.Claimable(ctx, *f)
	if err != nil {
		return err
	}
	if len(subs) == 0 {
		return fault.New(fault.NotFound, "prompt.none-claimable", "tenant", f.Tenant.String()).About(f.Tenant.String())
	}
	options := make([]ui.Option, len(subs))
	for i, sub := range subs {
		options[i] = ui.Option{ID: sub.ID.String(), Name: sub.Name, Note: string(sub.Product)}
	}
	picked, err := prompter.MultiSelect(ctx, s.text("prompt.claim-subscriptions"), options)
	for _, i := range picked {
		f.Subscriptions = append(f.Subscriptions, subs[i].ID)
	}
	return err
}

// askText asks for a field of text until it is filled in.
func (s *shell) askText(ctx context.Context, f *cpor.Form, key string) error {
	i := slices.IndexFunc(cpor.FormFields(), func(field record.Field[cpor.Form]) bool { return field.Key == key })
	field := cpor.FormFields()[i]
	if field.Text(f) != "" {
		return nil
	}
	prompter, err := s.ask("--" + flagOf(key))
	if err != nil {
		return err
	}
	_, err = prompter.Input(ctx, s.text("prompt.claim."+key), "", "", func(text string) error {
		if text == "" {
			return fault.New(fault.Invalid, "claim.lacks", "field", s.printer.Heading(key))
		}
		return field.Parse(f, text)
	})
	return err
}
