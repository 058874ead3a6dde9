package view

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Wording is what a list of messages says in words.
type Wording struct {
	// Subject is the subject of a message.
	Subject func(app.Letter) string
	// Unaddressed says that nobody knows where a message goes to.
	Unaddressed func(app.Letter) string
}

// Letters is a list of messages, or one of them.
func Letters(w Wording) ui.View[app.Letter] {
	type l = app.Letter
	return ui.View[l]{Columns: []ui.Column[l]{
		shown("id", record.Number, func(r *l) string { return number(r.Message.ID) }),
		plain("messageId", record.ID, func(r *l) string { return r.Message.MessageID }),
		shown("kind", record.Word, func(r *l) string { return string(r.Message.Kind) }),
		shown("to", record.Text, func(r *l) string { return r.To }),
		shown("subject", record.Text, func(r *l) string { return w.Subject(*r) }),
		shown("status", record.Word, func(r *l) string { return string(r.Message.Status) }),
		plain("tries", record.Number, func(r *l) string { return number(r.Message.Tries) }),
		shown("nextTry", record.Text, func(r *l) string { return instant(r.Message.NextTry) }),
		shown("reason", record.Text, w.reason),
		plain("createdAt", record.Text, func(r *l) string { return instant(r.Message.CreatedAt) }),
		plain("partnerId", record.ID, func(r *l) string { return r.Message.Partner.String() }),
		plain("subscriptionId", record.ID, func(r *l) string { return r.Message.Subscription.String() }),
		plain("claimId", record.ID, func(r *l) string { return r.Message.Claim.String() }),
		plain("requestId", record.ID, func(r *l) string { return r.Message.Request.String() }),
		plain("statusAt", record.Text, func(r *l) string { return instant(r.Message.Moved) }),
		plain("handedOverTo", record.Text, func(r *l) string { return strings.Join(r.Message.Has(), ", ") }),
	}}
}

// reason is why the last try failed, or why there can be none.
func (w Wording) reason(l *app.Letter) string {
	if l.Message.Reason == "" && l.To == "" && l.Message.Status == notice.Queued {
		return w.Unaddressed(*l)
	}
	return l.Message.Reason
}

// WordedLetter is a message as it would be sent.
type WordedLetter struct {
	app.Letter
	Lang       string
	Text, HTML string
	Attachment string // the name of the file that goes with it; may be empty
}

// WordedLetters is one message with what it says.
func WordedLetters(w Wording) ui.View[WordedLetter] {
	type l = WordedLetter
	return ui.View[l]{Columns: append(
		embedded(Letters(w).Columns, func(r *l) *app.Letter { return &r.Letter }),
		plain("language", record.Word, func(r *l) string { return r.Lang }),
		plain("attachment", record.Text, func(r *l) string { return r.Attachment }),
		plain("text", record.Text, func(r *l) string { return r.Text }),
		plain("html", record.Text, func(r *l) string { return r.HTML }),
	)}
}

// Sent is how a run of the sender ended.
func Sent() ui.View[app.Sent] {
	type s = app.Sent
	return ui.View[s]{Columns: []ui.Column[s]{
		shown("dryRun", record.Truth, func(r *s) string { return truth(r.DryRun) }),
		shown("sent", record.Number, func(r *s) string { return number(r.Sent) }),
		shown("failed", record.Number, func(r *s) string { return number(r.Failed) }),
		shown("givenUp", record.Number, func(r *s) string { return number(r.GivenUp) }),
		shown("unaddressed", record.Number, func(r *s) string { return number(r.Unaddressed) }),
		shown("waiting", record.Number, func(r *s) string { return number(r.Waiting) }),
	}}
}
