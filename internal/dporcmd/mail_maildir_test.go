package dporcmd

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAMaildirGetsEachMessageOnceHoweverOftenTheSenderIsKilled(t *testing.T) {
	const messages = 120
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	w, box := queued(t, messages), &mailbox{}
	changes := w.changes(t)
	folder := filepath.Join(w.folder, "mail")
	w = w.set("DPOR_NOTIFY_MAILDIR=" + folder)
	arrived, killed := filepath.Join(folder, "new"), 0
	count := func() int {
		names, _ := os.ReadDir(arrived) // which the first sender makes
		return len(names)
	}
	for n := range rounds {
		if killedAt(t, w.command("notify", "send"), count, (n+1)*messages/(rounds+2)) {
			killed++
		}
	}
	if killed == 0 {
		t.Error("no process was killed: the test tests nothing")
	}
	w.must(t, "notify", "send")
	names, err := os.ReadDir(arrived)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(arrived, name.Name()))
		if err != nil {
			t.Fatal(err)
		}
		box.accept([]string{folder}, string(content))
	}
	w.delivered(t, box, changes)
}
