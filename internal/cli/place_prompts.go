package cli

import (
	"context"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// place is a subscription that can be picked.
type place struct {
	id     ids.Subscription
	option ui.Option
}

// pickPlace lets the person pick a subscription from a list.
func (s *shell) pickPlace(ctx context.Context, engine app.Engine, tenant ids.Tenant, list func(context.Context, app.Engine, ids.Tenant) ([]place, error)) (ids.Subscription, error) {
	prompter, err := s.ask("--subscription")
	if err != nil {
		return ids.Subscription{}, err
	}
	places, err := list(ctx, engine, tenant)
	if err != nil {
		return ids.Subscription{}, err
	}
	options := make([]ui.Option, len(places))
	for i, p := range places {
		options[i] = p.option
	}
	i, err := prompter.Select(ctx, s.text("prompt.subscription"), options)
	if err != nil {
		return ids.Subscription{}, err
	}
	return places[i].id, nil
}

// freeOptions are the subscriptions of the actor's tenants that can be given a partner; the error is
// not-found where there is none.
func (s *shell) freeOptions(ctx context.Context, engine app.Engine, tenant ids.Tenant) ([]place, error) {
	var places []place
	for sub, err := range engine.Subscriptions(ctx, app.Filter{Tenant: tenant, Unassigned: true}) {
		if err != nil {
			return nil, err
		}
		if sub.Status.Active() && engine.Actor.MayIn(access.Designate, sub.Tenant) == nil {
			places = append(places, placeOf(sub, string(sub.Product)))
		}
	}
	if len(places) == 0 {
		return nil, fault.New(fault.NotFound, "prompt.none-free")
	}
	return places, nil
}

// takenOptions are the subscriptions of the actor's tenants that have a partner; the error is
// not-found where there is none.
func (s *shell) takenOptions(ctx context.Context, engine app.Engine, tenant ids.Tenant) ([]place, error) {
	var places []place
	for a, err := range engine.Associations(ctx, app.Filter{Tenant: tenant, Kind: record.DPOR}) {
		if err != nil {
			return nil, err
		}
		if engine.Actor.MayIn(access.Designate, a.Tenant) == nil {
			places = append(places, placeOf(record.Subscription{ID: a.Subscription, Name: a.SubscriptionName}, a.Partner.String()+" "+a.PartnerName))
		}
	}
	if len(places) == 0 {
		return nil, fault.New(fault.NotFound, "prompt.none-taken")
	}
	return places, nil
}

func placeOf(s record.Subscription, note string) place {
	return place{s.ID, ui.Option{ID: s.ID.String(), Name: s.Name, Note: note}}
}

// clearAnswer is what stands for the portal's "X" in the field.
const clearAnswer = "X"

// askPartner asks for a partner ID until Check ID finds a partner that can hold a place, shows it,
// and asks whether it is the right one. Where the field can be cleared, "X" gives no partner.
func (s *shell) askPartner(ctx context.Context, engine app.Engine, question string, clearable bool) (ids.Partner, error) {
	prompter, err := s.ask("--mpn")
	if err != nil {
		return ids.Partner{}, err
	}
	var found record.Partner
	check := func(text string) error {
		if found = (record.Partner{}); clearable && strings.EqualFold(strings.TrimSpace(text), clearAnswer) {
			return nil
		}
		id, err := ids.ParsePartner(text)
		if err != nil {
			return err
		}
		partners, err := engine.CheckPartners(ctx, []ids.Partner{id})
		if err != nil {
			return err
		}
		found = partners[0]
		return por.CanHold(found)
	}
	if _, err := prompter.Input(ctx, question, "", "", check); err != nil || found.ID.IsZero() {
		return ids.Partner{}, err
	}
	s.showPartner(found)
	return found.ID, s.confirm(ctx, s.text("prompt.right"), false)
}

// foundPartner is Check ID for a partner that a flag named, where somebody is about to be asked whether
// to submit. The error is that of CheckPartners.
func (s *shell) foundPartner(ctx context.Context, engine app.Engine, o placeOptions) error {
	if o.Partner.IsZero() || !s.canAsk() || s.config.Yes || o.DryRun {
		return nil
	}
	partners, err := engine.CheckPartners(ctx, []ids.Partner{o.Partner})
	if err != nil {
		return err
	}
	s.showPartner(partners[0])
	return nil
}

func (s *shell) showPartner(p record.Partner) {
	s.printer.Note("prompt.found", "partner", p.ID.String(), "place", strings.Join(told(p.Name, p.City, p.Country), ", "))
	s.warnOf(p)
}

// told are the texts that are not empty.
func told(texts ...string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

// offerOthers is the portal's check box "Add this partner to all of your subscriptions without an
// associated Partner" (seeds/001 step 9); it is offered where there are others.
func (s *shell) offerOthers(ctx context.Context, engine app.Engine, o placeOptions) (bool, error) {
	if o.Verb != por.Add || len(o.Subscriptions) != 1 {
		return false, nil
	}
	card, err := engine.Subscription(ctx, o.Subscriptions[0])
	if err != nil {
		return false, err
	}
	others := 0
	for sub, err := range engine.Subscriptions(ctx, app.Filter{Tenant: card.Tenant, Unassigned: true}) {
		if err != nil {
			return false, err
		}
		if sub.Status.Active() && sub.ID != card.ID {
			others++
		}
	}
	if others == 0 {
		return false, nil
	}
	prompter, err := s.ask("--all-unassigned")
	if err != nil {
		return false, err
	}
	return prompter.Confirm(ctx, s.text("prompt.all", "count", others), false)
}
