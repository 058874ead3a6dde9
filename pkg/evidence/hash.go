package evidence

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Hash is the SHA-256 of a document's bytes: its name in the folder of evidence and its ID in a claim
// (CONTRACT section 8). The zero value is no document.
type Hash [sha256.Size]byte

// Sum is the hash of a document's bytes.
func Sum(b []byte) Hash { return sha256.Sum256(b) }

// ParseHash reads 64 hexadecimal digits in any case; the error is invalid.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if hex.DecodedLen(len(s)) == len(h) && len(s)%2 == 0 {
		if _, err := hex.Decode(h[:], []byte(s)); err == nil {
			return h, nil
		}
	}
	return Hash{}, fault.New(fault.Invalid, "evidence.hash", "value", s)
}

// String is the hash in 64 hexadecimal digits, lower case.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }
