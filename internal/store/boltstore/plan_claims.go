package boltstore

import (
	"maps"
	"slices"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// claimIndexes are the rows by which a claim is found otherwise than by its number.
func claimIndexes(s cpor.State) map[bucket][]byte {
	number := claimKey(s.ID)
	return map[bucket][]byte{
		claimsByStatus:  append([]byte{statusByte(s.Status)}, number...),
		claimsByPartner: append(partnerKey(s.Partner), number...),
		claimsByTenant:  append(tenantKey(s.Tenant), number...),
	}
}

// claims puts claims with their index rows, the places they hold and the highest number given. The rows
// of what a claim was before go first, so that those remain that are put again.
func (c *changes) claims(batch []cpor.State) error {
	if len(batch) == 0 {
		return nil
	}
	last, err := c.reader.LastClaim()
	if err != nil {
		return err
	}
	now := map[ids.Claim]cpor.State{}
	for _, v := range batch {
		now[v.ID] = v
	}
	held := heldPlaces{reader: c.reader, holders: map[cpor.Place]claimHolding{}}
	numbers := slices.SortedFunc(maps.Keys(now), compareClaims)
	for _, id := range numbers {
		before, there, err := c.reader.Claim(id)
		if err != nil {
			return err
		}
		if there {
			for b, key := range claimIndexes(before) {
				c.remove(b, key)
			}
			if err := held.release(before); err != nil {
				return err
			}
		}
	}
	for _, id := range numbers {
		s := now[id]
		if s.Status == cpor.Gone {
			c.remove(claims, claimKey(id))
			continue
		}
		c.put(claims, claimKey(id), s.AppendBinary(nil))
		for b, key := range claimIndexes(s) {
			c.put(b, key, nil)
		}
		if err := held.take(s); err != nil {
			return err
		}
	}
	held.put(c)
	highest := max(last.Number(), numbers[len(numbers)-1].Number())
	c.put(metaBucket, lastClaimKey, wire.Uint(nil, highest))
	return nil
}
