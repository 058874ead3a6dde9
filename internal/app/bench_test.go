package app_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/por"
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
