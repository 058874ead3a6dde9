package testkit_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Where the files of a portfolio are wanted, for measuring (docs/performance.md).
var (
	folder = flag.String("folder", "", "write the files of a portfolio into this folder")
	size   = flag.Int("subscriptions", 2000, "how many subscriptions it has")
	seed   = flag.Uint64("seed", 1, "what its names are chosen by")
)

func TestAPortfolioIsWrittenAsFiles(t *testing.T) {
	to := *folder
	if to == "" {
		to = t.TempDir()
	}
	rows := testkit.Portfolio{Seed: *seed, Subscriptions: *size}.Rows()
	for name, content := range map[string]func(io.Writer) error{
		"customers.csv":     file(record.CustomerFields(), rows.Customers),
		"subscriptions.csv": file(record.SubscriptionFields(), rows.Subscriptions),
		"partners.csv":      file(record.PartnerFields(), rows.Partners),
		"associations.csv":  file(record.AssociationFields(), rows.Associations),
	} {
		var b bytes.Buffer
		if err := content(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		lines := map[string]int{
			"customers.csv": *size / testkit.PlacesOfEach, "subscriptions.csv": *size,
			"partners.csv": *size/testkit.PlacesOfEach - 1, "associations.csv": *size - testkit.PlacesOfEach,
		}[name]
		if got := bytes.Count(b.Bytes(), []byte("\n")); got != lines+1 {
			t.Errorf("%s has %d lines, want a header and %d", name, got, lines)
		}
	}
}

func file[T any](fields []record.Field[T], rows []app.Row[T]) func(io.Writer) error {
	return func(w io.Writer) error { return testkit.WriteCSV(w, fields, rows) }
}

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
