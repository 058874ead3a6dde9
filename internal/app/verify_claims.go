package app

import (
	"cmp"
	"iter"
	"reflect"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// compareClaims holds the claims, the indexes on them, and who holds which place, against what the
// journal tells.
func compareClaims(r Reader, f *Draft) (n int, err error) {
	if last, err := r.LastClaim(); err != nil || last.Number() != uint64(len(f.claims)) {
		return 0, cmp.Or(err, differs("number of the last claim", last.String()))
	}
	there := 0
	with, of, in := map[cpor.Status]int{}, map[ids.Partner]int{}, map[ids.Tenant]int{}
	for _, status := range cpor.Statuses() {
		with[status] = 0
	}
	for id := range f.partners {
		of[id] = 0
	}
	for id, err := range r.Tenants(ids.Tenant{}) { // also those that the index alone names
		if err != nil {
			return 0, err
		}
		in[id] = 0
	}
	for _, c := range f.claims {
		of[c.Partner] += 0 // also of one that was deleted, whose rows should be gone
		in[c.Tenant] += 0
		if c.Status == cpor.Gone {
			continue
		}
		there++
		with[c.Status]++
		of[c.Partner]++
		in[c.Tenant]++
	}
	if n, err = sameClaims(f, "claim", there, r.Claims(ids.Claim{})); err != nil {
		return n, err
	}
	for status, want := range with {
		if _, err := sameClaims(f, "index from status to claim", want, r.ClaimsWith(status, ids.Claim{})); err != nil {
			return n, err
		}
	}
	for partner, want := range of {
		if _, err := sameClaims(f, "index from partner to claim", want, r.ClaimsOf(partner, ids.Claim{})); err != nil {
			return n, err
		}
	}
	for tenant, want := range in {
		if _, err := sameClaims(f, "index from tenant to claim", want, r.ClaimsFor(tenant, ids.Claim{})); err != nil {
			return n, err
		}
	}
	return n, compareClaimPlaces(r, f)
}

// sameClaims compares the claims that a scan gives with those of the journal; there have to be as many
// as wanted.
func sameClaims(f *Draft, what string, want int, claims iter.Seq2[cpor.State, error]) (n int, err error) {
	for c, err := range claims {
		if err != nil {
			return n, err
		}
		if told, ok := f.claims[c.ID]; !ok || !reflect.DeepEqual(told, c) {
			return n, differs(what, c.ID.String())
		}
		n++
	}
	return n, complete(what, n, want)
}

// compareClaimPlaces holds who holds a place against the approved claims; a place that no approved claim
// asks for is nobody's.
func compareClaimPlaces(r Reader, f *Draft) error {
	want := map[cpor.Place]ids.Partner{}
	for _, c := range f.claims {
		for _, p := range c.Places() {
			if c.Status == cpor.Approved {
				want[p] = c.Partner
			} else if _, known := want[p]; !known {
				want[p] = ids.Partner{}
			}
		}
	}
	for p, partner := range want {
		if held, err := r.ClaimHolder(p); err != nil || held != partner {
			return cmp.Or(err, differs("holder of the claimed place", p.Name()))
		}
	}
	return nil
}
