package app

import (
	"context"
	"strings"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Wish is a partner's request for the place of a subscription.
type Wish struct {
	Subscription ids.Subscription
	Partner      ids.Partner
	Reason       string
}

// PlanRequest plans a new request. A request that is open already, of the same partner for the same
// place, is given again and nothing changes.
//
// Errors: forbidden for the role or another's partner ID; not-found; invalid for a partner that cannot
// hold a place; and those of request.Decide.
func (e Engine) PlanRequest(ctx context.Context, w Wish) (Plan[request.State], error) {
	return Prepare(ctx, e, Task[request.State]{
		Action: access.AskForPlace, Command: "request",
		Steps: func(*Draft) ([]Step[request.State], error) {
			return []Step[request.State]{w.ask}, nil
		},
	})
}

func (w Wish) ask(d *Draft) (request.State, error) {
	if err := d.actor.MayFor(access.AskForPlace, w.Partner); err != nil {
		return request.State{}, err
	}
	s, err := d.need(w.Subscription)
	if err != nil {
		return request.State{}, err
	}
	partner, err := d.needPartner(w.Partner)
	if err != nil {
		return request.State{}, err
	}
	if err := por.CanHold(partner); err != nil {
		return request.State{}, err
	}
	place, err := d.Place(s.ID)
	if err != nil {
		return request.State{}, err
	}
	for r, err := range d.Requests(ids.Request{}) {
		if err != nil {
			return request.State{}, err
		}
		if r.Status == request.Open && r.Subscription == s.ID && r.Partner == w.Partner {
			return r, nil
		}
	}
	id, err := d.nextRequest()
	if err != nil {
		return request.State{}, err
	}
	return d.requested(request.State{}, request.Command{
		Verb: request.Ask, ID: id, Subscription: s, Partner: w.Partner,
		Holder: place.Partner(), Reason: strings.TrimSpace(w.Reason),
	})
}

// requested decides a command about a request and gives the request as it is afterwards.
func (d *Draft) requested(r request.State, c request.Command) (request.State, error) {
	events, err := request.Decide(r, c)
	if err != nil {
		return request.State{}, err
	}
	for _, e := range events {
		if err := d.emit(e); err != nil {
			return request.State{}, err
		}
		if r, _, err = d.Request(e.ID); err != nil {
			return request.State{}, err
		}
	}
	return r, nil
}

// Decision is a decided request and, where it was accepted, what that did to the place.
type Decision struct {
	Request request.State
	Change  Change
}

// PlanDecision plans to accept or decline a request; accepting adds the partner, or puts it in the
// place of the one that is there.
//
// Errors: forbidden for the role or the tenant; not-found; conflict where it is decided already; and
// those of por.Decide.
func (e Engine) PlanDecision(ctx context.Context, verb request.Verb, id ids.Request, comment string) (Plan[Decision], error) {
	return Prepare(ctx, e, Task[Decision]{
		Action: access.DecideRequest, Command: "request " + string(verb),
		Steps: func(*Draft) ([]Step[Decision], error) {
			return []Step[Decision]{func(d *Draft) (Decision, error) { return decide(d, verb, id, comment) }}, nil
		},
	})
}

func decide(d *Draft, verb request.Verb, id ids.Request, comment string) (Decision, error) {
	r, ok, err := d.Request(id)
	if err != nil {
		return Decision{}, err
	}
	if !ok {
		return Decision{}, fault.New(fault.NotFound, "request.missing", "request", id.String()).About(id.String())
	}
	if err := d.actor.MayIn(access.DecideRequest, r.Tenant); err != nil {
		return Decision{}, err
	}
	var change Change
	decided, err := d.requested(r, request.Command{Verb: verb, ID: id})
	if err != nil || verb == request.Decline {
		return Decision{Request: decided}, err
	}
	s, err := d.need(r.Subscription)
	if err != nil {
		return Decision{}, err
	}
	change, err = designate(d, por.Command{Verb: por.Grant, Subscription: s, Today: d.today, Comment: comment}, r.Partner)
	return Decision{Request: decided, Change: change}, err
}
