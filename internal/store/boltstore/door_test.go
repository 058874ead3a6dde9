//go:build unix

package boltstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/gofrs/flock"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

func look(app.Reader) error { return nil }

func add(n int) func(app.Reader) (app.Batch, error) {
	return func(r app.Reader) (app.Batch, error) {
		return storetest.Chain(r, app.Batch{Customers: []record.Customer{storetest.CustomerRecord(n)}}, 1)
	}
}

func wantKey(t *testing.T, err error, code fault.Code, key string) {
	t.Helper()
	if fault.CodeOf(err) != code || fault.As(err).Key != key {
		t.Errorf("got %v, want %s: %s", err, code, key)
	}
}

func TestLookingForAMissingLedgerLeavesNothingBehind(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	wantKey(t, at(filepath.Join(folder, "ledger.db"), 0).View(tContext, look), fault.NotFound, app.MissingLedger)
	if _, err := os.Lstat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

func TestALedgerIsMadeOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	s := at(filepath.Join(folder, "ledger.db"), 0)
	for _, want := range []bool{true, false} {
		if made, err := s.Create(tContext); made != want || err != nil {
			t.Fatalf("made %v, %v; want %v", made, err, want)
		}
	}
	for name, want := range map[string]fs.FileMode{"": 0o700, "ledger.db": 0o600, "ledger.db.lock": 0o600} {
		info, err := os.Lstat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%q: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
	names, err := os.ReadDir(folder)
	if err != nil || len(names) != 2 {
		t.Errorf("the folder holds %v, %v", names, err)
	}
}

func TestWhatAKilledMakerLeftIsInNobodysWay(t *testing.T) {
	s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	if err := os.WriteFile(s.path+newSuffix, []byte("half a ledger"), 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err := s.Create(tContext); !made || err != nil {
		t.Fatalf("made %v, %v", made, err)
	}
}

func TestWhatIsNoLedgerIsRefused(t *testing.T) {
	text := func(content string, mode fs.FileMode) func(string) error {
		return func(path string) error {
			return errors.Join(os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode))
		}
	}
	for name, test := range map[string]struct {
		make func(path string) error
		code fault.Code
		key  string
	}{
		"an empty file":     {text("", 0o600), fault.Corrupt, "ledger.empty"},
		"a short text":      {text("subscriptionId,partnerId\n", 0o600), fault.Corrupt, "ledger.foreign"},
		"a long text":       {text(strings.Repeat("subscriptionId,partnerId\n", 1000), 0o600), fault.Corrupt, "ledger.foreign"},
		"a folder":          {func(path string) error { return os.Mkdir(path, 0o700) }, fault.Corrupt, "ledger.directory"},
		"a link":            {func(path string) error { return os.Symlink(filepath.Dir(path), path) }, fault.Corrupt, "ledger.link"},
		"a link to nothing": {func(path string) error { return os.Symlink(path+"x", path) }, fault.Corrupt, "ledger.link"},
		"a pipe":            {makePipe, fault.Corrupt, "ledger.special"},
		"readable by all":   {text("x", 0o644), fault.Forbidden, "ledger.mode"},
		"writable by group": {text("x", 0o620), fault.Forbidden, "ledger.mode"},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
			if err := test.make(s.path); err != nil {
				t.Fatal(err)
			}
			wantKey(t, s.View(tContext, look), test.code, test.key)
			wantKey(t, s.Update(tContext, add(1)), test.code, test.key)
			_, err := s.Create(tContext)
			wantKey(t, err, test.code, test.key)
		})
	}
}

func TestALedgerOfAnotherUserIsRefused(t *testing.T) {
	s := at(filepath.Join(t.TempDir(), "ledger.db"), 0)
	storetest.Write(t, s, app.Batch{})
	if err := os.Chown(s.path, 65534, 65534); err != nil {
		t.Skipf("needs the right to give files away: %v", err)
	}
	wantKey(t, s.View(tContext, look), fault.Forbidden, "ledger.owner")
}

func TestAFolderThatIsClosedToUsIsForbidden(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("needs a user other than root")
	}
	folder := filepath.Join(t.TempDir(), "data")
	s := at(filepath.Join(folder, "ledger.db"), 0)
	storetest.Write(t, s, app.Batch{})
	if err := os.Chmod(folder, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(folder, 0o700)
	wantKey(t, s.View(tContext, look), fault.Forbidden, "ledger.permission")
	wantKey(t, s.Update(tContext, add(1)), fault.Forbidden, "ledger.permission")
}

func TestAPathThroughAFileIsAFaultOfTheDisk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wantKey(t, at(filepath.Join(file, "ledger.db"), 0).View(tContext, look), fault.Internal, "ledger.disk")
}

func TestAReplacedLedgerIsNotWritten(t *testing.T) {
	for name, change := range map[string]func(app.Reader) (app.Batch, error){"a change": add(1), "a delivery": deliverWorn} {
		t.Run(name, func(t *testing.T) {
			path, want := wornLedger(t)
			s, away := at(path, 0), path+".away"
			err := s.Update(tContext, func(r app.Reader) (app.Batch, error) {
				content, err := os.ReadFile(path)
				if err := errors.Join(err, os.Rename(path, away), os.WriteFile(path, content, 0o600)); err != nil {
					t.Fatal(err)
				}
				return change(r)
			})
			wantKey(t, err, fault.Conflict, "ledger.replaced")
			for _, path := range []string{path, away} {
				got, err := answers(at(path, 0))
				if wrong, failed := storetest.Wrong(got, want); err != nil || wrong != "" || failed > 0 {
					t.Errorf("%s: %v %s", path, err, wrong)
				}
			}
		})
	}
}

func TestReadersShareAndAWriterWaits(t *testing.T) {
	path, _ := wornLedger(t)
	s := at(path, 30*time.Millisecond)
	err := s.View(tContext, func(app.Reader) error {
		if err := s.View(tContext, look); err != nil {
			t.Errorf("a second reader: %v", err)
		}
		err := s.Update(tContext, add(1))
		wantKey(t, err, fault.Busy, "ledger.busy-unknown") // the second reader's name went with it
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(tContext, func(app.Reader) (app.Batch, error) {
		wantKey(t, s.View(tContext, look), fault.Busy, "ledger.busy")
		err := s.Update(tContext, add(1))
		wantKey(t, err, fault.Busy, "ledger.busy")
		if args := fault.As(err).Args; args["pid"] != os.Getpid() || args["command"] != "dpor test" || args["since"] != "2024-05-31T12:00:00Z" {
			t.Errorf("the holder is %v", args)
		}
		return app.Batch{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	path, _ := wornLedger(t)
	s := at(path, time.Hour)
	err := s.Update(tContext, func(app.Reader) (app.Batch, error) {
		ctx, cancel := context.WithTimeout(tContext, 20*time.Millisecond)
		defer cancel()
		wantKey(t, s.View(ctx, look), fault.Cancelled, "cancelled")
		return app.Batch{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAStaleHolderIsNotBelieved(t *testing.T) {
	path, _ := wornLedger(t)
	lock := flock.New(path + sidecarSuffix)
	if ok, err := lock.TryRLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Unlock()
	for _, line := range []string{"999999999 2024-05-31T12:00:00Z dpor add", "no holder", "", "-1 a b"} {
		writeLine(path+sidecarSuffix, line)
		wantKey(t, at(path, 0).Update(tContext, add(1)), fault.Busy, "ledger.busy-unknown")
	}
}

func TestAForeignHolderOfTheFileIsBusy(t *testing.T) {
	path, _ := wornLedger(t)
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantKey(t, at(path, 0).View(tContext, look), fault.Busy, "ledger.busy-unknown")
	wantKey(t, at(path, 20*time.Millisecond).Update(tContext, add(1)), fault.Busy, "ledger.busy-unknown")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := at(path, 0).Update(tContext, add(1)); err != nil {
		t.Error(err)
	}
}

func TestADefectOfTheCallerIsNoDamage(t *testing.T) {
	path, _ := wornLedger(t)
	s := at(path, 0)
	func() {
		defer func() {
			if what := recover(); what != "a defect" {
				t.Errorf("recovered %v", what)
			}
		}()
		_ = s.View(tContext, func(app.Reader) error { panic("a defect") })
	}()
	if err := s.Update(tContext, add(1)); err != nil {
		t.Errorf("the ledger is not free afterwards: %v", err)
	}
}

func TestAPageThatTheDiskCannotGiveIsCorrupt(t *testing.T) {
	path, _ := wornLedger(t)
	h, err := at(path, 0).open(tContext, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	if err := os.Truncate(path, 2*pageSize); err != nil {
		t.Fatal(err)
	}
	err = h.guard(func() error {
		return h.db.View(func(tx *bolt.Tx) error { return tx.ForEach(func([]byte, *bolt.Bucket) error { return nil }) })
	})
	wantKey(t, err, fault.Corrupt, "ledger.damaged")
	if debug.SetPanicOnFault(false) {
		t.Error("faults of memory still panic after the guard")
	}
}

func TestAFailedCommitIsUnsureOnceTheMetaPageIsWritten(t *testing.T) {
	path, _ := wornLedger(t)
	h, err := at(path, 0).open(tContext, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	fails := errors.New("input/output error")
	wantKey(t, h.verdict(fails), fault.Internal, "ledger.disk")
	if err := seal(h.db); err != nil { // stands for the commit that failed at its end
		t.Fatal(err)
	}
	wantKey(t, h.verdict(fails), fault.Unsure, "ledger.unsure")
}
