package record_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestASetOfFieldsHoldsWhatWasPutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set record.Fields
		in := map[int]bool{}
		for _, i := range rapid.SliceOf(rapid.IntRange(0, 31)).Draw(t, "positions") {
			set, in[i] = set.With(i), true
		}
		for i := range 32 {
			if set.Has(i) != in[i] {
				t.Fatalf("position %d: %t, want %t", i, set.Has(i), in[i])
			}
		}
	})
}

func TestMergingTakesWhatIsToldAndKeepsTheRest(t *testing.T) {
	t.Run("customer", func(t *testing.T) { merges(t, record.CustomerFields(), customers()) })
	t.Run("subscription", func(t *testing.T) { merges(t, record.SubscriptionFields(), subscriptions()) })
	t.Run("partner", func(t *testing.T) { merges(t, record.PartnerFields(), partners()) })
	t.Run("association", func(t *testing.T) { merges(t, record.AssociationFields(), associations()) })
}

func merges[T any](t *testing.T, table []record.Field[T], records *rapid.Generator[T]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		old, update := records.Draw(t, "old"), records.Draw(t, "update")
		told := record.Fields(rapid.Uint32().Draw(t, "told"))
		before := old
		got := record.Merge(table, old, update, told)
		for i, f := range table {
			want := f.Text(&before)
			if told.Has(i) {
				want = f.Text(&update)
			}
			if f.Text(&got) != want {
				t.Fatalf("%q is %q, want %q", f.Key, f.Text(&got), want)
			}
		}
		if diff := cmp.Diff(before, old, identifiers()); diff != "" {
			t.Fatalf("the old record was altered\n%s", diff)
		}
		if !record.Equal(table, record.Merge(table, old, update, 0), old) {
			t.Fatal("an update that tells nothing changed something")
		}
		if !record.Equal(table, record.Merge(table, got, update, told), got) {
			t.Fatal("the same update twice changed something again")
		}
		if diff := cmp.Diff(update, record.Merge(table, old, update, ^record.Fields(0)), identifiers()); diff != "" {
			t.Fatalf("an update that tells everything is not the record (-update +merged)\n%s", diff)
		}
	})
}

func TestRecordsAreEqualWhenEveryFieldIs(t *testing.T) {
	t.Run("customer", func(t *testing.T) { equals(t, record.CustomerFields(), customers()) })
	t.Run("subscription", func(t *testing.T) { equals(t, record.SubscriptionFields(), subscriptions()) })
	t.Run("partner", func(t *testing.T) { equals(t, record.PartnerFields(), partners()) })
	t.Run("association", func(t *testing.T) { equals(t, record.AssociationFields(), associations()) })
}

func equals[T any](t *testing.T, table []record.Field[T], records *rapid.Generator[T]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		a, b := records.Draw(t, "a"), records.Draw(t, "b")
		if !record.Equal(table, a, a) {
			t.Fatal("a record is not equal to itself")
		}
		same := cmp.Equal(a, b, identifiers())
		if record.Equal(table, a, b) != same || record.Equal(table, b, a) != same {
			t.Fatalf("equal is %t, want %t", record.Equal(table, a, b), same)
		}
		for i, f := range table {
			one := record.Merge(table, a, b, record.Fields(0).With(i))
			if record.Equal(table, a, one) != (f.Text(&a) == f.Text(&b)) {
				t.Fatalf("a difference in %q only: equal is %t", f.Key, record.Equal(table, a, one))
			}
		}
	})
}

func TestARecordComesBackFromItsTexts(t *testing.T) {
	t.Run("customer", func(t *testing.T) { retells(t, record.CustomerFields(), customers()) })
	t.Run("subscription", func(t *testing.T) { retells(t, record.SubscriptionFields(), subscriptions()) })
	t.Run("partner", func(t *testing.T) { retells(t, record.PartnerFields(), partners()) })
	t.Run("association", func(t *testing.T) { retells(t, record.AssociationFields(), associations()) })
}

func retells[T any](t *testing.T, table []record.Field[T], records *rapid.Generator[T]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		told := records.Draw(t, "record")
		var got T
		for _, f := range table {
			if err := f.Parse(&got, f.Text(&told)); err != nil {
				t.Fatalf("%q: %v", f.Key, err)
			}
		}
		if diff := cmp.Diff(told, got, identifiers()); diff != "" {
			t.Fatalf("(-told +read)\n%s", diff)
		}
	})
}

func TestAnAssociationHoldsFromItsFirstDayUntilTheDayBeforeItsEnd(t *testing.T) {
	tests := []struct {
		name         string
		since, until day.Day
		on           day.Day
		want         bool
	}{
		{"the day before", 100, 200, 99, false},
		{"the first day", 100, 200, 100, true},
		{"a day within", 100, 200, 150, true},
		{"the last day", 100, 200, 199, true},
		{"the day of its end", 100, 200, 200, false},
		{"long after", 100, 200, 999, false},
		{"without an end, long after", 100, 0, 999, true},
		{"without an end, the day before", 100, 0, 99, false},
		{"without a beginning", 0, 200, 1, true},
		{"ended on its first day", 100, 100, 100, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (record.Association{Since: tt.since, Until: tt.until}).HoldsOn(tt.on); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestAnAssociationIsAnotherWhenAPartOfItsKeyIs(t *testing.T) {
	partner, _ := ids.PartnerFromNumber(1234567)
	base := record.Association{Kind: record.PAL, Workload: "exchange", Since: 100}
	others := map[string]func(*record.Association){
		"tenant":       func(a *record.Association) { a.Tenant = ids.TenantFromBytes([16]byte{1}) },
		"subscription": func(a *record.Association) { a.Subscription = ids.SubscriptionFromBytes([16]byte{1}) },
		"kind":         func(a *record.Association) { a.Kind = record.CPOR },
		"partner":      func(a *record.Association) { a.Partner = partner },
		"workload":     func(a *record.Association) { a.Workload = "teams" },
	}
	for name, alter := range others {
		other := base
		alter(&other)
		if other.Key() == base.Key() {
			t.Errorf("another %s is the same association", name)
		}
	}
	same := base
	same.Product, same.Since, same.Until, same.Comment = "azure", 200, 300, "x"
	if same.Key() != base.Key() {
		t.Error("product, days and comment make another association")
	}
}
