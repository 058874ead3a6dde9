package app_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// broad is so many subscriptions more in tenant 0, and the wish for partner 0 on each of them.
func (h house) broad(t tester, n int) (wishes []record.Desired) {
	t.Helper()
	var list []record.Subscription
	for i := range n {
		list = append(list, testkit.SubscriptionOf(0, 100+i))
		wishes = append(wishes, wish(100+i, 0))
	}
	h.given(t, testkit.Rows{Subscriptions: testkit.Subscriptions(list...)})
	return wishes
}

// changes is what a digest tells, in words.
func changes(t tester, l app.Letter) (list []string) {
	t.Helper()
	for c := range all(t, l.Changes) {
		list = append(list, fmt.Sprintf("%s %s %s -> %s %q", c.Subscription.Name, c.Action, c.Previous, c.Partner, c.Comment))
		if c.CustomerName == "" || c.Journal != l.Message.Journal {
			t.Errorf("%+v of %q", c.Move, c.CustomerName)
		}
	}
	slices.Sort(list)
	return list
}

// The same places move again afterwards, one by one and by another file.
func TestADigestTellsTheChangesOfItsEntryAndNoOthers(t *testing.T) {
	for where, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(where, func(t *testing.T) {
			h.sample(t)
			h.add(t, 0, 0, 1)
			h.add(t, 1, 3)
			before := len(h.outbox(t))
			file := []record.Desired{wish(0, 1), wish(1, -1), wish(2, 1), wish(3, 0), wish(4, 4)}
			file[0].Comment = "as agreed"
			for _, wishes := range [][]record.Desired{file, {wish(0, 0), wish(2, 0), wish(1, 1)}} {
				if _, _, err := h.applies(testkit.Owner(), estate(wishes...)); err != nil {
					t.Fatal(err)
				}
				h.clock.Pass(1)
			}
			if _, err := h.designates(testkit.Owner(), designation(por.Edit, 4, 0, 3)); err != nil {
				t.Fatal(err)
			}
			p := testkit.Partner
			move := func(place int, action por.Action, from, to ids.Partner, comment string) string {
				return fmt.Sprintf("Subscription %d %s %s -> %s %q", place, action, from, to, comment)
			}
			none := ids.Partner{}
			for i, tt := range []struct {
				partner, gained, lost int
				changes               []string
			}{
				{0, 1, 2, []string{move(0, por.Changed, p(0), p(1), "as agreed"), move(1, por.Removed, p(0), none, ""), move(3, por.Changed, p(1), p(0), "")}},
				{1, 2, 1, []string{move(0, por.Changed, p(0), p(1), "as agreed"), move(2, por.Added, none, p(1), ""), move(3, por.Changed, p(1), p(0), "")}},
				{4, 1, 0, []string{move(4, por.Added, none, p(4), "")}},
				{0, 2, 0, []string{move(0, por.Changed, p(1), p(0), ""), move(2, por.Changed, p(1), p(0), "")}},
				{1, 1, 2, []string{move(0, por.Changed, p(1), p(0), ""), move(1, por.Added, none, p(1), ""), move(2, por.Changed, p(1), p(0), "")}},
			} {
				l, err := h.as(access.Actor{}).Letter(t.Context(), uint64(before+i+1))
				if err != nil {
					t.Fatal(err)
				}
				m := l.Message
				if m.Kind != notice.Digest || l.To != fmt.Sprintf("mail@partner%d.example", tt.partner) || int(m.Gained) != tt.gained || int(m.Lost) != tt.lost ||
					l.Stamp.By != testkit.Owner().User.String() || l.Stamp.Role != "global-admin" || !l.Stamp.At.Equal(m.CreatedAt) {
					t.Errorf("digest %d is %+v", i, l)
				}
				for range 2 { // and once more
					if diff := cmp.Diff(tt.changes, changes(t, l)); diff != "" {
						t.Errorf("digest %d (-want +got)\n%s", i, diff)
					}
				}
			}
			h.verified(t)
		})
	}
}

func TestADigestOfManyPagesTellsEachChangeOnceAndInOrder(t *testing.T) {
	for where, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(where, func(t *testing.T) {
			h.sample(t)
			const n = 10_100
			wishes := h.broad(t, n)
			if _, _, err := h.applies(testkit.Owner(), estate(wishes...)); err != nil {
				t.Fatal(err)
			}
			if _, err := h.designates(testkit.Owner(), designation(por.Edit, 1, 100, 5000, n+99)); err != nil {
				t.Fatal(err)
			}
			l, err := h.as(access.Actor{}).Letter(t.Context(), 1)
			if err != nil || l.Message.Gained != n || l.To != "mail@partner0.example" {
				t.Fatalf("%+v, %v", l.Message, err)
			}
			seen := map[ids.Subscription]bool{}
			last := ids.Subscription{}
			for c := range all(t, l.Changes) {
				a, b := last.Bytes(), c.Subscription.ID.Bytes()
				if slices.Compare(a[:], b[:]) >= 0 || c.Action != por.Added || c.Partner != testkit.Partner(0) {
					t.Fatalf("after %s comes %+v", last, c)
				}
				last, seen[c.Subscription.ID] = c.Subscription.ID, true
			}
			if len(seen) != n {
				t.Errorf("%d changes are told", len(seen))
			}
		})
	}
}
