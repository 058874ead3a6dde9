package notice_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

func mpn(n uint32) ids.Partner { p, _ := ids.PartnerFromNumber(n); return p }

func TestManyChangesAreOneMessageAPartner(t *testing.T) {
	changes := []por.Event{
		{Action: por.Changed, Partner: mpn(2000), Previous: mpn(9000)}, {Action: por.Added, Partner: mpn(9000)},
		{Action: por.Removed, Previous: mpn(2000)}, {Action: por.Added, Partner: mpn(2000)}, {Action: por.Added, Partner: mpn(1000)},
	}
	var got []string
	var tally notice.Tally
	for _, e := range changes {
		tally.Add(e)
	}
	for _, m := range tally.Digests() {
		got = append(got, fmt.Sprintf("%s %s +%d -%d %s", m.Kind, m.Partner, m.Gained, m.Lost, m.Status))
	}
	if diff := cmp.Diff([]string{"digest 1000 +1 -0 queued", "digest 2000 +2 -1 queued", "digest 9000 +1 -1 queued"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len((&notice.Tally{}).Digests()) != 0 {
		t.Error("no change is told to somebody")
	}
}

func TestADigestIsReadBackAsItWasKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := notice.Message{
			ID: 7, MessageID: "<7@dpor.invalid>", Kind: notice.Digest, Partner: mpn(4391507), Status: notice.Queued,
			Gained: rapid.Uint32().Draw(t, "gained"), Lost: rapid.Uint32().Draw(t, "lost"),
		}
		b := m.AppendBinary(nil)
		got, err := notice.Decode(b)
		if err != nil || got != m {
			t.Fatalf("%+v, %v", got, err)
		}
		if _, err := notice.Decode(b[:len(b)-1]); err == nil {
			t.Fatal("a digest that is cut short was read")
		}
	})
}
