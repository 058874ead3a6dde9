package storetest

import (
	"iter"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

func resumed(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	Write(t, s, app.Batch{Customers: []record.Customer{CustomerRecord(90)}})
	var more []cpor.State
	for n := range 9 {
		more = append(more, ClaimRecord(300*n+40, n%2, n%2, cpor.Submitted, n)) // numbers of one byte and of two
	}
	Write(t, s, app.Batch{Claims: more})
	number := func(v cpor.State) ids.Claim { return v.ID }
	view(t, s, func(r app.Reader) error {
		goesOn(t, "customers", r.Customers, func(v record.Customer) ids.Tenant { return v.Tenant })
		goesOn(t, "partners", r.Partners, func(v record.Partner) ids.Partner { return v.ID })
		goesOn(t, "tenants", r.Tenants, func(v ids.Tenant) ids.Tenant { return v })
		goesOn(t, "requests", r.Requests, func(v request.State) ids.Request { return v.ID })
		goesOn(t, "claims", r.Claims, number)
		goesOn(t, "claims that are submitted", func(after ids.Claim) iter.Seq2[cpor.State, error] { return r.ClaimsWith(cpor.Submitted, after) }, number)
		goesOn(t, "claims of a partner", func(after ids.Claim) iter.Seq2[cpor.State, error] { return r.ClaimsOf(Partner(1), after) }, number)
		goesOn(t, "claims for a tenant", func(after ids.Claim) iter.Seq2[cpor.State, error] { return r.ClaimsFor(Tenant(1), after) }, number)
		goesOn(t, "messages", r.Messages, func(v notice.Message) uint64 { return v.ID })
		goesOn(t, "entries", r.Entries, func(v journal.Entry) uint64 { return v.Seq })
		goesOn(t, "seats", func(after ids.Subscription) iter.Seq2[app.Seat, error] { return r.Seats(Tenant(1), after) },
			func(v app.Seat) ids.Subscription { return v.Subscription.ID })
		goesOn(t, "holdings", func(after app.Holding) iter.Seq2[app.Holding, error] { return r.Holdings(Partner(1), after) },
			func(v app.Holding) app.Holding { return v })
		return nil
	})
}

// goesOn checks that a scan from each of its keys on gives the rest, also from keys between them.
func goesOn[K comparable, V any](t *testing.T, name string, scan func(K) iter.Seq2[V, error], key func(V) K) {
	t.Helper()
	fail := func(err error) { t.Errorf("%s: %v", name, err) }
	var first K
	all := Collect(scan(first), fail)
	if len(all) < 2 {
		t.Errorf("%s: %d rows are too few to try", name, len(all))
	}
	for i, v := range all {
		same(t, name, append([]V{}, Collect(scan(key(v)), fail)...), append([]V{}, all[i+1:]...))
	}
}

func left(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	view(t, s, func(r app.Reader) error {
		for range r.Customers(ids.Tenant{}) {
			break
		}
		for range r.Seats(Tenant(0), ids.Subscription{}) {
			break
		}
		for range r.Tenants(ids.Tenant{}) {
			break
		}
		for range r.Entries(0) {
			break
		}
		for range r.ClaimsWith(cpor.Submitted, ids.Claim{}) {
			break
		}
		return nil
	})
}

func moved(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	const n = 7 // in tenant 3, with three partners one after the other
	Write(t, s, app.Batch{Subscriptions: []record.Subscription{SubscriptionRecord(n, 1)}})
	view(t, s, func(r app.Reader) error {
		fail := func(err error) { t.Error(err) }
		for _, seat := range Collect(r.Seats(Tenant(3), ids.Subscription{}), fail) {
			if seat.Subscription.ID == Subscription(n) {
				t.Error("it is still in the tenant it was in")
			}
		}
		found := 0
		for _, seat := range Collect(r.Seats(Tenant(1), ids.Subscription{}), fail) {
			if seat.Subscription.ID == Subscription(n) {
				found++
				same(t, "moves", len(seat.Place.Moves), 3)
			}
		}
		for p := range 3 {
			for _, h := range Collect(r.Holdings(Partner((n+p)%small.Partners), app.Holding{}), fail) {
				if h.Subscription == Subscription(n) {
					found++
					same(t, "tenant of the holding", h.Tenant, Tenant(1))
				}
			}
		}
		same(t, "found", found, 4)
		place, err := r.Place(Subscription(n))
		same(t, "moves", len(place.Moves), 3)
		return err
	})
}

func movedAndDesignated(t *testing.T, s app.Store) {
	Write(t, s, Sample(small))
	const n = 7
	sub := SubscriptionRecord(n, 1)
	err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) {
		place, err := r.Place(sub.ID)
		if err != nil {
			return app.Batch{}, err
		}
		return Chain(r, app.Batch{
			Subscriptions: []record.Subscription{sub},
			Places:        []por.State{Designate(place, sub, -1, 2)},
		}, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	view(t, s, func(r app.Reader) error {
		for p := range 3 {
			for h, err := range r.Holdings(Partner((n+p)%small.Partners), app.Holding{}) {
				if err != nil {
					return err
				}
				if h.Subscription == sub.ID && (h.Current || h.Tenant != sub.Tenant) {
					t.Errorf("a place that was given up: %+v", h)
				}
			}
		}
		return nil
	})
}

func held(t *testing.T, s app.Store) {
	b := Sample(small)
	Write(t, s, b)
	view(t, s, func(r app.Reader) error {
		for n := range small.Partners + 1 {
			want := map[app.Holding]bool{}
			for _, place := range b.Places {
				if place.Ever(Partner(n)) {
					want[app.Holding{Tenant: place.Tenant, Subscription: place.Subscription, Current: place.Partner() == Partner(n)}] = true
				}
			}
			got := map[app.Holding]bool{}
			for h, err := range r.Holdings(Partner(n), app.Holding{}) {
				if err != nil {
					return err
				}
				got[h] = true
			}
			same(t, "holdings", got, want)
		}
		return nil
	})
}

func associated(t *testing.T, s app.Store) {
	want := []record.Association{
		AssociationRecord(record.CPOR, 1, 0, 3, "sales"), AssociationRecord(record.CPOR, 1, 0, 3, ""),
		AssociationRecord(record.PAL, 1, 1, -1, ""), AssociationRecord(record.DelegatedAdmin, 2, 1, -1, ""),
	}
	Write(t, s, app.Batch{Associations: want})
	ended := want[2]
	ended.Until = ended.Since + 9
	Write(t, s, app.Batch{Associations: []record.Association{ended}})
	view(t, s, func(r app.Reader) error {
		fail := func(err error) { t.Error(err) }
		same(t, "in the first tenant", Collect(r.AssociationsIn(Tenant(0)), fail), []record.Association{want[1], want[0]})
		same(t, "in the second tenant", Collect(r.AssociationsIn(Tenant(1)), fail), []record.Association{want[3], ended})
		same(t, "of the second partner", Collect(r.AssociationsOf(Partner(2)), fail), []record.Association{want[3]})
		same(t, "of the first partner", len(Collect(r.AssociationsOf(Partner(1)), fail)), 3)
		_, ok, err := r.Association(AssociationRecord(record.Transacting, 1, 0, 3, "sales").Key())
		same(t, "of another kind", ok, false)
		return err
	})
}
