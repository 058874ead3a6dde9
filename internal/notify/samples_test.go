package notify_test

import (
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
)

const (
	requested = notice.PartnerRequested
	declined  = notice.RequestDeclined
)

func languages() []string { return []string{"en", "es", "sv"} }

// kinds are the kinds of messages that changes of places, moves of claims, digests and requests call for.
func kinds() []notice.Kind {
	list := []notice.Kind{requested, declined}
	for _, action := range []por.Action{por.Added, por.Changed, por.Removed} {
		for _, m := range notice.For(por.Event{Action: action}) {
			list = append(list, m.Kind)
		}
	}
	for _, edge := range cpor.Edges() {
		for _, m := range notice.ForClaim(cpor.State{}, cpor.Event{Verb: edge.Verb}) {
			list = append(list, m.Kind)
		}
	}
	var tally notice.Tally
	tally.Add(por.Event{Action: por.Added, Partner: fabrikam().ID})
	for _, m := range tally.Digests() {
		list = append(list, m.Kind)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func fabrikam() notify.Partner {
	id, _ := ids.PartnerFromNumber(4391507)
	return notify.Partner{ID: id, Name: "Fabrikam Cloud Services"}
}

func northwind() notify.Partner {
	id, _ := ids.PartnerFromNumber(5127255)
	return notify.Partner{ID: id, Name: "Northwind Consulting"}
}

func tenant() ids.Tenant { return ids.TenantFromBytes([16]byte{0x7a, 0x1c, 15: 0x10}) }

func subscription(n byte, name string) notify.Subscription {
	return notify.Subscription{ID: ids.SubscriptionFromBytes([16]byte{0x0b, 0x0f, 15: n}), Name: name, Product: "dynamics365"}
}

// facts is everything that a message of a kind can tell.
func facts(kind notice.Kind, lang string) notify.Facts {
	f := notify.Facts{
		Kind: kind, Lang: lang, Partner: fabrikam(),
		Customer: notify.Customer{Tenant: tenant(), Name: "Contoso", Contact: "Alva Lind"},
		Stamp: journal.Stamp{
			At: time.Date(2024, 5, 31, 9, 30, 15, 0, time.UTC), By: "admin@contoso.example", Role: "global-admin", Assurance: "asserted",
		},
	}
	switch kind {
	case notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved, requested, declined:
		f.Subscription, f.Since = subscription(1, "Sales Enterprise"), date("2024-05-01")
		f.Other = northwind()
	case notice.Digest:
		f.Digest = notify.Digest{Gained: 2, Lost: 1, Changes: rows(changes()...)}
	default:
		f.Claim = notify.Claim{
			ID: ids.ClaimFromNumber(7), Name: "Teams for everyone", Area: "Modern Work and Security", Role: "Use or consume",
			Workloads: []string{"Teams", "Intune"}, Subscriptions: []notify.Subscription{subscription(1, "Sales Enterprise"), subscription(2, "Field Service")},
			DueOn: date("2024-06-07"),
		}
		f.Reason = "The form has no date"
	}
	switch kind {
	case notice.PartnerAdded, notice.PartnerReplaced, notice.PartnerRemoved:
		f.Comment = "Agreed on the telephone"
	case requested:
		f.Request, f.Reason = ids.RequestFromNumber(3), "We have run it since May"
		f.Stamp.By, f.Stamp.Role = "bo@fabrikam.example", "incentives-admin"
	case declined:
		f.Request, f.Reason, f.Since, f.Other = ids.RequestFromNumber(3), "We have run it since May", 0, notify.Partner{}
	case notice.ClaimApproved:
		f.Since = date("2024-05-31")
		fallthrough
	case notice.ClaimSubmitted, notice.ClaimReturned, notice.ClaimRejected:
		f.Stamp.By, f.Stamp.Role = "bo@fabrikam.example", "incentives-admin"
	}
	return f
}

func changes() []notify.Change {
	given := notify.Change{
		Subscription: subscription(1, "Sales, Enterprise"), Tenant: tenant(), CustomerName: `Contoso "Nordic"`,
		Result: por.Changed, Partner: fabrikam().ID, Previous: northwind().ID, Since: date("2024-05-01"),
	}
	lost := notify.Change{
		Subscription: subscription(2, "=SUM(A1:A9)"), Tenant: tenant(), CustomerName: "Åkeri\r\n-Öst",
		Result: por.Removed, Previous: fabrikam().ID, Since: date("2024-05-02"), Comment: "Moved; see\r\n=our mail",
	}
	return []notify.Change{given, lost}
}

func rows(list ...notify.Change) iter.Seq2[notify.Change, error] {
	return func(yield func(notify.Change, error) bool) {
		for _, c := range list {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func date(text string) day.Day {
	d, err := day.Parse(text)
	if err != nil {
		panic(err) // the samples are written here
	}
	return d
}

// tester is a test or a check of rapid.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func write(t tester, f notify.Facts) notify.Mail {
	t.Helper()
	m, err := notify.Write(f)
	if err != nil {
		t.Fatalf("%s in %q: %v", f.Kind, f.Lang, err)
	}
	return m
}

// each runs a test for every kind of message in every language.
func each(t *testing.T, check func(t *testing.T, kind notice.Kind, lang string)) {
	t.Helper()
	for _, kind := range kinds() {
		for _, lang := range languages() {
			t.Run(lang+"/"+string(kind), func(t *testing.T) { check(t, kind, lang) })
		}
	}
}
