package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/memstore"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// diagnosis is what `dpor doctor` says of each thing, in its order.
func (d desk) diagnosis(t *testing.T, line string) (found []view.Finding, code int) {
	t.Helper()
	out, stderr, code := d.run(t, line+" -o json")
	var rows []struct{ Check, Status, Message, Hint string }
	if err := json.Unmarshal([]byte(out), &rows); err != nil {
		t.Fatalf("%v: %s%s", err, out, stderr)
	}
	for _, r := range rows {
		found = append(found, view.Finding{Check: r.Check, Health: view.Health(r.Status), Message: r.Message, Hint: r.Hint})
	}
	return found, code
}

func states(found []view.Finding) (list []string) {
	for _, f := range found {
		list = append(list, f.Check+" "+string(f.Health))
	}
	return list
}

func TestADoctorSaysWhatIsWrong(t *testing.T) {
	well := []string{"configuration ok", "profile ok", "ledger ok", "evidence ok"}
	paper := func(n int) evidence.Hash { d, _ := testkit.Paper(n); return d.Hash }
	for name, tt := range map[string]struct {
		given func(d desk)
		fix   string
		want  []string
		code  int
		says  string
	}{
		"nothing": {func(desk) {}, "", well, 0, ""},
		"a document that was altered": {func(d desk) { d.folder.Damage(paper(1)) }, "",
			append(slices.Clone(well[:3]), "evidence error"), fault.Corrupt.Exit(), "sow-1.txt"},
		"a document that is gone": {func(d desk) { _ = d.folder.Remove(paper(1)) }, "",
			append(slices.Clone(well[:3]), "evidence error"), fault.Corrupt.Exit(), "CLM-1"},
		"bytes that no claim refers to": {func(d desk) { d.puts(2); d.folder.Leave("left", true) }, "",
			append(slices.Clone(well[:3]), "evidence warning", "evidence ok"), 0, "2"},
		"bytes that no claim refers to, to be removed": {func(d desk) { d.puts(2); d.folder.Leave("left", true) }, " --fix",
			append(slices.Clone(well[:3]), "evidence fixed", "evidence ok"), 0, "2"},
		"a file of somebody's": {func(d desk) { d.folder.Leave("holiday.jpg", false) }, " --fix",
			append(slices.Clone(well[:3]), "evidence warning", "evidence ok"), 0, "holiday.jpg"},
		"both": {func(d desk) { d.puts(2); d.folder.Leave("holiday.jpg", false) }, " --fix",
			append(slices.Clone(well[:3]), "evidence warning", "evidence fixed", "evidence ok"), 0, "holiday.jpg"},
		"an altered document and bytes too many": {func(d desk) { d.folder.Damage(paper(1)); d.puts(2) }, " --fix",
			append(slices.Clone(well[:3]), "evidence error", "evidence fixed"), fault.Corrupt.Exit(), "sow-1.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.drafted(t, 0, 1)
			tt.given(d)
			found, code := d.diagnosis(t, "doctor"+tt.fix)
			if diff := cmp.Diff(append(tt.want, "mail warning"), states(found)); diff != "" || code != tt.code {
				t.Errorf("exit %d, want %d (-want +got)\n%s", code, tt.code, diff)
			}
			said := 0
			for _, f := range found {
				if f.Message == "" || f.Health == view.Advice && f.Hint == "" {
					t.Errorf("it says %+v", f)
				}
				if strings.Contains(f.Message, tt.says) {
					said++
				}
			}
			if said == 0 {
				t.Errorf("nothing names %q: %+v", tt.says, found)
			}
		})
	}
}

func (d desk) puts(n int) {
	_, content := testkit.Paper(n)
	_, _ = d.folder.Put(content) // in memory nothing can go wrong
}

// What --fix does not take away must not be said to go by it, over and over.
func TestADoctorDoesNotAdviseAFixThatFixesNothing(t *testing.T) {
	d := newDesk(t)
	d.drafted(t, 0, 1)
	d.folder.Leave("holiday.jpg", false)
	d.diagnosis(t, "doctor --fix")
	found, _ := d.diagnosis(t, "doctor")
	for _, f := range found {
		if strings.Contains(f.Hint, "--fix") {
			t.Errorf("after a fix it advises: %s %s", f.Message, f.Hint)
		}
	}
}

func TestADoctorMakesNoLedgerAndFindsNoFaultInThat(t *testing.T) {
	for _, line := range []string{"doctor", "doctor --fix"} {
		d := newDesk(t)
		d.Store = memstore.New([16]byte{2})
		found, code := d.diagnosis(t, line)
		if diff := cmp.Diff([]string{"configuration ok", "profile ok", "ledger warning", "mail warning"}, states(found)); diff != "" || code != 0 {
			t.Errorf("exit %d (-want +got)\n%s", code, diff)
		}
		if err := d.View(t.Context(), func(app.Reader) error { return nil }); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("%s made a ledger: %v", line, err)
		}
	}
}

func TestADoctorLeavesTheEvidenceOfADamagedLedgerAlone(t *testing.T) {
	d := newDesk(t)
	d.drafted(t, 0, 1)
	d.puts(2)
	d.Store = memstore.New([16]byte{2})
	d.Fail = func(memstore.Call) error {
		return fault.New(fault.Corrupt, "audit.differs", "what", "claim", "id", "CLM-1")
	}
	found, code := d.diagnosis(t, "doctor --fix")
	if diff := cmp.Diff([]string{"configuration ok", "profile ok", "ledger error", "mail warning"}, states(found)); diff != "" || code != fault.Corrupt.Exit() {
		t.Errorf("exit %d (-want +got)\n%s", code, diff)
	}
	if kept, _, _ := d.folder.List(); len(kept) != 2 {
		t.Errorf("%d documents are left", len(kept))
	}
}

func TestADoctorNeedsNoProfile(t *testing.T) {
	s := shellFor("")
	d := desk{memory: s.Open("", 0, "").(memory)}
	found, code := d.diagnosis(t, "doctor")
	if diff := cmp.Diff([]string{"configuration ok", "profile warning", "ledger ok", "evidence ok", "mail warning"}, states(found)); diff != "" || code != 0 {
		t.Errorf("exit %d (-want +got)\n%s", code, diff)
	}
}

func TestADoctorRemovesNothingForWhoMayNot(t *testing.T) {
	for _, profile := range []string{"", " --profile other"} {
		d := newDesk(t)
		d.types(t, "profile add other --user al@contoso.example --role reader")
		d.drafted(t, 0, 1)
		d.puts(2)
		if profile == "" {
			d.config = "" // nobody at all
		}
		found, code := d.diagnosis(t, "doctor --fix"+profile)
		if list := states(found); list[len(list)-2] != "evidence error" || code != fault.Forbidden.Exit() || d.keeps() != 2 {
			t.Errorf("%q: exit %d, %d kept: %v", profile, code, d.keeps(), list)
		}
	}
}
