package storetest

import (
	"fmt"
	"iter"
	"reflect"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Answer is what a Reader said to one question: rows, and the error at which they ended.
type Answer struct {
	Question string
	Rows     []any
	Err      error
}

// beyond is how many IDs behind those of a sample are asked for as well.
const beyond = 3

// ReadAll asks a Reader every question there is about the IDs of a sample, and about some IDs more
// that are in none.
func ReadAll(r app.Reader, size Size) []Answer {
	var a asked
	seq, hash, err := r.Head()
	a.single("head", []any{seq, hash}, true, err)
	ledger, err := r.LedgerID()
	a.single("ledger", ledger, true, err)
	request, err := r.LastRequest()
	a.single("last request", request, true, err)
	claim, err := r.LastClaim()
	a.single("last claim", claim, true, err)
	message, err := r.LastMessage()
	a.single("last message", message, true, err)
	scanned(&a, "customers", r.Customers(ids.Tenant{}))
	scanned(&a, "partners", r.Partners(ids.Partner{}))
	scanned(&a, "tenants", r.Tenants(ids.Tenant{}))
	scanned(&a, "requests", r.Requests(ids.Request{}))
	scanned(&a, "messages", r.Messages(0))
	scanned(&a, "entries", r.Entries(0))
	scanned(&a, "claims", r.Claims(ids.Claim{}))
	for _, status := range cpor.Statuses() {
		scanned(&a, "claims that are "+string(status), r.ClaimsWith(status, ids.Claim{}))
	}
	for n := range size.Tenants + beyond {
		v, ok, err := r.Customer(Tenant(n))
		a.single("customer", v, ok, err)
		scanned(&a, "seats", r.Seats(Tenant(n), ids.Subscription{}))
		scanned(&a, "associations in", r.AssociationsIn(Tenant(n)))
		scanned(&a, "claims for", r.ClaimsFor(Tenant(n), ids.Claim{}))
		for _, w := range Workloads() {
			a.holder(r, cpor.Place{Tenant: Tenant(n), Workload: w})
		}
	}
	for n := range size.Partners + beyond {
		v, ok, err := r.Partner(Partner(n))
		a.single("partner", v, ok, err)
		scanned(&a, "holdings", r.Holdings(Partner(n), app.Holding{}))
		scanned(&a, "associations of", r.AssociationsOf(Partner(n)))
		scanned(&a, "claims of", r.ClaimsOf(Partner(n), ids.Claim{}))
	}
	for n := range size.Subscriptions + beyond {
		v, ok, err := r.Subscription(Subscription(n))
		a.single("subscription", v, ok, err)
		place, err := r.Place(Subscription(n))
		a.single("place", place, true, err)
		home, ok, err := r.TenantOf(Subscription(n))
		a.single("tenant of", home, ok, err)
		for tenant := range size.Tenants {
			seat, ok, err := r.Seat(Tenant(tenant), Subscription(n))
			a.single("seat", seat, ok, err)
		}
		if err == nil {
			place, err = r.PlaceIn(home, Subscription(n))
		}
		a.single("place in", place, true, err)
		q, ok, err := r.Request(ids.RequestFromNumber(uint64(n)))
		a.single("request", q, ok, err)
		c, ok, err := r.Claim(ids.ClaimFromNumber(uint64(n)))
		a.single("claim", c, ok, err)
		for tenant := range size.Tenants {
			a.holder(r, cpor.Place{Tenant: Tenant(tenant), Subscription: Subscription(n)})
		}
	}
	sample := Sample(size)
	for _, c := range sample.Claims {
		for _, p := range c.Places() {
			a.holder(r, p)
		}
	}
	for _, want := range sample.Associations {
		v, ok, err := r.Association(want.Key())
		a.single("association", v, ok, err)
	}
	return a.answers
}

type asked struct{ answers []Answer }

func (a *asked) single(question string, v any, ok bool, err error) {
	answer := Answer{Question: fmt.Sprintf("%s (question %d)", question, len(a.answers)), Err: err}
	if err == nil {
		answer.Rows = []any{v, ok}
	}
	a.answers = append(a.answers, answer)
}

func (a *asked) holder(r app.Reader, p cpor.Place) {
	partner, err := r.ClaimHolder(p)
	a.single("holder of "+p.Name(), partner, true, err)
}

func scanned[V any](a *asked, question string, rows iter.Seq2[V, error]) {
	answer := Answer{Question: fmt.Sprintf("%s (question %d)", question, len(a.answers))}
	for _, v := range Collect(rows, func(err error) { answer.Err = err }) {
		answer.Rows = append(answer.Rows, v)
	}
	a.answers = append(a.answers, answer)
}

// Wrong names the first answer that is not the wanted one; it is empty where there is none. An answer
// that ended with an error is right as far as it goes; failed counts those.
func Wrong(got, want []Answer) (wrong string, failed int) {
	if len(got) != len(want) {
		return fmt.Sprintf("%d answers, want %d", len(got), len(want)), 0
	}
	for i, g := range got {
		w := want[i].Rows
		if g.Err != nil {
			failed++
			w = w[:min(len(g.Rows), len(w))]
		}
		if !reflect.DeepEqual(append([]any{}, g.Rows...), append([]any{}, w...)) {
			return fmt.Sprintf("%s:\n got %+v\nwant %+v", g.Question, g.Rows, w), failed
		}
	}
	return "", failed
}

// Collect gives the values of a scan up to its first error, which note is told.
func Collect[V any](rows iter.Seq2[V, error], note func(error)) (list []V) {
	for v, err := range rows {
		if err != nil {
			note(err)
			return list
		}
		list = append(list, v)
	}
	return list
}
