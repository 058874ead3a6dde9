// Package request owns a partner's wish to hold the place of a subscription: the partner asks, the
// customer's global admin accepts or declines (CONTRACT section 6, seeds/002: a partner cannot take a
// place, it asks the customer).
//
// It must not know how the place itself changes; accepting is a designation of package por.
package request

import (
	"strings"
	"time"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Status is where a request stands.
type Status string

// The statuses of CONTRACT section 6.
const (
	Open     Status = "open"
	Accepted Status = "accepted"
	Declined Status = "declined"
)

// Statuses are the statuses of a request.
func Statuses() []Status { return []Status{Open, Accepted, Declined} }

// State is one request.
type State struct {
	ID           ids.Request
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Partner      ids.Partner
	Reason       string
	Status       Status
	CreatedAt    time.Time
	CreatedBy    string
	DecidedAt    time.Time
	DecidedBy    string
}

// Verb is what is asked of a request.
type Verb string

// The verbs of a request.
const (
	Ask     Verb = "ask"
	Accept  Verb = "accept"
	Decline Verb = "decline"
)

// Command asks for a request to be made or decided. Everything that Decide needs to know of the
// world is in it.
type Command struct {
	Verb Verb
	// ID is the request; for Ask the number that the ledger gives it.
	ID           ids.Request
	Subscription record.Subscription
	Partner      ids.Partner
	// Holder is who holds the place now.
	Holder ids.Partner
	Reason string
}

// Event says that a request is now in a status. The fields of the place are set for Open only.
type Event struct {
	ID           ids.Request
	Status       Status
	Subscription ids.Subscription
	Tenant       ids.Tenant
	Partner      ids.Partner
	Reason       string
	// Told says that the customer's contact is told of an open request, and the partner of a declined one. What
	// was asked and decided before there was mail is told to nobody.
	Told bool
}

// Decide says what a command does to a request.
//
// Errors: invalid without a reason; conflict where the partner holds the place already or the request
// is decided.
func Decide(s State, c Command) ([]Event, error) {
	if c.Verb == Ask {
		switch {
		case strings.TrimSpace(c.Reason) == "":
			return nil, fault.New(fault.Invalid, "request.reason").About("--reason")
		case c.Holder == c.Partner:
			return nil, fault.New(fault.Conflict, "request.held", "partner", c.Partner.String(), "subscription", c.Subscription.ID.String()).Of(c.Subscription.ID.String())
		}
		return []Event{{
			ID: c.ID, Status: Open, Subscription: c.Subscription.ID, Tenant: c.Subscription.Tenant,
			Partner: c.Partner, Reason: c.Reason, Told: true,
		}}, nil
	}
	if s.Status != Open {
		return nil, fault.New(fault.Conflict, "request.decided", "request", s.ID.String(), "status", string(s.Status)).About(s.ID.String())
	}
	if c.Verb == Accept {
		return []Event{{ID: s.ID, Status: Accepted}}, nil
	}
	return []Event{{ID: s.ID, Status: Declined, Told: true}}, nil
}

// Evolve is the request after an event.
func Evolve(s State, e Event, stamp journal.Stamp) State {
	if e.Status == Open {
		return State{
			ID: e.ID, Subscription: e.Subscription, Tenant: e.Tenant, Partner: e.Partner, Reason: e.Reason,
			Status: Open, CreatedAt: stamp.At, CreatedBy: stamp.By,
		}
	}
	s.Status, s.DecidedAt, s.DecidedBy = e.Status, stamp.At, stamp.By
	return s
}
