package boltstore

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// claimHolding is the partner that holds a place, and the approved claims by which it does so, by number.
type claimHolding struct {
	partner ids.Partner
	claims  []ids.Claim
}

func compareClaims(a, b ids.Claim) int { return cmp.Compare(a.Number(), b.Number()) }

func (h claimHolding) appendBinary(b []byte) []byte {
	b = wire.Uint(append(b, partnerKey(h.partner)...), uint64(len(h.claims)))
	for _, id := range h.claims {
		b = wire.Uint(b, id.Number())
	}
	return b
}

// decodeClaimHolding reads what appendBinary wrote; the error is wire.ErrMalformed, also for no claims
// and for some out of order.
func decodeClaimHolding(b []byte) (h claimHolding, err error) {
	r := wire.NewReader(b)
	number, ok := r.Take(4), false
	if len(number) == 4 {
		h.partner, ok = ids.PartnerFromNumber(binary.BigEndian.Uint32(number))
	}
	for range r.Count() {
		id := ids.ClaimFromNumber(r.Uint())
		if n := len(h.claims); n > 0 && compareClaims(h.claims[n-1], id) >= 0 {
			return claimHolding{}, wire.ErrMalformed
		}
		h.claims = append(h.claims, id)
	}
	if !ok || len(h.claims) == 0 {
		return claimHolding{}, wire.ErrMalformed
	}
	return h, r.Err()
}

func (r reader) claimHolding(p cpor.Place) (claimHolding, bool, error) {
	return one(r, claimPlaces, claimPlaceKey(p), decodeClaimHolding)
}

// heldPlaces are the places that a batch lets go of or takes, as they are after it.
type heldPlaces struct {
	reader  reader
	holders map[cpor.Place]claimHolding
}

// at is who holds a place, after what the batch has done to it so far.
func (h heldPlaces) at(p cpor.Place) (claimHolding, error) {
	if holder, known := h.holders[p]; known {
		return holder, nil
	}
	holder, _, err := h.reader.claimHolding(p)
	return holder, err
}

// release lets go of the places that a claim of the ledger holds. A place that does not know of it is
// damage.
func (h heldPlaces) release(s cpor.State) error {
	if s.Status != cpor.Approved {
		return nil
	}
	for _, p := range s.Places() {
		holder, err := h.at(p)
		if err != nil {
			return err
		}
		i, there := slices.BinarySearchFunc(holder.claims, s.ID, compareClaims)
		if !there || holder.partner != s.Partner {
			return h.reader.im.damaged(claimPlaces.name)
		}
		holder.claims = slices.Delete(holder.claims, i, i+1)
		h.holders[p] = holder
	}
	return nil
}

// take gives a claim the places that it holds. The error is conflict where another partner holds one:
// whatever was decided before, no two ever do (DOMAIN 1.9).
func (h heldPlaces) take(s cpor.State) error {
	if s.Status != cpor.Approved {
		return nil
	}
	for _, p := range s.Places() {
		holder, err := h.at(p)
		if err != nil {
			return err
		}
		if len(holder.claims) > 0 && holder.partner != s.Partner {
			return cpor.Taken(p, holder.partner).About(s.ID.String())
		}
		holder.partner = s.Partner
		i, _ := slices.BinarySearchFunc(holder.claims, s.ID, compareClaims)
		holder.claims = slices.Insert(holder.claims, i, s.ID)
		h.holders[p] = holder
	}
	return nil
}

// put puts the places as they are after the batch.
func (h heldPlaces) put(c *changes) {
	for p, holder := range h.holders {
		if len(holder.claims) == 0 {
			c.remove(claimPlaces, claimPlaceKey(p))
		} else {
			c.put(claimPlaces, claimPlaceKey(p), holder.appendBinary(nil))
		}
	}
}
