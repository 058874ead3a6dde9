package blob

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestADocumentIsExportedToANewFile(t *testing.T) {
	f, hash := with(t, "signed")
	folder := t.TempDir()
	to := filepath.Join(folder, "åtgärdat \u202efdp.pdf")
	if err := f.Export(hash, to); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(to)
	if err != nil || string(got) != "signed" {
		t.Errorf("exported %q, %v", got, err)
	}
	if info, err := os.Lstat(to); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if got := names(t, folder); len(got) != 1 {
		t.Errorf("the folder holds %q", got)
	}
	// It is a copy: what is done to it does not reach the document.
	plant(t, to, "forged")
	if got, err := f.Get(hash); err != nil || string(got) != "signed" {
		t.Errorf("the document is %q, %v", got, err)
	}
	t.Chdir(folder)
	if err := f.Export(hash, "here.pdf"); err != nil {
		t.Error(err)
	}
}

func TestAnExportOverwritesNothing(t *testing.T) {
	f, hash := with(t, "signed")
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	plant(t, in("file"), "old")
	if err := os.Mkdir(in("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, in("file"), in("link"))
	link(t, "nowhere", in("dangling"))
	before := names(t, folder)
	for _, to := range []string{in("file"), in("folder"), in("folder") + "/", in("link"), in("dangling"), f.file(hash.String())} {
		err := f.Export(hash, to)
		wants(t, to, err, fault.Conflict, "evidence.exists")
		if e := fault.As(err); e.Args["file"] != to {
			t.Errorf("told %v", e.Args)
		}
	}
	if got, err := os.ReadFile(in("file")); err != nil || string(got) != "old" || !slices.Equal(names(t, folder), before) {
		t.Errorf("the file holds %q, %v, the folder %v", got, err, names(t, folder))
	}
}

func TestAnExportIntoNoFolderIsRefused(t *testing.T) {
	f, hash := with(t, "signed")
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	plant(t, in("file"), "x")
	link(t, "nowhere", in("dangling"))
	for to, want := range map[string]string{
		in("none/a.pdf"): in("none"), in("none") + "/": in("none"), in("file/a.pdf"): in("file"), in("dangling/a.pdf"): in("dangling"),
	} {
		err := f.Export(hash, to)
		wants(t, to, err, fault.NotFound, "evidence.no-folder")
		if e := fault.As(err); e.Args["file"] != want {
			t.Errorf("told %v, want %s", e.Args, want)
		}
	}
	if got := names(t, folder); !slices.Equal(got, []string{"dangling", "file"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestALongNameIsNoObstacleToAnExport(t *testing.T) {
	f, hash := with(t, "signed")
	long := make([]byte, 251)
	for i := range long {
		long[i] = 'a'
	}
	name := evidence.NameOf(string(long) + ".pdf")
	if err := f.Export(hash, filepath.Join(t.TempDir(), name)); err != nil {
		t.Error(err)
	}
}
