package mail

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestACheckOfAServerSignsInAndSendsNothing(t *testing.T) {
	p := play(t, nil, "AUTH PLAIN")
	s := p.settings()
	s.User, s.Password = "dpor", Hidden(password)
	post := opened(t, s)
	for range 2 {
		if err := post.Check(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	var heard []string
	p.lock.Lock()
	for _, line := range p.heard {
		heard = append(heard, strings.Fields(line)[0])
	}
	if want := []string{"EHLO", "AUTH", "QUIT", "EHLO", "AUTH", "QUIT"}; !slices.Equal(heard, want) || p.connections != 2 {
		t.Errorf("over %d connections it heard %q", p.connections, p.heard)
	}
	p.lock.Unlock()
	deliver(t, post, numbered(1))
	if err := post.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	deliver(t, post, numbered(2))
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.connections != 4 || len(p.arrived) != 2 {
		t.Errorf("%d messages over %d connections: the check is not one of its own", len(p.arrived), p.connections)
	}
}

func TestACheckOfAServerSaysWhatOpenWouldSay(t *testing.T) {
	for key, c := range map[string]struct {
		script  script
		offered string
		change  func(*Settings)
	}{
		"mail.no-way":      {nil, "", func(s *Settings) { s.Host = "" }},
		"mail.no-from":     {nil, "", func(s *Settings) { s.From = "" }},
		"mail.from":        {nil, "", func(s *Settings) { s.From = "nobody" }},
		"mail.no-password": {nil, "", func(s *Settings) { s.Password = Secret{} }},
		"internal":         {nil, "", func(s *Settings) { s.Timeout = 0 }},
		"mail.unreachable": {script{"greeting": "close"}, "", nil},
		"mail.refused":     {script{"greeting": "554 no"}, "", nil},
		"mail.no-starttls": {nil, "", func(s *Settings) { s.TLS = "starttls" }},
		"mail.tls":         {nil, "", func(s *Settings) { s.TLS, s.Timeout = "tls", short }},
		"mail.no-sign-in":  {nil, "SIZE", nil},
		"mail.sign-in":     {script{"AUTH": "535 no"}, "AUTH PLAIN", nil},
	} {
		p := play(t, c.script, c.offered)
		s := p.settings()
		s.User, s.Password = "dpor", Hidden(password)
		if c.change != nil {
			c.change(&s)
		}
		post := opened(t, s)
		checked, open := fault.As(post.Check(context.Background())), fault.As(post.Open(context.Background()))
		if checked == nil || open == nil || checked.Key != key || checked.Code != open.Code || checked.Target != open.Target {
			t.Errorf("%s: checked %v, opened %v", key, checked, open)
		} else if diff := cmp.Diff(open.Args, checked.Args); diff != "" {
			t.Errorf("%s (-open +check)\n%s", key, diff)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	expect(t, New(play(t, nil).settings()).Check(ctx), fault.Cancelled, "cancelled")
}

// Each begins in an empty folder and is given the Maildir in it; nothing is changed by a check, which says
// what Open then finds.
func TestACheckOfAMaildirSaysWhatOpenWouldSayAndMakesNothing(t *testing.T) {
	made := func(t *testing.T, home string, folders ...string) {
		for _, name := range folders {
			if err := os.MkdirAll(filepath.Join(home, name), 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := func(t *testing.T, home, name string) {
		made(t, home, filepath.Dir(name))
		if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	locked := func(t *testing.T, home, name string) {
		if os.Geteuid() == 0 || runtime.GOOS == "windows" {
			t.Skip("the superuser, and Windows, may write into a folder that cannot be written")
		}
		made(t, home, name)
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(home, name), 0o700) })
		if err := os.Chmod(filepath.Join(home, name), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		maildir string
		prepare func(t *testing.T, home string)
		well    bool
	}{
		"not there":                 {"M", func(*testing.T, string) {}, true},
		"nor the folder above":      {"a/b/M/", func(*testing.T, string) {}, true},
		"empty":                     {"M", func(t *testing.T, home string) { made(t, home, "M") }, true},
		"in part":                   {"M", func(t *testing.T, home string) { made(t, home, "M/new") }, true},
		"whole":                     {"M", func(t *testing.T, home string) { made(t, home, "M/new", "M/cur", "M/tmp") }, true},
		"a file":                    {"M", func(t *testing.T, home string) { file(t, home, "M") }, false},
		"below a file":              {"f/a/M", func(t *testing.T, home string) { file(t, home, "f") }, false},
		"a file as new":             {"M", func(t *testing.T, home string) { file(t, home, "M/new") }, false},
		"a file as cur":             {"M", func(t *testing.T, home string) { file(t, home, "M/cur") }, false},
		"a file as tmp":             {"M", func(t *testing.T, home string) { file(t, home, "M/tmp") }, false},
		"above it a locked folder":  {"l/a/M", func(t *testing.T, home string) { locked(t, home, "l") }, false},
		"locked and in part":        {"M", func(t *testing.T, home string) { made(t, home, "M/new"); locked(t, home, "M") }, false},
		"locked, but whole":         {"M", func(t *testing.T, home string) { made(t, home, "M/new", "M/cur", "M/tmp"); locked(t, home, "M") }, true},
		"whole, but cur is for new": {"M", func(t *testing.T, home string) { made(t, home, "M/new", "M/tmp"); locked(t, home, "M/cur") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			c.prepare(t, home)
			before := below(t, home)
			post := opened(t, Settings{Maildir: filepath.Join(home, c.maildir)})
			checked := fault.As(post.Check(context.Background()))
			if diff := cmp.Diff(before, below(t, home)); diff != "" {
				t.Errorf("(-before +after)\n%s", diff)
			}
			open := fault.As(post.Open(context.Background()))
			if (checked == nil) != c.well || (open == nil) != c.well {
				t.Fatalf("checked: %v, opened: %v", checked, open)
			}
			if !c.well && (checked.Key != "mail.maildir" || checked.Code != open.Code || !cmp.Equal(checked.Args, open.Args) || checked.Target != open.Target) {
				t.Errorf("checked: %v, opened: %v", checked, open)
			}
		})
	}
	expect(t, New(Settings{Maildir: t.TempDir(), From: "nobody"}).Check(context.Background()), fault.Invalid, "mail.from")
}

// What only a delivery needs is checked too.
func TestACheckOfAMaildirSaysWhatDeliverCouldNotDo(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("the superuser, and Windows, may write into a folder that cannot be written")
	}
	folder := t.TempDir()
	post := opened(t, Settings{Maildir: folder})
	deliver(t, post, numbered(1))
	for _, name := range []string{beginning, arrived} {
		if err := os.Chmod(filepath.Join(folder, name), 0o500); err != nil {
			t.Fatal(err)
		}
		expect(t, post.Check(context.Background()), fault.Invalid, "mail.maildir")
		_, err := post.Deliver(context.Background(), numbered(2))
		expect(t, err, fault.Internal, notify.Disk)
		if err := os.Chmod(filepath.Join(folder, name), folderMode); err != nil {
			t.Fatal(err)
		}
	}
	if err := post.Check(context.Background()); err != nil {
		t.Error(err)
	}
}

// below is what lies in a folder, and under it.
func below(t *testing.T, folder string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(name string, _ fs.DirEntry, err error) error {
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
