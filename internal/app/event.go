package app

import (
	"fmt"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Event is one thing that happened in a ledger: por.Event, request.Event, cpor.Event or a
// record.Recorded.
type Event interface{ AppendBinary([]byte) []byte }

// The kinds under which the journal keeps events. A kind never changes its meaning.
const (
	kindDesignation  = "designation"
	kindRequest      = "request"
	kindClaim        = "claim"
	kindCustomer     = "customer"
	kindSubscription = "subscription"
	kindPartner      = "partner"
	kindAssociation  = "association"
)

// encode is the event as the journal keeps it; the error is internal.
func encode(e Event) (journal.Event, error) {
	var kind string
	switch e.(type) {
	case por.Event:
		kind = kindDesignation
	case request.Event:
		kind = kindRequest
	case cpor.Event:
		kind = kindClaim
	case record.Recorded[record.Customer]:
		kind = kindCustomer
	case record.Recorded[record.Subscription]:
		kind = kindSubscription
	case record.Recorded[record.Partner]:
		kind = kindPartner
	case record.Recorded[record.Association]:
		kind = kindAssociation
	default:
		return journal.Event{}, unknownEvent(e)
	}
	return journal.Event{Kind: kind, Body: e.AppendBinary(nil)}, nil
}

// Decode is the event that the journal kept; the error is corrupt.
func Decode(e journal.Event) (Event, error) {
	var (
		event Event
		err   error
	)
	switch e.Kind {
	case kindDesignation:
		event, err = por.DecodeEvent(e.Body)
	case kindRequest:
		event, err = request.DecodeEvent(e.Body)
	case kindClaim:
		event, err = cpor.DecodeEvent(e.Body)
	case kindCustomer:
		event, err = record.DecodeRecorded(e.Body, record.DecodeCustomer)
	case kindSubscription:
		event, err = record.DecodeRecorded(e.Body, record.DecodeSubscription)
	case kindPartner:
		event, err = record.DecodeRecorded(e.Body, record.DecodePartner)
	case kindAssociation:
		event, err = record.DecodeRecorded(e.Body, record.DecodeAssociation)
	default:
		return nil, fault.New(fault.Corrupt, "journal.kind", "kind", e.Kind)
	}
	if err != nil {
		return nil, fault.New(fault.Corrupt, "journal.event", "kind", e.Kind).Because(err)
	}
	return event, nil
}

// unknownEvent is the error for an event that one of the tables of events lacks: a defect of dpor.
func unknownEvent(e Event) error {
	return fault.New(fault.Internal, "internal", "cause", fmt.Sprintf("unknown event %T", e))
}
