package storetest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// step is one random update, told so that it means the same to two stores.
type step struct {
	customers, partners []int
	subscriptions       [][2]int // number and tenant
	designations        [][2]int // subscription and partner
	associations        [][4]int // kind, partner, tenant, workload
	requests, messages  []int
	events              int
	refuse, nothing     bool
}

func drawStep(t *rapid.T) step {
	one := func(below int) *rapid.Generator[int] { return rapid.IntRange(0, below-1) }
	some := func(name string, of *rapid.Generator[int]) []int { return rapid.SliceOfN(of, 0, 4).Draw(t, name) }
	pairs := func(name string, a, b *rapid.Generator[int]) [][2]int {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int { return [2]int{a.Draw(t, "a"), b.Draw(t, "b")} }), 0, 8).Draw(t, name)
	}
	return step{
		customers: some("customers", one(small.Tenants)), partners: some("partners", one(small.Partners)),
		subscriptions: pairs("subscriptions", one(small.Subscriptions), one(small.Tenants)),
		designations:  pairs("designations", one(small.Subscriptions), rapid.IntRange(-1, small.Partners-1)),
		associations: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [4]int {
			return [4]int{one(5).Draw(t, "kind"), one(small.Partners).Draw(t, "partner"), one(small.Tenants).Draw(t, "tenant"), one(3).Draw(t, "workload")}
		}), 0, 4).Draw(t, "associations"),
		requests: some("requests", rapid.IntRange(1, small.Subscriptions)), messages: some("messages", rapid.IntRange(1, 30)),
		events: one(4).Draw(t, "events"), refuse: one(8).Draw(t, "refuse") == 0, nothing: one(8).Draw(t, "nothing") == 0,
	}
}

// decide makes the batch of a step.
func (s step) decide(r app.Reader) (b app.Batch, err error) {
	seq, _, err := r.Head()
	if err != nil {
		return b, err
	}
	for _, n := range s.customers {
		c := CustomerRecord(n)
		c.ContactName = string(rune('A' + seq%26))
		b.Customers = append(b.Customers, c)
	}
	for _, n := range s.partners {
		b.Partners = append(b.Partners, PartnerRecord(n))
	}
	subs := map[int]record.Subscription{}
	for _, v := range s.subscriptions {
		subs[v[0]] = SubscriptionRecord(v[0], v[1])
		b.Subscriptions = append(b.Subscriptions, subs[v[0]])
	}
	for _, v := range s.designations {
		sub, there := subs[v[0]]
		if !there {
			if sub, there, err = r.Subscription(Subscription(v[0])); err != nil {
				return b, err
			}
		}
		if !there {
			continue
		}
		place, err := r.Place(sub.ID)
		if err != nil {
			return b, err
		}
		if !place.Partner().IsZero() || v[1] >= 0 {
			b.Places = append(b.Places, Designate(place, sub, v[1], seq+1))
		}
	}
	for _, v := range s.associations {
		b.Associations = append(b.Associations, AssociationRecord(record.Kinds()[v[0]], v[1], v[2], v[3]-1, []string{"", "sales", "teams"}[v[3]]))
	}
	for _, n := range s.requests {
		b.Requests = append(b.Requests, RequestRecord(n, n, int(seq)%small.Tenants, n%small.Partners))
	}
	for _, n := range s.messages {
		b.Messages = append(b.Messages, Message(n, n%small.Subscriptions, int(seq)%small.Tenants, n%small.Partners))
	}
	switch {
	case s.refuse:
		return b, fault.New(fault.Conflict, "por.taken")
	case s.nothing:
		return b, nil
	}
	return Chain(r, b, s.events)
}

// model runs random updates against a store and against the one in memory: both say the same, of
// every update and of everything afterwards.
func model(t *testing.T, open func(t *testing.T) app.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		var want app.Store = memstore.New(Identity())
		got := open(t)
		for range rapid.IntRange(1, 4).Draw(rt, "steps") {
			s := drawStep(rt)
			if a, b := fault.CodeOf(got.Update(t.Context(), s.decide)), fault.CodeOf(want.Update(t.Context(), s.decide)); a != b {
				rt.Fatalf("an update gave %s, the model %s", a, b)
			}
			if wrong, _ := Wrong(read(t, got), read(t, want)); wrong != "" {
				rt.Fatal(wrong)
			}
		}
	})
}
