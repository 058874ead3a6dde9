package ids_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestAClaimIsReadWithAndWithoutItsPrefix(t *testing.T) {
	tests := map[string]string{
		"CLM-7": "CLM-7", "clm-7": "CLM-7", "Clm-7": "CLM-7", "7": "CLM-7", " CLM-7 ": "CLM-7", "1": "CLM-1",
		"CLM-9223372036854775807": "CLM-9223372036854775807",
	}
	for text, want := range tests {
		r, err := ids.ParseClaim(text)
		if err != nil || r.String() != want || r.IsZero() {
			t.Errorf("%q: got %q, %v, want %q", text, r, err, want)
		}
	}
}

func TestTextThatIsNoClaimIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "CLM-", "CLM", "CLM-0", "0", "-7", "+7", "CLM--7", "CLM-+7", "CLM-CLM-7", "CLM7", "CLM 7", "CLM- 7",
		"CLM-7x", "REQ-7", "7.0", "0x7", "７", "CLM-７", "9223372036854775808", "CLM-99999999999999999999", guid,
	} {
		t.Run(text, func(t *testing.T) {
			r, err := ids.ParseClaim(text)
			refused(t, err, "ids.claim", text)
			if !r.IsZero() {
				t.Errorf("a refused text gave %q", r)
			}
		})
	}
}

func TestNoClaimPrintsAsNothing(t *testing.T) {
	if r := (ids.Claim{}); r.String() != "" || !r.IsZero() || ids.ClaimFromNumber(0) != r {
		t.Errorf("the zero claim is %q", r)
	}
}

func TestAClaimComesBackFromItsTextAndItsNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 1<<63-1).Draw(t, "n")
		r := ids.ClaimFromNumber(n)
		if r.Number() != n {
			t.Fatalf("%d comes back as %d", n, r.Number())
		}
		if back, err := ids.ParseClaim(r.String()); err != nil || back != r {
			t.Fatalf("%s comes back as %s, %v", r, back, err)
		}
	})
}
