package app_test

import (
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// large is more than two pages of everything that is listed in pages.
var large = testkit.Portfolio{Seed: 11, Subscriptions: 10_600}

func TestAListOfManyPagesHasEveryRowOnce(t *testing.T) {
	for name, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(name, func(t *testing.T) {
			rows := large.Rows()
			h.given(t, rows)
			seen := map[ids.Subscription]int{}
			for a := range all(t, h.as(access.Actor{}).Associations(t.Context(), app.Filter{})) {
				seen[a.Subscription]++
			}
			if len(seen) != len(rows.Associations) {
				t.Errorf("%d rows, want %d", len(seen), len(rows.Associations))
			}
			for id, n := range seen {
				if n != 1 {
					t.Errorf("%s is listed %d times", id, n)
				}
			}
			listed := 0
			for range all(t, h.as(access.Actor{}).Subscriptions(t.Context(), app.Filter{})) {
				listed++
			}
			if listed != large.Subscriptions {
				t.Errorf("%d subscriptions, want %d", listed, large.Subscriptions)
			}
		})
	}
}

// A list is read page by page, so that others can write meanwhile, even in the same process.
func TestAChangeBetweenTwoPagesNeitherHindersNorRepeatsARow(t *testing.T) {
	for name, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(name, func(t *testing.T) {
			rows := large.Rows()
			h.given(t, rows)
			held := map[ids.Subscription]ids.Partner{}
			for _, row := range rows.Associations {
				held[row.Record.Subscription] = row.Record.Partner
			}
			seen := map[ids.Subscription]int{}
			changed := map[ids.Subscription]bool{}
			n := 0
			for a := range all(t, h.as(access.Actor{}).Associations(t.Context(), app.Filter{})) {
				seen[a.Subscription]++
				if !changed[a.Subscription] && held[a.Subscription] != a.Partner {
					t.Errorf("%s is with %s", a.Subscription, a.Partner)
				}
				if n++; n%2500 == 0 {
					to := testkit.Partner(0)
					if a.Partner == to {
						to = testkit.Partner(1)
					}
					changed[a.Subscription] = true
					if _, err := h.designates(testkit.Owner(), app.Designation{Verb: por.Edit, Subscriptions: []ids.Subscription{a.Subscription}, Partner: to}); err != nil {
						t.Fatal(err)
					}
				}
			}
			if len(seen) != len(rows.Associations) || n != len(seen) {
				t.Errorf("%d rows of %d subscriptions, want %d", n, len(seen), len(rows.Associations))
			}
		})
	}
}

func TestMessagesAndEntriesGoOnBehindAPage(t *testing.T) {
	h := inMemory()
	rows := large.Rows()
	h.given(t, rows)
	n := uint64(0)
	for m := range all(t, h.as(access.Actor{}).Letters(t.Context(), app.Filter{})) {
		if n++; m.Message.ID != n {
			t.Fatalf("message %d comes as number %d", m.Message.ID, n)
		}
	}
	if int(n) != len(rows.Associations) {
		t.Errorf("%d messages, want %d", n, len(rows.Associations))
	}
	partners := 0
	for range all(t, h.as(access.Actor{}).Partners(t.Context(), app.Filter{})) {
		partners++
	}
	if partners != large.PartnerCount() {
		t.Errorf("%d partners, want %d", partners, large.PartnerCount())
	}
}

// DESIGN section 4: list --mpn must not look at the rest.
func TestAPartnersListReadsItsOwnRowsOnly(t *testing.T) {
	h := inMemory()
	h.given(t, large.Rows())
	h.given(t, testkit.Rows{Associations: testkit.Associations(record.Association{Kind: record.PAL, Partner: testkit.Partner(3), Tenant: testkit.Tenant(0), Since: 45000})})
	for name, list := range map[string]func(app.Engine) int{
		"associations": func(e app.Engine) (n int) {
			for range all(t, e.Associations(t.Context(), app.Filter{Partner: testkit.Partner(3)})) {
				n++
			}
			return n - 1 // the one that was imported
		},
		"subscriptions": func(e app.Engine) (n int) {
			for range all(t, e.Subscriptions(t.Context(), app.Filter{Partner: testkit.Partner(3)})) {
				n++
			}
			return n
		},
	} {
		t.Run(name, func(t *testing.T) {
			read := map[string]int{}
			engine := app.Engine{Now: h.clock.Now, Store: through{h.store, func(r app.Reader) app.Reader { return counting{r, read} }}}
			if n := list(engine); n != testkit.PlacesOfEach {
				t.Errorf("%d rows, want %d", n, testkit.PlacesOfEach)
			}
			for _, scan := range []string{"customers", "tenants", "seats", "partners", "associations in"} {
				if read[scan] != 0 {
					t.Errorf("it read %d %s", read[scan], scan)
				}
			}
			if read["holdings"] != testkit.PlacesOfEach || read["associations of"] > 1 || read["seat"] != testkit.PlacesOfEach ||
				read["subscription"] > 1 || read["place"] != 0 || read["customer"] > testkit.PlacesOfEach+1 {
				t.Errorf("it read %v", read)
			}
		})
	}
}
