package app_test

import (
	"cmp"
	"iter"
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// misfiled is a ledger whose claims differ, where it is set, from what was written.
type misfiled struct {
	app.Reader
	claims, with, of, in func([]cpor.State) []cpor.State
	holder               func(cpor.Place, ids.Partner) ids.Partner
	last                 func(ids.Claim) ids.Claim
	messages             func([]notice.Message) []notice.Message
	entries              func([]journal.Entry) []journal.Entry
}

func (m misfiled) Claims(after ids.Claim) iter.Seq2[cpor.State, error] {
	return altered(m.Reader.Claims(after), m.claims)
}

func (m misfiled) ClaimsWith(status cpor.Status, after ids.Claim) iter.Seq2[cpor.State, error] {
	return altered(m.Reader.ClaimsWith(status, after), m.with)
}

func (m misfiled) ClaimsOf(partner ids.Partner, after ids.Claim) iter.Seq2[cpor.State, error] {
	return altered(m.Reader.ClaimsOf(partner, after), m.of)
}

func (m misfiled) ClaimsFor(tenant ids.Tenant, after ids.Claim) iter.Seq2[cpor.State, error] {
	return altered(m.Reader.ClaimsFor(tenant, after), m.in)
}

func (m misfiled) ClaimHolder(p cpor.Place) (ids.Partner, error) {
	held, err := m.Reader.ClaimHolder(p)
	if m.holder != nil {
		held = m.holder(p, held)
	}
	return held, err
}

func (m misfiled) LastClaim() (ids.Claim, error) {
	last, err := m.Reader.LastClaim()
	if m.last != nil {
		last = m.last(last)
	}
	return last, err
}

func (m misfiled) Messages(after uint64) iter.Seq2[notice.Message, error] {
	return altered(m.Reader.Messages(after), m.messages)
}

func (m misfiled) Entries(after uint64) iter.Seq2[journal.Entry, error] {
	return altered(m.Reader.Entries(after), m.entries)
}

// claimsOfEveryKind is a ledger with claims in every status, deleted ones among and behind them, some that
// were swept, and one that was disputed after it. Claim 1 has whatever a claim can have and is approved.
func claimsOfEveryKind(t tester, h house) house {
	t.Helper()
	h.market(t)
	whole := testkit.Advising(0, 0, 0, 1)
	whole.Role, whole.Domain = cpor.InfluencedRevenue, "customer0.example"
	whole.Solution = cpor.Solution{Seller: "Cia", Customer: "Customer 0", Product: "Route planner"}
	first := h.claimIn(t, cpor.ActionRequired, whole)
	h.attach(t, 2, first)
	h.move(t, cpor.Remark, first)
	h.move(t, cpor.Submit, first)
	h.move(t, cpor.Approve, first)
	for i, status := range append(cpor.Statuses(), cpor.Gone) {
		f := testkit.UseOrConsume(i%2, 1, []string{"teams", "intune", "exchange"}[i%3])
		f.NoPayment = i%2 == 0
		h.claimIn(t, status, f)
	}
	h.clock.Pass(9)
	late := h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(4, 0, "teams"))
	h.clock.Pass(9)
	h.move(t, cpor.Dispute, late)
	h.claimIn(t, cpor.ActionRequired, testkit.UseOrConsume(4, 0, "exchange"))
	h.claimIn(t, cpor.Gone, testkit.UseOrConsume(4, 2, "teams")) // the last number is of none, and so is the tenant
	return h
}

func TestALedgerWithEveryKindOfClaimFoldsToItself(t *testing.T) {
	for name, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
		t.Run(name, func(t *testing.T) {
			v := claimsOfEveryKind(t, h).verified(t)
			seen := map[cpor.Status]bool{}
			for _, id := range h.found(t, app.ClaimFilter{}) {
				seen[h.claim(t, id).Status] = true
			}
			for _, status := range cpor.Statuses() {
				if !seen[status] {
					t.Errorf("no claim is %s", status)
				}
			}
			if v.Entries != int(h.head(t)) || v.Records < 10+2+6+5 {
				t.Errorf("it went through %+v", v)
			}
		})
	}
}

// second damages a value that is not the first, where there is one.
func second[V any](change func(*V)) func([]V) []V {
	return func(list []V) []V {
		if len(list) > 1 {
			change(&list[1])
		}
		return list
	}
}

func TestVerifyNamesEveryDamageToAClaim(t *testing.T) {
	moved := func(change func(*cpor.Move)) func([]cpor.State) []cpor.State {
		return first(func(c *cpor.State) { c.Moves = slices.Clone(c.Moves); change(&c.Moves[len(c.Moves)-1]) })
	}
	stray := func(list []cpor.State) []cpor.State {
		if len(list) > 0 {
			return list
		}
		return append(list, cpor.State{ID: testkit.Claim(99), Status: cpor.Draft})
	}
	place := cpor.Place{Tenant: testkit.Tenant(0), Subscription: testkit.Subscription(0)}
	for name, tt := range map[string]struct {
		damage misfiled
		what   string // what the error names
	}{
		"nothing":                         {misfiled{}, ""},
		"a claim's name altered":          {misfiled{claims: first(func(c *cpor.State) { c.Name = "Other" })}, "claim"},
		"another claim's partner altered": {misfiled{claims: second(func(c *cpor.State) { c.Form.Partner = testkit.Partner(4) })}, "claim"},
		"a claim's status altered":        {misfiled{claims: first(func(c *cpor.State) { c.Status = cpor.Ended })}, "claim"},
		"a claim's day altered":           {misfiled{claims: second(func(c *cpor.State) { c.DueOn++ })}, "claim"},
		"a claim's subscription altered":  {misfiled{claims: first(func(c *cpor.State) { c.Subscriptions = []ids.Subscription{testkit.Subscription(2)} })}, "claim"},
		"a document taken off":            {misfiled{claims: first(func(c *cpor.State) { c.Evidence = c.Evidence[1:] })}, "claim"},
		"a document renamed":              {misfiled{claims: first(func(c *cpor.State) { c.Evidence = slices.Clone(c.Evidence); c.Evidence[0].FileName = "x" })}, "claim"},
		"a document of another's":         {misfiled{claims: first(func(c *cpor.State) { c.Evidence = slices.Clone(c.Evidence); c.Evidence[0].AddedBy = "x" })}, "claim"},
		"a comment altered":               {misfiled{claims: first(func(c *cpor.State) { c.Comments = slices.Clone(c.Comments); c.Comments[0].Text = "x" })}, "claim"},
		"the attestation altered":         {misfiled{claims: first(func(c *cpor.State) { c.Attestation.Text = "I do not." })}, "claim"},
		"the author of a move altered":    {misfiled{claims: moved(func(m *cpor.Move) { m.By = "x@y.example" })}, "claim"},
		"the reason of a move altered":    {misfiled{claims: moved(func(m *cpor.Move) { m.Reason = "x" })}, "claim"},
		"the entry of a move altered":     {misfiled{claims: moved(func(m *cpor.Move) { m.Journal++ })}, "claim"},
		"a move left out":                 {misfiled{claims: first(func(c *cpor.State) { c.Moves = c.Moves[:len(c.Moves)-1] })}, "claim"},
		"a claim missing":                 {misfiled{claims: without[cpor.State]}, "claim"},
		"a claim too many": {misfiled{claims: func(l []cpor.State) []cpor.State {
			return append(l, cpor.State{ID: testkit.Claim(99), Status: cpor.Draft})
		}}, "claim"},
		"a claim that was deleted": {misfiled{claims: func(l []cpor.State) []cpor.State {
			return append(l, cpor.State{ID: testkit.Claim(9), Status: cpor.Gone})
		}}, "claim"},
		"a claim twice":                  {misfiled{claims: func(l []cpor.State) []cpor.State { return append(l[:1], l...) }}, "claim"},
		"the index of a status short":    {misfiled{with: without[cpor.State]}, "index from status to claim"},
		"the index of a status altered":  {misfiled{with: first(func(c *cpor.State) { c.Name = "Other" })}, "index from status to claim"},
		"a claim twice under its status": {misfiled{with: func(l []cpor.State) []cpor.State { return append(l, l...) }}, "index from status to claim"},
		"the index of a partner short":   {misfiled{of: without[cpor.State]}, "index from partner to claim"},
		"the index of a partner altered": {misfiled{of: first(func(c *cpor.State) { c.Status = cpor.Draft })}, "index from partner to claim"},
		"a claim of a partner of none":   {misfiled{of: stray}, "index from partner to claim"},
		"the index of a tenant short":    {misfiled{in: without[cpor.State]}, "index from tenant to claim"},
		"the index of a tenant altered":  {misfiled{in: first(func(c *cpor.State) { c.NoPayment = !c.NoPayment })}, "index from tenant to claim"},
		"a claim for a tenant of none":   {misfiled{in: stray}, "index from tenant to claim"},
		"a place with another partner":   {misfiled{holder: func(p cpor.Place, held ids.Partner) ids.Partner { return other(p == place, held, testkit.Partner(1)) }}, "holder of the claimed place"},
		"a place with nobody":            {misfiled{holder: func(p cpor.Place, held ids.Partner) ids.Partner { return other(p == place, held, ids.Partner{}) }}, "holder of the claimed place"},
		"a place of no approved claim": {misfiled{holder: func(_ cpor.Place, held ids.Partner) ids.Partner {
			return other(held.IsZero(), held, testkit.Partner(4))
		}}, "holder of the claimed place"},
		"the last number behind":           {misfiled{last: func(c ids.Claim) ids.Claim { return ids.ClaimFromNumber(c.Number() - 1) }}, "number of the last claim"},
		"the last number ahead":            {misfiled{last: func(c ids.Claim) ids.Claim { return ids.ClaimFromNumber(c.Number() + 1) }}, "number of the last claim"},
		"a message about another claim":    {misfiled{messages: first(func(m *notice.Message) { m.Claim = testkit.Claim(2) })}, "message"},
		"a message of another kind":        {misfiled{messages: first(func(m *notice.Message) { m.Kind = notice.ClaimApproved })}, "message"},
		"a message that a move calls for":  {misfiled{messages: without[notice.Message]}, "messages"},
		"an event that was never written":  {misfiled{entries: without[journal.Entry]}, "head of the journal"},
		"an event of a move that is none":  {misfiled{entries: forged(func(e *cpor.Event) { e.To = cpor.Approved })}, ""},
		"an event whose reason is another": {misfiled{entries: forged(func(e *cpor.Event) { e.Reason = "because" })}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := claimsOfEveryKind(t, inMemory())
			h.store = through{h.store, func(r app.Reader) app.Reader { tt.damage.Reader = r; return tt.damage }}
			_, err := h.as(access.Actor{}).Verify(t.Context())
			if name == "nothing" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e := fault.As(err)
			if e == nil || e.Code != fault.Corrupt || len(e.Args) == 0 || tt.what != "" && e.Args["what"] != tt.what {
				t.Errorf("got %v, want corrupt that names %q", err, tt.what)
			}
		})
	}
}

func other(where bool, held, instead ids.Partner) ids.Partner {
	if where {
		return instead
	}
	return held
}

// forged alters the first move of a claim in the journal.
func forged(change func(*cpor.Event)) func([]journal.Entry) []journal.Entry {
	return func(list []journal.Entry) []journal.Entry {
		for i, entry := range list {
			for j, raw := range entry.Events {
				event, err := app.Decode(raw)
				if e, ok := event.(cpor.Event); ok && err == nil {
					change(&e)
					list[i].Events = slices.Clone(entry.Events)
					list[i].Events[j].Body = e.AppendBinary(nil)
					return list
				}
			}
		}
		return list
	}
}

func TestAReadErrorAmongClaimsIsNoDifference(t *testing.T) {
	h := claimsOfEveryKind(t, inMemory())
	busy := fault.New(fault.Busy, "ledger.busy-unknown", "file", "x")
	for name, r := range map[string]failing{"claims": {claims: busy}, "the holder": {holder: busy}, "the last number": {last: busy}} {
		h := h
		h.store = through{h.store, func(inner app.Reader) app.Reader { r.Reader = inner; return r }}
		if _, err := h.as(access.Actor{}).Verify(t.Context()); fault.CodeOf(err) != fault.Busy {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// failing is a ledger that cannot be read in places.
type failing struct {
	app.Reader
	claims, holder, last error
}

func (f failing) Claims(after ids.Claim) iter.Seq2[cpor.State, error] {
	if f.claims == nil {
		return f.Reader.Claims(after)
	}
	return func(yield func(cpor.State, error) bool) { yield(cpor.State{}, f.claims) }
}

func (f failing) ClaimHolder(p cpor.Place) (ids.Partner, error) {
	held, err := f.Reader.ClaimHolder(p)
	return held, cmp.Or(f.holder, err)
}

func (f failing) LastClaim() (ids.Claim, error) {
	last, err := f.Reader.LastClaim()
	return last, cmp.Or(f.last, err)
}
