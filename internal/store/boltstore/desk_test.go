//go:build unix

package boltstore

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestTheDeskBesideTheLedgerIsADesk(t *testing.T) {
	storetest.RunDesk(t, func(t *testing.T) storetest.Office { return at(freshPath(t), time.Second) })
}

// ledgerWithDesk is an empty ledger, and the paths of what lies at its desk.
func ledgerWithDesk(t *testing.T) (s *Store, notes, lock string) {
	t.Helper()
	s = at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	storetest.Write(t, s, app.Batch{})
	return s, s.path + deskSuffix, s.path + deskSuffix + sidecarSuffix
}

// leftAt is what is left at the desk.
func leftAt(t *testing.T, s *Store) map[uint64]app.Note {
	t.Helper()
	d, err := s.Take(tContext)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Leave()
	return d.Left()
}

func TestLookingForTheDeskOfAMissingLedgerLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	for _, path := range []string{filepath.Join(folder, "ledger.db"), filepath.Join(folder, "data", "ledger.db")} {
		_, err := at(path, 0).Take(tContext)
		wantKey(t, err, fault.NotFound, app.MissingLedger)
	}
	if names, err := os.ReadDir(folder); err != nil || len(names) > 0 {
		t.Errorf("the folder holds %v, %v", names, err)
	}
}

func TestWhatLiesAtTheDeskIsClosedToOthers(t *testing.T) {
	s, notes, lock := ledgerWithDesk(t)
	leftAt(t, s)
	for _, path := range []string{notes, lock} {
		if info, err := os.Lstat(path); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestWhatIsNotOursIsNeverTakenForNotes(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a folder":          func(path string) error { return os.Mkdir(path, 0o700) },
		"a link":            func(path string) error { return os.Symlink(filepath.Join(filepath.Dir(path), "mine"), path) },
		"a link to nothing": func(path string) error { return os.Symlink(path+".nothing", path) },
		"a pipe":            makePipe,
		"readable by all":   func(path string) error { return errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, 0o644)) },
		"of another user": func(path string) error {
			if os.Getuid() != 0 {
				return errors.ErrUnsupported
			}
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Chown(path, 65534, 65534))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for which := range 2 {
				s, notes, lock := ledgerWithDesk(t)
				path := []string{notes, lock}[which]
				mine := filepath.Join(filepath.Dir(path), "mine")
				if err := os.WriteFile(mine, []byte("my own"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := put(path); err != nil {
					t.Skipf("needs the right to give files away: %v", err)
				}
				_, err := s.Take(tContext)
				wantKey(t, err, fault.Forbidden, "desk.foreign")
				if got := fault.As(err).Args["file"]; got != path {
					t.Errorf("%v is said to be in the way, want %s", got, path)
				}
				if content, err := os.ReadFile(mine); err != nil || string(content) != "my own" {
					t.Errorf("what the link leads to is %q, %v", content, err)
				}
				if _, err := os.Lstat(path + ".nothing"); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the link was followed: %v", err)
				}
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
				leftAt(t, s) // nobody is at the desk
			}
		})
	}
}

func TestBusyNamesTheSender(t *testing.T) {
	s, _, lock := ledgerWithDesk(t)
	d, err := s.Take(tContext)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Leave()
	_, err = s.Take(tContext)
	wantKey(t, err, fault.Busy, "desk.busy")
	if args := fault.As(err).Args; args["pid"] != os.Getpid() || args["command"] != "dpor test" || args["file"] != s.path {
		t.Errorf("the sender is %v", args)
	}
	writeLine(lock, "999999999 2024-05-31T12:00:00Z dpor send")
	_, err = s.Take(tContext)
	wantKey(t, err, fault.Busy, "desk.busy-unknown")
	if err := s.Update(tContext, add(1)); err != nil {
		t.Errorf("the ledger is held too: %v", err)
	}
}

// smallDisk is a ledger on a disk of its own, which can be mounted anew.
func smallDisk(t *testing.T) (s *Store, mount func(options string)) {
	t.Helper()
	folder := t.TempDir()
	mount = func(options string) {
		t.Helper()
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder).CombinedOutput(); err != nil {
			t.Skipf("needs the right to mount a file system: %v: %s", err, bytes.TrimSpace(out))
		}
	}
	mount("size=1m")
	t.Cleanup(func() { _ = exec.Command("umount", folder).Run() })
	s = at(filepath.Join(folder, "data", "ledger.db"), 0)
	storetest.Write(t, s, app.Batch{})
	return s, mount
}

func TestThereIsNoDeskOnADiskThatCannotBeWritten(t *testing.T) {
	s, mount := smallDisk(t)
	for _, made := range []bool{false, true} {
		mount("remount,ro")
		_, err := s.Take(tContext)
		wantKey(t, err, fault.Internal, "desk.disk")
		if cause, _ := fault.As(err).Args["cause"].(string); !strings.Contains(cause, "read-only") {
			t.Errorf("made %v: the cause is %q", made, cause)
		}
		mount("remount,rw")
		leftAt(t, s)
	}
}

// Beside each of two names of one file there would be a desk.
func TestALedgerWithTwoNamesHasNoDesk(t *testing.T) {
	s, _, _ := ledgerWithDesk(t)
	other := filepath.Join(t.TempDir(), "other.db")
	if err := os.Link(s.path, other); err != nil {
		t.Skipf("needs hard links: %v", err)
	}
	if info, err := os.Lstat(s.path); err == nil && !linked(info) {
		t.Skip("needs a system that counts the names of a file")
	}
	for _, path := range []string{s.path, other} {
		_, err := at(path, 0).Take(tContext)
		wantKey(t, err, fault.Forbidden, "desk.linked")
	}
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	leftAt(t, s) // nobody is at the desk
}
