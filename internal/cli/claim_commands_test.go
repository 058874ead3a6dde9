package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// written is a file with content, in a folder of the test's.
func written(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func (d desk) keeps() int {
	kept, _, _ := d.folder.List()
	return len(kept)
}

func TestEvidenceIsKeptOnlyWhereTheClaimTakesIt(t *testing.T) {
	good := written(t, "sow.txt", "signed\n")
	for name, tt := range map[string]struct {
		line   string
		exit   fault.Code
		keeps  int
		attach bool
	}{
		"a good file":            {"claim attach CLM-1 " + good, fault.OK, 1, true},
		"a dry run":              {"claim attach CLM-1 --dry-run " + good, fault.OK, 0, false},
		"a file that is empty":   {"claim attach CLM-1 " + good + " " + written(t, "a.txt", ""), fault.Invalid, 0, false},
		"a file of another kind": {"claim attach CLM-1 " + good + " " + written(t, "a.pdf", "MZ"), fault.Invalid, 0, false},
		"a file that is missing": {"claim attach CLM-1 " + good + " nowhere.pdf", fault.NotFound, 0, false},
		"no such claim":          {"claim attach CLM-9 " + good, fault.NotFound, 0, false},
		"another's claim":        {"claim attach CLM-2 " + good, fault.Forbidden, 0, false},
		"a claim that is over":   {"claim attach CLM-3 " + good, fault.Conflict, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.drafted(t, 0, 0)
			d.drafted(t, 1, 0)
			if tt.exit == fault.Conflict {
				id := d.drafted(t, 0, 3)
				d.moves(t, cpor.Command{Verb: cpor.Submit, Attestation: "I confirm."}, id)
				d.moves(t, cpor.Command{Verb: cpor.Approve}, id)
			}
			out, err, code := d.run(t, tt.line+" -o json")
			if code != tt.exit.Exit() || d.keeps() != tt.keeps || strings.Contains(out, `"sow.txt"`) != (tt.exit == fault.OK) {
				t.Errorf("exit %d, %d kept: %s%s", code, d.keeps(), out, err)
			}
			if shown := d.types(t, "claim evidence CLM-1 -o json"); strings.Contains(shown, "sow.txt") != tt.attach {
				t.Errorf("the claim has %s", shown)
			}
		})
	}
}

func TestEveryFileThatIsNoEvidenceIsToldAtOnce(t *testing.T) {
	d := newDesk(t)
	d.drafted(t, 0, 0)
	_, err, code := d.run(t, "claim attach CLM-1 -o json "+written(t, "a.txt", "")+" "+written(t, "b.exe", "MZ")+" nowhere.pdf")
	var told struct {
		Error struct{ Details []struct{ Code string } }
	}
	if problem := json.Unmarshal([]byte(err), &told); problem != nil || len(told.Error.Details) != 3 || code != fault.Invalid.Exit() {
		t.Errorf("exit %d: %s", code, err)
	}
}

func TestADocumentIsCopiedOutVerified(t *testing.T) {
	d := newDesk(t)
	d.drafted(t, 0, 1)
	document, content := testkit.Paper(1)
	line := "claim evidence CLM-1 --get " + strings.ToUpper(document.Hash.String()) + " --to copy.txt -o json"
	d.types(t, line)
	if d.folder.Exported("copy.txt") != string(content) {
		t.Errorf("the copy is %q", d.folder.Exported("copy.txt"))
	}
	other, _ := testkit.Paper(2)
	if _, err, code := d.run(t, "claim evidence CLM-1 --get "+other.Hash.String()+" --to other.txt"); code != fault.NotFound.Exit() {
		t.Errorf("exit %d: %s", code, err)
	}
	d.folder.Damage(document.Hash)
	if _, err, code := d.run(t, line); code != fault.Corrupt.Exit() {
		t.Errorf("exit %d: %s", code, err)
	}
}

// CONTRACT section 1: what takes something away needs --yes where nobody can be asked; the other moves
// with every flag given just run.
func TestOnlyAMoveThatTakesAwayNeedsAYes(t *testing.T) {
	status := map[cpor.Verb][]cpor.Verb{
		cpor.Delete: nil, cpor.Submit: nil, cpor.Review: {cpor.Submit}, cpor.RequireAction: {cpor.Submit}, cpor.Approve: {cpor.Submit},
		cpor.Remark: {cpor.Submit, cpor.RequireAction}, cpor.Reject: {cpor.Submit}, cpor.Dispute: {cpor.Submit, cpor.Reject}, cpor.End: {cpor.Submit, cpor.Approve},
	}
	for _, rule := range cpor.Verbs() {
		before, asked := status[rule.Verb]
		if !asked {
			continue
		}
		d := newDesk(t)
		id := d.drafted(t, 0, 1)
		for _, v := range before {
			d.moves(t, cpor.Command{Verb: v, Reason: "so"}, id)
		}
		line := "claim " + string(rule.Verb) + " CLM-1 -o json"
		if rule.Reason {
			if _, err, code := d.run(t, line+" --yes"); code != fault.Usage.Exit() || !strings.Contains(err, "--reason") {
				t.Errorf("%s without a reason: exit %d: %s", rule.Verb, code, err)
			}
			line += " --reason so"
		}
		if rule.Verb == cpor.Remark {
			line += " --text so"
		}
		_, err, code := d.run(t, line)
		if want := rule.TakesAway; want != (code == fault.Usage.Exit()) || want != strings.Contains(err, "--yes") || !want && code != 0 {
			t.Errorf("%s: exit %d: %s", rule.Verb, code, err)
		}
		if rule.TakesAway {
			d.types(t, line+" --dry-run")
			d.types(t, line+" --yes")
		}
	}
}

func TestARivalIsWarnedOfAndNoReasonToRefuse(t *testing.T) {
	d := newDesk(t)
	d.moves(t, cpor.Command{Verb: cpor.Submit}, d.drafted(t, 1, 1))
	d.drafted(t, 0, 1)
	for _, line := range []string{"claim submit CLM-2 --dry-run", "claim submit CLM-2 --quiet"} {
		_, err, code := d.run(t, line)
		if code != 0 || !strings.Contains(err, "CLM-2") || !strings.Contains(err, "Partner 1") || !strings.Contains(err, "teams") || strings.Contains(err, "CLM-1") {
			t.Errorf("%s: exit %d: %s", line, code, err)
		}
	}
	if out := d.types(t, "claim list --workload Microsoft-Teams --status submitted -o json --query [].claimId"); !strings.Contains(out, "CLM-1") || !strings.Contains(out, "CLM-2") {
		t.Errorf("submitted are %s", out)
	}
}

// The table of moves is one: what the help shows is what the rules say.
func TestTheHelpOfAClaimShowsItsMoves(t *testing.T) {
	line := func(rule cpor.VerbRule) string {
		var from []string
		to := map[cpor.Status]bool{}
		for _, e := range cpor.Edges() {
			if e.Verb == rule.Verb {
				from, to[e.To] = append(from, string(e.From)), true
			}
		}
		stays := slices.Contains([]cpor.Verb{cpor.Edit, cpor.Attach, cpor.Detach, cpor.Remark}, rule.Verb)
		if len(from) == 0 || len(to) != 1 && !stays {
			t.Errorf("%s leads to %v: one line cannot say so", rule.Verb, to)
		}
		text := "  " + string(rule.Verb) + ": from " + strings.Join(from, ", ") + " to "
		for s := range to {
			text += string(s)
		}
		switch {
		case rule.Verb == cpor.New:
			return "  new: makes a draft"
		case to[cpor.Gone]:
			return "  delete: takes a draft away"
		case stays:
			return "  " + string(rule.Verb) + ": while " + strings.Join(from, ", ")
		}
		return text
	}
	d := newDesk(t)
	whole := d.types(t, "claim --help")
	for _, rule := range cpor.Verbs() {
		if n := strings.Count(whole, line(rule)+" ("); n != 1 {
			t.Errorf("%q stands %d times in\n%s", line(rule), n, whole)
		}
		own := d.types(t, "claim "+string(rule.Verb)+" --help")
		for _, other := range cpor.Verbs() {
			if strings.Contains(own, line(other)+" (") != (other.Verb == rule.Verb) {
				t.Errorf("the help of %s says of %s:\n%s", rule.Verb, other.Verb, own)
			}
		}
	}
	for _, lang := range []string{"es", "sv"} {
		if other := d.types(t, "claim --help --lang "+lang); strings.Count(other, "\n") < 30 || strings.Contains(other, "claim.move") || strings.Contains(other, "while draft") {
			t.Errorf("in %s it says\n%s", lang, other)
		}
	}
}
