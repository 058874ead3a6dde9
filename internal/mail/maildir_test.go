package mail

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestAMessageInAMaildirIsTheOneThatWasGiven(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new folder", "Maildir")
	p := opened(t, Settings{Maildir: folder, From: "dpor@contoso.example", Hostname: "a/b:c"})
	e := envelope("ana@fabrikam.example", "björn@åkeri.example")
	e.Attachment = attached(list)
	deliver(t, p, e)
	names := entries(t, folder, arrived)
	if len(names) != 1 || !regexp.MustCompile(`^1717147815\.[A-Za-z0-9_-]{24}\.a\\057b\\072c$`).MatchString(names[0]) {
		t.Fatalf("the folder holds %q", names)
	}
	raw, err := os.ReadFile(filepath.Join(folder, arrived, names[0]))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "\r") {
		t.Error("carriage returns are left")
	}
	if diff := cmp.Diff(lines(strings.ReplaceAll(composed(t, e), `dpor <dpor@contoso.example>`, "dpor@contoso.example")), string(raw)); diff != "" {
		t.Errorf("(-given +kept)\n%s", diff)
	}
	got := read(t, string(raw))
	if got.text != e.Text || got.html != e.HTML || got.file != list || got.subject != e.Subject || got.to != "ana@fabrikam.example, björn@åkeri.example" {
		t.Errorf("%+v", got)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]os.FileMode{"": 0o700, arrived: 0o700, seen: 0o700, beginning: 0o700, arrived + "/" + names[0]: 0o600} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q has the mode %v, %v", name, info.Mode(), err)
		}
	}
}

// Where nobody was named as the sender, a Maildir needs none.
func TestAMaildirNeedsNothingButItsFolder(t *testing.T) {
	for hostname, want := range map[string]string{"": "dpor@localhost", "ledger-1": "dpor@ledger-1", "a b\r\n": "dpor@localhost"} {
		folder := t.TempDir()
		deliver(t, opened(t, Settings{Maildir: folder, Hostname: hostname}), envelope())
		raw, err := os.ReadFile(filepath.Join(folder, arrived, entries(t, folder, arrived)[0]))
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, string(raw)).from; got != want {
			t.Errorf("with the host %q it is from %q", hostname, got)
		}
	}
}

func TestAMessageIsInAMaildirOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		move func(folder, name string) error
	}{
		{"delivered twice", func(string, string) error { return nil }},
		{"seen meanwhile", moved(":2,S")},
		{"seen meanwhile, without flags", moved("")},
		{"seen and answered by a program that notes the size", moved(",S=1234:2,RS")},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			p := opened(t, Settings{Maildir: folder})
			deliver(t, p, numbered(1))
			if err := c.move(folder, entries(t, folder, arrived)[0]); err != nil {
				t.Fatal(err)
			}
			deliver(t, p, numbered(1))
			deliver(t, opened(t, Settings{Maildir: folder}), numbered(1))
			if all := slices.Concat(entries(t, folder, arrived), entries(t, folder, seen)); len(all) != 1 {
				t.Errorf("the folder holds %q", all)
			}
			deliver(t, p, numbered(2))
			if all := slices.Concat(entries(t, folder, arrived), entries(t, folder, seen)); len(all) != 2 {
				t.Errorf("the folder holds %q", all)
			}
			if left := entries(t, folder, beginning); len(left) != 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

func moved(flags string) func(folder, name string) error {
	return func(folder, name string) error {
		return os.Rename(filepath.Join(folder, arrived, name), filepath.Join(folder, seen, name+flags))
	}
}

// A process that was killed leaves a part, or two names for what it had delivered.
func TestWhatAKilledProcessLeftIsNoMessage(t *testing.T) {
	folder := t.TempDir()
	p := opened(t, Settings{Maildir: folder})
	if err := p.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	m, err := ready(context.Background(), "dpor@localhost", numbered(1))
	if err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(folder, beginning, identityOf(m).name(""))
	if err := os.WriteFile(part, []byte("From: someb"), 0o644); err != nil {
		t.Fatal(err)
	}
	deliver(t, p, numbered(1))
	raw, err := os.ReadFile(filepath.Join(folder, arrived, filepath.Base(part)))
	if err != nil || read(t, string(raw)).id != numbered(1).MessageID || len(entries(t, folder, beginning)) != 0 {
		t.Errorf("%q, left: %q, %v", raw, entries(t, folder, beginning), err)
	}
}

func TestWhatCannotBeProducedIsInNoMaildir(t *testing.T) {
	folder := t.TempDir()
	p := opened(t, Settings{Maildir: folder})
	broken := fault.New(fault.Corrupt, "ledger.damaged")
	e := envelope()
	e.Attachment = attached("")
	e.Attachment.Write = func(io.Writer) error { return broken }
	if _, err := p.Deliver(context.Background(), e); err != error(broken) {
		t.Errorf("%v", err)
	}
	if all := slices.Concat(entries(t, folder, arrived), entries(t, folder, beginning)); len(all) != 0 {
		t.Errorf("the folder holds %q", all)
	}
	_, err := p.Deliver(context.Background(), envelope("ana"))
	expect(t, err, fault.Invalid, "mail.address")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = p.Deliver(ctx, envelope())
	expect(t, err, fault.Cancelled, "cancelled")
}

func TestAFolderThatIsNoneIsSaid(t *testing.T) {
	for _, inTheWay := range []string{"file", "file/Maildir", "Maildir/tmp", "Maildir/new", "Maildir/cur"} {
		home := t.TempDir()
		file := filepath.Join(home, strings.TrimSuffix(inTheWay, "/Maildir"))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(home, "Maildir")
		if strings.HasPrefix(inTheWay, "file") {
			folder = filepath.Join(home, inTheWay)
		}
		p := opened(t, Settings{Maildir: folder})
		e := expect(t, p.Open(context.Background()), fault.Invalid, "mail.maildir")
		if e.Args["file"] != folder || e.Args["reason"] == "" {
			t.Errorf("%v", e)
		}
		_, err := p.Deliver(context.Background(), envelope())
		expect(t, err, fault.Invalid, "mail.maildir")
	}
	expect(t, New(Settings{Maildir: t.TempDir(), From: "nobody"}).Open(context.Background()), fault.Invalid, "mail.from")
}

func TestADiskThatRefusesIsSaid(t *testing.T) {
	folder := t.TempDir()
	p := opened(t, Settings{Maildir: folder})
	if err := p.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, beginning)); err != nil {
		t.Fatal(err)
	}
	_, err := p.Deliver(context.Background(), envelope())
	if e := expect(t, err, fault.Internal, "mail.disk"); !strings.HasPrefix(e.Args["file"].(string), filepath.Join(folder, beginning)) || e.Args["reason"] == "" {
		t.Errorf("%v", e)
	}
	if err := os.Remove(filepath.Join(folder, arrived)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, beginning), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err = p.Deliver(context.Background(), envelope())
	expect(t, err, fault.Internal, "mail.disk")
	if left := entries(t, folder, beginning); len(left) != 0 {
		t.Errorf("left: %q", left)
	}
}

func TestAFolderThatCannotBeWrittenIsSaid(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("the superuser, and Windows, may write into a folder that cannot be written")
	}
	folder := t.TempDir()
	p := opened(t, Settings{Maildir: folder})
	for _, name := range []string{beginning, arrived} {
		deliver(t, p, numbered(1))
		if err := os.Chmod(filepath.Join(folder, name), 0o500); err != nil {
			t.Fatal(err)
		}
		_, err := p.Deliver(context.Background(), numbered(2))
		expect(t, err, fault.Internal, "mail.disk")
		if err := os.Chmod(filepath.Join(folder, name), folderMode); err != nil {
			t.Fatal(err)
		}
	}
	if all := entries(t, folder, beginning); len(all) != 0 {
		t.Errorf("left: %q", all)
	}
	locked := filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	expect(t, New(Settings{Maildir: filepath.Join(locked, "Maildir")}).Open(context.Background()), fault.Invalid, "mail.maildir")
}

func entries(t *testing.T, folder, name string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		names = append(names, one.Name())
	}
	return names
}
