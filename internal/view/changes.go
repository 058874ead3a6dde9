package view

import (
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// Changes is what happened to places. code and message are those of a refused change; a change that
// is printed was never refused, refusals are errors.
func Changes() ui.View[app.Change] {
	type c = app.Change
	return ui.View[c]{Columns: []ui.Column[c]{
		shown("result", record.Word, func(r *c) string { return string(r.Result) }),
		shown("subscriptionId", record.ID, func(r *c) string { return r.Subscription.String() }),
		plain("tenantId", record.ID, func(r *c) string { return r.Tenant.String() }),
		shown("partnerId", record.ID, func(r *c) string { return r.Partner.String() }),
		shown("previousPartnerId", record.ID, func(r *c) string { return r.Previous.String() }),
		shown("partnerName", record.Text, func(r *c) string { return r.PartnerName }),
		plain("code", record.Word, func(*c) string { return "" }),
		plain("message", record.Text, func(*c) string { return "" }),
	}}
}

// Decision is a decided request with what it did to the place; a declined one did nothing.
func Decision() ui.View[app.Decision] {
	columns := embedded(Requests().Columns, func(d *app.Decision) *request.State { return &d.Request })
	seen := map[string]bool{}
	for _, c := range columns {
		seen[c.Key] = true
	}
	for _, c := range embedded(Changes().Columns, func(d *app.Decision) *app.Change { return &d.Change }) {
		if !seen[c.Key] {
			columns = append(columns, c)
		}
	}
	return ui.View[app.Decision]{Columns: columns}
}

// History is who did what to a place, when and in which role.
func History() ui.View[app.Past] {
	type p = app.Past
	return ui.View[p]{Columns: []ui.Column[p]{
		shown("at", record.Text, func(r *p) string { return instant(r.At) }),
		shown("by", record.Text, func(r *p) string { return r.By }),
		shown("role", record.Word, func(r *p) string { return r.Role }),
		plain("assurance", record.Word, func(r *p) string { return r.Assurance }),
		shown("action", record.Word, func(r *p) string { return string(r.Action) }),
		shown("subscriptionId", record.ID, func(r *p) string { return r.Subscription.String() }),
		shown("partnerId", record.ID, func(r *p) string { return r.Partner.String() }),
		shown("previousPartnerId", record.ID, func(r *p) string { return r.Previous.String() }),
		shown("comment", record.Text, func(r *p) string { return r.Comment }),
		plain("journal", record.Number, func(r *p) string { return number(r.Journal) }),
		plain("since", record.Day, func(r *p) string { return r.Since.String() }),
	}}
}

// Audit is the journal. A table counts an entry's changes, the other forms list them.
func Audit(asTable bool) ui.View[app.Transaction] {
	type t = app.Transaction
	changes := ui.Column[t]{Key: "changes", Raw: func(r *t) any { return describe(r.Changes) }}
	if asTable {
		changes = shown("changes", record.Number, func(r *t) string { return number(len(r.Changes)) })
	}
	return ui.View[t]{Columns: []ui.Column[t]{
		shown("seq", record.Number, func(r *t) string { return number(r.Seq) }),
		shown("at", record.Text, func(r *t) string { return instant(r.At) }),
		shown("by", record.Text, func(r *t) string { return r.By }),
		shown("role", record.Word, func(r *t) string { return r.Role }),
		plain("assurance", record.Word, func(r *t) string { return r.Assurance }),
		shown("command", record.Text, func(r *t) string { return r.Command }),
		changes,
		plain("previous", record.ID, func(r *t) string { return hash(r.Previous[:]) }),
		plain("hash", record.ID, func(r *t) string { return hash(r.Hash[:]) }),
	}}
}

func hash(b []byte) string { return hex.EncodeToString(b) }

// describe is each event as an object whose first key says what it is about.
func describe(events []app.Event) []any {
	list := make([]any, len(events))
	for i, e := range events {
		switch e := e.(type) {
		case por.Event:
			list[i] = designation{
				"designation", string(e.Action), e.Subscription.String(), e.Tenant.String(),
				orNull(e.Partner.String()), orNull(e.Previous.String()), e.Since.String(), orNull(e.Comment),
			}
		case request.Event:
			list[i] = asked{"request", string(e.Status), e.ID.String()}
		case cpor.Event:
			list[i] = claimed{
				"claim", string(e.Verb), e.Claim.String(), orNull(string(e.From)), string(e.To), orNull(e.Reason),
				orNull(e.Comment), orNull(e.DueOn.String()), formRecord(e.Form), attachedHashes(e), detachedHashes(e), orNull(e.Attestation),
			}
		case record.Recorded[record.Customer]:
			list[i] = recorded("customer", e.New, record.CustomerFields(), e.Record)
		case record.Recorded[record.Subscription]:
			list[i] = recorded("subscription", e.New, record.SubscriptionFields(), e.Record)
		case record.Recorded[record.Partner]:
			list[i] = recorded("partner", e.New, record.PartnerFields(), e.Record)
		case record.Recorded[record.Association]:
			list[i] = recorded("association", e.New, record.AssociationFields(), e.Record)
		}
	}
	return list
}

type designation struct {
	Of                string  `json:"of"`
	Action            string  `json:"action"`
	SubscriptionID    string  `json:"subscriptionId"`
	TenantID          string  `json:"tenantId"`
	PartnerID         *string `json:"partnerId"`
	PreviousPartnerID *string `json:"previousPartnerId"`
	Since             string  `json:"since"`
	Comment           *string `json:"comment"`
}

type asked struct {
	Of        string `json:"of"`
	Action    string `json:"action"`
	RequestID string `json:"requestId"`
}

type claimed struct {
	Of       string         `json:"of"`
	Action   string         `json:"action"`
	ClaimID  string         `json:"claimId"`
	From     *string        `json:"from"`
	To       string         `json:"to"`
	Reason   *string        `json:"reason"`
	Comment  *string        `json:"comment"`
	DueOn    *string        `json:"dueOn"`
	Record   map[string]any `json:"record"`
	Attached []string       `json:"attached"`
	Detached []string       `json:"detached"`
	Attested *string        `json:"attestation"`
}

// formRecord is what a claim was filled in with; nil where the move did not fill it in.
func formRecord(f *cpor.Form) map[string]any {
	if f == nil {
		return nil
	}
	return recorded("", true, cpor.FormFields(), *f).Record
}

func attachedHashes(e cpor.Event) []string {
	list := []string{}
	for _, d := range e.Added {
		list = append(list, d.Hash.String())
	}
	return list
}

func detachedHashes(e cpor.Event) []string {
	list := []string{}
	for _, h := range e.Removed {
		list = append(list, h.String())
	}
	return list
}

type kept struct {
	Of     string         `json:"of"`
	Action string         `json:"action"`
	Record map[string]any `json:"record"`
}

// orNull is a text, null where it is empty.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// recorded is a reference record as it was told, without the fields that are not set.
func recorded[T any](of string, isNew bool, fields []record.Field[T], r T) kept {
	k := kept{Of: of, Action: "changed", Record: map[string]any{}}
	if isNew {
		k.Action = "added"
	}
	for _, f := range fields {
		if text := f.Text(&r); text != "" {
			k.Record[f.Key] = typed(f.Type, text)
		}
	}
	return k
}

// Verified is what a verification went through.
func Verified() ui.View[app.Verified] {
	type v = app.Verified
	return ui.View[v]{Columns: []ui.Column[v]{
		shown("entries", record.Number, func(r *v) string { return number(r.Entries) }),
		shown("changes", record.Number, func(r *v) string { return number(r.Changes) }),
		shown("records", record.Number, func(r *v) string { return number(r.Records) }),
		shown("hash", record.ID, func(r *v) string { return hash(r.Hash[:]) }),
	}}
}

// typed is a field's value as JSON has it.
func typed(t record.Type, text string) any {
	switch t {
	case record.Number:
		return json.Number(text)
	case record.Truth:
		return text == "true"
	case record.List:
		return strings.Split(text, ";")
	}
	return text
}
