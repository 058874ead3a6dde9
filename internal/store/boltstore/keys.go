package boltstore

import (
	"bytes"
	"encoding/binary"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// firstKey and lastKey enclose the keys of every bucket: no key of the schema is as small as the one
// (all are longer) or as great as the other (none has 33 bytes of 0xFF at its begin).
var (
	firstKey = []byte{0}
	lastKey  = bytes.Repeat([]byte{0xFF}, 33)
)

// statusByte is the byte of a claim's status in a key; only ever append.
func statusByte(s cpor.Status) byte {
	switch s {
	case cpor.Draft:
		return 1
	case cpor.Submitted:
		return 2
	case cpor.InReview:
		return 3
	case cpor.ActionRequired:
		return 4
	case cpor.Approved:
		return 5
	case cpor.Rejected:
		return 6
	case cpor.Ended:
		return 7
	}
	return 0
}

func tenantKey(t ids.Tenant) []byte {
	b := t.Bytes()
	return b[:]
}

func subscriptionKey(s ids.Subscription) []byte {
	b := s.Bytes()
	return b[:]
}

func seatKey(t ids.Tenant, s ids.Subscription) []byte {
	return append(append(make([]byte, 0, 32), tenantKey(t)...), subscriptionKey(s)...)
}

// readSeatKey reads what seatKey wrote; the key is 32 bytes long.
func readSeatKey(k []byte) (ids.Tenant, ids.Subscription) {
	return ids.TenantFromBytes([16]byte(k[:16])), ids.SubscriptionFromBytes([16]byte(k[16:32]))
}

func partnerKey(p ids.Partner) []byte { return binary.BigEndian.AppendUint32(nil, p.Number()) }

func holdingKey(p ids.Partner, t ids.Tenant, s ids.Subscription) []byte {
	return append(partnerKey(p), seatKey(t, s)...)
}

func associationKey(k record.AssociationKey) []byte {
	b := append(seatKey(k.Tenant, k.Subscription), k.Kind.Number())
	return append(append(b, partnerKey(k.Partner)...), k.Workload...)
}

func numberKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func chunkKey(seq uint64, chunk uint32) []byte {
	return binary.BigEndian.AppendUint32(numberKey(seq), chunk)
}

func claimKey(c ids.Claim) []byte { return numberKey(c.Number()) }

func claimPlaceKey(p cpor.Place) []byte {
	return append(seatKey(p.Tenant, p.Subscription), p.Workload...)
}

// after is the smallest key that is greater than k.
func after(k []byte) []byte { return append(bytes.Clone(k), 0) }

// afterTenant is greater than every key that begins with the tenant, and smaller than those of the
// next one.
func afterTenant(t ids.Tenant) []byte {
	return append(append(tenantKey(t), lastKey[:16]...), 0)
}
