// Package poe owns the proof-of-execution form: what stands in it, in which order, and the DOCX
// document that it is written as (CONTRACT section 8, DOMAIN 1.8). The parts of a document that are the
// same in every form are files in the folder parts.
//
// It must not know of claims as they are kept, of files or of languages: what it fills in are texts, and
// its sentences come from the caller.
package poe

import "io"

// Form is what the form is filled in with; texts are as the claim has them. All but ClaimID can be empty:
// that becomes a space to fill in by hand.
type Form struct {
	ClaimID, ClaimName                       string
	SolutionArea, Role                       string // as people read them, in the form's language
	PartnerID, PartnerName, PartnerCity      string
	TenantID, Domain, CustomerName           string
	Items                                    []Item // what is claimed: workloads or subscriptions
	CustomerContact, CompanyContact          Contact
	SellerName, EndCustomerName, ProductName string // influenced revenue only; empty otherwise
	NoPayment                                bool   // the partner wants no incentive payments
	Prepared                                 string // YYYY-MM-DD
}

// Item is a workload or a subscription that is claimed.
type Item struct{ ID, Name string }

// Contact is a person of the customer or of the partner.
type Contact struct{ Name, Title, Email string }

// sentences gives a sentence of the catalogue for a key and pairs of names and values.
type sentences func(key string, args ...any) string

// Text is the sentence under a key.
func (s sentences) Text(key string, args ...any) string { return s(key, args...) }

// Write writes the form as a DOCX document. text gives a sentence of the catalogue, for a key and pairs
// of names and values, in the language that lang names: "en", "es" or "sv". The same form gives the same
// bytes. The error is the writer's.
//
// Its sections ask for everything whose lack sends a form back: the customer's signature, the dates, the
// partner's service and every product (DOMAIN 1.8).
func Write(w io.Writer, f Form, lang string, text func(key string, args ...any) string) error {
	c := composer{texts: text}
	c.compose(f)
	name := c.texts.Text("poe.document", "claim", f.ClaimID)
	return pack(w, content{
		title:    name,
		creator:  f.PartnerName,
		footer:   name,
		language: languageTag(lang),
		prepared: f.Prepared,
		body:     c.page.String(),
	})
}

// languageTag is the language as a word processor knows it, for spelling and for reading aloud.
func languageTag(lang string) string {
	switch lang {
	case "es":
		return "es-ES"
	case "sv":
		return "sv-SE"
	}
	return "en-GB"
}
