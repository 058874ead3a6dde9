package cpor_test

import (
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/record"
)

// today is a Friday, after which a business day is three days away.
const today = "2024-06-14"

func date(t rapid.TB, s string) day.Day {
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

func fabrikam() ids.Partner  { return number(1111111) }
func northwind() ids.Partner { return number(2222222) }

func contoso() ids.Tenant  { return ids.TenantFromBytes([16]byte{0x7e}) }
func tailspin() ids.Tenant { return ids.TenantFromBytes([16]byte{0x7f}) }

func subscription(n byte) ids.Subscription { return ids.SubscriptionFromBytes([16]byte{0x51, n}) }

func hash(n byte) evidence.Hash { return evidence.Hash{0xe0, n} }

func document(n byte) evidence.Document {
	return evidence.Document{Hash: hash(n), FileName: fmt.Sprintf("sow-%d.pdf", n), Size: 1000 + uint64(n), MediaType: "application/pdf"}
}

// catalogue has a workload and a product of the same name, and one that has an ID only.
func catalogue() cpor.Catalogue {
	return cpor.Catalogue{
		{ID: "teams", Name: "Microsoft Teams", Area: cpor.ModernWorkSecurity, Aliases: []string{"msteams"}},
		{ID: "yammer", Name: "Yammer", Area: cpor.ModernWorkSecurity, Aliases: []string{"viva-engage", "Viva Engage"}},
		{ID: "intune", Area: cpor.ModernWorkSecurity},
		{ID: "sales", Name: "Dynamics 365 Sales", Area: cpor.BusinessApplications, Aliases: []string{"crm"}, Products: []string{"dynamics365", "CRM-Online"}},
		{ID: "power-bi", Name: "Power BI", Area: cpor.BusinessApplications, Aliases: []string{"teams"}, Products: []string{"power-bi"}},
	}
}

// usage is a form with nothing wrong, of the area whose places are workloads.
func usage() cpor.Form {
	return cpor.Form{
		Area: cpor.ModernWorkSecurity, Role: cpor.UseOrConsume, Name: "Roll-out", Partner: fabrikam(), Tenant: contoso(),
		Workloads: []string{"teams", "yammer"},
		Customer:  cpor.Contact{Name: "Ana Pérez", Title: "IT manager", Email: "ana@contoso.example"},
		Company:   cpor.Contact{Name: "Åsa Öberg", Email: "asa@fabrikam.example"},
	}
}

// advice is a form with nothing wrong, of the area whose places are subscriptions.
func advice() cpor.Form {
	f := usage()
	f.Area, f.Role, f.Name = cpor.BusinessApplications, cpor.Advisor, "Advice"
	f.Workloads, f.Subscriptions = nil, []ids.Subscription{subscription(1), subscription(2)}
	return f
}

// revenue is the one that has to name a solution.
func revenue() cpor.Form {
	f := advice()
	f.Role, f.Solution = cpor.InfluencedRevenue, cpor.Solution{Seller: "Sven", Customer: "Contoso", Product: "Fabrikam CRM"}
	return f
}

// recordOf is a partner's record with nothing wrong.
func recordOf(id ids.Partner) record.Partner {
	p := record.NewPartner()
	p.ID, p.Name = id, "Partner "+id.String()
	return p
}

// dynamics is a subscription with nothing wrong.
func dynamics(n byte) record.Subscription {
	s := record.NewSubscription()
	s.ID, s.Tenant, s.Name = subscription(n), contoso(), fmt.Sprintf("Sales %d", n)
	s.Product, s.Channel = "dynamics365", record.Direct
	return s
}

// facts are those of a ledger in which nothing stops a claim of fabrikam.
func facts() cpor.Facts {
	return cpor.Facts{
		Catalogue: catalogue(), Partner: recordOf(fabrikam()), Domain: "contoso.example",
		Subscriptions: map[ids.Subscription]record.Subscription{subscription(1): dynamics(1), subscription(2): dynamics(2)},
		Held:          map[cpor.Place]ids.Partner{},
	}
}

// windows are those that the configuration has by default.
func windows() cpor.Windows {
	return cpor.Windows{Answer: day.Period{N: 5, Business: true}, Dispute: day.Period{N: 30}}
}

func claim() ids.Claim { return ids.ClaimFromNumber(7) }

// command has everything that any verb needs, so that nothing but the status can speak against it. The
// edits are what is special about it.
func command(t rapid.TB, v cpor.Verb, edits ...func(*cpor.Command)) cpor.Command {
	t.Helper()
	form := usage()
	if v == cpor.Edit {
		form.Name = "Another name"
	}
	c := cpor.Command{
		Verb: v, ID: claim(), Form: form, Documents: []evidence.Document{document(2)}, Hashes: []evidence.Hash{hash(1)},
		Text: "signed on Monday", Reason: "as the portal says", Attestation: "I confirm.",
		Today: date(t, today), Windows: windows(), Facts: facts(),
	}
	if v == cpor.Sweep {
		c.Today += 100
	}
	for _, edit := range edits {
		edit(&c)
	}
	return c
}

func with(f cpor.Form) func(*cpor.Command)      { return func(c *cpor.Command) { c.Form = f } }
func within(w cpor.Windows) func(*cpor.Command) { return func(c *cpor.Command) { c.Windows = w } }
func on(t rapid.TB, d string) func(*cpor.Command) {
	return func(c *cpor.Command) { c.Today = date(t, d) }
}

// stamp is somebody's, at noon of a day.
func stamp(d day.Day) journal.Stamp {
	return journal.Stamp{At: d.Time().Add(12 * time.Hour), By: "ines@fabrikam.example", Role: "incentives-admin", Assurance: "asserted"}
}

// does is the claim after commands, each of which has to be accepted and do something.
func does(t rapid.TB, s cpor.State, commands ...cpor.Command) cpor.State {
	t.Helper()
	for _, c := range commands {
		events, err := cpor.Decide(s, c)
		if err != nil || len(events) != 1 {
			t.Fatalf("%s of a claim that is %q: %d events, %v", c.Verb, s.Status, len(events), err)
		}
		s = cpor.Evolve(s, events[0], stamp(c.Today), uint64(len(s.Moves)+1))
	}
	return s
}

// in is a claim that came to a status in the shortest way, with a document.
func in(t rapid.TB, status cpor.Status, edits ...func(*cpor.Command)) cpor.State {
	t.Helper()
	draft := []cpor.Verb{cpor.New, cpor.Attach}
	ways := map[cpor.Status][]cpor.Verb{
		cpor.None: nil, cpor.Draft: draft, cpor.Gone: append(draft, cpor.Delete), cpor.Submitted: append(draft, cpor.Submit),
		cpor.InReview: append(draft, cpor.Submit, cpor.Review), cpor.ActionRequired: append(draft, cpor.Submit, cpor.RequireAction),
		cpor.Approved: append(draft, cpor.Submit, cpor.Approve), cpor.Rejected: append(draft, cpor.Submit, cpor.Reject),
		cpor.Ended: append(draft, cpor.Submit, cpor.Approve, cpor.End),
	}
	way, known := ways[status]
	if !known {
		t.Fatalf("no way leads to %q", status)
	}
	var s cpor.State
	for _, v := range way {
		c := command(t, v, edits...)
		c.Documents = []evidence.Document{document(1)}
		s = does(t, s, c)
	}
	return s
}

// identifiers lets values with unexported fields be compared.
func identifiers() cmp.Option {
	return cmpopts.EquateComparable(ids.Tenant{}, ids.Subscription{}, ids.Partner{}, ids.Claim{})
}
