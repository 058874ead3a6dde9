package blob

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// beside is the folder of a ledger that is not made yet.
func beside(t *testing.T) *Folder {
	t.Helper()
	return At(filepath.Join(t.TempDir(), "ledger.db.evidence"))
}

// with is a folder that keeps a document.
func with(t *testing.T, content string) (*Folder, evidence.Hash) {
	t.Helper()
	f := beside(t)
	hash, err := f.Put([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return f, hash
}

func wants(t *testing.T, what string, err error, code fault.Code, key string) {
	t.Helper()
	if e := fault.As(err); err == nil || e.Code != code || e.Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
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

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
}

// plant puts other bytes into the place of a file or where nothing was.
func plant(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasPutIsGotUnderItsHash(t *testing.T) {
	f := beside(t)
	for _, content := range []string{"%PDF-1.4 signed", "x", strings.Repeat("long ", 100_000)} {
		hash, err := f.Put([]byte(content))
		if err != nil || hash != evidence.Sum([]byte(content)) {
			t.Fatalf("%s, %v", hash, err)
		}
		if got, err := f.Get(hash); err != nil || string(got) != content {
			t.Errorf("got %d bytes of %d, %v", len(got), len(content), err)
		}
		if has, err := f.Has(hash); err != nil || !has {
			t.Errorf("has it: %v, %v", has, err)
		}
	}
	if runtime.GOOS == "windows" {
		return // where rights are not in the mode
	}
	if info, err := os.Stat(f.path); err != nil || info.Mode() != fs.ModeDir|0o700 {
		t.Errorf("the folder has mode %v, %v", info.Mode(), err)
	}
	for _, name := range names(t, f.path) {
		if info, err := os.Lstat(f.file(name)); err != nil || info.Mode() != 0o600 || len(name) != 64 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAWholeDocumentIsNotWrittenAgain(t *testing.T) {
	f, hash := with(t, "signed")
	before, err := os.Lstat(f.file(hash.String()))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := f.Put([]byte("signed")); err != nil || again != hash {
		t.Fatalf("%s, %v", again, err)
	}
	after, err := os.Lstat(f.file(hash.String()))
	if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Errorf("another file is there: %v", err)
	}
}

func TestADocumentHasOneByteToTwentyFiveMebibytes(t *testing.T) {
	f := beside(t)
	most := make([]byte, evidence.LargestFile+1)
	_, err := f.Put(nil)
	wants(t, "nothing", err, fault.Invalid, "evidence.empty")
	_, err = f.Put(most)
	wants(t, "a byte too many", err, fault.Invalid, "evidence.large")
	if _, err := os.Lstat(f.path); err == nil {
		t.Error("the folder was made for them")
	}
	hash, err := f.Put(most[:evidence.LargestFile])
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Get(hash); err != nil || len(got) != evidence.LargestFile {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

func TestADocumentThatIsNotThereIsGone(t *testing.T) {
	missing := evidence.Sum([]byte("other"))
	empty, _ := with(t, "signed")
	for name, f := range map[string]*Folder{"another": empty, "no folder": beside(t)} {
		if has, err := f.Has(missing); has || err != nil {
			t.Errorf("%s: has it: %v, %v", name, has, err)
		}
		_, err := f.Get(missing)
		wants(t, name, err, fault.NotFound, "evidence.gone")
		if hash := fault.As(err).Args["hash"]; hash != missing.String() {
			t.Errorf("%s: told %v", name, hash)
		}
		wants(t, name, f.Remove(missing), fault.NotFound, "evidence.gone")
		wants(t, name, f.Export(missing, filepath.Join(t.TempDir(), "a.pdf")), fault.NotFound, "evidence.gone")
	}
}

// damages are ways in which a file goes bad.
func damages() map[string]func(t *testing.T, path string) {
	return map[string]func(t *testing.T, path string){
		"another byte":  func(t *testing.T, path string) { plant(t, path, "signeD") },
		"cut short":     func(t *testing.T, path string) { plant(t, path, "signe") },
		"more bytes":    func(t *testing.T, path string) { plant(t, path, "signed\n") },
		"without bytes": func(t *testing.T, path string) { plant(t, path, "") },
		"much too large": func(t *testing.T, path string) {
			if err := os.Truncate(path, 1<<40); err != nil {
				t.Skipf("needs files with holes: %v", err)
			}
		},
		"a link to the right bytes": func(t *testing.T, path string) {
			outside := filepath.Join(t.TempDir(), "outside")
			replaceByLink(t, outside, path)
			plant(t, outside, "signed")
		},
		"a link within the folder": func(t *testing.T, path string) {
			plant(t, filepath.Join(filepath.Dir(path), "beside"), "signed")
			replaceByLink(t, "beside", path)
		},
		"a link to nowhere": func(t *testing.T, path string) { replaceByLink(t, "nowhere", path) },
		"a link to itself":  func(t *testing.T, path string) { replaceByLink(t, filepath.Base(path), path) },
	}
}

func replaceByLink(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	link(t, to, path)
}

func TestADamagedDocumentIsNeverGivenAndIsMendedByPuttingItAgain(t *testing.T) {
	for name, damage := range damages() {
		t.Run(name, func(t *testing.T) {
			f, hash := with(t, "signed")
			path := f.file(hash.String())
			damage(t, path)
			info, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			content, err := f.Get(hash)
			if wants(t, "get", err, fault.Corrupt, "evidence.damaged"); len(content) > 0 {
				t.Errorf("gave %q", content)
			}
			to := filepath.Join(t.TempDir(), "a.pdf")
			wants(t, "export", f.Export(hash, to), fault.Corrupt, "evidence.damaged")
			if _, err := os.Lstat(to); err == nil {
				t.Error("it was exported")
			}
			if has, err := f.Has(hash); has != info.Mode().IsRegular() || err != nil {
				t.Errorf("has it: %v, %v", has, err)
			}
			if again, err := f.Put([]byte("signed")); err != nil || again != hash {
				t.Fatal(err)
			}
			if got, err := f.Get(hash); err != nil || string(got) != "signed" {
				t.Errorf("after mending it: %q, %v", got, err)
			}
			if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
				t.Errorf("in its place is %v, %v", info.Mode(), err)
			}
			if err := f.Remove(hash); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAFolderInThePlaceOfADocumentIsNotTouched(t *testing.T) {
	f, hash := with(t, "signed")
	path := f.file(hash.String())
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := f.Get(hash)
	wants(t, "get", err, fault.Corrupt, "evidence.damaged")
	_, err = f.Put([]byte("signed"))
	wants(t, "put", err, fault.Internal, "atomicfile.write")
	wants(t, "remove", f.Remove(hash), fault.Corrupt, "evidence.damaged")
	if has, err := f.Has(hash); has || err != nil {
		t.Errorf("has it: %v, %v", has, err)
	}
	if got := names(t, f.path); !slices.Equal(got, []string{hash.String()}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestTheSameDocumentCanBePutByManyAtOnce(t *testing.T) {
	f := beside(t)
	content := bytes.Repeat([]byte("signed "), 50_000)
	hash := evidence.Sum(content)
	var putting sync.WaitGroup
	for range 8 {
		putting.Go(func() {
			for range 5 {
				if got, err := At(f.path).Put(content); err != nil || got != hash {
					t.Error(err)
				}
				if got, err := f.Get(hash); err != nil || !bytes.Equal(got, content) {
					t.Errorf("got %d bytes, %v", len(got), err)
				}
			}
		})
	}
	putting.Wait()
	if got := names(t, f.path); !slices.Equal(got, []string{hash.String()}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestTheFolderKeepsWhatWasPutAndNotRemoved(t *testing.T) {
	base := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		path, err := os.MkdirTemp(base, "")
		if err != nil {
			rt.Fatal(err)
		}
		f := At(filepath.Join(path, "evidence"))
		want := map[evidence.Hash]string{}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			content := rapid.StringN(1, 3, -1).Draw(rt, "content")
			hash := evidence.Sum([]byte(content))
			if rapid.Bool().Draw(rt, "put") {
				if _, err := f.Put([]byte(content)); err != nil {
					rt.Fatal(err)
				}
				want[hash] = content
				continue
			}
			if err := f.Remove(hash); (err == nil) != (want[hash] != "") {
				rt.Fatal(err)
			}
			delete(want, hash)
		}
		kept, strangers, err := f.List()
		if err != nil || len(strangers) > 0 || len(kept) != len(want) {
			rt.Fatalf("keeps %v and %v, want %v, %v", kept, strangers, want, err)
		}
		for _, hash := range kept {
			if got, err := f.Get(hash); err != nil || string(got) != want[hash] {
				rt.Fatalf("%s: %q, want %q, %v", hash, got, want[hash], err)
			}
		}
	})
}
