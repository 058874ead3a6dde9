package storetest

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Epoch is the time at which everything in a sample happens.
func Epoch() time.Time { return time.Date(2024, 5, 31, 12, 0, 0, 123000, time.UTC) }

// guid is the n-th ID of a kind, spread so that neighbours in number are none in order.
func guid(kind string, n int) (id [16]byte) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", kind, n))
	copy(id[:], sum[:])
	return id
}

// Tenant is the n-th tenant of a sample.
func Tenant(n int) ids.Tenant { return ids.TenantFromBytes(guid("tenant", n)) }

// Subscription is the n-th subscription of a sample.
func Subscription(n int) ids.Subscription { return ids.SubscriptionFromBytes(guid("subscription", n)) }

// Partner is the n-th partner of a sample.
func Partner(n int) ids.Partner {
	p, _ := ids.PartnerFromNumber(uint32(1000 + n*7919%900_000_000))
	return p
}

// CustomerRecord is the record of the n-th tenant.
func CustomerRecord(n int) record.Customer {
	return record.Customer{
		Tenant: Tenant(n), Name: fmt.Sprintf("Customer %d", n), Domain: fmt.Sprintf("c%d.example", n), Country: "SE",
		Language: "sv", ContactName: "Åsa Öberg", ContactEmail: fmt.Sprintf("asa@c%d.example", n),
	}
}

// SubscriptionRecord is the record of the n-th subscription, in the given tenant.
func SubscriptionRecord(n, tenant int) record.Subscription {
	s := record.NewSubscription()
	s.ID, s.Tenant, s.Name = Subscription(n), Tenant(tenant), fmt.Sprintf("Subscription %d", n)
	s.Product, s.SKU, s.Seats, s.Workloads = "dynamics365", "DYN365_ENTERPRISE_PLAN1", uint32(n), []string{"sales", "service"}
	s.StartsOn = day.Of(Epoch())
	return s
}

// PartnerRecord is the record of the n-th partner.
func PartnerRecord(n int) record.Partner {
	p := record.NewPartner()
	p.ID, p.Name, p.City, p.Country = Partner(n), fmt.Sprintf("Partner %d", n), "Malmö", "SE"
	p.Email, p.Language = fmt.Sprintf("mail@p%d.example", n), "en"
	return p
}

// Designate is a place after the n-th partner was put on it; n below 0 is nobody.
func Designate(s por.State, sub record.Subscription, n int, entry uint64) por.State {
	e := por.Event{
		Action: por.Added, Subscription: sub.ID, Tenant: sub.Tenant, Previous: s.Partner(),
		Since: day.Of(Epoch()) + day.Day(len(s.Moves)), Comment: "as agreed",
	}
	switch {
	case n < 0:
		e.Action = por.Removed
	case !s.Partner().IsZero():
		e.Action = por.Changed
	}
	if n >= 0 {
		e.Partner = Partner(n)
	}
	return por.Evolve(s, e, stamp(), entry)
}

func stamp() journal.Stamp {
	return journal.Stamp{At: Epoch(), By: "admin@contoso.com", Role: "global-admin", Assurance: "asserted"}
}

// AssociationRecord is a stored association of a partner with a tenant, and where sub is not below 0
// with a subscription.
func AssociationRecord(kind record.Kind, partner, tenant, sub int, workload string) record.Association {
	a := record.Association{
		Kind: kind, Partner: Partner(partner), Tenant: Tenant(tenant), Workload: workload,
		Product: "azure", Since: day.Of(Epoch()), Comment: "from an export",
	}
	if sub >= 0 {
		a.Subscription = Subscription(sub)
	}
	return a
}

// RequestRecord is the n-th request.
func RequestRecord(n, sub, tenant, partner int) request.State {
	return request.State{
		ID: ids.RequestFromNumber(uint64(n)), Subscription: Subscription(sub), Tenant: Tenant(tenant), Partner: Partner(partner),
		Reason: "we run it", Status: request.Open, CreatedAt: Epoch(), CreatedBy: "asa@p.example",
	}
}

// Message is the n-th message of the outbox.
func Message(n, sub, tenant, partner int) notice.Message {
	return notice.Message{
		ID: uint64(n), MessageID: fmt.Sprintf("<%d@dpor.invalid>", n), Kind: notice.PartnerAdded, Partner: Partner(partner),
		Subscription: Subscription(sub), Tenant: Tenant(tenant), Since: day.Of(Epoch()), Status: notice.Queued, CreatedAt: Epoch(), NextTry: Epoch(),
	}
}

// Chain gives a batch its journal entry, with some events, after the last one of the ledger.
func Chain(r app.Reader, b app.Batch, events int) (app.Batch, error) {
	seq, hash, err := r.Head()
	e := journal.Entry{Stamp: stamp(), Command: "dpor add-por"}
	for i := range events {
		e.Events = append(e.Events, journal.Event{Kind: "por.added", Body: fmt.Appendf(nil, "event %d of %d", i, seq+1)})
	}
	b.Entry = journal.Chain(e, seq, hash)
	return b, err
}

// Write writes a batch to a store.
func Write(t testing.TB, s app.Store, b app.Batch) {
	t.Helper()
	if err := s.Update(t.Context(), func(r app.Reader) (app.Batch, error) { return Chain(r, b, 2) }); err != nil {
		t.Fatal(err)
	}
}

// Size is how many of everything a sample has; IDs from it on are in no sample.
type Size struct{ Tenants, Subscriptions, Partners int }

// Sample is a batch with some of everything: subscriptions spread over tenants, most of them with a
// partner of record and some with one that was there before.
func Sample(size Size) app.Batch {
	var b app.Batch
	for n := range size.Tenants {
		b.Customers = append(b.Customers, CustomerRecord(n))
	}
	for n := range size.Partners {
		b.Partners = append(b.Partners, PartnerRecord(n))
	}
	for n := range size.Subscriptions {
		sub := SubscriptionRecord(n, n%size.Tenants)
		b.Subscriptions = append(b.Subscriptions, sub)
		var s por.State
		for k := range n % 4 {
			s = Designate(s, sub, (n+k)%size.Partners, 1)
		}
		if n%4 != 0 {
			b.Places = append(b.Places, s)
		}
		if n%5 == 0 {
			b.Associations = append(b.Associations, AssociationRecord(record.CPOR, n%size.Partners, n%size.Tenants, n, "sales"))
			b.Requests = append(b.Requests, RequestRecord(n/5+1, n, n%size.Tenants, n%size.Partners))
			b.Claims = append(b.Claims, sampleClaim(n/5+1, n, size))
			b.Messages = append(b.Messages, Message(n/5+1, n, n%size.Tenants, n%size.Partners))
		}
	}
	return b
}
