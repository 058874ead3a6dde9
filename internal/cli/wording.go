package cli

import (
	"context"
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// wording makes of letters what package notify words, each in the language of whom it goes to.
type wording struct {
	fallback  string // the language of whoever has none
	workloads cpor.Catalogue
	texts     map[string]*catalogue.Texts
}

// wording words letters. Where the catalogue of workloads cannot be read, messages name them by their IDs:
// that is no reason to keep a message back.
func (s *shell) wording(ctx context.Context) *wording {
	w := &wording{fallback: s.config.Mail.Lang, texts: map[string]*catalogue.Texts{}}
	w.workloads, _ = s.workloads(ctx)
	return w
}

// language is the partner's, else the customer's, else the one of the settings (CONTRACT section 10). What
// goes to the customer is in the customer's. What was sent stays in the one it went in.
func (w *wording) language(l app.Letter) string {
	if l.Message.Lang != "" {
		return l.Message.Lang
	}
	if l.Message.Kind.ToCustomer() {
		return notify.Language(l.Customer.Language, w.fallback)
	}
	return notify.Language(l.Partner.Language, l.Customer.Language, w.fallback)
}

// subject is the subject of a letter, of a sent one that under which it went; empty for a kind that this program
// does not know.
func (w *wording) subject(l app.Letter) string {
	if l.Message.Subject != "" {
		return l.Message.Subject
	}
	text, err := notify.Subject(w.facts(l))
	if err != nil {
		return ""
	}
	return text
}

// envelope is a letter that was put into words, with what it needs to travel.
func (w *wording) envelope(l app.Letter, mail notify.Mail) notify.Envelope {
	return notify.Envelope{
		Mail: mail, MessageID: l.Message.MessageID, At: l.Message.CreatedAt, To: l.Addresses(), Had: l.Message.Has(), Lang: w.language(l),
	}
}

// facts are what a letter tells.
func (w *wording) facts(l app.Letter) notify.Facts {
	lang := w.language(l)
	contact := l.Customer.ContactName
	if !l.Message.Claim.IsZero() {
		contact = l.Claim.Form.Customer.Name
	}
	return notify.Facts{
		Kind: l.Message.Kind, Lang: lang,
		Partner: notify.Partner{ID: l.Partner.ID, Name: l.Partner.Name}, Other: notify.Partner{ID: l.Other.ID, Name: l.Other.Name},
		Customer:     notify.Customer{Tenant: l.Customer.Tenant, Name: l.Customer.Name, Contact: contact},
		Subscription: subscriptionFact(l.Subscription), Since: since(l),
		Stamp: l.Stamp, Comment: l.Comment, Reason: l.Reason, Request: l.Message.Request,
		Claim:  w.claim(l, lang),
		Digest: notify.Digest{Gained: l.Message.Gained, Lost: l.Message.Lost, Changes: changeFacts(l.Changes)},
	}
}

// since is since when it is so: of an approved claim the day on which it was approved; see cpor.State.Tenures.
func since(l app.Letter) day.Day {
	if l.Message.Kind == notice.ClaimApproved && !l.Stamp.At.IsZero() {
		return day.Of(l.Stamp.At)
	}
	return l.Message.Since
}

func subscriptionFact(s record.Subscription) notify.Subscription {
	return notify.Subscription{ID: s.ID, Name: s.Name, Product: s.Product}
}

// claim is the claim that a letter is about, as people read it.
func (w *wording) claim(l app.Letter, lang string) notify.Claim {
	c := notify.Claim{ID: l.Message.Claim, Name: l.Claim.Name, DueOn: l.DueOn, Lapsed: l.Lapsed}
	if c.ID.IsZero() {
		return c
	}
	if w.texts[lang] == nil {
		w.texts[lang] = catalogue.New(lang)
	}
	if area := l.Claim.Area; area != "" {
		c.Area = w.texts[lang].Text("claim.area."+string(area), nil)
	}
	if role := l.Claim.Role; role != "" {
		c.Role = w.texts[lang].Text("claim.role."+string(role), nil)
	}
	for _, id := range l.Claim.Workloads {
		c.Workloads = append(c.Workloads, w.workloads.Name(l.Claim.Area, id))
	}
	for _, s := range l.ClaimedOf {
		c.Subscriptions = append(c.Subscriptions, subscriptionFact(s))
	}
	return c
}

// changeFacts are the changes of a digest; none for a letter that has no list of them.
func changeFacts(changes iter.Seq2[app.PlaceChange, error]) iter.Seq2[notify.Change, error] {
	if changes == nil {
		return nil
	}
	return func(yield func(notify.Change, error) bool) {
		for c, err := range changes {
			change := notify.Change{
				Subscription: subscriptionFact(c.Subscription), Tenant: c.Subscription.Tenant, CustomerName: c.CustomerName,
				Result: c.Action, Partner: c.Partner, Previous: c.Previous, Since: c.Since, Comment: c.Comment,
			}
			if !yield(change, err) {
				return
			}
		}
	}
}
