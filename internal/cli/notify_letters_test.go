package cli

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/request"
)

// done carries a plan out.
func done[R any](t *testing.T, plan app.Plan[R], err error) []R {
	t.Helper()
	var rows []R
	if err == nil {
		rows, err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// speaking imports records of people who all speak a language: two partners and a customer with four
// subscriptions.
func (d desk) speaking(t *testing.T, lang string) {
	t.Helper()
	customer, one, other := testkit.Customer(0), testkit.PartnerRecord(0), testkit.PartnerRecord(1)
	customer.Language, one.Language, other.Language = lang, lang, lang
	var places []record.Subscription
	for n := range 4 {
		places = append(places, testkit.Dynamics(0, n))
	}
	plan, err := d.engine().PlanImport(t.Context(), testkit.Rows{
		Customers: testkit.Customers(customer), Partners: testkit.Partners(one, other), Subscriptions: testkit.Subscriptions(places...),
	}.Read())
	if err == nil {
		err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// lives does everything that somebody is told of: with a place, with claims, with a request, and with a
// desired state.
func (d desk) lives(t *testing.T) {
	t.Helper()
	owner := d.engine()
	owner.Actor = testkit.Owner()
	for _, change := range []app.Designation{
		{Verb: por.Add, Partner: testkit.Partner(0), Comment: "as agreed"}, {Verb: por.Edit, Partner: testkit.Partner(1), Comment: "as agreed"},
		{Verb: por.Remove},
	} {
		change.Subscriptions = []ids.Subscription{testkit.Subscription(0)}
		plan, err := owner.PlanDesignation(t.Context(), change)
		done(t, plan, err)
	}
	asked, err := d.engine().PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(1), Partner: testkit.Partner(0), Reason: "we run it"})
	done(t, asked, err)

	// The catalogue of the day knew a workload that the shipped one lacks.
	then := d.engine()
	then.Catalogue = append(then.Catalogue, cpor.Item{ID: "delve", Name: "Delve", Area: cpor.ModernWorkSecurity})
	for _, verbs := range [][]cpor.Verb{{cpor.Submit, cpor.RequireAction, cpor.Submit, cpor.Approve, cpor.Decline}, {cpor.Submit, cpor.Reject}} {
		drafted, err := then.PlanDrafts(t.Context(), testkit.Forms(testkit.UseOrConsume(0, 0, "teams", "delve")))
		id := done(t, drafted, err)[0].ID
		document, content := testkit.Paper(1)
		_, _ = d.folder.Put(content) // in memory nothing can go wrong
		attached, err := then.PlanMove(t.Context(), []ids.Claim{id}, cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{document}})
		done(t, attached, err)
		for _, verb := range verbs {
			e := then
			if verb == cpor.Decline {
				e.Actor = owner.Actor
			}
			moved, err := e.PlanMove(t.Context(), []ids.Claim{id}, cpor.Command{Verb: verb, Reason: "the form has no date"})
			done(t, moved, err)
		}
	}
	wishes := []record.Desired{{Subscription: testkit.Subscription(2), Partner: testkit.Partner(0), Comment: "as agreed"}, {Subscription: testkit.Subscription(3), Partner: testkit.Partner(0)}}
	plan, err := owner.PlanApply(t.Context(), app.Wanted{Wishes: testkit.Wishes("estate.csv", testkit.Told("estate.csv", record.DesiredFields(), wishes...)...)})
	if err == nil {
		_, err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// toldOf is what a message of a kind has to hold (CONTRACT section 10, seeds/001).
func toldOf(kind notice.Kind, area, role string) []string {
	const owner, claimant = "global-admin@contoso.example", "incentives-admin@contoso.example"
	about := []string{"Customer 0", testkit.Tenant(0).String(), "Partner 0", testkit.Partner(0).String(), "Åsa Öberg", "2024-05-31 09:30 UTC"}
	if kind == notice.PartnerRemoved { // it was partner 1 by then
		about[2], about[3] = "Partner 1", testkit.Partner(1).String()
	}
	place := []string{"Subscription 0", testkit.Subscription(0).String(), "dynamics365"}
	switch kind {
	case notice.PartnerAdded:
		return append(append(about, place...), ": 2024-05-31\n", owner+" (global-admin)", "as agreed")
	case notice.PartnerReplaced:
		return append(append(about, place...), ": 2024-05-31\n", owner+" (global-admin)", "as agreed", testkit.Partner(1).String()+" Partner 1")
	case notice.PartnerRemoved:
		return append(append(about, place...), ": 2024-05-31\n", owner+" (global-admin)")
	case notice.PartnerRequested:
		return append(about, "Subscription 1", testkit.Subscription(1).String(), "dynamics365", claimant, "we run it", "REQ-1")
	case notice.RequestDeclined:
		return append(about, "Subscription 1", testkit.Subscription(1).String(), "dynamics365", owner, "we run it", "REQ-1")
	case notice.Digest:
		return []string{"Partner 0", testkit.Partner(0).String(), ": 2\n", ": 0\n", owner + " (global-admin)", "2024-05-31 09:30 UTC", "changes-2024-05-31.csv"}
	}
	about[4] = "Ana Núñez" // whom the claim names
	if kind == notice.ClaimSubmitted {
		about = append(about[:4], about[5])
	}
	about = append(about, "CLM-", "Roll-out", area, role, ": Microsoft Teams\n", ": delve\n")
	switch kind {
	case notice.ClaimSubmitted:
		return append(about, claimant+" (incentives-admin)")
	case notice.ClaimApproved:
		return append(about, claimant+" (incentives-admin)", ": 2024-05-31\n")
	case notice.ClaimDeclined:
		return append(about, owner+" (global-admin)", "the form has no date")
	}
	return append(about, claimant+" (incentives-admin)", "the form has no date", ": 2024-")
}

func TestEveryMessageOfALedgerTellsItsFacts(t *testing.T) {
	for lang, words := range map[string]struct{ area, role, subject string }{
		"en": {"Modern Work and Security", "Use or consume", "You are now the partner of record of Subscription 0 (Customer 0)"},
		"es": {"Trabajo y seguridad modernos", "Usar o consumir", "Ahora es usted el partner de registro de Subscription 0 (Customer 0)"},
		"sv": {"Modernt arbete och säkerhet", "Använda eller förbruka", "Du är nu Partner of Record för Subscription 0 (Customer 0)"},
	} {
		t.Run(lang, func(t *testing.T) {
			d := newDesk(t)
			d.speaking(t, lang)
			d.lives(t)
			d.types(t, "notify send")
			kinds := map[notice.Kind]int{}
			n := 0
			for l, err := range d.engine().Letters(t.Context(), app.Filter{}) {
				if err != nil || l.Message.Status != notice.Sent {
					t.Fatalf("%v: %+v", err, l.Message)
				}
				kind, e := l.Message.Kind, d.post.given[n]
				kinds[kind]++
				n++
				if e.MessageID != l.Message.MessageID || e.Lang != lang || !strings.Contains(e.HTML, `<html lang="`+lang+`">`) || cmp.Diff([]string{l.To}, e.To) != "" {
					t.Errorf("message %d goes to %s in %s, as %s", l.Message.ID, e.To, e.Lang, e.MessageID)
				}
				if n == 1 && e.Subject != words.subject {
					t.Errorf("the subject is %q", e.Subject)
				}
				for _, text := range toldOf(kind, words.area, words.role) {
					if who := testkit.Partner(1).String(); n == 2 && (text == "Partner 0" || text == testkit.Partner(0).String()) {
						text = who // the other one was added
					}
					if !strings.Contains(e.Text, text) {
						t.Errorf("message %d, %s, lacks %q:\n%s", l.Message.ID, kind, text, e.Text)
					}
				}
				if (e.Attachment != nil) != (kind == notice.Digest) {
					t.Errorf("message %d has the attachment %v", n, e.Attachment)
				} else if kind == notice.Digest {
					attaches(t, e)
				}
			}
			if len(kinds) != 10 || n != len(d.post.given) {
				t.Errorf("of %d messages these were looked at: %v", len(d.post.given), kinds)
			}
		})
	}
}

func TestAPartnerIsToldThatItsRequestWasDeclined(t *testing.T) {
	for lang, subject := range map[string]string{
		"en": "Customer 0: your request for Subscription 1 was declined",
		"es": "Customer 0: su solicitud para Subscription 1 fue rechazada",
		"sv": "Customer 0: din begäran för Subscription 1 avslogs",
	} {
		d := newDesk(t)
		d.speaking(t, lang)
		asked, err := d.engine().PlanRequest(t.Context(), app.Wish{Subscription: testkit.Subscription(1), Partner: testkit.Partner(0), Reason: "we run it"})
		owner := d.engine()
		owner.Actor = testkit.Owner()
		declined, err := owner.PlanDecision(t.Context(), request.Decline, done(t, asked, err)[0].ID, "")
		done(t, declined, err)
		d.types(t, "notify send")
		if len(d.post.given) != 1 { // what was asked for is dropped
			t.Fatalf("%s: %d messages were given", lang, len(d.post.given))
		}
		e := d.post.given[0]
		if e.Subject != subject || !slices.Equal(e.To, []string{"mail@partner0.example"}) {
			t.Errorf("%q goes to %s", e.Subject, e.To)
		}
		for _, text := range toldOf(notice.RequestDeclined, "", "") {
			if !strings.Contains(e.Text, text) {
				t.Errorf("it lacks %q:\n%s", text, e.Text)
			}
		}
	}
}

// attaches checks the list of a digest.
func attaches(t *testing.T, e notify.Envelope) {
	t.Helper()
	want := [][]string{{"result", "subscriptionId", "subscriptionName", "tenantId", "customerName", "product", "partnerId", "previousPartnerId", "since", "comment"}}
	for _, n := range []int{2, 3} {
		s := testkit.Dynamics(0, n)
		want = append(want, []string{"added", s.ID.String(), s.Name, testkit.Tenant(0).String(), "Customer 0", "dynamics365", testkit.Partner(0).String(), "", "2024-05-31", map[int]string{2: "as agreed"}[n]})
	}
	if want[1][1] > want[2][1] { // they come by their IDs
		want[1], want[2] = want[2], want[1]
	}
	var b bytes.Buffer
	for range 2 { // it can be asked for again
		b.Reset()
		if err := e.Attachment.Write(&b); err != nil {
			t.Fatal(err)
		}
	}
	got, err := csv.NewReader(&b).ReadAll()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

func TestAClaimOfSubscriptionsNamesThem(t *testing.T) {
	d := newDesk(t)
	d.speaking(t, "sv")
	drafted, err := d.engine().PlanDrafts(t.Context(), testkit.Forms(testkit.Advising(0, 0, 0, 3)))
	id := done(t, drafted, err)[0].ID
	document, content := testkit.Paper(1)
	_, _ = d.folder.Put(content) // in memory nothing can go wrong
	d.moves(t, cpor.Command{Verb: cpor.Attach, Documents: []evidence.Document{document}}, id)
	d.moves(t, cpor.Command{Verb: cpor.Submit}, id)
	d.types(t, "notify send")
	for _, n := range []int{0, 3} {
		s := testkit.Dynamics(0, n)
		if want := ": " + s.ID.String() + " " + s.Name + " (dynamics365)\n"; !strings.Contains(d.post.given[0].Text, want) {
			t.Errorf("it lacks %q:\n%s", want, d.post.given[0].Text)
		}
	}
}
