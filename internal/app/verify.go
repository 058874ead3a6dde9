package app

import (
	"cmp"
	"context"
	"reflect"
	"strconv"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Verified says what a verification went through.
type Verified struct {
	Entries int
	Changes int
	Records int
	Hash    journal.Hash // of the last entry: who notes it down can prove later that nothing before it was altered
}

// Verify re-computes the journal's chain, folds the journal, and compares what it says with every
// record of the ledger, and with its indexes as far as records lead to them (CONTRACT section 11). The error is corrupt and names the first
// difference.
func (e Engine) Verify(ctx context.Context) (v Verified, err error) {
	err = e.Store.View(ctx, func(r Reader) error {
		folded, err := fold(ctx, r, &v)
		if err != nil {
			return err
		}
		for _, compare := range []func(Reader, *Draft) (int, error){
			compareCustomers, comparePartners, compareSeats, compareAssociations, compareRequests, compareClaims, compareMessages, compareHoldings,
		} {
			n, err := compare(r, folded)
			if err != nil {
				return err
			}
			v.Records += n
		}
		return nil
	})
	return v, err
}

// fold is the ledger that the journal tells of. It checks the chain on the way.
func fold(ctx context.Context, r Reader, v *Verified) (*Draft, error) {
	folded, err := newDraft(nothing{}, access.Actor{}, 0, journal.Stamp{})
	if err != nil {
		return nil, err
	}
	var seq uint64
	for entry, err := range r.Entries(0) {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := journal.Follow(entry, seq, v.Hash); err != nil {
			return nil, err
		}
		folded.stamp, folded.seq, folded.digests = entry.Stamp, entry.Seq, digested(entry.Command)
		for _, raw := range entry.Events {
			event, err := Decode(raw)
			if err != nil {
				return nil, err
			}
			if err := folded.evolve(event); err != nil {
				return nil, err
			}
		}
		folded.closeEntry()
		seq, v.Hash = entry.Seq, entry.Hash
		v.Entries++
		v.Changes += len(entry.Events)
	}
	head, hash, err := r.Head()
	if err == nil && (head != seq || hash != v.Hash) {
		err = differs("head of the journal", "")
	}
	return folded, err
}

func differs(what, id string) error {
	return fault.New(fault.Corrupt, "audit.differs", "what", what, "id", id).About(id)
}

func compareCustomers(r Reader, f *Draft) (n int, err error) {
	for c, err := range r.Customers(ids.Tenant{}) {
		if err != nil {
			return n, err
		}
		if want, ok := f.customers[c.Tenant]; !ok || want != c {
			return n, differs("customer", c.Tenant.String())
		}
		n++
	}
	return n, complete("customers", n, len(f.customers))
}

func comparePartners(r Reader, f *Draft) (n int, err error) {
	for p, err := range r.Partners(ids.Partner{}) {
		if err != nil {
			return n, err
		}
		if want, ok := f.partners[p.ID]; !ok || want != p {
			return n, differs("partner", p.ID.String())
		}
		n++
	}
	return n, complete("partners", n, len(f.partners))
}

// compareSeats walks the subscriptions by tenant and looks each one up by its ID too, so that the
// index from subscription to tenant is compared with it.
func compareSeats(r Reader, f *Draft) (n int, err error) {
	places := 0
	for tenant, err := range r.Tenants(ids.Tenant{}) {
		if err != nil {
			return n, err
		}
		for seat, err := range r.Seats(tenant, ids.Subscription{}) {
			if err != nil {
				return n, err
			}
			id := seat.Subscription.ID
			want, ok := f.subscriptions[id]
			if !ok || want.Tenant != tenant || !record.Equal(record.SubscriptionFields(), want, seat.Subscription) {
				return n, differs("subscription", id.String())
			}
			found, ok, err := r.Subscription(id)
			if err != nil {
				return n, err
			}
			if !ok || found.Tenant != tenant {
				return n, differs("index from subscription to tenant", id.String())
			}
			if !reflect.DeepEqual(f.places[id], seat.Place) {
				return n, differs("place of subscription", id.String())
			}
			if len(seat.Place.Moves) > 0 {
				places++
			}
			n++
		}
	}
	if err := complete("places", places, len(f.places)); err != nil {
		return n, err
	}
	return n + places, complete("subscriptions", n, len(f.subscriptions))
}

func compareAssociations(r Reader, f *Draft) (n int, err error) {
	partners := map[ids.Partner]int{}
	tenants := map[ids.Tenant]bool{}
	for key := range f.associations {
		partners[key.Partner]++
		tenants[key.Tenant] = true
	}
	for tenant, err := range r.Tenants(ids.Tenant{}) {
		if err != nil {
			return n, err
		}
		tenants[tenant] = true
	}
	for id := range f.partners {
		partners[id] += 0 // one that none is told of has none
	}
	for tenant := range tenants {
		for a, err := range r.AssociationsIn(tenant) {
			if err != nil {
				return n, err
			}
			if want, ok := f.associations[a.Key()]; !ok || want != a {
				return n, differs("association of tenant", tenant.String())
			}
			n++
		}
	}
	for partner, want := range partners {
		found := 0
		for a, err := range r.AssociationsOf(partner) {
			if err != nil {
				return n, err
			}
			if told, ok := f.associations[a.Key()]; !ok || told != a {
				return n, differs("index of associations of partner", partner.String())
			}
			found++
		}
		if found != want {
			return n, differs("index of associations of partner", partner.String())
		}
	}
	return n, complete("associations", n, len(f.associations))
}

func compareRequests(r Reader, f *Draft) (n int, err error) {
	if last, err := r.LastRequest(); err != nil || last.Number() != uint64(len(f.requests)) {
		return 0, cmp.Or(err, differs("number of the last request", last.String()))
	}
	for q, err := range r.Requests(ids.Request{}) {
		if err != nil {
			return n, err
		}
		if want, ok := f.requests[q.ID]; !ok || want != q {
			return n, differs("request", q.ID.String())
		}
		n++
	}
	return n, complete("requests", n, len(f.requests))
}

// compareMessages holds the outbox against the changes that called for it: none may be missing, and
// none may be there that nothing called for.
func compareMessages(r Reader, f *Draft) (n int, err error) {
	if last, err := r.LastMessage(); err != nil || last != uint64(len(f.messages)) {
		return 0, cmp.Or(err, differs("number of the last message", strconv.FormatUint(last, 10)))
	}
	ledger, err := r.LedgerID()
	if err != nil {
		return n, err
	}
	for m, err := range r.Messages(0) {
		if err != nil {
			return n, err
		}
		if n >= len(f.messages) {
			return n, differs("message", m.MessageID)
		}
		want := f.messages[n]
		want.ID = uint64(n) + 1
		known := notice.MessageIDs(ledger, want.ID, want.CreatedAt)
		if want.MessageID = known[0]; m.MessageID == known[1] {
			want.MessageID = known[1]
		}
		// How far its delivery came is no part of the journal.
		if m != want.AsFarAs(m) {
			return n, differs("message", want.MessageID)
		}
		n++
	}
	return n, complete("messages", n, len(f.messages))
}

// compareHoldings holds the index from partner to place against the places.
func compareHoldings(r Reader, f *Draft) (n int, err error) {
	want := map[ids.Partner]map[Holding]bool{}
	for id := range f.partners {
		want[id] = nil // one that never held a place has none
	}
	for id, place := range f.places {
		for _, move := range place.Moves {
			if p := move.Partner; !p.IsZero() {
				if want[p] == nil {
					want[p] = map[Holding]bool{}
				}
				want[p][Holding{Tenant: place.Tenant, Subscription: id, Current: place.Partner() == p}] = true
			}
		}
	}
	for partner, holdings := range want {
		found := 0
		for h, err := range r.Holdings(partner, Holding{}) {
			if err != nil {
				return n, err
			}
			if !holdings[h] {
				return n, differs("index from partner to place, subscription", h.Subscription.String())
			}
			found++
		}
		if found != len(holdings) {
			return n, differs("index from partner to place, partner", partner.String())
		}
		n += found
	}
	return n, nil
}

// complete tells whether as many records are there as the journal tells of.
func complete(what string, found, told int) error {
	if found != told {
		return fault.New(fault.Corrupt, "audit.count", "what", what, "found", found, "told", told)
	}
	return nil
}
