package por_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

func TestEvolvingAppendsAMoveAndLeavesTheOldPlaceAlone(t *testing.T) {
	a, b := fabrikam(), northwind()
	event := changed(t, a, b, today)
	event.Comment = "moved"
	before := fold(added(t, a, earlier))
	before.Moves = slices.Grow(before.Moves, 4) // room that two later places must not share
	after := por.Evolve(before, event, stamp(9), 42)

	want := por.State{Subscription: contoso(t).ID, Tenant: contoso(t).Tenant, Moves: []por.Move{
		{Action: por.Added, Partner: a.ID, Since: date(t, earlier), Journal: 1, Stamp: stamp(0)},
		{Action: por.Changed, Partner: b.ID, Previous: a.ID, Since: date(t, today), Comment: "moved", Journal: 42, Stamp: stamp(9)},
	}}
	if diff := cmp.Diff(want, after, identifiers()); diff != "" {
		t.Errorf("after (-want +got)\n%s", diff)
	}
	por.Evolve(before, removed(t, a, today), stamp(8), 43)
	if diff := cmp.Diff(want, after, identifiers()); diff != "" {
		t.Errorf("another move from the same place altered the first\n%s", diff)
	}
	if diff := cmp.Diff(fold(added(t, a, earlier)), before, identifiers()); diff != "" {
		t.Errorf("the old place was altered\n%s", diff)
	}
}

func TestThePlaceOnEveryDay(t *testing.T) {
	a, b := fabrikam(), northwind()
	const d1, d2, d3, d4 = "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"
	tenure := func(p record.Partner, since, until string) por.Tenure {
		return por.Tenure{Partner: p.ID, Since: date(t, since), Until: date(t, until)}
	}
	tests := []struct {
		name    string
		given   []por.Event
		tenures []por.Tenure
		holder  record.Partner            // now
		on      map[string]record.Partner // at the end of that day
	}{
		{"nothing ever happened", nil, nil, record.Partner{}, map[string]record.Partner{d1: {}}},
		{"added", list(added(t, a, d1)), []por.Tenure{tenure(a, d1, "")}, a,
			map[string]record.Partner{"2024-01-31": {}, d1: a, "9999-12-31": a}},
		{"changed", list(added(t, a, d1), changed(t, a, b, d2)), []por.Tenure{tenure(a, d1, d2), tenure(b, d2, "")}, b,
			map[string]record.Partner{"2024-01-31": {}, d1: a, "2024-02-29": a, d2: b, d3: b}},
		{"removed", list(added(t, a, d1), removed(t, a, d2)), []por.Tenure{tenure(a, d1, d2)}, record.Partner{},
			map[string]record.Partner{"2024-01-31": {}, d1: a, "2024-02-29": a, d2: {}, d3: {}}},
		{"added again", list(added(t, a, d1), removed(t, a, d2), added(t, a, d3)), []por.Tenure{tenure(a, d1, d2), tenure(a, d3, "")}, a,
			map[string]record.Partner{d1: a, d2: {}, "2024-03-31": {}, d3: a}},
		{"added, removed, another added and removed",
			list(added(t, a, d1), removed(t, a, d2), added(t, b, d3), removed(t, b, d4)),
			[]por.Tenure{tenure(a, d1, d2), tenure(b, d3, d4)}, record.Partner{},
			map[string]record.Partner{d1: a, d2: {}, d3: b, "2024-04-30": b, d4: {}}},
		{"added and changed on one day", list(added(t, a, d1), changed(t, a, b, d1)), []por.Tenure{tenure(a, d1, d1), tenure(b, d1, "")}, b,
			map[string]record.Partner{"2024-01-31": {}, d1: b, d2: b}},
		{"added and removed on one day", list(added(t, a, d1), removed(t, a, d1)), []por.Tenure{tenure(a, d1, d1)}, record.Partner{},
			map[string]record.Partner{"2024-01-31": {}, d1: {}, d2: {}}},
		{"removed and added on one day", list(added(t, a, d1), removed(t, a, d2), added(t, b, d2)), []por.Tenure{tenure(a, d1, d2), tenure(b, d2, "")}, b,
			map[string]record.Partner{"2024-02-29": a, d2: b}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := fold(tt.given...)
			if diff := cmp.Diff(tt.tenures, s.Tenures(), identifiers()); diff != "" {
				t.Errorf("tenures (-want +got)\n%s", diff)
			}
			if s.Partner() != tt.holder.ID {
				t.Errorf("partner is %q, want %q", s.Partner(), tt.holder.ID)
			}
			now, ok := s.Now()
			if ok == tt.holder.ID.IsZero() || now.Partner != tt.holder.ID || !now.Until.IsZero() {
				t.Errorf("now is %+v, %t, want %q", now, ok, tt.holder.ID)
			}
			for d, want := range tt.on {
				if got, ok := s.On(date(t, d)); got.Partner != want.ID || ok == want.ID.IsZero() {
					t.Errorf("on %s: %q, %t, want %q", d, got.Partner, ok, want.ID)
				}
			}
		})
	}
}

func TestATenureHasTheCommentOfItsDesignation(t *testing.T) {
	a, b := fabrikam(), northwind()
	first, second, third := added(t, a, start), changed(t, a, b, earlier), removed(t, b, today)
	first.Comment, second.Comment, third.Comment = "one", "two", "three"

	held := fold(first, second)
	if now, _ := held.Now(); now.Comment != "two" {
		t.Errorf("now the comment is %q", now.Comment)
	}
	var comments []string
	for _, tenure := range fold(first, second, third).Tenures() {
		comments = append(comments, tenure.Comment)
	}
	if diff := cmp.Diff([]string{"one", "two"}, comments); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAPartnerHeldThePlaceEverOrNever(t *testing.T) {
	a, b, c := fabrikam(), northwind(), headquarters()
	s := fold(added(t, a, start), changed(t, a, b, earlier), removed(t, b, today))
	got := map[string]bool{a.Name: s.Ever(a.ID), b.Name: s.Ever(b.ID), c.Name: s.Ever(c.ID), "of a new place": (por.State{}).Ever(a.ID)}
	want := map[string]bool{a.Name: true, b.Name: true, c.Name: false, "of a new place": false}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
