package dporcmd

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/testkit"
	"github.com/dpor-cli/dpor/pkg/record"
)

// world is a folder of its own with a ledger, a configuration and the environment to find them.
// Processes in it run this test's own program under the name dpor, see TestMain.
type world struct {
	folder, ledger string
	env            []string
}

// empty is a world in which nobody has run dpor yet.
func empty(t testing.TB) world {
	folder := t.TempDir()
	w := world{folder: folder, ledger: filepath.Join(folder, "data", "ledger.db")}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DPOR_") {
			w.env = append(w.env, v)
		}
	}
	w.env = append(w.env, "DPOR_LEDGER="+w.ledger, "DPOR_CONFIG="+filepath.Join(folder, "config.yaml"),
		"LC_ALL=C", "NO_COLOR=1", "TERM=xterm", "GORACE=atexit_sleep_ms=0", testNow+"="+testkit.Today().Format(time.RFC3339))
	return w
}

// settled is a world with a global admin of everything, one customer with so many subscriptions, none
// of which has a partner, and partners 0 to 9, of which 2 is a headquarters.
func settled(t testing.TB, subscriptions int) world {
	t.Helper()
	w := empty(t)
	var subs []record.Subscription
	for n := range subscriptions {
		subs = append(subs, testkit.SubscriptionOf(0, n))
	}
	var partners []record.Partner
	for n := range 10 {
		p := testkit.PartnerRecord(n)
		p.Location = n != 2
		partners = append(partners, p)
	}
	w.must(t, "init", "--user", "admin@contoso.example", "--role", "global-admin", "--tenant", "all")
	w.must(t, "import",
		w.file(t, "customers.csv", csvOf(t, record.CustomerFields(), testkit.Customers(testkit.Customer(0)))),
		w.file(t, "subscriptions.csv", csvOf(t, record.SubscriptionFields(), testkit.Subscriptions(subs...))),
		w.file(t, "partners.csv", csvOf(t, record.PartnerFields(), testkit.Partners(partners...))))
	return w
}

func csvOf[T any](t testing.TB, fields []record.Field[T], rows []app.Row[T]) string {
	t.Helper()
	var b strings.Builder
	if err := testkit.WriteCSV(&b, fields, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func (w world) file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(w.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (w world) command(args ...string) *exec.Cmd {
	cmd := exec.Command("dpor", args...)
	cmd.Env = w.env
	return cmd
}

// run runs a command without a terminal.
func (w world) run(t testing.TB, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := w.command(args...)
	cmd.Stdout, cmd.Stderr = io.Writer(&out), io.Writer(&errs)
	code = exitCode(t, cmd.Run())
	return out.String(), errs.String(), code
}

// must runs a command that has to end well, and gives what it printed.
func (w world) must(t testing.TB, args ...string) string {
	t.Helper()
	out, errs, code := w.run(t, args...)
	if code != 0 {
		t.Fatalf("dpor %s ended with %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// exitCode is the number that a process ended with; -1 where a signal ended it.
func exitCode(t testing.TB, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return 0
}

// holders is who holds which place, by the numbers of the subscriptions.
func (w world) holders(t testing.TB, subscriptions int) map[int]string {
	t.Helper()
	numbers := map[string]int{}
	for n := range subscriptions {
		numbers[testkit.Subscription(n).String()] = n
	}
	held := map[int]string{}
	for line := range strings.Lines(w.must(t, "list", "-o", "tsv", "--query", "[].[subscriptionId, partnerId]")) {
		id, partner, _ := strings.Cut(strings.TrimSpace(line), "\t")
		held[numbers[id]] = partner
	}
	return held
}

// bytes is the ledger file as it is.
func (w world) bytes(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(w.ledger)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func place(n int) string   { return testkit.Subscription(n).String() }
func partner(n int) string { return testkit.Partner(n).String() }
