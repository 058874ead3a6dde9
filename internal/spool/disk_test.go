package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// wants checks the code and the key of an error, and what it says of the folder.
func wants(t *testing.T, err error, key, folder string) {
	t.Helper()
	e := fault.As(err)
	if e == nil || e.Code != fault.Internal || e.Key != key {
		t.Fatalf("%v, want internal %s", err, key)
	}
	if folder != "" && (e.Args["folder"] != folder || e.Args["cause"] == "") {
		t.Errorf("the error says %v", e.Args)
	}
}

// fill adds pairs until one is refused.
func fill(l app.Sorted) error {
	for i := range 1000 {
		if err := l.Add(fmt.Append(nil, i*7919%1000), []byte("value")); err != nil {
			return err
		}
	}
	return nil
}

func names(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAFolderThatIsMissingIsSaid(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	s := New(Options{Folder: folder, Memory: 1000})
	defer s.Close()
	l := s.Sorted()
	err := fill(l)
	wants(t, err, "scratch.disk", folder)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not below it", fs.ErrNotExist)
	}
	wants(t, l.Add([]byte("again"), nil), "scratch.disk", folder)
	pairs, err := gathered(l.All())
	wants(t, err, "scratch.disk", folder)
	if len(pairs) > 0 {
		t.Errorf("a list that is not whole gives %d pairs", len(pairs))
	}
}

func TestAFolderThatIsMissingDoesNotMatterToASmallList(t *testing.T) {
	l := given(t, Options{Folder: filepath.Join(t.TempDir(), "none")}, numbered("b", "a"))
	if diff := differs(l, numbered("b", "a")); diff != "" {
		t.Error(diff)
	}
}

// The last block is still being written when the list is read.
func TestAFullDiskIsSaidAtTheLatestWhenTheListIsRead(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("needs a device that is always full")
	}
	for _, more := range []int{0, 1000} {
		s := New(Options{Folder: t.TempDir(), Memory: 1000})
		l := s.Sorted().(*list)
		l.disk.file = full
		for err == nil && !l.writing {
			err = l.Add([]byte("key"), []byte("value"))
		}
		if err != nil {
			t.Fatal(err)
		}
		if more > 0 {
			err = fill(l)
			wants(t, err, "scratch.disk", s.options.Folder)
		}
		_, err = gathered(l.All())
		wants(t, err, "scratch.disk", s.options.Folder)
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%v is not below %v", syscall.ENOSPC, err)
		}
		l.disk.file, err = nil, nil
		s.Close()
	}
	_ = full.Close()
}

func TestAFileThatWasCutIsSaid(t *testing.T) {
	pairs := counted(1000, func(i int) string { return fmt.Sprint(i * 7919 % 1000) })
	for _, left := range []int64{0, 1, 100, 5000} {
		l := given(t, Options{Folder: t.TempDir(), Memory: 5000}, pairs)
		all := l.All()
		if err := l.disk.file.Truncate(left); err != nil {
			t.Fatal(err)
		}
		_, err := gathered(all)
		wants(t, err, "scratch.disk", l.disk.folder)
		if cause := fault.As(err).Args["cause"]; cause != errAltered().Error() {
			t.Errorf("the cause is %v", cause)
		}
	}
}

// Values are not looked at; whatever length was altered, nothing is read beyond a run, and no more memory
// taken than the longest pair needs.
func TestAFileThatWasAlteredNeverPanics(t *testing.T) {
	folder := t.TempDir()
	refused := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := New(Options{Folder: folder, Memory: rapid.IntRange(200, 3000).Draw(rt, "memory")})
		defer s.Close()
		l := s.Sorted().(*list)
		if err := fill(l); err != nil {
			rt.Fatal(err)
		}
		all := l.All()
		end := l.disk.parts[len(l.disk.parts)-1].to
		junk := rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(rt, "junk")
		where := rapid.Int64Range(0, end-1).Draw(rt, "where")
		if _, err := l.disk.file.WriteAt(junk, where); err != nil {
			rt.Fatal(err)
		}
		pairs, err := gathered(all)
		if err != nil && fault.As(err).Key != "scratch.disk" {
			rt.Fatal(err)
		}
		if err == nil && len(pairs) != l.Len() {
			rt.Fatalf("%d pairs without an error, want %d", len(pairs), l.Len())
		}
		if err != nil {
			refused++
		}
	})
	if refused == 0 {
		t.Error("no file that was altered was refused")
	}
}

func TestALengthThatIsTooGreatIsRefused(t *testing.T) {
	for name, head := range map[string]string{
		"a key beyond the run":       "\xf0\x01\x00",
		"a value beyond the run":     "\x00\xf0\x01",
		"lengths that overflow":      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"a length without an end":    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"lengths longer than a pair": "\x80\x80\x80\x80\x80\x80\x80\x80\x00\x80\x80\x80\x80\x80\x80\x80\x80\x00",
		"a pair longer than any":     "\x11\x00",
	} {
		t.Run(name, func(t *testing.T) {
			l := given(t, Options{Folder: t.TempDir(), Memory: 1}, numbered("some key", "some key", "some key"))
			all := l.All()
			if _, err := l.disk.file.WriteAt([]byte(head), 0); err != nil {
				t.Fatal(err)
			}
			pairs, err := gathered(all)
			wants(t, err, "scratch.disk", l.disk.folder)
			if len(pairs) > 0 {
				t.Errorf("%q is given", pairs)
			}
		})
	}
}

func TestNothingIsAddedOnceAListIsReadOrClosed(t *testing.T) {
	l := given(t, Options{Folder: t.TempDir()}, numbered("b", "a"))
	all := l.All()
	wants(t, l.Add([]byte("c"), nil), "internal", "")
	if pairs, err := gathered(all); err != nil || len(pairs) != 2 || l.Len() != 2 {
		t.Errorf("%v, %v", pairs, err)
	}
	l.Close()
	l.Close()
	wants(t, l.Add([]byte("c"), nil), "internal", "")
	_, err := gathered(l.All())
	wants(t, err, "internal", "")
}

func TestAListThatIsClosedWhileItIsReadIsNoPanic(t *testing.T) {
	pairs := counted(100_000, func(i int) string { return fmt.Sprint(i * 7919 % 100_000) })
	l := given(t, Options{Folder: t.TempDir(), Memory: 30_000}, pairs)
	given, err := 0, error(nil)
	for _, err = range l.All() {
		if given++; given == 10 {
			l.Close()
		}
	}
	wants(t, err, "scratch.disk", "")
}

func TestNoFileIsLeftAfterClose(t *testing.T) {
	folder := t.TempDir()
	s := New(Options{Folder: folder, Memory: 1000})
	for range 3 {
		if err := fill(s.Sorted()); err != nil {
			t.Fatal(err)
		}
	}
	read := s.Sorted()
	if err := fill(read); err != nil {
		t.Fatal(err)
	}
	for range read.All() {
		break
	}
	if found := names(t, folder); runtime.GOOS != "windows" && len(found) > 0 {
		t.Errorf("%v would stay after a kill", found)
	}
	read.Close()
	s.Close()
	if found := names(t, folder); len(found) > 0 {
		t.Errorf("%v is left", found)
	}
	if n := len(s.left()); n > 0 {
		t.Errorf("%d lists are left", n)
	}
}

func TestAFileIsTheUsersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs permission bits")
	}
	l := given(t, Options{Folder: t.TempDir(), Memory: 1}, numbered("b", "a"))
	l.All()
	info, err := l.disk.file.Stat()
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestNoGoroutineIsLeftAfterClose(t *testing.T) {
	before := runtime.NumGoroutine()
	s := New(Options{Folder: t.TempDir(), Memory: 1000})
	for range 20 {
		if err := fill(s.Sorted()); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	after := runtime.NumGoroutine()
	for tries := 0; after > before && tries < 1000; tries++ { // one that said it is done may yet be ending
		time.Sleep(time.Millisecond)
		after = runtime.NumGoroutine()
	}
	if after > before {
		t.Errorf("%d goroutines, before %d", after, before)
	}
}
