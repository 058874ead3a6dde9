package por_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// The days of the tests. The place is that of a subscription that started on start.
const (
	start    = "2024-01-01"
	earlier  = "2024-03-01"
	today    = "2024-06-15"
	tomorrow = "2024-06-16"
)

func date(t *testing.T, s string) day.Day {
	t.Helper()
	if s == "" {
		return 0
	}
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func number(n uint32) ids.Partner { p, _ := ids.PartnerFromNumber(n); return p }

// The partners of the tests: two active locations, an inactive one, a headquarters, and both at once.
func fabrikam() record.Partner  { return location(1111111, "Fabrikam") }
func northwind() record.Partner { return location(2222222, "Northwind") }

func location(n uint32, name string) record.Partner {
	p := record.NewPartner()
	p.ID, p.Name = number(n), name
	return p
}

func inactive() record.Partner {
	p := location(3333333, "Closed")
	p.Status = record.InactivePartner
	return p
}

func headquarters() record.Partner {
	p := location(4444444, "Global")
	p.Location = false
	return p
}

func closedHeadquarters() record.Partner {
	p := headquarters()
	p.ID, p.Status = number(5555555), record.InactivePartner
	return p
}

func contoso(t *testing.T) record.Subscription {
	t.Helper()
	s := record.NewSubscription()
	s.ID, s.Tenant = ids.SubscriptionFromBytes([16]byte{0x51}), ids.TenantFromBytes([16]byte{0x7e})
	s.Name, s.StartsOn = "Contoso Azure", date(t, start)
	return s
}

// command is asked today, of the subscription of the tests; the edits are what is special about it.
func command(t *testing.T, verb por.Verb, p record.Partner, edits ...func(*por.Command)) por.Command {
	t.Helper()
	c := por.Command{Verb: verb, Subscription: contoso(t), Partner: p, Today: date(t, today)}
	for _, edit := range edits {
		edit(&c)
	}
	return c
}

func expecting(p record.Partner) func(*por.Command) { return func(c *por.Command) { c.Expect = p.ID } }
func ifSet(c *por.Command)                          { c.IfSet = true }
func saying(comment string) func(*por.Command)      { return func(c *por.Command) { c.Comment = comment } }
func in(s record.Status) func(*por.Command) {
	return func(c *por.Command) { c.Subscription.Status = s }
}

func since(t *testing.T, d string) func(*por.Command) {
	return func(c *por.Command) { c.Since = date(t, d) }
}

func askedOn(t *testing.T, d string) func(*por.Command) {
	return func(c *por.Command) { c.Today = date(t, d) }
}

func startingOn(t *testing.T, d string) func(*por.Command) {
	return func(c *por.Command) { c.Subscription.StartsOn = date(t, d) }
}

// moved is the event that the place went from one partner to another on a day; either may be none.
func moved(t *testing.T, action por.Action, from, to record.Partner, d string) por.Event {
	t.Helper()
	s := contoso(t)
	return por.Event{Action: action, Subscription: s.ID, Tenant: s.Tenant, Partner: to.ID, Previous: from.ID, Since: date(t, d)}
}

func added(t *testing.T, p record.Partner, d string) por.Event {
	t.Helper()
	return moved(t, por.Added, record.Partner{}, p, d)
}

func changed(t *testing.T, from, to record.Partner, d string) por.Event {
	t.Helper()
	return moved(t, por.Changed, from, to, d)
}

func removed(t *testing.T, p record.Partner, d string) por.Event {
	t.Helper()
	return moved(t, por.Removed, p, record.Partner{}, d)
}

// fold is the place after events, each in a journal entry of its own.
func fold(events ...por.Event) por.State {
	var s por.State
	for i, e := range events {
		s = por.Evolve(s, e, stamp(i), uint64(i+1))
	}
	return s
}

func stamp(i int) journal.Stamp {
	return journal.Stamp{
		At: time.Date(2024, 6, 15, 12, i%60, 0, 0, time.UTC), By: "admin@contoso.com", Role: "global-admin", Assurance: "asserted",
	}
}

func identifiers() cmp.Option {
	return cmpopts.EquateComparable(ids.Tenant{}, ids.Subscription{}, ids.Partner{})
}

// story is one line of a table: given what happened, when a command is asked, then these events or
// this refusal.
type story struct {
	name  string
	given []por.Event
	when  por.Command
	then  []por.Event
	code  fault.Code // with key, where it is refused
	key   string
}

func tell(t *testing.T, stories []story) {
	t.Helper()
	for _, tt := range stories {
		t.Run(tt.name, func(t *testing.T) {
			before := fold(tt.given...)
			got, err := por.Decide(before, tt.when)
			if diff := cmp.Diff(fold(tt.given...), before, identifiers()); diff != "" {
				t.Errorf("deciding altered the place\n%s", diff)
			}
			if diff := cmp.Diff(tt.then, got, identifiers(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("events (-want +got)\n%s", diff)
			}
			refusal(t, err, tt.code, tt.key)
		})
	}
}

// refusal checks that an error has a code and key and names the subscription; no key wants no error.
func refusal(t *testing.T, err error, code fault.Code, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	e := fault.As(err)
	if e == nil {
		t.Errorf("allowed, want %s %s", code, key)
		return
	}
	if id := contoso(t).ID.String(); e.Code != code || e.Key != key || e.SubscriptionID != id || e.Target != id {
		t.Errorf("got %v about %q, want %s %s about the subscription", e, e.Target, code, key)
	}
}
