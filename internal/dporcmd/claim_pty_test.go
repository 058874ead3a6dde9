//go:build unix

package dporcmd

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/testkit"
)

// claiming is a world in which the incentives admin of partner 1 acts.
func claiming(t *testing.T) world {
	t.Helper()
	w := settled(t, 1)
	w.must(t, "profile", "add", "partner", "--user", "bo@fabrikam.example", "--role", "incentives-admin", "--mpn", partner(1), "--mpn", partner(3))
	w.must(t, "profile", "use", "partner")
	return w
}

// marks picks the second and third of a list: by the keys that move and mark, or by their numbers where
// questions are asked line by line.
func marks(k kind) string {
	if k == usual() {
		return "\x1b[B" + " " + "\x1b[B" + " " + enter
	}
	return "2, 3" + enter
}

// pages are the portal's pages (seeds/003 steps 3 to 11): each question of `dpor claim new` with a right
// answer.
func pages(k kind) []answer {
	second := "2" + enter
	if k == usual() {
		second = "\x1b[B" + enter
	}
	return []answer{
		{"Solution area", second},
		{"Use or consume", ""},
		{"usage incentives or competency attainment", ""}, // the explanation stands before the question
		{"Partner role", enterOr(k, "1")},
		{"Partner ID of the location", enterOr(k, "1")},
		{"Tenant ID of the customer", testkit.Tenant(0).String() + enter},
		{"Name of the claim", "Roll-out" + enter},
		{"Do without incentive payments for this claim?", "y" + enter},
		{"Workloads", marks(k)},
		{"Customer contact: name", "Ana Lind" + enter},
		{"Customer contact: title", "CIO" + enter},
		{"Customer contact: e-mail", "ana@contoso.example" + enter},
		{"Your company's contact: name", "Bo Nyberg" + enter},
		{"Your company's contact: e-mail", "bo@fabrikam.example" + enter},
		{"Name: Roll-out", ""},
		{"Workloads: exchange;sharepoint", ""},
		{"Company contact e-mail: bo@fabrikam.example", ""},
		{"Create this draft?", "y" + enter},
	}
}

// enterOr takes the first of a list.
func enterOr(k kind, number string) string {
	if k == usual() {
		return enter
	}
	return number + enter
}

func (w world) claims(t *testing.T) (list []struct {
	ClaimID   string
	Status    string
	Role      string
	PartnerID string
	Workloads []string
	NoPayment bool
}) {
	t.Helper()
	if err := json.Unmarshal([]byte(w.must(t, "claim", "list", "-o", "json")), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAClaimIsDraftedPageByPage(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := claiming(t)
			s := w.at(t, k, "claim", "new")
			s.goesThrough(pages(k))
			s.sees("dpor claim attach CLM-1 FILE")
			s.ends(0)
			claims := w.claims(t)
			if len(claims) != 1 {
				t.Fatalf("there are %d claims", len(claims))
			}
			got := claims[0]
			if diff := cmp.Diff([]string{"exchange", "sharepoint"}, got.Workloads); diff != "" || got.Role != "use-or-consume" || got.PartnerID != partner(1) || !got.NoPayment || got.Status != "draft" {
				t.Errorf("the ledger has %+v", got)
			}
			w.must(t, "audit", "verify")
		})
	}
}

func TestCtrlCAtAnyPageDraftsNothing(t *testing.T) {
	for i, page := range pages(usual()) {
		if page.keys == "" {
			continue
		}
		t.Run(page.shown, func(t *testing.T) {
			t.Parallel()
			claiming(t).refuses(t, usual(), pages(usual()), i, interrupt, "claim", "new")
		})
	}
}

func TestAnEmptyFieldOrAMalformedAddressIsAskedForAgain(t *testing.T) {
	t.Parallel()
	w := claiming(t)
	s := w.at(t, usual(), "claim", "new", "--role", "use-or-consume", "--mpn", partner(1), "--tenant", testkit.Tenant(0).String(),
		"--workload", "teams", "--no-payment", "--name", "Roll-out", "--customer-contact-title", "CIO", "--company-contact-name", "Bo",
		"--company-contact-email", "bo@fabrikam.example")
	s.goesThrough([]answer{
		{"Customer contact: name", enter},
		{"Customer contact name is not filled in.", ""},
		{"Customer contact: name", "Ana Lind" + enter},
		{"Customer contact: e-mail", "ana, bo" + enter},
		{`"ana, bo" is not an e-mail address.`, ""},
		{"Customer contact: e-mail", "ana@contoso.example" + enter},
		{"Create this draft?", enter},
	})
	s.ends(0)
	if claims := w.claims(t); len(claims) != 1 {
		t.Errorf("there are %d claims", len(claims))
	}
}

func TestWhoDoesNotAttestSubmitsNothing(t *testing.T) {
	t.Parallel()
	w := claiming(t)
	draft := `{"name":"Roll-out","role":"use-or-consume","partnerId":"` + partner(1) + `","tenantId":"` + testkit.Tenant(0).String() +
		`","workloads":["teams"],"customerContact":{"name":"Ana","title":"CIO","email":"ana@contoso.example"},"companyContact":{"name":"Bo","email":"bo@fabrikam.example"}}`
	w.must(t, "claim", "new", "-f", w.file(t, "claim.json", draft))
	w.must(t, "claim", "attach", "CLM-1", w.file(t, "poe.txt", "Statement of work."))
	before := w.bytes(t)
	s := w.at(t, usual(), "claim", "submit", "CLM-1")
	s.goesThrough([]answer{
		{`submit CLM-1 "Roll-out" of partner ` + partner(1), ""},
		{"By submitting I confirm", ""},
		{"Confirm and submit?", "n" + enter},
	})
	s.ends(130)
	if !bytes.Equal(before, w.bytes(t)) {
		t.Error("the ledger was changed")
	}
	s = w.at(t, usual(), "claim", "submit", "CLM-1")
	s.goesThrough([]answer{{"Confirm and submit?", "y" + enter}})
	s.ends(0)
	if claims := w.claims(t); claims[0].Status != "submitted" {
		t.Errorf("the claim is %s", claims[0].Status)
	}
	// What takes something away proposes no.
	w.must(t, "claim", "approve", "CLM-1")
	s = w.at(t, usual(), "claim", "end", "CLM-1")
	s.goesThrough([]answer{{"Reason", "The contract is over" + enter}, {`Go on with "end" for this claim?`, enter}})
	s.ends(130)
	if claims := w.claims(t); claims[0].Status != "approved" || !strings.HasPrefix(claims[0].ClaimID, "CLM-") {
		t.Errorf("the claim is %+v", claims[0])
	}
}
