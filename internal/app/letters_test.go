package app_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// letters is the outbox with what its messages are about.
func (h house) letters(t tester) (list []app.Letter) {
	t.Helper()
	for l := range all(t, h.as(access.Actor{}).Letters(context.Background(), app.Filter{})) {
		list = append(list, l)
	}
	return list
}

// told is a letter in words; what has no word is not known.
func told(l app.Letter) string {
	s := fmt.Sprintf("%s to %s: %s", l.Message.Kind, l.To, l.Partner.Name)
	for _, name := range []string{l.Other.Name, l.Customer.Name, l.Subscription.Name, l.Claim.Name} {
		s += ", " + name
	}
	s += fmt.Sprintf("; by %s as %s", l.Stamp.By, l.Stamp.Role)
	for _, said := range []string{l.Comment, l.Reason} {
		if said != "" {
			s += ", saying " + said
		}
	}
	if !l.DueOn.IsZero() {
		s += fmt.Sprint(", due in ", int(l.DueOn-day.Of(testkit.Today())))
	}
	if l.Lapsed {
		s += ", lapsed"
	}
	return s
}

// Each change of a place is told to whom it concerns, with what was said at that change and not later.
func TestALetterTellsTheChangeThatCalledForIt(t *testing.T) {
	for where, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(where, func(t *testing.T) {
			h.sample(t)
			owner := testkit.Owner()
			for _, d := range []app.Designation{
				{Verb: por.Add, Partner: testkit.Partner(0), Comment: "first"},
				{Verb: por.Edit, Partner: testkit.Partner(1), Comment: "second"},
				{Verb: por.Edit, Comment: "third", Partner: testkit.Partner(4)},
				{Verb: por.Remove},
			} {
				d.Subscriptions = []ids.Subscription{testkit.Subscription(3)}
				h.clock.Pass(1)
				if _, err := h.designates(owner, d); err != nil {
					t.Fatal(err)
				}
			}
			const rest, by = ", Customer 1, Subscription 3, ", "; by global-admin@contoso.example as global-admin"
			want := []string{
				"partner-added to mail@partner0.example: Partner 0, " + rest + by + ", saying first",
				"partner-added to mail@partner1.example: Partner 1, Partner 0" + rest + by + ", saying second",
				"partner-replaced to mail@partner0.example: Partner 0, Partner 1" + rest + by + ", saying second",
				"partner-added to mail@partner4.example: Partner 4, Partner 1" + rest + by + ", saying third",
				"partner-replaced to mail@partner1.example: Partner 1, Partner 4" + rest + by + ", saying third",
				"partner-removed to mail@partner4.example: Partner 4, " + rest + by,
			}
			var got []string
			for i, l := range h.letters(t) {
				got = append(got, told(l))
				if at := testkit.Today().AddDate(0, 0, []int{1, 2, 2, 3, 3, 4}[i]); !l.Stamp.At.Equal(at) || !l.Message.CreatedAt.Equal(at) {
					t.Errorf("letter %d is of %s", i, l.Stamp.At)
				}
				if l.Changes != nil || l.Message.ID != uint64(i+1) {
					t.Errorf("letter %d is %+v", i, l)
				}
				h.alone(t, l)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// alone checks that a letter of the list is what it is when it is asked for by its number.
func (h house) alone(t tester, l app.Letter) {
	t.Helper()
	one, err := h.as(access.Actor{}).Letter(context.Background(), l.Message.ID)
	if err != nil || one.Message != l.Message || told(one) != told(l) {
		t.Errorf("%v: alone it is %s, in the list %s", err, told(one), told(l))
	}
}

// The customer's contact is asked, and reads who holds the place now.
func TestALetterOfARequestTellsWhoAsksAndWhoHoldsThePlace(t *testing.T) {
	h := inMemory()
	h.sample(t)
	ask := func(place int) {
		t.Helper()
		w := app.Wish{Subscription: testkit.Subscription(place), Partner: testkit.Partner(0), Reason: "we run it"}
		if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), w)); err != nil {
			t.Fatal(err)
		}
	}
	ask(0)
	ask(0) // the same once more tells nobody again
	h.add(t, 1, 0)
	ask(4)
	if _, err := applied(h.as(testkit.Owner()).PlanDecision(t.Context(), request.Accept, ids.RequestFromNumber(1), "welcome")); err != nil {
		t.Fatal(err)
	}
	if _, err := applied(h.as(testkit.Owner()).PlanDecision(t.Context(), request.Decline, ids.RequestFromNumber(2), "no")); err != nil {
		t.Fatal(err)
	}
	const asked = "; by incentives-admin@contoso.example as , saying we run it"
	const by = "; by global-admin@contoso.example as global-admin"
	want := []string{
		"partner-requested to asa@customer0.example: Partner 0, , Customer 0, Subscription 0, " + asked, // it holds it itself by now
		"partner-added to mail@partner1.example: Partner 1, , Customer 0, Subscription 0, " + by,
		"partner-requested to asa@customer1.example: Partner 0, , Customer 1, Subscription 4, " + asked,
		"partner-added to mail@partner0.example: Partner 0, Partner 1, Customer 0, Subscription 0, " + by + ", saying welcome",
		"partner-replaced to mail@partner1.example: Partner 1, Partner 0, Customer 0, Subscription 0, " + by + ", saying welcome",
		"request-declined to mail@partner0.example: Partner 0, , Customer 1, Subscription 4, ; by global-admin@contoso.example as , saying we run it",
	}
	var got []string
	for _, l := range h.letters(t) {
		got = append(got, told(l))
		h.alone(t, l)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	h.verified(t)
}

// bare is a ledger without the records that messages are about.
type bare struct{ app.Reader }

func (bare) Partner(ids.Partner) (p record.Partner, ok bool, err error)         { return p, false, nil }
func (bare) Customer(ids.Tenant) (c record.Customer, ok bool, err error)        { return c, false, nil }
func (bare) Seat(ids.Tenant, ids.Subscription) (s app.Seat, ok bool, err error) { return s, false, nil }
func (bare) Subscription(ids.Subscription) (s record.Subscription, ok bool, err error) {
	return s, false, nil
}
func (bare) Claim(ids.Claim) (c cpor.State, ok bool, err error)        { return c, false, nil }
func (bare) Request(ids.Request) (q request.State, ok bool, err error) { return q, false, nil }
func (bare) Holdings(ids.Partner, app.Holding) iter.Seq2[app.Holding, error] {
	return func(func(app.Holding, error) bool) {}
}

func TestALetterWithoutItsRecordsHasTheirIDs(t *testing.T) {
	h := lived(t)
	h.market(t)
	id := h.claimIn(t, cpor.Submitted, testkit.UseOrConsume(0, 0, "teams"))
	if _, _, err := h.applies(testkit.Owner(), estate(wish(2, 0))); err != nil {
		t.Fatal(err)
	}
	h.store = through{h.store, func(r app.Reader) app.Reader { return bare{r} }}
	kinds := map[notice.Kind]bool{}
	for _, l := range h.letters(t) {
		m := l.Message
		kinds[m.Kind] = true
		if l.To != "" || l.Partner.ID != m.Partner || l.Customer.Tenant != m.Tenant || l.Subscription.ID != m.Subscription ||
			l.Other.ID != m.Other || l.Claim.ID != m.Claim || !m.Claim.IsZero() && m.Claim != id {
			t.Errorf("message %d, %s, is %+v", m.ID, m.Kind, l)
		}
		h.alone(t, l)
	}
	if len(kinds) != 5 { // added, replaced, requested, submitted and a digest
		t.Errorf("only these were looked at: %v", kinds)
	}
}

// nameless is a ledger without a directory of partners.
type nameless struct{ app.Reader }

func (nameless) Partner(ids.Partner) (p record.Partner, ok bool, err error) { return p, false, nil }

func TestALetterOfARequestNamesAHolderThatNoDirectoryHas(t *testing.T) {
	h := inMemory()
	h.sample(t)
	h.add(t, 1, 0)
	w := app.Wish{Subscription: testkit.Subscription(0), Partner: testkit.Partner(0), Reason: "we run it"}
	if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), w)); err != nil {
		t.Fatal(err)
	}
	h.store = through{h.store, func(r app.Reader) app.Reader { return nameless{r} }}
	if l := h.letters(t)[1]; l.Other.ID != testkit.Partner(1) || l.Partner.ID != testkit.Partner(0) || l.Subscription.Name != "Subscription 0" {
		t.Errorf("%+v", l)
	}
}

func TestTheOutboxIsFilteredByStatusAndWhomItIsAbout(t *testing.T) {
	o := inMemory().office(t)
	o.queued(t, 6) // partners 0, 1, 4, 0, 1, 4; the first three places of tenant 0
	o.what = which(untaken(app.ThisLetter, "no such box"), 2, 3)
	if _, err := o.sends(app.Sending{Limit: 4}); err == nil {
		t.Fatal("nothing failed")
	}
	if _, err := o.by(testkit.Owner()).Drop(t.Context(), []uint64{6}, "no more", interrupted); err != nil {
		t.Fatal(err)
	}
	today := day.Of(testkit.Today())
	for name, tt := range map[string]struct {
		filter app.Filter
		want   []uint64
	}{
		"all":                   {app.Filter{}, []uint64{1, 2, 3, 4, 5, 6}},
		"queued":                {app.Filter{Status: "queued"}, []uint64{2, 3, 5}},
		"failed":                {app.Filter{Status: app.FailedOnce}, []uint64{2, 3}},
		"sent":                  {app.Filter{Status: "sent"}, []uint64{1, 4}},
		"dropped":               {app.Filter{Status: "dropped"}, []uint64{6}},
		"given up":              {app.Filter{Status: "given-up"}, nil},
		"of a partner":          {app.Filter{Partner: testkit.Partner(1)}, []uint64{2, 5}},
		"of a partner and sent": {app.Filter{Partner: testkit.Partner(0), Status: "sent"}, []uint64{1, 4}},
		"of a tenant":           {app.Filter{Tenant: testkit.Tenant(1)}, []uint64{4, 5, 6}},
		"of a subscription":     {app.Filter{Subscription: testkit.Subscription(2)}, []uint64{3}},
		"since today":           {app.Filter{Since: today}, []uint64{1, 2, 3, 4, 5, 6}},
		"since tomorrow":        {app.Filter{Since: today + 1}, nil},
		"until yesterday":       {app.Filter{Until: today - 1}, nil},
	} {
		var got []uint64
		for l := range all(t, o.by(access.Actor{}).Letters(t.Context(), tt.filter)) {
			got = append(got, l.Message.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestALetterThatIsNotThereIsNotFound(t *testing.T) {
	for where, o := range offices(t) {
		o.queued(t, 2)
		for _, id := range []uint64{0, 3, 1 << 40, ^uint64(0)} {
			_, err := o.by(access.Actor{}).Letter(t.Context(), id)
			if refused(t, err, fault.NotFound, "notice.missing"); fault.As(err).Target != fmt.Sprint(id) {
				t.Errorf("%d %s: it is about %q", id, where, fault.As(err).Target)
			}
		}
	}
}

// However the addresses of a record are put together, they come apart again.
func TestAddressesComeApartAsTheyWerePutTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.StringMatching(`[a-z.+]{1,9}@[a-zåäö.]{1,9}`)).Draw(t, "addresses")
		var b strings.Builder
		for _, one := range list {
			b.WriteString(rapid.StringMatching(`[ ;,\t]*`).Draw(t, "before") + one + rapid.StringMatching(`[ ]{0,2}[;,][ ;,]*`).Draw(t, "between"))
		}
		if got := (app.Letter{To: b.String()}).Addresses(); !slices.Equal(got, list) {
			t.Fatalf("%q are %q, want %q", b.String(), got, list)
		}
	})
}
