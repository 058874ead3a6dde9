package ids

import (
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Partner is a Microsoft partner ID (MPN ID): 4 to 9 digits without a leading zero (CONTRACT
// section 5, DOMAIN 2.4). The zero value is no partner.
type Partner struct{ n uint32 }

// ParsePartner reads a partner ID; the error is invalid. Spaces around it are taken off.
func ParsePartner(s string) (Partner, error) {
	t := strings.TrimSpace(s)
	if len(t) < 4 || len(t) > 9 || t[0] == '0' {
		return Partner{}, badPartner(s)
	}
	for i := range len(t) {
		if t[i] < '0' || t[i] > '9' {
			return Partner{}, badPartner(s)
		}
	}
	n, err := strconv.ParseUint(t, 10, 32)
	if err != nil {
		return Partner{}, badPartner(s)
	}
	return Partner{uint32(n)}, nil
}

func badPartner(s string) error { return fault.New(fault.Invalid, "ids.partner", "value", s) }

// String is the ID in digits; no partner is the empty text.
func (p Partner) String() string {
	if p.n == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(p.n), 10)
}

// IsZero tells whether there is no partner.
func (p Partner) IsZero() bool { return p.n == 0 }

// Number is the ID as a number, for keys that sort.
func (p Partner) Number() uint32 { return p.n }

// PartnerFromNumber is the partner of a stored number; ok is false where the number can be no
// partner ID. Zero is no partner.
func PartnerFromNumber(n uint32) (p Partner, ok bool) {
	return Partner{n}, n == 0 || n >= 1000 && n <= 999_999_999
}
