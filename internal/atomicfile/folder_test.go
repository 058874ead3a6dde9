package atomicfile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func opened(t *testing.T, path string) *os.Root {
	t.Helper()
	folder, err := os.OpenRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	return folder
}

func TestWhatWasBegunIsClearedAwayWhenItFails(t *testing.T) {
	path := t.TempDir()
	if err := os.Mkdir(filepath.Join(path, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := Replace(opened(t, path), "taken", 0o600, []byte("x"))
	if e := fault.As(err); err == nil || e.Code != fault.Internal || e.Key != "atomicfile.write" || e.Args["file"] != filepath.Join(path, "taken") {
		t.Errorf("a folder was replaced by a file: %v", err)
	}
	if got := names(t, path); !slices.Equal(got, []string{"taken"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestALinkInAFolderIsReplacedAndNotFollowed(t *testing.T) {
	path := t.TempDir()
	outside := filepath.Join(t.TempDir(), "outside")
	put(t, outside, "old")
	link(t, outside, filepath.Join(path, "a"))
	if err := Replace(opened(t, path), "a", 0o600, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(filepath.Join(path, "a")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the link is still there: %v, %v", info.Mode(), err)
	}
	if got := content(t, filepath.Join(path, "a")); got != "new" {
		t.Errorf("the folder holds %q", got)
	}
	if got := content(t, outside); got != "old" {
		t.Errorf("what the link led to holds %q", got)
	}
}

func TestNothingIsPutOutsideOfTheFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inner")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, "..", filepath.Join(path, "up"))
	for _, name := range []string{filepath.Join("..", "a"), filepath.Join("up", "a"), filepath.Join(path, "..", "a")} {
		if err := Replace(opened(t, path), name, 0o600, []byte("x")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"inner"}) {
		t.Errorf("the folder above holds %v", got)
	}
	if got := names(t, path); !slices.Equal(got, []string{"up"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestAFileThatWasBegunIsKnownByItsName(t *testing.T) {
	path := t.TempDir()
	for range 20 {
		name, err := begin(opened(t, path), 0o600, whole([]byte("x")))
		if err != nil || !IsLeftover(name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	random := strings.Repeat("A", randomLength)
	for name, want := range map[string]bool{
		leftover + random: true, leftover + random[1:]: false, leftover + random + "A": false, leftover + strings.ToLower(random): false,
		random: false, "": false, leftover: false, "x" + leftover + random: false, leftover + "1" + random[1:]: false,
		leftover + random[:20] + "/" + random[:5]: false,
	} {
		if IsLeftover(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
