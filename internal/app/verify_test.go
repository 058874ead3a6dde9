package app_test

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// damaged is a ledger in which what is set differs from what was written.
type damaged struct {
	app.Reader
	head           func(uint64, journal.Hash) (uint64, journal.Hash)
	customers      func([]record.Customer) []record.Customer
	partners       func([]record.Partner) []record.Partner
	seats          func([]app.Seat) []app.Seat
	subscription   func(record.Subscription, bool) (record.Subscription, bool)
	associationsIn func([]record.Association) []record.Association
	associationsOf func([]record.Association) []record.Association
	requests       func([]request.State) []request.State
	messages       func([]notice.Message) []notice.Message
	holdings       func([]app.Holding) []app.Holding
	entries        func([]journal.Entry) []journal.Entry
}

// altered gives what damage makes of values.
func altered[V any](values iter.Seq2[V, error], damage func([]V) []V) iter.Seq2[V, error] {
	if damage == nil {
		return values
	}
	return func(yield func(V, error) bool) {
		var list []V
		for v := range values {
			list = append(list, v)
		}
		for _, v := range damage(list) {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (d damaged) Head() (uint64, journal.Hash, error) {
	seq, hash, err := d.Reader.Head()
	if d.head != nil {
		seq, hash = d.head(seq, hash)
	}
	return seq, hash, err
}

func (d damaged) Subscription(id ids.Subscription) (record.Subscription, bool, error) {
	s, ok, err := d.Reader.Subscription(id)
	if d.subscription != nil {
		s, ok = d.subscription(s, ok)
	}
	return s, ok, err
}

func (d damaged) Customers(after ids.Tenant) iter.Seq2[record.Customer, error] {
	return altered(d.Reader.Customers(after), d.customers)
}

func (d damaged) Partners(after ids.Partner) iter.Seq2[record.Partner, error] {
	return altered(d.Reader.Partners(after), d.partners)
}

func (d damaged) Seats(tenant ids.Tenant, after ids.Subscription) iter.Seq2[app.Seat, error] {
	return altered(d.Reader.Seats(tenant, after), d.seats)
}

func (d damaged) AssociationsIn(id ids.Tenant) iter.Seq2[record.Association, error] {
	return altered(d.Reader.AssociationsIn(id), d.associationsIn)
}

func (d damaged) AssociationsOf(id ids.Partner) iter.Seq2[record.Association, error] {
	return altered(d.Reader.AssociationsOf(id), d.associationsOf)
}

func (d damaged) Requests(after ids.Request) iter.Seq2[request.State, error] {
	return altered(d.Reader.Requests(after), d.requests)
}

func (d damaged) Messages(after uint64) iter.Seq2[notice.Message, error] {
	return altered(d.Reader.Messages(after), d.messages)
}

func (d damaged) Holdings(p ids.Partner, after app.Holding) iter.Seq2[app.Holding, error] {
	return altered(d.Reader.Holdings(p, after), d.holdings)
}

func (d damaged) Entries(after uint64) iter.Seq2[journal.Entry, error] {
	return altered(d.Reader.Entries(after), d.entries)
}

// lived is a ledger with some of everything in it: partner 0 on subscription 0, and before it 1.
func lived(t *testing.T) house {
	t.Helper()
	h := inMemory()
	h.sample(t)
	h.add(t, 1, 0, 3)
	if _, err := h.designates(testkit.Owner(), designation(por.Edit, 0, 0)); err != nil {
		t.Fatal(err)
	}
	ask := app.Wish{Subscription: testkit.Subscription(1), Partner: testkit.Partner(0), Reason: "we run it"}
	if _, err := applied(h.as(testkit.Claimant(testkit.Partner(0))).PlanRequest(t.Context(), ask)); err != nil {
		t.Fatal(err)
	}
	h.given(t, testkit.Rows{Associations: testkit.Associations(
		record.Association{Kind: record.PAL, Partner: testkit.Partner(0), Tenant: testkit.Tenant(0), Since: 45000},
		record.Association{Kind: record.PAL, Partner: testkit.Partner(1), Tenant: testkit.Tenant(0), Since: 45000})})
	return h
}

func first[V any](change func(*V)) func([]V) []V {
	return func(list []V) []V {
		if len(list) > 0 {
			change(&list[0])
		}
		return list
	}
}

func without[V any](list []V) []V { return list[:max(0, len(list)-1)] }

func TestVerifyNamesEveryDamage(t *testing.T) {
	stray := record.Association{Kind: record.PAL, Partner: testkit.Partner(4), Tenant: testkit.Tenant(1), Since: 45000}
	for name, damage := range map[string]damaged{
		"a customer altered":           {customers: first(func(c *record.Customer) { c.Name = "Other" })},
		"a customer missing":           {customers: without[record.Customer]},
		"a customer too many":          {customers: func(l []record.Customer) []record.Customer { return append(l, testkit.Customer(9)) }},
		"a partner altered":            {partners: first(func(p *record.Partner) { p.Email = "thief@example.com" })},
		"a partner missing":            {partners: without[record.Partner]},
		"a subscription altered":       {seats: first(func(s *app.Seat) { s.Subscription.Status = record.Deleted })},
		"a subscription missing":       {seats: without[app.Seat]},
		"a place altered":              {seats: first(func(s *app.Seat) { s.Place = place(s.Place, func(m *por.Move) { m.Partner = testkit.Partner(4) }) })},
		"a place backdated":            {seats: first(func(s *app.Seat) { s.Place = place(s.Place, func(m *por.Move) { m.Since-- }) })},
		"the author of a move altered": {seats: first(func(s *app.Seat) { s.Place = place(s.Place, func(m *por.Move) { m.By = "x@y.example" }) })},
		"a place emptied":              {seats: first(func(s *app.Seat) { s.Place = por.State{} })},
		"a place too many": {seats: free(func(s *app.Seat) {
			s.Place = por.State{Subscription: s.Subscription.ID, Tenant: s.Subscription.Tenant, Moves: []por.Move{{Action: por.Added, Partner: testkit.Partner(0)}}}
		})},
		"the index to the tenant missing": {subscription: func(record.Subscription, bool) (record.Subscription, bool) { return record.Subscription{}, false }},
		"the index to the tenant altered": {subscription: func(s record.Subscription, ok bool) (record.Subscription, bool) {
			s.Tenant = testkit.Tenant(8)
			return s, ok
		}},
		"an association altered": {associationsIn: first(func(a *record.Association) { a.Since++ })},
		"an association missing": {associationsIn: without[record.Association]},
		"an association in a tenant of none": {associationsIn: func(l []record.Association) []record.Association {
			if len(l) == 0 {
				return append(l, stray)
			}
			return l
		}},
		"the index of associations short":   {associationsOf: without[record.Association]},
		"the index of associations altered": {associationsOf: first(func(a *record.Association) { a.Workload = "sales" })},
		"the index of associations of a partner of none": {associationsOf: func(l []record.Association) []record.Association {
			if len(l) == 0 {
				return append(l, stray)
			}
			return l
		}},
		"a request altered":            {requests: first(func(r *request.State) { r.Status = request.Accepted })},
		"a request missing":            {requests: without[request.State]},
		"a message missing":            {messages: without[notice.Message]},
		"a message too many":           {messages: func(l []notice.Message) []notice.Message { return append(l, notice.Message{ID: uint64(len(l)) + 1}) }},
		"a message to somebody else":   {messages: first(func(m *notice.Message) { m.Partner = testkit.Partner(4) })},
		"a message of another kind":    {messages: first(func(m *notice.Message) { m.Kind = notice.PartnerRemoved })},
		"a message of another partner": {messages: first(func(m *notice.Message) { m.Other = testkit.Partner(4) })},
		"a message of another day":     {messages: first(func(m *notice.Message) { m.Since++ })},
		"a message of another tenant":  {messages: first(func(m *notice.Message) { m.Tenant = testkit.Tenant(8) })},
		"a message of another entry":   {messages: first(func(m *notice.Message) { m.Journal++ })},
		"a message under another name": {messages: first(func(m *notice.Message) { m.MessageID = "<1@example.com>" })},
		"a holding missing":            {holdings: without[app.Holding]},
		"a holding that is over":       {holdings: first(func(h *app.Holding) { h.Current = !h.Current })},
		"a holding of another place":   {holdings: first(func(h *app.Holding) { h.Subscription = testkit.Subscription(2) })},
		"a holding of a partner of none": {holdings: func(l []app.Holding) []app.Holding {
			if len(l) == 0 {
				return append(l, app.Holding{Tenant: testkit.Tenant(0), Subscription: testkit.Subscription(2), Current: true})
			}
			return l
		}},
		"the head moved back":          {head: func(seq uint64, h journal.Hash) (uint64, journal.Hash) { return seq - 1, h }},
		"the hash of the head altered": {head: func(seq uint64, h journal.Hash) (uint64, journal.Hash) { h[0]++; return seq, h }},
		"the last entry missing":       {entries: without[journal.Entry]},
		"the first entry missing":      {entries: func(l []journal.Entry) []journal.Entry { return l[1:] }},
		"an entry by somebody else":    {entries: first(func(e *journal.Entry) { e.By = "x@y.example" })},
		"an entry at another time":     {entries: first(func(e *journal.Entry) { e.At = e.At.Add(1000) })},
		"an event altered": {entries: first(func(e *journal.Entry) {
			e.Events[0].Body = slices.Clone(e.Events[0].Body)
			e.Events[0].Body[len(e.Events[0].Body)-1] ^= 1
		})},
		"an event of an unknown kind": {entries: first(func(e *journal.Entry) { e.Events[0].Kind = "other" })},
		"entries in another order":    {entries: func(l []journal.Entry) []journal.Entry { slices.Reverse(l); return l }},
		// Somebody who can compute the chain: the records do not follow from it.
		"a journal written anew": {
			entries: rewritten, head: func(seq uint64, _ journal.Hash) (uint64, journal.Hash) { return seq, anew(t) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := lived(t)
			h.verified(t)
			h.store = through{h.store, func(r app.Reader) app.Reader { damage.Reader = r; return damage }}
			v, err := h.as(testkit.Owner()).Verify(t.Context())
			var e *fault.Error
			if !errors.As(err, &e) || e.Code != fault.Corrupt || len(e.Args) == 0 {
				t.Errorf("got %+v, %v, want corrupt and the name of what differs", v, err)
			}
		})
	}
}

func place(s por.State, change func(*por.Move)) por.State {
	if s.Moves = slices.Clone(s.Moves); len(s.Moves) > 0 {
		change(&s.Moves[len(s.Moves)-1])
	}
	return s
}

// free damages the first seat that nobody ever held.
func free(change func(*app.Seat)) func([]app.Seat) []app.Seat {
	return func(list []app.Seat) []app.Seat {
		for i := range list {
			if len(list[i].Place.Moves) == 0 {
				change(&list[i])
				return list
			}
		}
		return list
	}
}

// rewritten is the journal without the last event of each designation, chained anew.
func rewritten(list []journal.Entry) []journal.Entry {
	var hash journal.Hash
	for i := range list {
		if list[i].Command == "edit-por" {
			list[i].Events = nil
		}
		list[i] = journal.Chain(list[i], uint64(i), hash)
		hash = list[i].Hash
	}
	return list
}

// anew is the hash of the last entry of a rewritten journal.
func anew(t *testing.T) (hash journal.Hash) {
	h := lived(t)
	h.view(t, func(r app.Reader) error {
		for e := range altered(r.Entries(0), rewritten) {
			hash = e.Hash
		}
		return nil
	})
	return hash
}

func TestVerifySaysWhatItWentThrough(t *testing.T) {
	h := lived(t)
	v := h.verified(t)
	if v.Entries != 5 || v.Changes != 13+2+1+1+2 {
		t.Errorf("it went through %d entries with %d changes", v.Entries, v.Changes)
	}
	h.view(t, func(r app.Reader) error {
		if _, hash, _ := r.Head(); hash != v.Hash {
			t.Error("the hash is not that of the last entry")
		}
		return nil
	})
}
