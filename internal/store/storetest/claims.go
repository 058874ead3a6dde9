package storetest

import (
	"iter"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func claim(n int) ids.Claim { return ids.ClaimFromNumber(uint64(n)) }

// numbers are the claims that a scan gives.
func numbers(t *testing.T, rows iter.Seq2[cpor.State, error]) []ids.Claim {
	t.Helper()
	var list []ids.Claim
	for _, s := range Collect(rows, func(err error) { t.Error(err) }) {
		list = append(list, s.ID)
	}
	return list
}

func claimedFromEverySide(t *testing.T, s app.Store) {
	var b app.Batch
	for i, status := range cpor.Statuses() {
		b.Claims = append(b.Claims, ClaimRecord(2*i+1, i%2, i%3, status, i), WorkloadClaim(2*i+2, i%2, i%3, status, Workloads()...))
	}
	Write(t, s, b)
	view(t, s, func(r app.Reader) error {
		for _, want := range b.Claims {
			got, ok, err := r.Claim(want.ID)
			same(t, "claim", []any{got, ok, err}, []any{want, true, nil})
		}
		fail := func(err error) { t.Error(err) }
		same(t, "claims", Collect(r.Claims(ids.Claim{}), fail), b.Claims)
		for i, status := range cpor.Statuses() {
			same(t, string(status), Collect(r.ClaimsWith(status, ids.Claim{}), fail), b.Claims[2*i:2*i+2])
		}
		same(t, "gone", numbers(t, r.ClaimsWith(cpor.Gone, ids.Claim{})), []ids.Claim(nil))
		same(t, "of the second partner", numbers(t, r.ClaimsOf(Partner(1), ids.Claim{})), []ids.Claim{claim(3), claim(4), claim(7), claim(8), claim(11), claim(12)})
		same(t, "for the third tenant", numbers(t, r.ClaimsFor(Tenant(2), claim(5))), []ids.Claim{claim(6), claim(11), claim(12)})
		same(t, "tenants", len(Collect(r.Tenants(ids.Tenant{}), fail)), 3)
		last, err := r.LastClaim()
		same(t, "last claim", last, claim(14))
		return err
	})
}

func claimMoved(t *testing.T, s app.Store) {
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(1, 0, 0, cpor.Draft, 1), ClaimRecord(2, 0, 0, cpor.Draft, 2)}})
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(1, 1, 1, cpor.Submitted, 1)}})
	view(t, s, func(r app.Reader) error {
		for name, test := range map[string]struct {
			rows iter.Seq2[cpor.State, error]
			want []ids.Claim
		}{
			"drafts":                  {r.ClaimsWith(cpor.Draft, ids.Claim{}), []ids.Claim{claim(2)}},
			"submitted":               {r.ClaimsWith(cpor.Submitted, ids.Claim{}), []ids.Claim{claim(1)}},
			"of the partner it was":   {r.ClaimsOf(Partner(0), ids.Claim{}), []ids.Claim{claim(2)}},
			"of the partner it is":    {r.ClaimsOf(Partner(1), ids.Claim{}), []ids.Claim{claim(1)}},
			"for the tenant it was":   {r.ClaimsFor(Tenant(0), ids.Claim{}), []ids.Claim{claim(2)}},
			"for the tenant it is":    {r.ClaimsFor(Tenant(1), ids.Claim{}), []ids.Claim{claim(1)}},
			"all of them":             {r.Claims(ids.Claim{}), []ids.Claim{claim(1), claim(2)}},
			"behind the last of them": {r.Claims(claim(2)), nil},
		} {
			same(t, name, numbers(t, test.rows), test.want)
		}
		return nil
	})
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(2, 1, 1, cpor.Draft, 2)}})
	view(t, s, func(r app.Reader) error {
		same(t, "tenants", Collect(r.Tenants(ids.Tenant{}), func(err error) { t.Error(err) }), []ids.Tenant{Tenant(1)})
		return nil
	})
}

func claimGone(t *testing.T, s app.Store) {
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(1, 0, 0, cpor.Draft, 1), ClaimRecord(2, 0, 0, cpor.Approved, 2)}})
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(3, 1, 1, cpor.Approved, 3)}})
	gone := ClaimRecord(3, 1, 1, cpor.Gone, 3)
	Write(t, s, app.Batch{Claims: []cpor.State{gone}})
	Write(t, s, app.Batch{Claims: []cpor.State{gone}}) // there is nothing left to take out
	view(t, s, func(r app.Reader) error {
		_, ok, err := r.Claim(gone.ID)
		same(t, "a claim that is gone", []any{ok, err}, []any{false, nil})
		same(t, "claims", numbers(t, r.Claims(ids.Claim{})), []ids.Claim{claim(1), claim(2)})
		same(t, "approved", numbers(t, r.ClaimsWith(cpor.Approved, ids.Claim{})), []ids.Claim{claim(2)})
		same(t, "of its partner", numbers(t, r.ClaimsOf(gone.Partner, ids.Claim{})), []ids.Claim(nil))
		same(t, "for its tenant", numbers(t, r.ClaimsFor(gone.Tenant, ids.Claim{})), []ids.Claim(nil))
		same(t, "tenants", Collect(r.Tenants(ids.Tenant{}), func(err error) { t.Error(err) }), []ids.Tenant{Tenant(0)})
		last, err := r.LastClaim()
		same(t, "last claim", last, claim(3))
		return err
	})
	same(t, "holder", holder(t, s, placeOf(1, 3)), ids.Partner{})
}

// takenBy checks that a batch of claims is refused because of a place, and leaves the ledger as it was.
func takenBy(t *testing.T, s app.Store, refused, partner int, place cpor.Place, batch ...cpor.State) {
	t.Helper()
	before := read(t, s)
	err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) { return Chain(r, app.Batch{Claims: batch}, 1) })
	want := cpor.Taken(place, Partner(partner)).About(claim(refused).String())
	same(t, "refusal", fault.As(err), want)
	unchanged(t, s, before)
}

func holder(t *testing.T, s app.Store, p cpor.Place) (partner ids.Partner) {
	t.Helper()
	view(t, s, func(r app.Reader) (err error) {
		partner, err = r.ClaimHolder(p)
		return err
	})
	return partner
}

func placeOf(tenant, sub int) cpor.Place {
	return cpor.Place{Tenant: Tenant(tenant), Subscription: Subscription(sub)}
}

func onePartner(t *testing.T, s app.Store) {
	teams := cpor.Place{Tenant: Tenant(0), Workload: "teams"}
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(1, 0, 0, cpor.Approved, 1, 2), WorkloadClaim(2, 0, 0, cpor.Approved, "teams")}})
	takenBy(t, s, 3, 0, placeOf(0, 2), ClaimRecord(3, 1, 0, cpor.Approved, 3, 2))
	takenBy(t, s, 3, 0, teams, ClaimRecord(4, 1, 0, cpor.Approved, 4), WorkloadClaim(3, 1, 0, cpor.Approved, "intune", "teams"))
	takenBy(t, s, 4, 1, placeOf(0, 5), ClaimRecord(4, 2, 0, cpor.Approved, 5), ClaimRecord(3, 1, 0, cpor.Approved, 5))
	takenBy(t, s, 6, 2, placeOf(0, 5), ClaimRecord(5, 2, 0, cpor.Approved, 5, 5), ClaimRecord(6, 1, 0, cpor.Approved, 5))
	same(t, "holder of the workload", holder(t, s, teams), Partner(0))
	same(t, "holder of nothing", holder(t, s, placeOf(0, 5)), ids.Partner{})

	// The same subscription or workload in another tenant is another place, and so is one that is
	// asked for and not yet given.
	Write(t, s, app.Batch{Claims: []cpor.State{
		ClaimRecord(7, 1, 1, cpor.Approved, 1), WorkloadClaim(8, 1, 1, cpor.Approved, "teams"), ClaimRecord(9, 1, 0, cpor.InReview, 1),
	}})
	same(t, "holder in one tenant", holder(t, s, placeOf(0, 1)), Partner(0))
	same(t, "holder in another", holder(t, s, placeOf(1, 1)), Partner(1))
}

func handedOn(t *testing.T, s app.Store) {
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(2, 0, 0, cpor.Approved, 1)}})
	for _, batch := range [][]cpor.State{
		{ClaimRecord(2, 0, 0, cpor.Ended, 1), ClaimRecord(3, 1, 0, cpor.Approved, 1)},
		{ClaimRecord(1, 2, 0, cpor.Approved, 1), ClaimRecord(3, 1, 0, cpor.Rejected, 1)},
		{ClaimRecord(1, 3, 0, cpor.Approved, 1)},
		{ClaimRecord(4, 4, 0, cpor.Approved, 1), ClaimRecord(1, 3, 0, cpor.Gone, 1)},
	} {
		Write(t, s, app.Batch{Claims: batch})
		var want ids.Partner
		for _, c := range batch {
			if c.Status == cpor.Approved {
				want = c.Partner
			}
		}
		same(t, "holder", holder(t, s, placeOf(0, 1)), want)
	}
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(4, 4, 1, cpor.Approved, 2)}})
	same(t, "holder of what was left", holder(t, s, placeOf(0, 1)), ids.Partner{})
	same(t, "holder of what was taken", holder(t, s, placeOf(1, 2)), Partner(4))
}

func heldTwice(t *testing.T, s app.Store) {
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(1, 0, 0, cpor.Approved, 1), ClaimRecord(2, 0, 0, cpor.Approved, 2, 1)}})
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(3, 0, 0, cpor.Approved, 1)}})
	for _, n := range []int{2, 1} {
		Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(n, 0, 0, cpor.Ended, 1)}})
		same(t, "holder", holder(t, s, placeOf(0, 1)), Partner(0))
		takenBy(t, s, 4, 0, placeOf(0, 1), ClaimRecord(4, 1, 0, cpor.Approved, 1))
	}
	// A claim that changes its partner leaves one of the same place behind.
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(4, 0, 0, cpor.Approved, 1)}})
	takenBy(t, s, 4, 0, placeOf(0, 1), ClaimRecord(4, 1, 0, cpor.Approved, 1))
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(3, 1, 0, cpor.Approved, 1), ClaimRecord(4, 1, 0, cpor.Approved, 1)}})
	same(t, "holder", holder(t, s, placeOf(0, 1)), Partner(1))
	Write(t, s, app.Batch{Claims: []cpor.State{ClaimRecord(3, 1, 0, cpor.Ended, 1), ClaimRecord(4, 1, 0, cpor.Gone, 1)}})
	same(t, "holder", holder(t, s, placeOf(0, 1)), ids.Partner{})
}
