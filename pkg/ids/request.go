package ids

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Request is the number of a partner's request for a place, given by the ledger from 1 on. The zero
// value is no request.
type Request struct{ n uint64 }

const requestPrefix = "REQ-"

// ParseRequest reads "REQ-7", "req-7" or "7"; the error is invalid.
func ParseRequest(s string) (Request, error) {
	t := strings.TrimSpace(s)
	if len(t) > len(requestPrefix) && strings.EqualFold(t[:len(requestPrefix)], requestPrefix) {
		t = t[len(requestPrefix):]
	}
	n, err := strconv.ParseUint(t, 10, 63)
	if err != nil || n == 0 {
		return Request{}, fault.New(fault.Invalid, "ids.request", "value", s)
	}
	return Request{n}, nil
}

// RequestFromNumber is the request of a stored number.
func RequestFromNumber(n uint64) Request { return Request{n} }

// Number is the request as a number, for keys that sort.
func (r Request) Number() uint64 { return r.n }

// IsZero tells whether there is no request.
func (r Request) IsZero() bool { return r.n == 0 }

// String is "REQ-" and the number; no request is the empty text.
func (r Request) String() string {
	if r.n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d", requestPrefix, r.n)
}
