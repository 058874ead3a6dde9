package app_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// measured is the portfolio that the benchmarks run on: 100,000 subscriptions in a ledger file.
func measured(b *testing.B) (house, testkit.Portfolio) {
	b.Helper()
	h, p := onDisk(b), testkit.Portfolio{Seed: 1, Subscriptions: 100_000}
	h.given(b, p.Rows())
	b.ResetTimer()
	return h, p
}

// One partner's 100 rows; it must take as long as in a small ledger.
func BenchmarkListOfOnePartner(b *testing.B) {
	h, _ := measured(b)
	for b.Loop() {
		n := 0
		for range all(b, h.as(access.Actor{}).Associations(b.Context(), app.Filter{Partner: testkit.Partner(3)})) {
			n++
		}
		if n != testkit.PlacesOfEach {
			b.Fatalf("%d rows", n)
		}
	}
}

// One designation, planned and written; every second one takes it away again.
func BenchmarkAddOne(b *testing.B) {
	h, p := measured(b)
	place, add := p.FreeSubscription(), true
	for b.Loop() {
		d := designation(por.Add, 3, place)
		if !add {
			d = designation(por.Remove, -1, place)
		}
		add = !add
		if _, err := h.designates(testkit.Owner(), d); err != nil {
			b.Fatal(err)
		}
	}
}

// Every row, one after the other, none kept.
func BenchmarkListOfEverything(b *testing.B) {
	h, p := measured(b)
	for b.Loop() {
		n := 0
		for range all(b, h.as(access.Actor{}).Associations(b.Context(), app.Filter{})) {
			n++
		}
		if n != p.Subscriptions-testkit.PlacesOfEach {
			b.Fatalf("%d rows", n)
		}
	}
}

// estateOf is a desired state in which one partner holds every place of a portfolio.
func estateOf(p testkit.Portfolio, partner int) app.Wanted {
	wishes := make([]record.Desired, p.Subscriptions)
	for n := range wishes {
		wishes[n] = wish(n, partner)
	}
	return app.Wanted{Wishes: testkit.Wishes("estate.csv", testkit.Told("estate.csv", record.DesiredFields(), wishes...)...)}
}

// Every place goes to another partner, on a copy of the file.
func BenchmarkApplyingEveryPlace(b *testing.B) {
	h, p := measured(b)
	estates := []app.Wanted{estateOf(p, 1), estateOf(p, 2)}
	n := 0
	b.ResetTimer()
	for b.Loop() {
		n++
		if sum, _, err := h.applies(testkit.Owner(), estates[n%2]); err != nil || sum.Moves() < p.Subscriptions-testkit.PlacesOfEach {
			b.Fatalf("%+v, %v", sum, err)
		}
	}
}

// Nothing changes, and nothing is written.
func BenchmarkApplyingAgain(b *testing.B) {
	h, p := measured(b)
	w := estateOf(p, 1)
	if _, _, err := h.applies(testkit.Owner(), w); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if sum, _, err := h.applies(testkit.Owner(), w); err != nil || sum.Unchanged != p.Subscriptions {
			b.Fatalf("%+v, %v", sum, err)
		}
	}
}

// Subscriptions, customers, partners and designations go into a ledger that is not there yet.
func BenchmarkImporting100000Subscriptions(b *testing.B) {
	rows := testkit.Portfolio{Seed: 1, Subscriptions: 100_000}.Rows().Read()
	for b.Loop() {
		plan, err := onDisk(b).as(testkit.Owner()).PlanImport(b.Context(), rows)
		if err == nil {
			err = plan.Apply(b.Context())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
