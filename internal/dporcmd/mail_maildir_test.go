package dporcmd

import (
	"os"
	"path/filepath"
	"testing"
	"time"
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
	began := time.Now()
	w.must(t, "notify", "send", "--limit", "10")
	whole, killed := time.Since(began), 0
	for n := range rounds {
		cmd := w.command("notify", "send")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(whole*time.Duration(n+rounds/2)/time.Duration(rounds), func() { _ = cmd.Process.Kill() })
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
	}
	if killed == 0 {
		t.Error("no process was killed: the test tests nothing")
	}
	w.must(t, "notify", "send")
	arrived := filepath.Join(folder, "new")
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
