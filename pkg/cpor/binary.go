package cpor

import (
	"slices"

	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// AppendBinary appends the event's body in the form that is stored and hashed.
func (e Event) AppendBinary(b []byte) []byte {
	b = wire.Uint(append(b, 1), e.Claim.Number())
	b = appendEdge(b, e.Verb, e.From, e.To)
	b = wire.Bool(b, e.Form != nil)
	if e.Form != nil {
		b = e.Form.appendBinary(b)
	}
	b = wire.Uint(b, uint64(len(e.Added)))
	for _, d := range e.Added {
		b = d.AppendBinary(b)
	}
	b = wire.Uint(b, uint64(len(e.Removed)))
	for _, h := range e.Removed {
		b = append(b, h[:]...)
	}
	b = wire.Text(wire.Text(wire.Text(b, e.Comment), e.Reason), e.Attestation)
	return wire.Uint(b, uint64(e.DueOn))
}

// DecodeEvent reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeEvent(b []byte) (Event, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return Event{}, wire.ErrMalformed
	}
	e := Event{Claim: ids.ClaimFromNumber(r.Uint())}
	var known, right bool
	e.Verb, e.From, e.To, known = readEdge(r)
	right = true
	if r.Bool() {
		var f Form
		f, right = readForm(r)
		e.Form = &f
	}
	for range r.Count() {
		e.Added = append(e.Added, evidence.ReadDocument(r))
	}
	for range r.Count() {
		e.Removed = append(e.Removed, r.Array32())
	}
	e.Comment, e.Reason, e.Attestation = r.Text(), r.Text(), r.Text()
	e.DueOn = day.Day(r.UpTo(day.Last))
	if !known || !right {
		return Event{}, wire.ErrMalformed
	}
	return e, r.Err()
}

// AppendBinary appends the claim in the form that is stored.
func (s State) AppendBinary(b []byte) []byte {
	b = appendStatus(wire.Uint(append(b, 1), s.ID.Number()), s.Status)
	b = s.Form.appendBinary(b)
	b = wire.Uint(b, uint64(len(s.Evidence)))
	for _, d := range s.Evidence {
		b = wire.Text(wire.Time(d.Document.AppendBinary(b), d.AddedAt), d.AddedBy)
	}
	b = wire.Uint(b, uint64(len(s.Comments)))
	for _, c := range s.Comments {
		b = wire.Text(wire.Text(wire.Time(b, c.At), c.By), c.Text)
	}
	b = wire.Text(wire.Text(wire.Time(b, s.Attestation.At), s.Attestation.By), s.Attestation.Text)
	b = wire.Uint(b, uint64(s.DueOn))
	b = wire.Uint(b, uint64(len(s.Moves)))
	for _, m := range s.Moves {
		b = wire.Text(appendEdge(b, m.Verb, m.From, m.To), m.Reason)
		b = wire.Text(wire.Time(wire.Uint(wire.Uint(b, uint64(m.DueOn)), m.Journal), m.At), m.By)
		b = wire.Text(wire.Text(b, m.Role), m.Assurance)
	}
	return b
}

// DecodeState reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeState(b []byte) (State, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return State{}, wire.ErrMalformed
	}
	s := State{ID: ids.ClaimFromNumber(r.Uint())}
	var right bool
	s.Status, right = readStatus(r)
	right = right && s.Status != None
	form, known := readForm(r)
	s.Form, right = form, right && known
	for range r.Count() {
		d := Document{Document: evidence.ReadDocument(r)}
		d.AddedAt, d.AddedBy = r.Time(), r.Text()
		s.Evidence = append(s.Evidence, d)
	}
	for range r.Count() {
		s.Comments = append(s.Comments, Comment{At: r.Time(), By: r.Text(), Text: r.Text()})
	}
	s.Attestation = Attestation{At: r.Time(), By: r.Text(), Text: r.Text()}
	s.DueOn = day.Day(r.UpTo(day.Last))
	n := r.Count()
	if n > 0 {
		s.Moves = make([]Move, 0, min(n, usual))
	}
	var m Move // each begins as the one before
	for range n {
		var known bool
		m.Verb, m.From, m.To, known = readEdge(r)
		m.Reason, m.DueOn, m.Journal = r.Text(), day.Day(r.UpTo(day.Last)), r.Uint()
		m.Stamp = journal.Stamp{At: r.Time(), By: r.TextLike(m.By), Role: r.TextLike(m.Role), Assurance: r.TextLike(m.Assurance)}
		s.Moves, right = append(s.Moves, m), right && known
	}
	if !right {
		return State{}, wire.ErrMalformed
	}
	return s, r.Err()
}

// usual is how many moves a claim makes at most, as a rule: room for them is made at once.
const usual = 16

// stored are the statuses in the order of their numbers in the stored form; only ever append.
var stored = []Status{None, Draft, Submitted, InReview, ActionRequired, Approved, Rejected, Ended, Gone}

func appendStatus(b []byte, s Status) []byte { return append(b, byte(slices.Index(stored, s))) }

func readStatus(r *wire.Reader) (s Status, ok bool) {
	if n := int(r.Byte()); n < len(stored) {
		return stored[n], true
	}
	return None, false
}

func appendEdge(b []byte, v Verb, from, to Status) []byte {
	number := slices.IndexFunc(verbs, func(r VerbRule) bool { return r.Verb == v })
	return appendStatus(appendStatus(append(b, byte(number)), from), to)
}

// readEdge reads a move; ok is false for one that the table does not have.
func readEdge(r *wire.Reader) (v Verb, from, to Status, ok bool) {
	if n := int(r.Byte()); n < len(verbs) {
		v = verbs[n].Verb
	}
	from, fromOK := readStatus(r)
	to, toOK := readStatus(r)
	leads, ok := target(from, v)
	return v, from, to, ok && fromOK && toOK && leads == to
}

func (f Form) appendBinary(b []byte) []byte {
	tenant := f.Tenant.Bytes()
	b = wire.Text(wire.Text(wire.Text(b, string(f.Area)), string(f.Role)), f.Name)
	b = append(wire.Uint(b, uint64(f.Partner.Number())), tenant[:]...)
	b = wire.Texts(wire.Bool(wire.Text(b, f.Domain), f.NoPayment), f.Workloads)
	b = wire.Uint(b, uint64(len(f.Subscriptions)))
	for _, id := range f.Subscriptions {
		bytes := id.Bytes()
		b = append(b, bytes[:]...)
	}
	for _, text := range []string{
		f.Customer.Name, f.Customer.Title, f.Customer.Email, f.Company.Name, f.Company.Email,
		f.Solution.Seller, f.Solution.Customer, f.Solution.Product,
	} {
		b = wire.Text(b, text)
	}
	return b
}

func readForm(r *wire.Reader) (f Form, ok bool) {
	f.Area, f.Role, f.Name = Area(r.Text()), Role(r.Text()), r.Text()
	f.Partner, ok = ids.PartnerFromNumber(r.Uint32())
	f.Tenant = ids.TenantFromBytes(r.Array16())
	f.Domain, f.NoPayment, f.Workloads = r.Text(), r.Bool(), r.Texts()
	for range r.Count() {
		f.Subscriptions = append(f.Subscriptions, ids.SubscriptionFromBytes(r.Array16()))
	}
	f.Customer = Contact{Name: r.Text(), Title: r.Text(), Email: r.Text()}
	f.Company = Contact{Name: r.Text(), Email: r.Text()}
	f.Solution = Solution{Seller: r.Text(), Customer: r.Text(), Product: r.Text()}
	known := (f.Area == "" || slices.Contains(Areas(), f.Area)) && (f.Role == "" || slices.Contains(Roles(""), f.Role))
	return f, ok && known
}
