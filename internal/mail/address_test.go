package mail

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Whatever a record may have as an address a message can be sent to.
func TestAnAddressOfARecordIsOne(t *testing.T) {
	field := record.EmailField("email", func(s *string) *string { return s })
	letters := rapid.SampledFrom([]rune("ab-_+=@@..å漢\u200d\u00ad\u2028 \t<>()[]:;,\\\"'\x00\u0378"))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOfN(letters, 0, 12, -1), rapid.StringMatching(`[a-z.]{1,4}@[a-z.-]{1,4}\.[a-zå]{1,3}`), rapid.String()).Draw(t, "text")
		var kept string
		if err := field.Parse(&kept, text); err == nil && kept != "" && !address.IsOne(kept) {
			t.Fatalf("%q is an address of a record, and none for a message", kept)
		}
	})
}
