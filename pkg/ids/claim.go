package ids

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Claim is the number of a partner's claim to places of a customer, given by the ledger from 1 on. The zero
// value is no claim.
type Claim struct{ n uint64 }

const claimPrefix = "CLM-"

// ParseClaim reads "CLM-7", "clm-7" or "7"; the error is invalid.
func ParseClaim(s string) (Claim, error) {
	t := strings.TrimSpace(s)
	if len(t) > len(claimPrefix) && strings.EqualFold(t[:len(claimPrefix)], claimPrefix) {
		t = t[len(claimPrefix):]
	}
	n, err := strconv.ParseUint(t, 10, 63)
	if err != nil || n == 0 {
		return Claim{}, fault.New(fault.Invalid, "ids.claim", "value", s)
	}
	return Claim{n}, nil
}

// ClaimFromNumber is the claim of a stored number.
func ClaimFromNumber(n uint64) Claim { return Claim{n} }

// Number is the claim as a number, for keys that sort.
func (c Claim) Number() uint64 { return c.n }

// IsZero tells whether there is no claim.
func (c Claim) IsZero() bool { return c.n == 0 }

// String is "CLM-" and the number; no claim is the empty text.
func (c Claim) String() string {
	if c.n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d", claimPrefix, c.n)
}
