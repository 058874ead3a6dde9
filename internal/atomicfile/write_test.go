package atomicfile

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestAFileIsMadeAndReplacedWithItsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	for _, text := range []string{"first", "second, longer", ""} {
		if err := Write(path, 0o600, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != text {
			t.Errorf("content is %q, want %q", got, text)
		}
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"a.yaml"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestTheModeIsTheOneAskedForWhateverItWas(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs permission bits")
	}
	path := filepath.Join(t.TempDir(), "a.yaml")
	put(t, path, "open to all")
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o444} {
		if err := Write(path, mode, []byte("x")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("mode is %v, want %v, %v", info.Mode(), mode, err)
		}
	}
}

func TestALinkStaysAndWhatItLeadsToIsReplaced(t *testing.T) {
	cases := map[string]func(t *testing.T, folder string) (path string){
		"to a file": func(t *testing.T, folder string) string {
			put(t, filepath.Join(folder, "dotfiles", "real.yaml"), "old")
			link(t, filepath.Join(folder, "dotfiles", "real.yaml"), filepath.Join(folder, "a.yaml"))
			return filepath.Join(folder, "a.yaml")
		},
		"relative": func(t *testing.T, folder string) string {
			link(t, filepath.Join("dotfiles", "real.yaml"), filepath.Join(folder, "a.yaml"))
			return filepath.Join(folder, "a.yaml")
		},
		"through a second link": func(t *testing.T, folder string) string {
			link(t, "b.yaml", filepath.Join(folder, "a.yaml"))
			link(t, filepath.Join("dotfiles", "real.yaml"), filepath.Join(folder, "b.yaml"))
			return filepath.Join(folder, "a.yaml")
		},
		"up from a linked folder": func(t *testing.T, folder string) string {
			if err := os.Mkdir(filepath.Join(folder, "dotfiles", "inner"), 0o700); err != nil {
				t.Fatal(err)
			}
			link(t, filepath.Join(folder, "dotfiles", "inner"), filepath.Join(folder, "short"))
			link(t, filepath.Join("..", "real.yaml"), filepath.Join(folder, "dotfiles", "inner", "a.yaml"))
			return filepath.Join(folder, "short", "a.yaml")
		},
	}
	for name, given := range cases {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.Mkdir(filepath.Join(folder, "dotfiles"), 0o700); err != nil {
				t.Fatal(err)
			}
			path := given(t, folder)
			if err := Write(path, 0o600, []byte("new")); err != nil {
				t.Fatal(err)
			}
			if got := content(t, filepath.Join(folder, "dotfiles", "real.yaml")); got != "new" {
				t.Errorf("the target holds %q", got)
			}
			if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
				t.Errorf("the link is gone: %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestWhatCannotBeReplacedIsRefusedAndLeftAlone(t *testing.T) {
	folder := t.TempDir()
	link(t, "round.yaml", filepath.Join(folder, "circle.yaml"))
	link(t, "circle.yaml", filepath.Join(folder, "round.yaml"))
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, "file"), "x")
	before := names(t, folder)
	for path, key := range map[string]string{
		"folder":      "atomicfile.kind",
		"circle.yaml": "atomicfile.write",
		"none/a.yaml": "atomicfile.write",
		"file/a.yaml": "atomicfile.write",
	} {
		err := Write(filepath.Join(folder, path), 0o600, []byte("x"))
		if e := fault.As(err); err == nil || e.Code != fault.Internal || e.Key != key || e.Args["file"] == "" {
			t.Errorf("%s: %v, want %s", path, err, key)
		}
	}
	if got := names(t, folder); !slices.Equal(got, before) {
		t.Errorf("the folder holds %v, before %v", got, before)
	}
}

func TestAReaderSeesOneContentWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	texts := [][]byte{bytes.Repeat([]byte("a"), 100_000), bytes.Repeat([]byte("b"), 70_000)}
	if err := Write(path, 0o600, texts[0]); err != nil {
		t.Fatal(err)
	}
	var writing sync.WaitGroup
	for _, text := range texts {
		writing.Go(func() {
			for range 20 {
				if err := Write(path, 0o600, text); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writing.Wait(); close(done) }()
	for {
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, texts[0]) && !bytes.Equal(got, texts[1]) {
			t.Fatalf("read %d bytes: %v", len(got), err)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}
