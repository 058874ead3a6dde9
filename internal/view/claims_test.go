package view_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/day"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/notice"
	"github.com/dpor-cli/dpor/pkg/record"
)

// printed is one row in a format.
func printed[T any](t *testing.T, format ui.Format, v ui.View[T], row T) string {
	t.Helper()
	streams, out, _ := ui.TestStreams("")
	p := &ui.Printer{Streams: streams, Format: format, Texts: catalogue.New("en")}
	if err := ui.One(p, v, row); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// tabled are the keys that a table of many rows shows.
func tabled[T any](v ui.View[T]) string {
	var keys []string
	for _, c := range v.Columns {
		if c.InTable {
			keys = append(keys, c.Key)
		}
	}
	return strings.Join(keys, " ")
}

func at(minute int) time.Time { return testkit.Today().Add(time.Duration(minute) * time.Minute) }

// whole is a claim with everything that one can have.
func whole() app.ClaimCard {
	form := testkit.Advising(0, 0, 0, 1)
	form.Role, form.Workloads, form.Domain = cpor.InfluencedRevenue, []string{"dynamics365-sales"}, "customer0.example"
	form.Solution = cpor.Solution{Seller: "Cia", Customer: "Customer 0", Product: "Planner"}
	document, _ := testkit.Paper(1)
	stamp := func(minute int, by string) journal.Stamp {
		return journal.Stamp{At: at(minute), By: by, Role: "incentives-admin", Assurance: "asserted"}
	}
	return app.ClaimCard{PartnerName: "Partner 0", CustomerName: "Customer 0", State: cpor.State{
		ID: testkit.Claim(7), Status: cpor.ActionRequired, Form: form,
		Evidence:    []cpor.Document{{Document: document, AddedAt: at(1), AddedBy: "bo@partner.example"}},
		Comments:    []cpor.Comment{{At: at(4), By: "bo@partner.example", Text: "first"}, {At: at(5), By: "bo@partner.example", Text: "last"}},
		Attestation: cpor.Attestation{At: at(2), By: "bo@partner.example", Text: "I confirm."},
		DueOn:       day.Of(at(0)) + 7,
		Moves: []cpor.Move{
			{Verb: cpor.New, To: cpor.Draft, Journal: 3, Stamp: stamp(0, "bo@partner.example")},
			{Verb: cpor.Attach, From: cpor.Draft, To: cpor.Draft, Journal: 4, Stamp: stamp(1, "bo@partner.example")},
			{Verb: cpor.Submit, From: cpor.Draft, To: cpor.Submitted, Journal: 5, Stamp: stamp(2, "bo@partner.example")},
			{Verb: cpor.RequireAction, From: cpor.Submitted, To: cpor.ActionRequired, Reason: "dates missing", Journal: 6, Stamp: stamp(3, "ed@partner.example")},
		},
	}}
}

// CONTRACT section 8.
func TestAClaimIsPrintedWithEveryKeyOfTheContract(t *testing.T) {
	document, _ := testkit.Paper(1)
	same(t, printed(t, ui.NDJSON, view.Claims(), whole()), `{"claimId":"CLM-7","name":"Roll-out","status":"action-required","solutionArea":"business-applications",`+
		`"role":"influenced-revenue","partnerId":"1000000","partnerName":"Partner 0","tenantId":"`+testkit.Tenant(0).String()+`","customerName":"Customer 0",`+
		`"domain":"customer0.example","workloads":["dynamics365-sales"],"subscriptionIds":["`+testkit.Subscription(0).String()+`","`+testkit.Subscription(1).String()+`"],`+
		`"noPayment":false,"customerContact":{"name":"Ana Núñez","title":"CIO","email":"ana@customer0.example"},"companyContact":{"name":"Bo Ek","email":"bo@partner0.example"},`+
		`"solution":{"sellerName":"Cia","customerName":"Customer 0","productName":"Planner"},`+
		`"evidence":[{"sha256":"`+document.Hash.String()+`","fileName":"sow-1.txt","size":44,"mediaType":"text/plain","addedAt":"2024-05-31T09:31:00Z","addedBy":"bo@partner.example"}],`+
		`"comments":[{"at":"2024-05-31T09:34:00Z","by":"bo@partner.example","text":"first"},{"at":"2024-05-31T09:35:00Z","by":"bo@partner.example","text":"last"}],`+
		`"dueOn":"2024-06-07","attestation":{"at":"2024-05-31T09:32:00Z","by":"bo@partner.example","text":"I confirm."},"history":[`+
		`{"at":"2024-05-31T09:30:00Z","by":"bo@partner.example","role":"incentives-admin","action":"new","from":null,"to":"draft","reason":null},`+
		`{"at":"2024-05-31T09:31:00Z","by":"bo@partner.example","role":"incentives-admin","action":"attach","from":"draft","to":"draft","reason":null},`+
		`{"at":"2024-05-31T09:32:00Z","by":"bo@partner.example","role":"incentives-admin","action":"submit","from":"draft","to":"submitted","reason":null},`+
		`{"at":"2024-05-31T09:33:00Z","by":"ed@partner.example","role":"incentives-admin","action":"require-action","from":"submitted","to":"action-required","reason":"dates missing"}]}`+"\n")
}

func TestWhatAClaimLacksIsNullOrEmpty(t *testing.T) {
	bare := app.ClaimCard{State: cpor.State{ID: testkit.Claim(1), Status: cpor.Draft, Form: cpor.Form{Partner: testkit.Partner(0)}}}
	same(t, printed(t, ui.NDJSON, view.Claims(), bare), `{"claimId":"CLM-1","name":null,"status":"draft","solutionArea":null,"role":null,"partnerId":"1000000","partnerName":null,`+
		`"tenantId":null,"customerName":null,"domain":null,"workloads":[],"subscriptionIds":[],"noPayment":false,"customerContact":{"name":null,"title":null,"email":null},`+
		`"companyContact":{"name":null,"email":null},"solution":{"sellerName":null,"customerName":null,"productName":null},"evidence":[],"comments":[],"dueOn":null,`+
		`"attestation":null,"history":[]}`+"\n")
}

// The records above are those of the field: what a claim is filled in with is printed, and under the key
// that it is filled in by.
func TestEveryFieldOfAFormIsPrintedUnderItsKey(t *testing.T) {
	var claim map[string]any
	if err := json.Unmarshal([]byte(printed(t, ui.JSON, view.Claims(), whole())), &claim); err != nil {
		t.Fatal(err)
	}
	for _, f := range cpor.FormFields() {
		value, there := any(claim), true
		for key := range strings.SplitSeq(f.Key, ".") {
			object, _ := value.(map[string]any)
			value, there = object[key]
		}
		if !there || value == nil {
			t.Errorf("%s is %v", f.Key, value)
		}
	}
}

func TestAClaimInACellIsAShortText(t *testing.T) {
	lines := strings.Split(printed(t, ui.TSV, view.Claims(), whole()), "\n")
	cells := map[string]string{}
	values := strings.Split(lines[1], "\t")
	for i, key := range strings.Split(lines[0], "\t") {
		cells[key] = values[i]
	}
	for key, want := range map[string]string{
		"customerContact": "Ana Núñez, CIO, ana@customer0.example", "companyContact": "Bo Ek, bo@partner0.example",
		"solution": "Cia, Customer 0, Planner", "evidence": "sow-1.txt", "comments": "first / last", "dueOn": "2024-06-07",
		"attestation": "bo@partner.example, 2024-05-31T09:32:00Z", "history": "draft > submitted > action-required",
		"subscriptionIds": testkit.Subscription(0).String() + ";" + testkit.Subscription(1).String(),
	} {
		if cells[key] != want {
			t.Errorf("%s is %q, want %q", key, cells[key], want)
		}
	}
}

func TestATableOfClaimsFitsALine(t *testing.T) {
	same(t, tabled(view.Claims()), "claimId name status role partnerId customerName dueOn")
	same(t, tabled(view.Documents()), "sha256 fileName size mediaType addedAt")
	same(t, tabled(view.ClaimHistory()), "at by role action from to reason")
	same(t, tabled(view.Findings()), "check status message hint")
}

func TestAHistoryOfAClaimHasTheKeysOfEveryHistory(t *testing.T) {
	m := app.PastClaim{Claim: testkit.Claim(7), Partner: testkit.Partner(0), Move: whole().Moves[3]}
	same(t, printed(t, ui.NDJSON, view.ClaimHistory(), m), `{"at":"2024-05-31T09:33:00Z","by":"ed@partner.example","role":"incentives-admin","assurance":"asserted","action":"require-action",`+
		`"subscriptionId":null,"partnerId":"1000000","previousPartnerId":null,"comment":null,"journal":6,"claimId":"CLM-7","from":"submitted","to":"action-required","reason":"dates missing"}`+"\n")
	keys := map[string]bool{}
	for _, c := range view.ClaimHistory().Columns {
		keys[c.Key] = true
	}
	for _, c := range view.History().Columns {
		if !keys[c.Key] && c.Key != "since" {
			t.Errorf("the history of a claim lacks %s", c.Key)
		}
	}
}

func TestADocumentIsPrintedWithItsHash(t *testing.T) {
	document, _ := testkit.Paper(1)
	same(t, printed(t, ui.NDJSON, view.Documents(), whole().Evidence[0]),
		`{"sha256":"`+document.Hash.String()+`","fileName":"sow-1.txt","size":44,"mediaType":"text/plain","addedAt":"2024-05-31T09:31:00Z","addedBy":"bo@partner.example"}`+"\n")
	same(t, printed(t, ui.NDJSON, view.Written(), view.WrittenFile{Claim: testkit.Claim(7), File: "CLM-7-poe.docx", Size: 12}),
		`{"claimId":"CLM-7","file":"CLM-7-poe.docx","size":12}`+"\n")
}

func TestAnAssociationAndAMessageNameTheirClaim(t *testing.T) {
	row := app.Association{Kind: record.CPOR, Partner: testkit.Partner(0), Tenant: testkit.Tenant(0), Workload: "teams", Since: 45443, Status: app.Pending, Claim: testkit.Claim(7)}
	if got := printed(t, ui.NDJSON, view.Associations(), row); !strings.Contains(got, `"status":"pending","claimId":"CLM-7"}`) {
		t.Errorf("got %s", got)
	}
	row.Claim = ids.Claim{}
	if got := printed(t, ui.NDJSON, view.Associations(), row); !strings.Contains(got, `"claimId":null}`) {
		t.Errorf("got %s", got)
	}
	message := app.Letter{Message: notice.Message{ID: 1, Kind: notice.ClaimSubmitted, Partner: testkit.Partner(0), Claim: testkit.Claim(7)}, To: "ana@customer0.example"}
	said := func(text string) func(app.Letter) string { return func(app.Letter) string { return text } }
	letters := view.Letters(view.Wording{Subject: said("x"), Unaddressed: said("nobody")})
	got := printed(t, ui.NDJSON, letters, message)
	if !strings.Contains(got, `"to":"ana@customer0.example"`) || !strings.Contains(got, `"reason":null`) || !strings.Contains(got, `"subscriptionId":null,"claimId":"CLM-7","requestId":null,"statusAt":null,"handedOverTo":null}`) {
		t.Errorf("got %s", got)
	}
	message.To, message.Message.Status = "", notice.Queued
	if got := printed(t, ui.NDJSON, letters, message); !strings.Contains(got, `"to":null,"subject":"x"`) || !strings.Contains(got, `"reason":"nobody"`) {
		t.Errorf("got %s", got)
	}
	message.Message.Reason = "lost"
	if got := printed(t, ui.NDJSON, letters, message); !strings.Contains(got, `"reason":"lost"`) {
		t.Errorf("got %s", got)
	}
}

func TestTheAuditTellsWhatAMoveOfAClaimChanged(t *testing.T) {
	document, _ := testkit.Paper(1)
	form := testkit.UseOrConsume(0, 0, "teams", "intune")
	for name, tt := range map[string]struct {
		event cpor.Event
		want  string
	}{
		"a draft": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.New, To: cpor.Draft, Form: &form}, `{"of":"claim","action":"new","claimId":"CLM-1","from":null,"to":"draft","reason":null,"comment":null,"dueOn":null,` +
			`"record":{"companyContact.email":"bo@partner0.example","companyContact.name":"Bo Ek","customerContact.email":"ana@customer0.example","customerContact.name":"Ana Núñez","customerContact.title":"CIO",` +
			`"name":"Roll-out","noPayment":false,"partnerId":"1000000","role":"use-or-consume","solutionArea":"modern-work-security","tenantId":"` + testkit.Tenant(0).String() + `","workloads":["teams","intune"]},"attached":[],"detached":[],"attestation":null}`},
		"evidence": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.Attach, From: cpor.Draft, To: cpor.Draft, Added: []evidence.Document{document}},
			`{"of":"claim","action":"attach","claimId":"CLM-1","from":"draft","to":"draft","reason":null,"comment":null,"dueOn":null,"record":null,"attached":["` + document.Hash.String() + `"],"detached":[],"attestation":null}`},
		"evidence taken off": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.Detach, From: cpor.Draft, To: cpor.Draft, Removed: []evidence.Hash{document.Hash}},
			`{"of":"claim","action":"detach","claimId":"CLM-1","from":"draft","to":"draft","reason":null,"comment":null,"dueOn":null,"record":null,"attached":[],"detached":["` + document.Hash.String() + `"],"attestation":null}`},
		"a rejection": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.Reject, From: cpor.InReview, To: cpor.Rejected, Reason: "no dates", DueOn: 45443},
			`{"of":"claim","action":"reject","claimId":"CLM-1","from":"in-review","to":"rejected","reason":"no dates","comment":null,"dueOn":"2024-06-01","record":null,"attached":[],"detached":[],"attestation":null}`},
		"a submission": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.Submit, From: cpor.Draft, To: cpor.Submitted, Attestation: "I confirm."},
			`{"of":"claim","action":"submit","claimId":"CLM-1","from":"draft","to":"submitted","reason":null,"comment":null,"dueOn":null,"record":null,"attached":[],"detached":[],"attestation":"I confirm."}`},
		"a comment": {cpor.Event{Claim: testkit.Claim(1), Verb: cpor.Remark, From: cpor.ActionRequired, To: cpor.ActionRequired, Comment: "see page 2"},
			`{"of":"claim","action":"comment","claimId":"CLM-1","from":"action-required","to":"action-required","reason":null,"comment":"see page 2","dueOn":null,"record":null,"attached":[],"detached":[],"attestation":null}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := printed(t, ui.NDJSON, view.Audit(false), app.Transaction{Changes: []app.Event{tt.event}})
			start, end := strings.Index(got, `"changes":[`)+len(`"changes":[`), strings.Index(got, `],"previous"`)
			same(t, got[start:end], tt.want)
		})
	}
}
