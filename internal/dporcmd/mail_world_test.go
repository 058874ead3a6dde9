package dporcmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// mailPassword is what nobody must find anywhere.
const mailPassword = "Zx9-hemligt-lösenord"

// queued is a world with so many messages in its outbox, to partner 1.
func queued(t testing.TB, messages int) world {
	t.Helper()
	w := settled(t, messages)
	var associations []record.Association
	for n := range messages {
		associations = append(associations, testkit.Designated(testkit.SubscriptionOf(0, n), 1))
	}
	w.must(t, "import", w.file(t, "a.csv", csvOf(t, record.AssociationFields(), testkit.Associations(associations...))))
	return w
}

// twin is a world with the same ledger and configuration.
func (w world) twin(t testing.TB) world {
	t.Helper()
	twin := empty(t)
	if err := os.MkdirAll(filepath.Dir(twin.ledger), 0o700); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{w.ledger: twin.ledger, filepath.Join(w.folder, "config.yaml"): filepath.Join(twin.folder, "config.yaml")} {
		content, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(to, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return twin
}

// set is the world with variables set, as NAME=value.
func (w world) set(variables ...string) world {
	w.env = append(slices.Clone(w.env), variables...)
	return w
}

// by is the world whose messages go by the mail server at a port of this machine.
func (w world) by(port int) world {
	return w.set("DPOR_SMTP_HOST=127.0.0.1", "DPOR_SMTP_PORT="+strconv.Itoa(port), "DPOR_SMTP_TLS=none",
		"DPOR_SMTP_FROM=Partner records <por@contoso.example>", "DPOR_SMTP_TIMEOUT=30s")
}

// letter is a message as `dpor notify list` tells of it.
type letter struct {
	ID                int
	MessageID, Status string
	Tries             int
	To, Reason        string
	NextTry           string
}

func (w world) letters(t testing.TB) (list []letter) {
	t.Helper()
	if err := json.Unmarshal([]byte(w.must(t, "notify", "list", "-o", "json")), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// statuses are how many messages are in which status.
func (w world) statuses(t testing.TB) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, l := range w.letters(t) {
		count[l.Status]++
	}
	return count
}

// changes are what the ledger tells of everything but messages: who holds which place, and the journal.
func (w world) changes(t testing.TB) string {
	t.Helper()
	return w.must(t, "list", "-o", "json") + w.must(t, "audit", "list", "-o", "json")
}

// delivered fails unless every message was accepted once, or once more for each time that it was in doubt, and
// the ledger knows that all of them are sent and is else as it was.
func (w world) delivered(t testing.TB, box *mailbox, changes string, doubt ...string) {
	t.Helper()
	times, letters := box.times(t), w.letters(t)
	for _, l := range letters {
		most := 1
		for _, id := range doubt {
			if id == l.MessageID {
				most++
			}
		}
		if n := times[l.MessageID]; n < 1 || n > most {
			t.Errorf("message %d was accepted %d times, want 1 to %d", l.ID, n, most)
		}
		if l.Status != "sent" {
			t.Errorf("message %d is %s", l.ID, l.Status)
		}
		delete(times, l.MessageID)
	}
	if len(letters) == 0 || len(times) > 0 {
		t.Errorf("of %d messages came also %v", len(letters), times)
	}
	if diff := cmp.Diff(changes, w.changes(t)); diff != "" {
		t.Errorf("the ledger was changed (-before +now)\n%s", diff)
	}
	w.must(t, "audit", "verify")
}

// files is everything that lies in the world, by path.
func (w world) files(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(w.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found[strings.TrimPrefix(path, w.folder)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
