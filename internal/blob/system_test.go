//go:build unix

package blob

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAPipeInThePlaceOfADocumentIsNotWaitedFor(t *testing.T) {
	f, hash := with(t, "signed")
	path := f.file(hash.String())
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("needs pipes in folders: %v", err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, err := f.Get(hash)
		wants(t, "get", err, fault.Corrupt, "evidence.damaged")
		root, err := f.open()
		if err != nil {
			t.Error(err)
			return
		}
		defer root.Close()
		// As if it had come after the first look.
		if content, err := readFile(root, hash.String()); len(content) > 0 || err != nil {
			t.Errorf("it gave %q, %v", content, err)
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it was waited for")
	}
	if _, err := f.Put([]byte("signed")); err != nil {
		t.Error(err)
	}
}

// TestAFullDiskLeavesNoPartOfADocument puts ever larger documents on a small disk.
func TestAFullDiskLeavesNoPartOfADocument(t *testing.T) {
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("needs the right to mount a small file system: %v: %s", err, bytes.TrimSpace(out))
	}
	defer exec.Command("umount", disk).Run()
	f := At(filepath.Join(disk, "ledger.db.evidence"))
	var kept []evidence.Hash
	failed := 0
	for n := range 12 {
		hash, err := f.Put(bytes.Repeat([]byte{byte(n)}, 10_000))
		switch {
		case err == nil:
			kept = append(kept, hash)
		case hash == (evidence.Hash{}) && fault.CodeOf(err) == fault.Internal:
			failed++
		default:
			t.Fatalf("%s, %v", hash, err)
		}
	}
	if len(kept) == 0 || failed == 0 {
		t.Fatalf("%d were kept and %d failed: the test tests nothing", len(kept), failed)
	}
	listed, strangers, err := f.List()
	if err != nil || len(listed) != len(kept) || strangers != nil {
		t.Errorf("the folder holds %v and %v, %v", listed, strangers, err)
	}
	for _, hash := range kept {
		if _, err := f.Get(hash); err != nil {
			t.Error(err)
		}
	}
	wants(t, "export", f.Export(kept[0], filepath.Join(disk, "a.pdf")), fault.Internal, "atomicfile.write")
	if got := names(t, disk); len(got) != 1 {
		t.Errorf("the disk holds %v", got)
	}
}
