package storetest

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// step is one random update, told so that it means the same to two stores.
type step struct {
	customers, partners []int
	subscriptions       [][2]int // number and tenant
	designations        [][2]int // subscription and partner
	associations        [][4]int // kind, partner, tenant, workload
	claims              [][5]int // number, partner, tenant, status and what it is for
	requests, messages  []int
	deliveries          [][2]int // which of the messages there are, and how it went on
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
		claims:   drawClaims(t, 0),
		requests: some("requests", rapid.IntRange(1, small.Subscriptions)), messages: some("messages", rapid.IntRange(1, 30)),
		deliveries: pairs("deliveries", one(30), one(waysOn)),
		events:     one(4).Draw(t, "events"), refuse: one(8).Draw(t, "refuse") == 0, nothing: one(8).Draw(t, "nothing") == 0,
	}
}

// drawStepOfClaims is a step in which there is nothing but claims.
func drawStepOfClaims(t *rapid.T) step { return step{claims: drawClaims(t, 2), events: 1} }

func drawClaims(t *rapid.T, least int) [][5]int {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [5]int {
		one := func(name string, below int) int { return rapid.IntRange(0, below-1).Draw(t, name) }
		return [5]int{1 + one("number", 9), one("partner", 3), one("tenant", 2), one("status", 2*len(statuses())), one("for", 8)}
	}), least, 5).Draw(t, "claims")
}

// statuses are those that a store is given.
func statuses() []cpor.Status { return append(cpor.Statuses(), cpor.Gone) }

// randomClaim is the claim that five numbers tell of: as often approved as not, for one of a few places
// or two, so that partners get in each other's way.
func randomClaim(v [5]int) cpor.State {
	status := cpor.Approved
	if v[3] < len(statuses()) {
		status = statuses()[v[3]]
	}
	if w := v[4]; w < len(Workloads()) {
		return WorkloadClaim(v[0], v[1], v[2], status, Workloads()[w:min(w+2, len(Workloads()))]...)
	}
	return ClaimRecord(v[0], v[1], v[2], status, v[4], v[4]+v[0]%2)
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
	for _, v := range s.claims {
		b.Claims = append(b.Claims, randomClaim(v))
	}
	for _, n := range s.requests {
		b.Requests = append(b.Requests, RequestRecord(n, n, int(seq)%small.Tenants, n%small.Partners))
	}
	for _, n := range s.messages {
		b.Messages = append(b.Messages, Message(n, n%small.Subscriptions, int(seq)%small.Tenants, n%small.Partners))
	}
	if b.Deliveries, err = s.deliver(r); err != nil {
		return b, err
	}
	switch {
	case s.refuse:
		return b, fault.New(fault.Conflict, "por.taken")
	case s.nothing: // but what the journal does not tell of
		return app.Batch{Deliveries: b.Deliveries}, nil
	}
	return Chain(r, b, s.events)
}

// deliver gives messages of the outbox as they are after the deliveries of a step.
func (s step) deliver(r app.Reader) (list []notice.Message, err error) {
	var queued []notice.Message
	for m, err := range r.Messages(0) {
		if err != nil {
			return nil, err
		}
		queued = append(queued, m)
	}
	for _, v := range s.deliveries {
		if len(queued) > 0 {
			list = append(list, goneOn(queued[v[0]%len(queued)], v[1]))
		}
	}
	return list, nil
}

// model runs random updates, at most so many, against a store and against the one in memory: both say
// the same, of every update and of everything afterwards.
func model(t *testing.T, open func(t *testing.T) app.Store, most int, draw func(*rapid.T) step) {
	rapid.Check(t, func(rt *rapid.T) {
		var want app.Store = memstore.New(Identity())
		got := open(t)
		for range rapid.IntRange(1, most).Draw(rt, "steps") {
			s := draw(rt)
			a, b := fault.As(got.Update(t.Context(), s.decide)), fault.As(want.Update(t.Context(), s.decide))
			if !reflect.DeepEqual(a, b) {
				rt.Fatalf("an update gave %v, the model %v", a, b)
			}
			if wrong, _ := Wrong(read(t, got), read(t, want)); wrong != "" {
				rt.Fatal(wrong)
			}
		}
	})
}
