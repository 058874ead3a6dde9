package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAMistypedArgumentIsAnError(t *testing.T) {
	for _, line := range []string{"more", "-rows many", "-rows 999", "-rows 1000,", "-runs 0", "-only bolt", "-rough"} {
		if _, err := parse(strings.Fields(line), io.Discard); err == nil {
			t.Errorf("%q is no error", line)
		}
	}
}

func TestSizesComeInTheirOrderAndOnce(t *testing.T) {
	o, err := parse([]string{"-rows", "20000,1000,20000"}, io.Discard)
	if err != nil || !cmp.Equal(o.rows, []int{1000, 20000}) || o.commandLine() != "go run ./cmd/measure -rows 1000,20000 -runs 3" {
		t.Errorf("%v %v %s", err, o.rows, o.commandLine())
	}
}

func TestAPageWithoutRoomEndsTheRunBeforeItMeasures(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(name, []byte("# Page\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, progress strings.Builder
	err := run(context.Background(), []string{"-write", name}, world{out: &out, progress: &progress, now: func() time.Time { return time.Time{} }})
	if err == nil || !strings.Contains(err.Error(), "the tables go between") || out.Len()+progress.Len() > 0 {
		t.Errorf("%v\n%s%s", err, out.String(), progress.String())
	}
}
