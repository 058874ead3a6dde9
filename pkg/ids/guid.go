// Package ids owns the identifiers of the field: partner IDs, tenant, subscription and request IDs,
// and users. A value of one of its types is right for ever; a raw string never reaches a rule.
//
// It must not know what an identifier refers to, nor whether the thing is there.
package ids

import (
	"encoding/hex"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

type guid [16]byte

// parseGUID reads a GUID in any letter case, with or without braces.
func parseGUID(s string) (guid, bool) {
	var g guid
	if len(s) != 36 {
		s = strings.TrimSpace(s)
		if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
			s = s[1 : len(s)-1]
		}
	}
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return g, false
	}
	var digits [32]byte
	copy(digits[:8], s[:8])
	copy(digits[8:12], s[9:13])
	copy(digits[12:16], s[14:18])
	copy(digits[16:20], s[19:23])
	copy(digits[20:], s[24:])
	if _, err := hex.Decode(g[:], digits[:]); err != nil {
		return guid{}, false
	}
	return g, g != guid{}
}

// String is the GUID in lower case with hyphens; the empty one is the empty text.
func (g guid) String() string {
	if g == (guid{}) {
		return ""
	}
	var b [36]byte
	hex.Encode(b[0:8], g[0:4])
	hex.Encode(b[9:13], g[4:6])
	hex.Encode(b[14:18], g[6:8])
	hex.Encode(b[19:23], g[8:10])
	hex.Encode(b[24:36], g[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// Tenant is the ID of a customer's directory, a GUID. The zero value is no tenant.
type Tenant struct{ guid }

// Subscription is the ID of one subscription, a GUID. The zero value is no subscription.
type Subscription struct{ guid }

// ParseTenant reads a tenant ID in any letter case, with or without braces; the error is invalid.
func ParseTenant(s string) (Tenant, error) {
	g, ok := parseGUID(s)
	if !ok {
		return Tenant{}, fault.New(fault.Invalid, "ids.tenant", "value", s)
	}
	return Tenant{g}, nil
}

// ParseSubscription reads a subscription ID in any letter case, with or without braces; the error is
// invalid.
func ParseSubscription(s string) (Subscription, error) {
	g, ok := parseGUID(s)
	if !ok {
		return Subscription{}, fault.New(fault.Invalid, "ids.subscription", "value", s)
	}
	return Subscription{g}, nil
}

// Bytes are the 16 bytes of the ID, in the order they sort as text.
func (t Tenant) Bytes() [16]byte { return t.guid }

// IsZero tells whether there is no tenant.
func (t Tenant) IsZero() bool { return t == Tenant{} }

// TenantFromBytes is the tenant of 16 stored bytes.
func TenantFromBytes(b [16]byte) Tenant { return Tenant{b} }

// Bytes are the 16 bytes of the ID, in the order they sort as text.
func (s Subscription) Bytes() [16]byte { return s.guid }

// IsZero tells whether there is no subscription.
func (s Subscription) IsZero() bool { return s == Subscription{} }

// SubscriptionFromBytes is the subscription of 16 stored bytes.
func SubscriptionFromBytes(b [16]byte) Subscription { return Subscription{b} }
