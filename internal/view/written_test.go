package view_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestWhatIsWrittenStraightToTheOutputIsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SliceOfN(rapid.Byte(), 16, 16)
		row := app.Association{
			Since: day.Day(rapid.Int32Range(0, day.Last).Draw(t, "since")), Until: day.Day(rapid.Int32Range(0, 1).Draw(t, "until")),
			Tenant:       ids.TenantFromBytes([16]byte(bytes.Draw(t, "tenant"))),
			Subscription: ids.SubscriptionFromBytes([16]byte(rapid.SampledFrom([][]byte{make([]byte, 16), bytes.Draw(t, "bytes")}).Draw(t, "subscription"))),
		}
		row.Partner, _ = ids.PartnerFromNumber(rapid.SampledFrom([]uint32{0, 1000, 4391507, 999_999_999}).Draw(t, "partner"))
		written := 0
		for _, c := range view.Associations().Columns {
			if c.Append == nil {
				continue
			}
			written++
			if got, want := string(c.Append([]byte("before "), &row)), "before "+c.Text(&row); got != want {
				t.Fatalf("%s: %q, want %q", c.Key, got, want)
			}
		}
		if written != 5 {
			t.Fatalf("%d columns are written so", written)
		}
	})
}
