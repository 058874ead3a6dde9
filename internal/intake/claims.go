package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// ReadClaims reads new claims: the keys of a claim's form, in any form of file; the other keys of a
// claim are read over, so that what "claim show" printed as JSON, NDJSON or YAML is read back as a new
// one. The error holds everything that Read would refuse; beside it stand the rows with what could be read of
// them, so that what else is wrong with those can be told with it.
func ReadClaims(sources []Source) ([]app.Row[cpor.Form], error) {
	r, refused := gathering(claims, sources...)
	return r.claims, fault.Join(refused)
}

// drafts takes claims as their partner fills them in. Which fields a claim has to have the claim itself
// says when it is submitted: a draft may lack any.
func (d *document) drafts() *table[cpor.Form] {
	return &table[cpor.Form]{document: d, keep: keptIn(&d.reading.claims), rules: rules[cpor.Form]{
		fields: cpor.FormFields(),
		readOver: []string{
			"claimId", "status", "evidence", "comments", "dueOn", "history", "attestation", "partnerName", "customerName",
		},
		fresh:        func() cpor.Form { return cpor.Form{} },
		partly:       true,
		lacks:        needs(),
		subscription: func(*cpor.Form) string { return "" },
	}}
}

// keptIn keeps rows in a list.
func keptIn[T any](list *[]app.Row[T]) func(app.Row[T]) error {
	return func(row app.Row[T]) error { *list = append(*list, row); return nil }
}

// ReadCatalogue reads what can be claimed. The error holds everything that Read would refuse, and is invalid
// for a name that two items of one solution area have.
func ReadCatalogue(s Source) (cpor.Catalogue, error) {
	r, refused := gathering(items, s)
	var catalogue cpor.Catalogue
	for _, row := range r.items {
		for i, name := range append([]string{row.Record.ID, row.Record.Name}, row.Record.Aliases...) {
			column := []string{"workload", "name", "aliases"}[min(i, 2)]
			if other, known := catalogue.Find(row.Record.Area, name); known {
				refused = append(refused, fault.New(fault.Invalid, "intake.workload.twice", "name", name, "other", other.ID).In(row.File, row.Line, column, name))
			}
		}
		catalogue = append(catalogue, row.Record)
	}
	if len(refused) > 0 {
		return nil, fault.Join(refused)
	}
	return catalogue, nil
}

// longestWorkload is how many bytes a workload's ID may have: it is part of what a store finds a place
// by.
const longestWorkload = 200

func (d *document) workloads() *table[cpor.Item] {
	return &table[cpor.Item]{document: d, keep: keptIn(&d.reading.items), rules: rules[cpor.Item]{
		fields: cpor.ItemFields(),
		fresh:  func() cpor.Item { return cpor.Item{} },
		lacks:  needs("workload", "solutionArea"),
		check: func(i *cpor.Item) *fault.Error {
			if len(i.ID) > longestWorkload || strings.ContainsAny(i.ID, ";,") {
				e := fault.New(fault.Invalid, "intake.workload.id", "most", longestWorkload)
				e.Column = "workload"
				return e
			}
			for _, product := range i.Products {
				s := record.NewSubscription()
				position, _ := record.Position(record.SubscriptionFields(), "product")
				if err := record.SubscriptionFields()[position].Parse(&s, product); err != nil {
					e := *fault.As(err)
					e.Column = "products"
					return &e
				}
			}
			return nil
		},
		subscription: func(*cpor.Item) string { return "" },
	}}
}
