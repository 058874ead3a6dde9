package app

import (
	"iter"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// MissingLedger is the key of the error that a Store gives where there is no ledger to read.
const MissingLedger = "ledger.missing"

// nothing is the Reader of a ledger that is not there yet: a task that may begin one is planned
// against it, so that a refused task does not leave an empty ledger behind.
type nothing struct{}

func none[V any](yield func(V, error) bool) {}

func (nothing) Head() (uint64, journal.Hash, error)       { return 0, journal.Hash{}, nil }
func (nothing) LedgerID() ([16]byte, error)               { return [16]byte{}, nil }
func (nothing) LastRequest() (ids.Request, error)         { return ids.Request{}, nil }
func (nothing) LastClaim() (ids.Claim, error)             { return ids.Claim{}, nil }
func (nothing) LastMessage() (uint64, error)              { return 0, nil }
func (nothing) Place(ids.Subscription) (por.State, error) { return por.State{}, nil }

func (nothing) Customer(ids.Tenant) (c record.Customer, ok bool, err error) { return c, false, nil }
func (nothing) Subscription(ids.Subscription) (s record.Subscription, ok bool, err error) {
	return s, false, nil
}
func (nothing) TenantOf(ids.Subscription) (t ids.Tenant, ok bool, err error) { return t, false, nil }
func (nothing) PlaceIn(ids.Tenant, ids.Subscription) (por.State, error)      { return por.State{}, nil }
func (nothing) Holder(ids.Tenant, ids.Subscription) (ids.Partner, error)     { return ids.Partner{}, nil }
func (nothing) Seat(ids.Tenant, ids.Subscription) (s Seat, ok bool, err error) {
	return s, false, nil
}
func (nothing) Partner(ids.Partner) (p record.Partner, ok bool, err error) { return p, false, nil }
func (nothing) Association(record.AssociationKey) (a record.Association, ok bool, err error) {
	return a, false, nil
}
func (nothing) Request(ids.Request) (r request.State, ok bool, err error) { return r, false, nil }

func (nothing) Claim(ids.Claim) (c cpor.State, ok bool, err error) { return c, false, nil }
func (nothing) ClaimHolder(cpor.Place) (ids.Partner, error)        { return ids.Partner{}, nil }

func (nothing) Customers(ids.Tenant) iter.Seq2[record.Customer, error] { return none[record.Customer] }
func (nothing) Partners(ids.Partner) iter.Seq2[record.Partner, error]  { return none[record.Partner] }
func (nothing) Tenants(ids.Tenant) iter.Seq2[ids.Tenant, error]        { return none[ids.Tenant] }
func (nothing) Seats(ids.Tenant, ids.Subscription) iter.Seq2[Seat, error] {
	return none[Seat]
}
func (nothing) Holdings(ids.Partner, Holding) iter.Seq2[Holding, error] { return none[Holding] }
func (nothing) AssociationsIn(ids.Tenant) iter.Seq2[record.Association, error] {
	return none[record.Association]
}
func (nothing) AssociationsOf(ids.Partner) iter.Seq2[record.Association, error] {
	return none[record.Association]
}
func (nothing) Requests(ids.Request) iter.Seq2[request.State, error] { return none[request.State] }
func (nothing) Claims(ids.Claim) iter.Seq2[cpor.State, error]        { return none[cpor.State] }
func (nothing) ClaimsWith(cpor.Status, ids.Claim) iter.Seq2[cpor.State, error] {
	return none[cpor.State]
}
func (nothing) ClaimsOf(ids.Partner, ids.Claim) iter.Seq2[cpor.State, error] { return none[cpor.State] }
func (nothing) ClaimsFor(ids.Tenant, ids.Claim) iter.Seq2[cpor.State, error] { return none[cpor.State] }
func (nothing) Messages(uint64) iter.Seq2[notice.Message, error]             { return none[notice.Message] }
func (nothing) Entries(uint64) iter.Seq2[journal.Entry, error]               { return none[journal.Entry] }
