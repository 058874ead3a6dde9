package boltstore

import (
	"encoding/binary"
	"iter"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func (r reader) Claim(id ids.Claim) (cpor.State, bool, error) {
	return one(r, claims, claimKey(id), cpor.DecodeState)
}

func (r reader) ClaimHolder(p cpor.Place) (ids.Partner, error) {
	h, _, err := r.claimHolding(p)
	return h.partner, err
}

// LastClaim is a row of its own, because the head of a file that an older program made has no room for
// it. An older file was never given a claim.
func (r reader) LastClaim() (ids.Claim, error) {
	id, ok, err := one(r, metaBucket, lastClaimKey, func(b []byte) (ids.Claim, error) {
		w := wire.NewReader(b)
		return ids.ClaimFromNumber(w.Uint()), w.Err()
	})
	if err == nil && !ok && !r.im.older(claims) {
		err = r.im.damaged("last claim")
	}
	return id, err
}

func (r reader) Claims(from ids.Claim) iter.Seq2[cpor.State, error] {
	return scan(r, claims, after(claimKey(from)), nil, body(cpor.DecodeState))
}

func (r reader) ClaimsWith(status cpor.Status, from ids.Claim) iter.Seq2[cpor.State, error] {
	return r.claimsBy(claimsByStatus, []byte{statusByte(status)}, from, func(s cpor.State) bool { return s.Status == status })
}

func (r reader) ClaimsOf(p ids.Partner, from ids.Claim) iter.Seq2[cpor.State, error] {
	return r.claimsBy(claimsByPartner, partnerKey(p), from, func(s cpor.State) bool { return s.Partner == p })
}

func (r reader) ClaimsFor(t ids.Tenant, from ids.Claim) iter.Seq2[cpor.State, error] {
	return r.claimsBy(claimsByTenant, tenantKey(t), from, func(s cpor.State) bool { return s.Tenant == t })
}

// claimsBy gives the claims that the rows of an index with a prefix lead to. A row that leads to no
// claim, or to one that it should not lead to, is damage.
func (r reader) claimsBy(index bucket, prefix []byte, from ids.Claim, right func(cpor.State) bool) iter.Seq2[cpor.State, error] {
	start := after(append(prefix[:len(prefix):len(prefix)], claimKey(from)...))
	return scan(r, index, start, prefix, func(found row) (cpor.State, error) {
		number := found.key[len(prefix):]
		if len(number) != 8 {
			return cpor.State{}, wire.ErrMalformed
		}
		s, ok, err := r.Claim(ids.ClaimFromNumber(binary.BigEndian.Uint64(number)))
		if err == nil && (!ok || !right(s)) {
			err = r.im.damaged(index.name)
		}
		return s, err
	})
}
