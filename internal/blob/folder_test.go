package blob

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// leftoverName is the name of a file that a killed process left.
const leftoverName = ".dpor-ABCDEFGHIJKLMNOPQRSTUVWX27"

// refuseAll checks that every call refuses a folder.
func refuseAll(t *testing.T, f *Folder, hash evidence.Hash, code fault.Code, key string) {
	t.Helper()
	_, err := f.Put([]byte("other"))
	wants(t, "put", err, code, key)
	_, err = f.Get(hash)
	wants(t, "get", err, code, key)
	_, err = f.Has(hash)
	wants(t, "has", err, code, key)
	_, _, err = f.List()
	wants(t, "list", err, code, key)
	wants(t, "remove", f.Remove(hash), code, key)
	wants(t, "remove leftover", f.RemoveLeftover(leftoverName), code, key)
	wants(t, "export", f.Export(hash, filepath.Join(t.TempDir(), "a.pdf")), code, key)
}

func TestAFolderThatIsNotOursIsNeitherReadNorWritten(t *testing.T) {
	for name, given := range map[string]func(t *testing.T, f *Folder){
		"a link to a folder": func(t *testing.T, f *Folder) {
			if err := os.Rename(f.path, f.path+".moved"); err != nil {
				t.Fatal(err)
			}
			link(t, filepath.Base(f.path)+".moved", f.path)
		},
		"a link to nowhere": func(t *testing.T, f *Folder) {
			if err := os.RemoveAll(f.path); err != nil {
				t.Fatal(err)
			}
			link(t, "nowhere", f.path)
		},
		"a file": func(t *testing.T, f *Folder) {
			if err := os.RemoveAll(f.path); err != nil {
				t.Fatal(err)
			}
			plant(t, f.path, "x")
		},
		"another user's": func(t *testing.T, f *Folder) {
			if os.Geteuid() != 0 {
				t.Skip("needs the right to give a folder to another user")
			}
			if err := os.Chown(f.path, 12345, 12345); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, hash := with(t, "signed")
			given(t, f)
			before := names(t, filepath.Dir(f.path))
			refuseAll(t, f, hash, fault.Corrupt, "evidence.folder")
			refuseAll(t, At(f.path+string(filepath.Separator)), hash, fault.Corrupt, "evidence.folder")
			if got := names(t, filepath.Dir(f.path)); !slices.Equal(got, before) {
				t.Errorf("beside it is %v, before %v", got, before)
			}
		})
	}
}

func TestAFolderWithoutRightsIsAFaultOfTheDisk(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("needs permission bits and a user other than root")
	}
	f, hash := with(t, "signed")
	if err := os.Chmod(f.path, 0); err != nil {
		t.Fatal(err)
	}
	refuseAll(t, f, hash, fault.Internal, "evidence.disk")
	if err := os.Chmod(f.path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderIsNotMadeWithoutTheOneAboveIt(t *testing.T) {
	f := At(filepath.Join(t.TempDir(), "none", "ledger.db.evidence"))
	_, err := f.Put([]byte("signed"))
	wants(t, "put", err, fault.Internal, "evidence.disk")
	if _, err := os.Lstat(filepath.Dir(f.path)); err == nil {
		t.Error("the folder above was made")
	}
}

func TestAFolderThatIsMissingHasNothing(t *testing.T) {
	f := beside(t)
	if kept, strangers, err := f.List(); kept != nil || strangers != nil || err != nil {
		t.Errorf("%v, %v, %v", kept, strangers, err)
	}
	if err := f.RemoveLeftover(leftoverName); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(f.path); err == nil {
		t.Error("looking made the folder")
	}
}

func TestWhatAKilledProcessLeftIsToldAndTakenAway(t *testing.T) {
	f, hash := with(t, "signed")
	plant(t, f.file(leftoverName), "sign")
	if !atomicfile.IsLeftover(leftoverName) {
		t.Fatal("the test has the wrong name")
	}
	other, err := f.Put([]byte("other"))
	if err != nil {
		t.Fatal(err)
	}
	want := []evidence.Hash{hash, other}
	slices.SortFunc(want, func(a, b evidence.Hash) int { return strings.Compare(a.String(), b.String()) })
	kept, strangers, err := f.List()
	if err != nil || !slices.Equal(kept, want) || !slices.Equal(strangers, []string{leftoverName}) {
		t.Errorf("%v, %v, %v", kept, strangers, err)
	}
	for range 2 {
		if err := f.RemoveLeftover(leftoverName); err != nil {
			t.Error(err)
		}
	}
	if kept, strangers, err = f.List(); err != nil || !slices.Equal(kept, want) || strangers != nil {
		t.Errorf("%v, %v, %v", kept, strangers, err)
	}
}

func TestWhatSomebodyPutThereIsToldAndNotTouched(t *testing.T) {
	f, hash := with(t, "signed")
	name := hash.String()
	outside := filepath.Join(filepath.Dir(f.path), leftoverName)
	plant(t, outside, "x")
	upper := strings.ToUpper(evidence.Sum([]byte("upper")).String())
	strangers := []string{upper, name + ".pdf", name[1:], "a.pdf"}
	for _, s := range strangers {
		plant(t, f.file(s), "x")
	}
	folder := evidence.Sum([]byte("folder")).String()
	for _, s := range []string{folder, leftoverName} {
		if err := os.Mkdir(f.file(s), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	linked := evidence.Sum([]byte("linked")).String()
	link(t, name, f.file(linked))
	strangers = append(strangers, folder, linked, leftoverName)
	slices.Sort(strangers)
	kept, got, err := f.List()
	if err != nil || !slices.Equal(kept, []evidence.Hash{hash}) || !slices.Equal(got, strangers) {
		t.Errorf("%v, %v, %v", kept, got, err)
	}
	for _, s := range append(strangers, name, "", ".", "..", filepath.Join("..", leftoverName), outside) {
		wants(t, s, f.RemoveLeftover(s), fault.Invalid, "evidence.leftover")
	}
	if got := names(t, f.path); len(got) != len(strangers)+1 {
		t.Errorf("the folder holds %v", got)
	}
	if _, err := os.Lstat(outside); err != nil {
		t.Error(err)
	}
}
