package por

import (
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Decide says what a command does to a place: one event, none where it is so already, or an error.
//
// Errors: not-found where there is nothing to edit or remove; conflict where another partner holds
// the place or not the expected one; invalid for a partner that cannot hold a place, a subscription
// that cannot be given one, or a day that cannot be.
func Decide(s State, c Command) ([]Event, error) {
	held := s.Partner()
	if c.Verb != Remove && c.Partner.ID.IsZero() {
		return nil, refuse(c, fault.Invalid, "por.no-partner")
	}
	// What is so already is no conflict, whatever was expected: a command that is repeated after it
	// was done must be safe (CONTRACT section 2, code 12).
	if c.Verb != Remove && held == c.Partner.ID {
		return nil, nil
	}
	switch {
	case held.IsZero() && c.Verb == Edit:
		return nil, refuse(c, fault.NotFound, "por.nothing-to-edit")
	case held.IsZero() && c.Verb == Remove && c.IfSet:
		return nil, nil
	case held.IsZero() && c.Verb == Remove:
		return nil, refuse(c, fault.NotFound, "por.nothing-to-remove")
	case !c.Expect.IsZero() && held != c.Expect:
		return nil, refuse(c, fault.Conflict, "por.expected", "expected", c.Expect.String(), "held", name(s))
	case !held.IsZero() && c.Verb == Add:
		return nil, refuse(c, fault.Conflict, "por.taken", "held", held.String())
	case c.Verb == Remove:
		c.Partner = record.Partner{}
	default:
		if err := canBeGiven(c); err != nil {
			return nil, err
		}
	}
	since, err := effective(s, c)
	if err != nil {
		return nil, err
	}
	return []Event{{
		Action: action(held, c.Partner.ID), Subscription: c.Subscription.ID, Tenant: c.Subscription.Tenant,
		Partner: c.Partner.ID, Previous: held, Since: since, Comment: c.Comment,
	}}, nil
}

// action is what it is called when one partner takes the place of another; either may be none.
func action(before, after ids.Partner) Action {
	switch {
	case before.IsZero():
		return Added
	case after.IsZero():
		return Removed
	}
	return Changed
}

// canBeGiven tells whether the partner can hold the place of the subscription.
func canBeGiven(c Command) error {
	if err := CanHold(c.Partner); err != nil {
		return fault.As(err).Of(c.Subscription.ID.String())
	}
	if !c.Subscription.Status.Active() {
		return refuse(c, fault.Invalid, "por.inactive-subscription", "status", string(c.Subscription.Status))
	}
	return nil
}

// effective is the day from which the change holds: not in the future, not before the subscription
// started (CONTRACT section 6), and not before what already happened to the place, or two partners
// would have held it at once. Removing today is always possible, whatever an export says of the start.
func effective(s State, c Command) (day.Day, error) {
	since := c.Since
	if since.IsZero() {
		// A clock that was set back must not stop the customer: the change then holds from the
		// day of the one before.
		since = max(c.Today, s.lastSince())
	}
	switch last := s.lastSince(); {
	case since > c.Today && !c.Since.IsZero():
		return 0, refuse(c, fault.Invalid, "por.future", "since", since.String(), "today", c.Today.String())
	case since < c.Subscription.StartsOn && (c.Verb != Remove || !c.Since.IsZero()):
		return 0, refuse(c, fault.Invalid, "por.before-start", "since", since.String(), "start", c.Subscription.StartsOn.String())
	case since < last:
		return 0, refuse(c, fault.Invalid, "por.before-last", "since", since.String(), "last", last.String())
	}
	return since, nil
}

// CanHold tells whether a partner may be given a place: an active location (CONTRACT section 6,
// DOMAIN 2.4); the error is invalid.
func CanHold(p record.Partner) error {
	switch {
	case p.Status != record.ActivePartner:
		return fault.New(fault.Invalid, "por.inactive-partner", "partner", p.ID.String(), "name", p.Name)
	case !p.Location:
		return fault.New(fault.Invalid, "por.headquarters", "partner", p.ID.String(), "name", p.Name)
	}
	return nil
}

func refuse(c Command, code fault.Code, key string, args ...any) error {
	id := c.Subscription.ID.String()
	args = append(args, "subscription", id, "name", c.Subscription.Name, "partner", c.Partner.ID.String())
	return fault.New(code, key, args...).Of(id)
}

// name is the holder's ID for a message, "none" where nobody holds the place.
func name(s State) string {
	if held := s.Partner(); !held.IsZero() {
		return held.String()
	}
	return "none"
}
