package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func TestADoctorTriesTheWayOfMessagesAndSendsNone(t *testing.T) {
	const host = "mail.contoso.example"
	unreachable := fault.New(fault.Remote, "mail.unreachable", "host", host, "port", 587, "cause", "connection refused").About(host)
	for name, tt := range map[string]struct {
		settings string
		opening  error
		health   view.Health
		code     fault.Code
		says     []string // in the message and in what to do
	}{
		"no way":            {"", nil, view.Advice, fault.OK, []string{"neither a mail server nor a Maildir", "dpor config set smtp.host"}},
		"a server":          {"smtp.host " + host, nil, view.Well, fault.OK, []string{"can be handed over", ""}},
		"a Maildir":         {"notify.maildir /mail", nil, view.Well, fault.OK, []string{"can be handed over", ""}},
		"no server there":   {"smtp.host " + host, unreachable, view.Fault, fault.Remote, []string{host + " cannot be reached at port 587: connection refused", "smtp.port"}},
		"no sender is set":  {"smtp.host " + host, fault.New(fault.Invalid, "mail.no-from").About("smtp.from"), view.Fault, fault.Invalid, []string{"as the sender", "dpor config set smtp.from"}},
		"a disk that fails": {"notify.maildir /mail", fault.New(fault.Internal, "mail.disk", "file", "/mail", "reason", "read-only"), view.Fault, fault.Internal, []string{"/mail", "room on the disk"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if tt.settings != "" {
				d.types(t, "config set "+tt.settings)
			}
			d.post.opening = tt.opening
			found, code := d.diagnosis(t, "doctor")
			last := found[len(found)-1]
			if last.Check != "mail" || last.Health != tt.health || code != tt.code.Exit() {
				t.Errorf("exit %d, it says %+v", code, last)
			}
			if !strings.Contains(last.Message, tt.says[0]) || !strings.Contains(last.Hint, tt.says[1]) {
				t.Errorf("it says %q and %q", last.Message, last.Hint)
			}
			tried := 1
			if tt.settings == "" {
				tried = 0
			}
			if p := d.post; p.checked != tried || p.opened > 0 || len(p.given) > 0 {
				t.Errorf("checked %d times, opened %d times, given %v", p.checked, p.opened, p.given)
			}
		})
	}
}

// What is wrong with the mail is said after what is wrong with the ledger, whose number it is that counts.
func TestADoctorLooksAtTheMailOfADamagedLedger(t *testing.T) {
	d := newDesk(t)
	d.types(t, "config set smtp.host mail.contoso.example")
	d.post.opening = fault.New(fault.Remote, "mail.unreachable", "host", "h", "port", 1, "cause", "c")
	d.drafted(t, 0, 1)
	document, _ := testkit.Paper(1)
	d.folder.Damage(document.Hash)
	found, code := d.diagnosis(t, "doctor")
	if list := strings.Join(states(found), ", "); !strings.HasSuffix(list, "evidence error, mail error") || code != fault.Corrupt.Exit() {
		t.Errorf("exit %d: %s", code, list)
	}
}

func TestADoctorTellsOfMessagesThatWereGivenUp(t *testing.T) {
	d := posting(t)
	d.types(t, "config set notify.tries 1")
	d.post.takes = says(map[int]error{1: fault.New(fault.Remote, "mail.refused", "host", "h", "step", "RCPT TO", "code", 550, "text", "no")})
	if _, _, code := d.run(t, "notify send"); code != fault.Remote.Exit() {
		t.Errorf("exit %d", code)
	}
	found, code := d.diagnosis(t, "doctor")
	told := slices.ContainsFunc(found, func(f view.Finding) bool {
		return f.Health == view.Advice && strings.Contains(f.Message, "1 message was given up") && strings.Contains(f.Hint, "dpor notify retry --all")
	})
	if !told || code != 0 {
		t.Errorf("exit %d: %+v", code, found)
	}
}

func TestADoctorSaysWhoElseCanReadThePassword(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are no bits there")
	}
	file := filepath.Join(t.TempDir(), "password")
	for name, tt := range map[string]struct {
		mode   os.FileMode // none is no file
		health []view.Health
		code   fault.Code
		says   string
	}{
		"nobody":   {0o600, []view.Health{view.Well}, fault.OK, ""},
		"a group":  {0o640, []view.Health{view.Well, view.Advice}, fault.OK, file},
		"everyone": {0o644, []view.Health{view.Well, view.Advice}, fault.OK, file},
		"no file":  {0, []view.Health{view.Fault}, fault.NotFound, file},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			_ = os.Remove(file)
			if tt.mode > 0 {
				if err := os.WriteFile(file, []byte("hemligt lösenord\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(file, tt.mode); err != nil { // whatever the umask says
					t.Fatal(err)
				}
			}
			for _, set := range []string{"smtp.host mail.contoso.example", "smtp.user por", "smtp.password-file " + file} {
				d.types(t, "config set "+set)
			}
			found, code := d.diagnosis(t, "doctor")
			var health []view.Health
			said := ""
			for _, f := range found {
				if f.Check == "mail" {
					health = append(health, f.Health)
					said += f.Message + f.Hint
				}
			}
			if len(health) != len(tt.health) || health[0] != tt.health[0] || health[len(health)-1] != tt.health[len(tt.health)-1] || code != tt.code.Exit() {
				t.Errorf("exit %d: %v", code, health)
			}
			if !strings.Contains(said, tt.says) || len(health) == 2 && !strings.Contains(said, "chmod 600 "+file) || strings.Contains(said, "hemligt") {
				t.Errorf("it says %s", said)
			}
			if want := map[bool]string{true: "hemligt lösenord"}[tt.mode > 0]; d.post.password != want {
				t.Errorf("the post was given %q", d.post.password)
			}
			// And so does whoever sends.
			_, err, code := d.run(t, "notify send")
			if code != tt.code.Exit() || strings.Contains(err, "chmod 600 "+file) != (len(tt.health) == 2) {
				t.Errorf("sending ends with %d: %s", code, err)
			}
		})
	}
}
