package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// page is a question of `dpor claim new`, by the key of its sentence, with its answers: wrong ones first.
type page struct {
	key     string
	answers []string
}

// pages are the questions of a claim to workloads, in the order of the portal's pages (seeds/003 steps 3
// to 11).
func pages() []page {
	return []page{
		{"prompt.claim-area", []string{"modern-work-security"}},
		{"prompt.claim-role", []string{"use-or-consume"}},
		{"prompt.claim-tenant", []string{"contoso", testkit.Tenant(0).String()}},
		{"prompt.claim.name", []string{"", "Roll-out"}},
		{"prompt.no-payment", []string{"no"}},
		{"prompt.claim-workloads", []string{"teams, intune"}},
		{"prompt.claim.customerContact.name", []string{"Ana"}},
		{"prompt.claim.customerContact.title", []string{"CIO"}},
		{"prompt.claim.customerContact.email", []string{"nobody", "ana@contoso.example"}},
		{"prompt.claim.companyContact.name", []string{"Bo"}},
		{"prompt.claim.companyContact.email", []string{"bo@partner.example"}},
		{"prompt.claim-new", []string{"yes"}},
	}
}

// asked are the questions, each as often as it is asked: once for each answer.
func asked(list []page) (answers, questions []string) {
	texts := catalogue.New("en")
	for _, p := range list {
		for _, a := range p.answers {
			answers, questions = append(answers, a), append(questions, texts.Text(p.key, nil))
		}
	}
	return answers, questions
}

func (d desk) claims(t *testing.T) (list []cpor.State) {
	t.Helper()
	for c, err := range d.engine().Claims(t.Context(), app.ClaimFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c.State)
	}
	return list
}

func TestAClaimIsAskedForPageByPage(t *testing.T) {
	d := newDesk(t)
	answers, questions := asked(pages())
	script := ui.NewScript(answers...)
	out, err, code := d.answers(t, script, "claim new")
	if diff := cmp.Diff(questions, script.Asked); diff != "" || code != 0 || len(script.Left()) > 0 || len(script.Refused) != 3 {
		t.Fatalf("exit %d, left %q, refused %v: %s (-want +got)\n%s", code, script.Left(), script.Refused, err, diff)
	}
	list := d.claims(t)
	want := testkit.UseOrConsume(0, 0, "teams", "intune")
	want.Customer, want.Company = cpor.Contact{Name: "Ana", Title: "CIO", Email: "ana@contoso.example"}, cpor.Contact{Name: "Bo", Email: "bo@partner.example"}
	if len(list) != 1 || fmt.Sprint(list[0].Form) != fmt.Sprint(want) {
		t.Errorf("the draft is %+v", list)
	}
	if !strings.Contains(out, "CLM-1") || !strings.Contains(err, "dpor claim attach CLM-1") || !strings.Contains(err, "ana@contoso.example") {
		t.Errorf("it shows\n%s\n%s", out, err)
	}
}

// Ctrl-C at any question changes nothing, and so does "no" at the last.
func TestACancelledDraftIsNone(t *testing.T) {
	answers, _ := asked(pages())
	for n := range answers {
		given := append([]string{}, answers[:n]...)
		if n == len(answers)-1 {
			given = append(given, "no")
		}
		d := newDesk(t)
		if _, err, code := d.answers(t, ui.NewScript(given...), "claim new"); code != fault.Cancelled.Exit() {
			t.Errorf("after %q: exit %d: %s", given, code, err)
		}
		if list := d.claims(t); len(list) > 0 {
			t.Errorf("after %q there is %+v", given, list)
		}
	}
}

func TestOnlyWhatTheFlagsLeaveOpenIsAskedFor(t *testing.T) {
	d := newDesk(t)
	d.types(t, "profile add both --user bo@partner.example --role incentives-admin --mpn "+testkit.Partner(0).String()+" --mpn "+testkit.Partner(1).String())
	d.types(t, "profile use both")
	list := []page{
		{"prompt.claim-partner", []string{"Partner 1"}},
		{"prompt.claim-subscriptions", []string{"Subscription 0"}},
		{"prompt.claim.customerContact.title", []string{"CIO"}},
		{"prompt.claim.solution.sellerName", []string{"Cia"}},
		{"prompt.claim.solution.customerName", []string{"Contoso"}},
		{"prompt.claim.solution.productName", []string{"Planner"}},
	}
	answers, questions := asked(list)
	script := ui.NewScript(answers...)
	_, err, code := d.answers(t, script, "claim new --yes --role influenced-revenue --name Roll-out --tenant "+testkit.Tenant(0).String()+
		" --customer-contact-name Ana --customer-contact-email ana@contoso.example --company-contact-name Bo --company-contact-email bo@partner.example")
	if diff := cmp.Diff(questions, script.Asked); diff != "" || code != 0 {
		t.Fatalf("exit %d: %s (-want +got)\n%s", code, err, diff)
	}
	got := d.claims(t)[0]
	if got.Partner != testkit.Partner(1) || len(got.Subscriptions) != 1 || got.Subscriptions[0] != testkit.Subscription(0) || got.Solution.Product != "Planner" || got.Area != cpor.BusinessApplications {
		t.Errorf("the draft is %+v", got)
	}
}

func TestATenantWithoutAClaimableSubscriptionIsSaidSo(t *testing.T) {
	d := newDesk(t)
	script := ui.NewScript("Roll-out")
	_, err, code := d.answers(t, script, "claim new --role advisor --tenant "+testkit.Tenant(5).String())
	if code != fault.NotFound.Exit() || !strings.Contains(err, testkit.Tenant(5).String()) || len(d.claims(t)) > 0 {
		t.Errorf("exit %d: %s", code, err)
	}
}

func TestWhoMayNotClaimIsToldBeforeAnythingIsAsked(t *testing.T) {
	d := newDesk(t)
	d.types(t, "profile add other --user al@contoso.example --role reader")
	d.types(t, "profile use other")
	d.drafted(t, 0, 1)
	for _, line := range []string{"claim new", "claim submit CLM-1", "claim reject CLM-1", "claim comment CLM-1", "claim delete CLM-1"} {
		script := ui.NewScript()
		_, err, code := d.answers(t, script, line)
		if code != fault.Forbidden.Exit() || len(script.Asked) > 0 {
			t.Errorf("%s: exit %d after %q: %s", line, code, script.Asked, err)
		}
	}
}

// A move is confirmed with what it is about before the eyes; "no" makes none.
func TestAMoveIsConfirmedOnATerminal(t *testing.T) {
	for _, tt := range []struct {
		line    string
		answers []string
		code    fault.Code
		moves   int
	}{
		{"claim submit CLM-1", []string{"no"}, fault.Cancelled, 2},
		{"claim submit CLM-1", []string{"yes"}, fault.OK, 3},
		{"claim submit CLM-1 --yes", nil, fault.OK, 3},
		{"claim submit CLM-1 --dry-run", nil, fault.OK, 2},
		{"claim submit CLM-1", nil, fault.Cancelled, 2},
		{"claim delete CLM-1", []string{"no"}, fault.Cancelled, 2},
		{"claim delete CLM-1", []string{""}, fault.Cancelled, 2}, // Enter takes nothing away
		{"claim delete CLM-1", []string{"yes"}, fault.OK, 0},
		{"claim approve CLM-1", nil, fault.Conflict, 2}, // nobody is asked for what cannot be
	} {
		d := newDesk(t)
		id := d.drafted(t, 0, 1)
		_, err, code := d.answers(t, ui.NewScript(tt.answers...), tt.line)
		if code != tt.code.Exit() || d.madeMoves(t, id) != tt.moves {
			t.Errorf("%s %q: exit %d, %d moves: %s", tt.line, tt.answers, code, d.madeMoves(t, id), err)
		}
		if strings.HasPrefix(tt.line, "claim submit") && !strings.Contains(tt.line, "--dry-run") && !strings.Contains(err, "I confirm") {
			t.Errorf("%s does not show what is attested to: %s", tt.line, err)
		}
	}
}

func (d desk) madeMoves(t *testing.T, id ids.Claim) int {
	t.Helper()
	for _, c := range d.claims(t) {
		if c.ID == id {
			return len(c.Moves)
		}
	}
	return 0
}

func TestAReasonIsAskedForUntilThereIsOne(t *testing.T) {
	d := newDesk(t)
	id := d.drafted(t, 0, 1)
	d.moves(t, cpor.Command{Verb: cpor.Submit}, id)
	script := ui.NewScript("", "dates missing", "yes")
	if _, err, code := d.answers(t, script, "claim require-action CLM-1"); code != 0 || len(script.Refused) == 0 {
		t.Fatalf("exit %d, refused %v: %s", code, script.Refused, err)
	}
	moves := d.claims(t)[0].Moves
	if m := moves[len(moves)-1]; m.Verb != cpor.RequireAction || m.Reason != "dates missing" {
		t.Errorf("the last move is %+v", m)
	}
	if _, err, code := d.answers(t, ui.NewScript("", "see page 2", "yes"), "claim comment CLM-1"); code != 0 || len(d.claims(t)[0].Comments) != 1 {
		t.Errorf("exit %d: %s", code, err)
	}
}
