package app

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Letter is a message of the outbox with what the ledger knows now of whom and what it is about. A record
// that is not there has its ID only.
type Letter struct {
	Message notice.Message
	// To is where it goes to as the record has it: an address, several, or empty where that holds none. Of a message
	// that was sent it is where it went to.
	To string

	Partner, Other record.Partner
	Customer       record.Customer
	Subscription   record.Subscription
	Claim          cpor.State
	ClaimedOf      []record.Subscription // the subscriptions of the claim

	// Stamp is who called for it by a change, and when. Comment and Reason are what was said to that.
	Stamp           journal.Stamp
	Comment, Reason string
	DueOn           day.Day // the end of the window that a move of a claim opened
	Lapsed          bool    // nobody decided on the claim: the time to answer passed
	Moot            bool    // the message is not to be sent any more: what it asks for is decided already
	// Changes are those of a digest, by tenant and subscription.
	Changes iter.Seq2[PlaceChange, error]
}

// PlaceChange is one change of one place, with what it is a place of.
type PlaceChange struct {
	por.Move
	Subscription record.Subscription
	CustomerName string
}

// FailedOnce selects, as a status, the messages that wait for another try after one that failed.
const FailedOnce = "failed"

// Letters lists the outbox, oldest first. Of digests, who called for them and the changes are left out.
func (e Engine) Letters(ctx context.Context, f Filter) iter.Seq2[Letter, error] {
	return scan(ctx, e.Store, Reader.Messages, func(m notice.Message) uint64 { return m.ID },
		func(r Reader, m notice.Message) (Letter, bool, error) {
			if !f.withinTime(m.CreatedAt) || f.Status != "" && f.Status != string(m.Status) && !(f.Status == FailedOnce && m.Failed()) {
				return Letter{}, false, nil
			}
			if wanted, err := f.wantsMessage(r, m); !wanted || err != nil {
				return Letter{}, false, err
			}
			l, err := letterOf(r, m)
			return l, true, err
		})
}

// wantsMessage tells whether a message about what the filter names is wanted. A digest is about all the places of
// which it tells.
func (f Filter) wantsMessage(r Reader, m notice.Message) (bool, error) {
	if m.Kind != notice.Digest || f.Tenant.IsZero() && f.Subscription.IsZero() || !f.wants(f.Tenant, f.Subscription, m.Partner) {
		return f.wants(m.Tenant, m.Subscription, m.Partner), nil
	}
	if !f.Subscription.IsZero() {
		s, _, err := r.Subscription(f.Subscription)
		if err != nil || !f.wants(s.Tenant, f.Subscription, m.Partner) {
			return false, err
		}
		_, told, err := changeTold(r, m, Holding{Tenant: s.Tenant, Subscription: f.Subscription})
		return told, err
	}
	for h, err := range r.Holdings(m.Partner, Holding{Tenant: f.Tenant}) {
		if err != nil || h.Tenant != f.Tenant {
			return false, err
		}
		if _, told, err := changeTold(r, m, h); told || err != nil {
			return told, err
		}
	}
	return false, nil
}

// Letter gives one message of the outbox; the error is not-found.
func (e Engine) Letter(ctx context.Context, id uint64) (l Letter, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		m, err := messageOf(r, id)
		if err == nil {
			l, err = letterOf(r, m)
		}
		return err
	})
	if err != nil {
		return Letter{}, err
	}
	return e.listed(ctx, l)
}

// messageOf is a message of the outbox; the error is not-found.
func messageOf(r Reader, id uint64) (notice.Message, error) {
	if id > 0 {
		for m, err := range r.Messages(id - 1) {
			if err != nil || m.ID == id {
				return m, err
			}
			break
		}
	}
	return notice.Message{}, fault.New(fault.NotFound, "notice.missing", "id", id).About(strconv.FormatUint(id, 10))
}

// letterOf looks up what a message is about.
func letterOf(r Reader, m notice.Message) (l Letter, err error) {
	l = Letter{Message: m}
	if l.Partner, _, err = r.Partner(m.Partner); err != nil {
		return l, err
	}
	if l.Other, _, err = r.Partner(m.Other); err != nil {
		return l, err
	}
	if l.Customer, _, err = r.Customer(m.Tenant); err != nil {
		return l, err
	}
	l.Partner.ID, l.Other.ID, l.Customer.Tenant = m.Partner, m.Other, m.Tenant
	switch {
	case !m.Request.IsZero():
		err = l.asked(r)
	case !m.Claim.IsZero():
		err = l.claimed(r)
	case !m.Subscription.IsZero():
		err = l.designated(r)
	}
	if l.To = m.To; l.To == "" && slices.ContainsFunc(address.List(l.Recorded()), address.IsOne) {
		l.To = l.Recorded()
	}
	return l, err
}

// Recorded is what the record says of where the message goes to, whether that is an address or not.
func (l *Letter) Recorded() string {
	switch {
	case !l.Message.Kind.ToCustomer():
		return l.Partner.Email
	case l.Message.Claim.IsZero():
		return l.Customer.ContactEmail
	}
	return l.Claim.Form.Customer.Email
}

// Addresses are those that the message goes to, one by one.
func (l Letter) Addresses() []string { return address.List(l.To) }

// designated looks up the change of a place that the message tells.
func (l *Letter) designated(r Reader) error {
	seat, _, err := r.Seat(l.Message.Tenant, l.Message.Subscription)
	l.Subscription, l.Subscription.ID = seat.Subscription, l.Message.Subscription
	if move, there := moveIn(seat.Place, l.Message.Journal); there {
		l.Stamp, l.Comment = move.Stamp, move.Comment
	}
	return err
}

// moveIn is the move of a place that a journal entry tells.
func moveIn(place por.State, entry uint64) (por.Move, bool) {
	for _, move := range place.Moves {
		if move.Journal == entry {
			return move, true
		}
	}
	return por.Move{}, false
}

// asked looks up the request that the message tells, and who holds the place now.
func (l *Letter) asked(r Reader) error {
	q, _, err := r.Request(l.Message.Request)
	if err != nil {
		return err
	}
	l.Reason, l.Stamp = q.Reason, journal.Stamp{At: q.CreatedAt, By: q.CreatedBy}
	if l.Message.Kind == notice.RequestDeclined {
		l.Stamp = journal.Stamp{At: q.DecidedAt, By: q.DecidedBy}
	} else {
		l.Moot = q.Status != request.Open
	}
	seat, _, err := r.Seat(l.Message.Tenant, l.Message.Subscription)
	if err != nil {
		return err
	}
	l.Subscription, l.Subscription.ID = seat.Subscription, l.Message.Subscription
	holder := seat.Place.Partner()
	if holder == l.Message.Partner { // it was accepted
		return nil
	}
	l.Other, _, err = r.Partner(holder)
	l.Other.ID = holder
	return err
}

// claimed looks up the claim, and the move of it that the message tells.
func (l *Letter) claimed(r Reader) (err error) {
	if l.Claim, _, err = r.Claim(l.Message.Claim); err != nil {
		return err
	}
	l.Claim.ID = l.Message.Claim
	for _, move := range l.Claim.Moves {
		// One entry can have two moves of a claim, one of them the sweep before it was disputed.
		told := notice.ForClaim(l.Claim, cpor.Event{Verb: move.Verb})
		if move.Journal == l.Message.Journal && len(told) == 1 && told[0].Kind == l.Message.Kind {
			l.Stamp, l.Reason, l.DueOn, l.Lapsed = move.Stamp, move.Reason, move.DueOn, move.Verb == cpor.Sweep
		}
	}
	for _, id := range l.Claim.Subscriptions {
		s, _, err := r.Subscription(id)
		if err != nil {
			return err
		}
		s.ID = id
		l.ClaimedOf = append(l.ClaimedOf, s)
	}
	return nil
}

// listed adds to the letter of a digest its changes, and from the first of them who called for it.
func (e Engine) listed(ctx context.Context, l Letter) (Letter, error) {
	if l.Message.Kind != notice.Digest {
		return l, nil
	}
	l.Changes = e.changesOf(ctx, l.Message)
	for c, err := range l.Changes {
		l.Stamp = c.Stamp
		return l, err
	}
	return l, nil
}

// changesOf are the changes that a digest tells, page by page: the places that its partner holds or held
// and that moved in its entry.
func (e Engine) changesOf(ctx context.Context, m notice.Message) iter.Seq2[PlaceChange, error] {
	places := func(r Reader, after Holding) iter.Seq2[Holding, error] { return r.Holdings(m.Partner, after) }
	return scan(ctx, e.Store, places, func(h Holding) Holding { return h }, func(r Reader, h Holding) (PlaceChange, bool, error) {
		change, told, err := changeTold(r, m, h)
		if !told || err != nil {
			return change, false, err
		}
		c, _, err := r.Customer(h.Tenant)
		change.CustomerName = c.Name
		return change, true, err
	})
}

// changeTold is the change of a place that a digest tells; told is false where it tells none of it.
func changeTold(r Reader, m notice.Message, h Holding) (c PlaceChange, told bool, err error) {
	seat, _, err := r.Seat(h.Tenant, h.Subscription)
	if err != nil {
		return c, false, err
	}
	move, moved := moveIn(seat.Place, m.Journal)
	return PlaceChange{Move: move, Subscription: seat.Subscription}, moved && isTold(move, m.Partner), nil
}

// isTold tells whether a partner is told of a move.
func isTold(move por.Move, to ids.Partner) bool { return move.Partner == to || move.Previous == to }
