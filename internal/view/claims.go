package view

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Claims is a list of claims, or one of them (CONTRACT section 8).
func Claims() ui.View[app.ClaimCard] {
	type c = app.ClaimCard
	return ui.View[c]{Columns: []ui.Column[c]{
		shown("claimId", record.ID, func(r *c) string { return r.ID.String() }),
		shown("name", record.Text, func(r *c) string { return r.Name }),
		shown("status", record.Word, func(r *c) string { return string(r.Status) }),
		plain("solutionArea", record.Word, func(r *c) string { return string(r.Area) }),
		shown("role", record.Word, func(r *c) string { return string(r.Role) }),
		shown("partnerId", record.ID, func(r *c) string { return r.Partner.String() }),
		plain("partnerName", record.Text, func(r *c) string { return r.PartnerName }),
		plain("tenantId", record.ID, func(r *c) string { return r.Tenant.String() }),
		shown("customerName", record.Text, func(r *c) string { return r.CustomerName }),
		plain("domain", record.Text, func(r *c) string { return r.Domain }),
		plain("workloads", record.List, func(r *c) string { return joined(r.Workloads) }),
		plain("subscriptionIds", record.List, func(r *c) string { return joined(idTexts(r.Subscriptions)) }),
		plain("noPayment", record.Truth, func(r *c) string { return truth(r.NoPayment) }),
		nested("customerContact", func(r *c) any {
			return ui.Members{member("name", r.Form.Customer.Name), member("title", r.Form.Customer.Title), member("email", r.Form.Customer.Email)}
		}, func(r *c) string { return people(r.Form.Customer) }),
		nested("companyContact", func(r *c) any {
			return ui.Members{member("name", r.Company.Name), member("email", r.Company.Email)}
		}, func(r *c) string { return people(r.Company) }),
		nested("solution", func(r *c) any {
			return ui.Members{
				member("sellerName", r.Solution.Seller), member("customerName", r.Solution.Customer), member("productName", r.Solution.Product),
			}
		}, func(r *c) string { return filled(", ", r.Solution.Seller, r.Solution.Customer, r.Solution.Product) }),
		nested("evidence", func(r *c) any { return documents(r.State) }, documentNames),
		nested("comments", func(r *c) any { return comments(r.Comments) }, commentTexts),
		shown("dueOn", record.Day, func(r *c) string { return r.DueOn.String() }),
		nested("attestation", func(r *c) any { return attested(r.Attestation) }, func(r *c) string {
			return filled(", ", r.Attestation.By, instant(r.Attestation.At))
		}),
		nested("history", func(r *c) any { return moves(r.Moves) }, path),
	}}
}

// nested is an object or a list of objects in JSON and YAML, and a short text everywhere else.
func nested[T any](key string, raw func(*T) any, text func(*T) string) ui.Column[T] {
	return ui.Column[T]{Key: key, Type: record.Text, Text: text, Raw: raw}
}

func member(key, text string) ui.Member { return ui.Member{Key: key, Type: record.Text, Text: text} }

func documents(s cpor.State) []ui.Members {
	list := make([]ui.Members, len(s.Evidence))
	for i, d := range s.Evidence {
		list[i] = ui.Members{
			member("sha256", d.Hash.String()), member("fileName", d.FileName),
			{Key: "size", Type: record.Number, Text: number(d.Size)},
			member("mediaType", d.MediaType), member("addedAt", instant(d.AddedAt)), member("addedBy", d.AddedBy),
		}
	}
	return list
}

func comments(told []cpor.Comment) []ui.Members {
	list := make([]ui.Members, len(told))
	for i, c := range told {
		list[i] = ui.Members{member("at", instant(c.At)), member("by", c.By), member("text", c.Text)}
	}
	return list
}

func attested(a cpor.Attestation) ui.Members {
	if a.At.IsZero() {
		return nil
	}
	return ui.Members{member("at", instant(a.At)), member("by", a.By), member("text", a.Text)}
}

func moves(made []cpor.Move) []ui.Members {
	list := make([]ui.Members, len(made))
	for i, m := range made {
		list[i] = ui.Members{
			member("at", instant(m.At)), member("by", m.By), member("role", m.Role), member("action", string(m.Verb)),
			member("from", string(m.From)), member("to", string(m.To)), member("reason", m.Reason),
		}
	}
	return list
}

func idTexts(list []ids.Subscription) []string {
	texts := make([]string, len(list))
	for i, id := range list {
		texts[i] = id.String()
	}
	return texts
}

func people(c cpor.Contact) string { return filled(", ", c.Name, c.Title, c.Email) }

// filled joins the texts that are not empty.
func filled(separator string, texts ...string) string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return strings.Join(list, separator)
}

func documentNames(r *app.ClaimCard) string {
	var names []string
	for _, d := range r.Evidence {
		names = append(names, d.FileName)
	}
	return strings.Join(names, ", ")
}

func commentTexts(r *app.ClaimCard) string {
	var texts []string
	for _, c := range r.Comments {
		texts = append(texts, c.Text)
	}
	return strings.Join(texts, " / ")
}

// path is the statuses that a claim went through.
func path(r *app.ClaimCard) string {
	var went []string
	for _, m := range r.Moves {
		if n := len(went); n == 0 || went[n-1] != string(m.To) {
			went = append(went, string(m.To))
		}
	}
	return strings.Join(went, " > ")
}

// Documents is a list of the evidence of a claim, or one document of it.
func Documents() ui.View[cpor.Document] {
	type d = cpor.Document
	return ui.View[d]{Columns: []ui.Column[d]{
		shown("sha256", record.ID, func(r *d) string { return r.Hash.String() }),
		shown("fileName", record.Text, func(r *d) string { return r.FileName }),
		shown("size", record.Number, func(r *d) string { return number(r.Size) }),
		shown("mediaType", record.Word, func(r *d) string { return r.MediaType }),
		shown("addedAt", record.Text, func(r *d) string { return instant(r.AddedAt) }),
		plain("addedBy", record.Text, func(r *d) string { return r.AddedBy }),
	}}
}

// ClaimHistory is who did what to a claim, when and in which role, with the keys of every history.
func ClaimHistory() ui.View[app.PastClaim] {
	type p = app.PastClaim
	return ui.View[p]{Columns: []ui.Column[p]{
		shown("at", record.Text, func(r *p) string { return instant(r.At) }),
		shown("by", record.Text, func(r *p) string { return r.By }),
		shown("role", record.Word, func(r *p) string { return r.Role }),
		plain("assurance", record.Word, func(r *p) string { return r.Assurance }),
		shown("action", record.Word, func(r *p) string { return string(r.Verb) }),
		plain("subscriptionId", record.ID, func(*p) string { return "" }),
		plain("partnerId", record.ID, func(r *p) string { return r.Partner.String() }),
		plain("previousPartnerId", record.ID, func(*p) string { return "" }),
		plain("comment", record.Text, func(r *p) string { return r.Comment }),
		plain("journal", record.Number, func(r *p) string { return number(r.Journal) }),
		plain("claimId", record.ID, func(r *p) string { return r.Claim.String() }),
		shown("from", record.Word, func(r *p) string { return string(r.From) }),
		shown("to", record.Word, func(r *p) string { return string(r.To) }),
		shown("reason", record.Text, func(r *p) string { return r.Reason }),
	}}
}

// WrittenFile is a file that was made for a claim.
type WrittenFile struct {
	Claim ids.Claim
	File  string
	Size  int // in bytes
}

// Written is a file that was made.
func Written() ui.View[WrittenFile] {
	type w = WrittenFile
	return ui.View[w]{Columns: []ui.Column[w]{
		shown("claimId", record.ID, func(r *w) string { return r.Claim.String() }),
		shown("file", record.Text, func(r *w) string { return r.File }),
		shown("size", record.Number, func(r *w) string { return number(r.Size) }),
	}}
}
