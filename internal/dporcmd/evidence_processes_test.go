package dporcmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/testkit"
)

// drafted is a world in which partner 1 has a draft.
func drafted(t *testing.T) world {
	t.Helper()
	w := settled(t, 1)
	w.must(t, "profile", "add", "partner", "--user", "bo@fabrikam.example", "--role", "incentives-admin", "--mpn", partner(1))
	w.must(t, "profile", "use", "partner")
	w.must(t, "claim", "new", "--role", "use-or-consume", "--tenant", testkit.Tenant(0).String(), "--workload", "teams")
	return w
}

func (w world) attached(t *testing.T) map[string]bool {
	t.Helper()
	var documents []struct{ FileName string }
	if err := json.Unmarshal([]byte(w.must(t, "claim", "evidence", "CLM-1", "-o", "json")), &documents); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, d := range documents {
		names[d.FileName] = true
	}
	return names
}

func TestAClaimNeverRefersToEvidenceThatAKilledProcessDidNotKeep(t *testing.T) {
	const attaches = 24
	w := drafted(t)
	documents := make([]string, attaches+1)
	for n := range documents {
		documents[n] = w.file(t, fmt.Sprintf("poe-%d.txt", n), strings.Repeat(fmt.Sprintf("Statement of work %d. ", n), 50_000))
	}
	began := time.Now()
	w.must(t, "claim", "attach", "CLM-1", documents[attaches])
	whole := time.Since(began)
	acknowledged, killed := map[string]bool{filepath.Base(documents[attaches]): true}, 0
	for n := range attaches {
		cmd := w.command("claim", "attach", "--wait", "60s", "CLM-1", documents[n])
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(whole*time.Duration(n+1)*5/(attaches*4), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			acknowledged[filepath.Base(documents[n])] = true
		} else {
			killed++
		}
	}
	if killed == 0 {
		t.Error("no process was killed: the test tests nothing")
	}
	attached := w.attached(t)
	for name := range acknowledged {
		if !attached[name] {
			t.Errorf("%s was acknowledged and is not attached", name)
		}
	}
	// The doctor verifies everything that the claim refers to, and removes what nobody refers to.
	w.must(t, "doctor", "--fix")
	kept, err := os.ReadDir(w.ledger + evidenceSuffix)
	if err != nil || len(kept) != len(attached) {
		t.Errorf("%d files are kept for %d documents, %v", len(kept), len(attached), err)
	}
	w.must(t, "doctor")
}

func TestTheDoctorTakesNoEvidenceAwayThatIsBeingAttached(t *testing.T) {
	w := drafted(t)
	documents := make([]string, crowd/2)
	for n := range documents {
		documents[n] = w.file(t, fmt.Sprintf("poe-%d.txt", n), strings.Repeat(fmt.Sprintf("Statement of work %d. ", n), 20_000))
	}
	codes, said := w.atOnce(t, func(n int) (list [][]string) {
		for range 5 {
			if n < len(documents) {
				list = append(list, []string{"claim", "attach", "--wait", "60s", "CLM-1", documents[n]})
			} else {
				list = append(list, []string{"doctor", "--fix", "--wait", "60s"})
			}
		}
		return list
	})
	// Attaching may be refused because the bytes were taken away, or the temporary file below them; it must
	// not be done then. In the end each is tried once more.
	for n, document := range documents {
		for _, code := range codes[n] {
			if code != 0 && code != 1 && code != 4 {
				t.Errorf("attaching ended with %d\n%s", code, said[n])
			}
		}
		w.must(t, "claim", "attach", "CLM-1", document)
	}
	if attached := w.attached(t); len(attached) != len(documents) {
		t.Errorf("attached are %v", attached)
	}
	w.must(t, "doctor")
	w.must(t, "audit", "verify")
}
