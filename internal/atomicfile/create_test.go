package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// linkless is a file system that knows no second name for a file.
func linkless(from, to string) error {
	return &os.LinkError{Op: "link", Old: from, New: to, Err: syscall.EPERM}
}

func TestAFileIsMadeWhereNothingIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := Create(path, 0o600, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := create(opened(t, filepath.Dir(path)), "b.pdf", 0o640, []byte("new"), linkless); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{"a.pdf": 0o600, "b.pdf": 0o640} {
		name = filepath.Join(filepath.Dir(path), name)
		if got := content(t, name); got != "new" {
			t.Errorf("%s holds %q", name, got)
		}
		if info, err := os.Lstat(name); err != nil || runtime.GOOS != "windows" && info.Mode() != mode {
			t.Errorf("%s has mode %v, want %v, %v", name, info.Mode(), mode, err)
		}
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"a.pdf", "b.pdf"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestWhatIsThereIsNeverOverwritten(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "file"), "old")
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, filepath.Join(folder, "file"), filepath.Join(folder, "link"))
	link(t, "nowhere", filepath.Join(folder, "dangling"))
	before := names(t, folder)
	for _, name := range []string{"file", "folder", "link", "dangling", ".", "folder" + string(filepath.Separator)} {
		err := Create(filepath.Join(folder, name), 0o600, []byte("new"))
		if e := fault.As(err); !errors.Is(err, fs.ErrExist) || e.Code != fault.Internal || e.Key != "atomicfile.write" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := content(t, filepath.Join(folder, "file")); got != "old" || !slices.Equal(names(t, folder), before) {
		t.Errorf("the file holds %q, the folder %v, before %v", got, names(t, folder), before)
	}
}

// What comes between the first look and the last step is not overwritten either.
func TestWhatHasJustComeIsNeverOverwritten(t *testing.T) {
	folder := t.TempDir()
	root := opened(t, folder)
	for n, plant := range []func(path string){
		func(path string) { put(t, path, "old") },
		func(path string) { link(t, "nowhere", path) },
	} {
		for m, after := range []func(from, to string) error{root.Link, linkless} {
			name := fmt.Sprintf("%d-%d", n, m)
			late := func(from, to string) error {
				plant(filepath.Join(folder, to))
				return after(from, to)
			}
			before := names(t, folder)
			if err := create(root, name, 0o600, []byte("new"), late); !errors.Is(err, fs.ErrExist) {
				t.Errorf("%s: %v", name, err)
			}
			if got := names(t, folder); !slices.Equal(got, append(before, name)) {
				t.Errorf("the folder holds %v", got)
			}
			if got, err := os.ReadFile(filepath.Join(folder, name)); err == nil && string(got) != "old" {
				t.Errorf("%s holds %q", name, got)
			}
		}
	}
}

func TestAFileWithoutItsFolderIsNotMade(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "file"), "x")
	if err := Create(filepath.Join(folder, "none", "a"), 0o600, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if err := Create(filepath.Join(folder, "file", "a"), 0o600, nil); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a file for a folder: %v", err)
	}
	if got := names(t, folder); !slices.Equal(got, []string{"file"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestOfManyThatMakeTheSameFileOneDoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	var made atomic.Int32
	var making sync.WaitGroup
	for n := range 16 {
		making.Go(func() {
			switch err := Create(path, 0o600, []byte{byte('a' + n)}); {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	making.Wait()
	if got := content(t, path); made.Load() != 1 || len(got) != 1 {
		t.Errorf("%d have made it, it holds %q", made.Load(), got)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"a.pdf"}) {
		t.Errorf("the folder holds %v", got)
	}
}
