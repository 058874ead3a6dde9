//go:build unix

package boltstore

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The calls of a change on a copy, in their order: what happens to the copy, and at last to the folder.
const (
	theCopy   = "copy"
	theFolder = "folder"
)

func on(what, path string) string {
	if what == theFolder {
		return filepath.Dir(path)
	}
	return path + newSuffix
}

// TestARewriteThatIsKilledAtACallOfTheSystem kills at the one moment that random ones may miss.
func TestARewriteThatIsKilledAtACallOfTheSystem(t *testing.T) {
	path, before := firstGeneration(t), uint64(1)
	cases := []struct {
		what, call, when string
		renamed          bool
	}{
		{theCopy, "openat", "1", false}, {theCopy, "pwrite64", "1", false}, {theCopy, "pwrite64", "2", false},
		{theCopy, "fsync", "1", false}, {theCopy, "renameat", "1", false},
		{theFolder, "fsync", "1", true},
	}
	if testing.Short() {
		cases = cases[4:5]
	}
	for _, test := range cases {
		t.Run(test.what+" "+test.call+" "+test.when, func(t *testing.T) {
			acknowledged, last, err := traced(t, command("rewrite", path, 1, 0), on(test.what, path), test.call+":signal=KILL:when="+test.when)
			if err == nil || len(acknowledged) > 0 || last != "begin" {
				t.Fatalf("it was not killed: %v, %v, %q", err, acknowledged, last)
			}
			want := before
			if test.renamed {
				want++
			}
			before = wantGeneration(t, path, want, want)
		})
	}
	if err := copying(path, time.Second).Rewrite(tContext, generation); err != nil {
		t.Fatal(err)
	}
	wantNoCopy(t, path)
}

// TestADiskThatFailsAtACallOfTheSystem is refused with the old ledger in place, up to the moment from which
// nobody knows.
func TestADiskThatFailsAtACallOfTheSystem(t *testing.T) {
	path, before := firstGeneration(t), uint64(1)
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	for _, test := range []struct {
		what, inject, want string
		renamed            bool
	}{
		{theCopy, "pwrite64:error=ENOSPC:when=2", "error internal", false},
		{theCopy, "pwrite64:error=EIO:when=1", "error internal", false},
		{theCopy, "fsync:error=EIO", "error internal", false},
		{theCopy, "renameat:error=EIO", "error internal", false},
		{theCopy, "openat:error=EACCES", "error forbidden", false},
		{theFolder, "fsync:error=EIO", "error unsure", true},
	} {
		t.Run(test.what+" "+test.inject, func(t *testing.T) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			acknowledged, last, err := traced(t, command("rewrite", path, 1, 0), on(test.what, path), test.inject)
			if err != nil || len(acknowledged) > 0 || !strings.HasPrefix(last, test.want) {
				t.Fatalf("got %v, %v, %q, want %q", err, acknowledged, last, test.want)
			}
			wantNoCopy(t, path)
			want := before
			if test.renamed {
				want++
			} else {
				wantBytes(t, at(path, 0), content)
			}
			before = wantGeneration(t, path, want, want)
		})
	}
}

// TestAFullDiskLeavesTheLedgerThatARewriteFinds lets the copy grow to many different sizes.
func TestAFullDiskLeavesTheLedgerThatARewriteFinds(t *testing.T) {
	path, before := firstGeneration(t), uint64(1)
	size := sizeOf(t, path)
	steps := 12
	if testing.Short() {
		steps = 3
	}
	outcomes := map[bool]int{}
	for step := range steps {
		kept := rewritten(t, path, before, size/4+step*size*2/steps)
		if outcomes[kept]++; kept {
			before++
			continue
		}
		if step%3 == 0 {
			if err := copying(path, 0).Rewrite(tContext, generation); err != nil {
				t.Fatalf("the next change: %v", err)
			}
			before = wantGeneration(t, path, before+1, before+1)
		}
	}
	if outcomes[true] == 0 || outcomes[false] == 0 {
		t.Errorf("only one outcome was met: %v", outcomes)
	}
}

func TestAFullFileSystemLeavesTheLedgerThatARewriteFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	size := sizeOf(t, firstGeneration(t))
	for _, percent := range []int{110, 140, 170, 190} {
		folder := t.TempDir()
		mount := func(options string) {
			t.Helper()
			if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder).CombinedOutput(); err != nil {
				t.Skipf("needs the right to mount a small file system: %v: %s", err, bytes.TrimSpace(out))
			}
		}
		mount("size=" + strconv.Itoa(size*percent/100))
		defer exec.Command("umount", folder).Run()
		path := filepath.Join(folder, "data", "ledger.db")
		if err := copying(path, 0).Rewrite(tContext, generation); err != nil {
			t.Fatal(err)
		}
		if rewritten(t, path, 1, 0) {
			t.Errorf("%d %% were enough", percent)
		}
		mount("remount,size=" + strconv.Itoa(6*size))
		if !rewritten(t, path, 1, 0) {
			t.Error("there is room now, and the change failed")
		}
	}
}

// rewritten lets a child make the next generation where files may grow to a size, and tells whether it could.
// Where it could not, the ledger is as it was and nothing lies beside it.
func rewritten(t *testing.T, path string, before uint64, limit int) bool {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cmd, _, lines := start(t, "rewrite", path, 1, limit)
	acknowledged, last := kept(lines)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err, last)
	}
	wantNoCopy(t, path)
	if len(acknowledged) > 0 {
		wantGeneration(t, path, before+1, before+1)
		return true
	}
	if !strings.HasPrefix(last, "error internal internal: ledger.disk") {
		t.Errorf("limit %d: got %q, want internal", limit, last)
	}
	wantBytes(t, at(path, 0), content)
	wantGeneration(t, path, before, before)
	return false
}

func sizeOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}
