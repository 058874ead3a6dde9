package testkit_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestEachPartnerOfAPortfolioHoldsAsManyPlaces(t *testing.T) {
	p := testkit.Portfolio{Seed: 7, Subscriptions: 1000}
	held := map[ids.Partner]int{}
	for _, row := range p.Rows().Associations {
		held[row.Record.Partner]++
		if row.Record.Subscription == testkit.Subscription(p.FreeSubscription()) {
			t.Error("the free subscription has a partner")
		}
	}
	if len(held) != p.PartnerCount() {
		t.Errorf("%d partners hold places, want %d", len(held), p.PartnerCount())
	}
	for id, places := range held {
		if places != testkit.PlacesOfEach {
			t.Errorf("%s holds %d places", id, places)
		}
	}
}
