package app_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

func attaching(documents ...evidence.Document) cpor.Command {
	return cpor.Command{Verb: cpor.Attach, Documents: documents}
}

// filed is a ledger whose claims refer to documents 1 to 3, one of them twice, and whose folder has 4, 5
// and two strangers besides.
func filed(t *testing.T) house {
	t.Helper()
	h := inMemory()
	h.market(t)
	list := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"), testkit.UseOrConsume(0, 0, "intune"), testkit.UseOrConsume(0, 0, "exchange"))
	h.attach(t, 1, list[0], list[1])
	h.attach(t, 2, list[0])
	h.attach(t, 3, list[1])
	h.attach(t, 4, list[2])
	h.move(t, cpor.Delete, list[2]) // what only a deleted draft referred to is referred to no more
	h.attach(t, 5, list[1])
	if _, err := applied(h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{list[1]}, cpor.Command{Verb: cpor.Detach, Hashes: []evidence.Hash{h.paper(5).Hash}})); err != nil {
		t.Fatal(err)
	}
	h.folder.Leave("left-by-a-kill", true)
	h.folder.Leave("holiday.jpg", false)
	return h
}

func (h house) inspected(t *testing.T, fix bool) app.EvidenceReport {
	t.Helper()
	actor := access.Actor{} // to look needs no profile
	if fix {
		actor = anyPartner()
	}
	report, err := h.as(actor).InspectEvidence(t.Context(), fix)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheFolderOfEvidenceIsComparedWithTheClaims(t *testing.T) {
	h := filed(t)
	before := h.everything(t)
	report := h.inspected(t, false)
	if report.Whole != 3 || len(report.Broken) != 0 || len(report.Unreferenced) != 2 || report.Removed {
		t.Errorf("it found %+v", report)
	}
	for _, n := range []int{4, 5} {
		if there, _ := h.folder.Has(h.paper(n).Hash); !there {
			t.Errorf("document %d was removed without being asked to", n)
		}
	}
	if !cmp.Equal(report.Leftovers, []string{"left-by-a-kill"}) || !cmp.Equal(report.Foreign, []string{"holiday.jpg"}) {
		t.Errorf("of the others it says %v and %v", report.Leftovers, report.Foreign)
	}
	h.unchanged(t, before)
}

func TestWhatNoClaimRefersToIsRemovedAndNothingElse(t *testing.T) {
	h := filed(t)
	before := h.everything(t)
	report := h.inspected(t, true)
	if report.Whole != 3 || len(report.Unreferenced) != 2 || !report.Removed || !cmp.Equal(report.Foreign, []string{"holiday.jpg"}) {
		t.Errorf("it found %+v", report)
	}
	kept, strangers, _ := h.folder.List()
	if len(kept) != 3 || !cmp.Equal(strangers, []string{"holiday.jpg"}) {
		t.Errorf("the folder has %v and %v", kept, strangers)
	}
	h.unchanged(t, before)
	if again := h.inspected(t, true); again.Removed || again.Whole != 3 || len(again.Unreferenced) != 0 {
		t.Errorf("the second time it found %+v", again)
	}
	if again := h.inspected(t, false); again.Whole != 3 || len(again.Unreferenced) != 0 {
		t.Errorf("afterwards it found %+v", again)
	}
}

func TestOnlyWhoMayRemovesWhatNoClaimRefersTo(t *testing.T) {
	actors := []access.Actor{{}}
	for _, role := range access.Roles() {
		actors = append(actors, testkit.Person(role))
	}
	for _, actor := range actors {
		h := filed(t)
		_, err := h.as(actor).InspectEvidence(t.Context(), true)
		kept, _, _ := h.folder.List()
		if may := hasRight(actor, access.Tidy, ids.Tenant{}, ids.Partner{}); may != (err == nil) || may != (len(kept) == 3) {
			t.Errorf("%q: %v, %d documents are left", actor.Role, err, len(kept))
		} else if !may && fault.CodeOf(err) != fault.Forbidden {
			t.Errorf("%q: %v", actor.Role, err)
		}
	}
}

func TestADocumentThatIsNotAsItWasAttachedIsNamed(t *testing.T) {
	h := filed(t)
	h.folder.Damage(h.paper(1).Hash)
	if err := h.folder.Remove(h.paper(3).Hash); err != nil {
		t.Fatal(err)
	}
	for _, fix := range []bool{false, true} {
		report := h.inspected(t, fix)
		var got []string
		for _, b := range report.Broken {
			got = append(got, b.Claim.String()+" "+b.FileName+" "+string(b.Err.Code)+" "+b.Hash.String()[:4])
		}
		want := []string{
			"CLM-1 sow-1.txt corrupt " + h.hashOf(1), "CLM-2 sow-3.txt not-found " + h.hashOf(3),
		}
		if diff := cmp.Diff(want, got); diff != "" || report.Whole != 1 {
			t.Errorf("%d are whole (-want +got)\n%s", report.Whole, diff)
		}
	}
	if there, _ := h.folder.Has(h.paper(1).Hash); !there {
		t.Error("a damaged document was removed")
	}
}

// hashOf is how the hash of the n-th document begins; the document need not be kept.
func (house) hashOf(n int) string {
	document, _ := testkit.Paper(n)
	return document.Hash.String()[:4]
}

func TestALedgerIsNotMadeByLookingAfterItsEvidence(t *testing.T) {
	for _, fix := range []bool{false, true} {
		for name, h := range map[string]house{"in memory": inMemory(), "in a file": onDisk(t)} {
			h.paper(1)
			_, err := h.as(anyPartner()).InspectEvidence(t.Context(), fix)
			refused(t, err, fault.NotFound, app.MissingLedger)
			if h.everything(t) != "" {
				t.Errorf("%s: there is a ledger now", name)
			}
			if there, _ := h.folder.Has(h.paper(1).Hash); !there {
				t.Errorf("%s: evidence of no ledger was removed", name)
			}
		}
	}
}

// brokenFolder fails at what it is told to.
type brokenFolder struct {
	*testkit.Folder
	has, list, remove error
}

func (f brokenFolder) Has(h evidence.Hash) (bool, error) {
	if f.has != nil {
		return false, f.has
	}
	return f.Folder.Has(h)
}

func (f brokenFolder) List() ([]evidence.Hash, []string, error) {
	if f.list != nil {
		return nil, nil, f.list
	}
	return f.Folder.List()
}

func (f brokenFolder) Remove(h evidence.Hash) error {
	if f.remove != nil {
		return f.remove
	}
	return f.Folder.Remove(h)
}

func TestAFolderThatCannotBeReadIsAnErrorAndNotEmpty(t *testing.T) {
	broken := fault.New(fault.Internal, "evidence.disk", "file", "x", "reason", "y")
	h := filed(t)
	before := h.everything(t)
	for _, f := range []brokenFolder{{h.folder, nil, broken, nil}, {h.folder, nil, nil, broken}} {
		engine := h.as(anyPartner())
		engine.Evidence = f
		if _, err := engine.InspectEvidence(t.Context(), true); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
	engine := h.as(anyPartner())
	engine.Evidence = brokenFolder{h.folder, broken, nil, nil}
	for _, c := range []cpor.Command{saying(cpor.Submit), attaching(h.paper(8))} {
		if _, err := applied(engine.PlanMove(t.Context(), []ids.Claim{testkit.Claim(1)}, c)); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", c.Verb, err)
		}
	}
	h.unchanged(t, before)
}

func TestBytesThatVanishBeforeTheClaimRefersToThemRefuseIt(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"))[0]
	attach := func(n int) app.Plan[app.ClaimCard] {
		document, _ := testkit.Paper(n)
		plan, err := h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{id}, attaching(document))
		if err != nil {
			t.Fatal(err) // it can be planned before the bytes are kept
		}
		return plan
	}
	plan := attach(1)
	h.paper(1)
	h.inspected(t, true) // another process tidies up
	before := h.everything(t)
	_, err := plan.Apply(t.Context())
	refused(t, err, fault.Conflict, "claim.document-vanished")
	if e := fault.As(err); e != nil && (e.Target != id.String() || e.Args["name"] != "sow-1.txt") {
		t.Errorf("it says %v about %s", e.Args, e.Target)
	}
	h.unchanged(t, before)
	h.paper(1)
	if _, err := plan.Apply(t.Context()); err != nil {
		t.Errorf("the same once more: %v", err)
	}
	h.verified(t)
}

func TestTheSameDocumentIsAttachedOnce(t *testing.T) {
	h := inMemory()
	h.market(t)
	id := h.drafts(t, testkit.UseOrConsume(0, 0, "teams"))[0]
	renamed := h.paper(1)
	renamed.FileName = "copy.txt"
	head := h.head(t)
	if _, err := applied(h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{id}, attaching(h.paper(1), h.paper(2), renamed))); err != nil {
		t.Fatal(err)
	}
	before := h.everything(t)
	cards, err := applied(h.as(anyPartner()).PlanMove(t.Context(), []ids.Claim{id}, attaching(renamed, h.paper(2))))
	if err != nil || len(cards) != 1 || len(cards[0].Evidence) != 2 || cards[0].Evidence[0].FileName != "sow-1.txt" || h.head(t) != head+1 {
		t.Errorf("%+v, %d entries, %v", cards, h.head(t)-head, err)
	}
	h.unchanged(t, before)
}

func TestACancelledInspectionEnds(t *testing.T) {
	h := filed(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.as(anyPartner()).InspectEvidence(ctx, true)
	if fault.CodeOf(err) != fault.Cancelled {
		t.Errorf("got %v", err)
	}
	if kept, _, _ := h.folder.List(); len(kept) != 5 {
		t.Errorf("%d documents are left", len(kept))
	}
}
