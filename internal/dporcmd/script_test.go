package dporcmd

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The archives in testdata/script are the specification, one for each word that a user types or
// thinks of. -update writes what the program prints into them; that must leave no difference.
var update = flag.Bool("update", false, "write the program's output into the script archives")

// testNow is the variable that gives a script the time; the program itself knows no such thing.
const testNow = "TEST_NOW"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dpor": func() {
		now, err := time.Parse(time.RFC3339, os.Getenv(testNow))
		if err != nil {
			panic(err)
		}
		os.Exit(Run(os.Args[1:], func() time.Time { return now }))
	}})
}

func TestTheProgramDoesWhatTheScriptsPromise(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               home,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": field, "ledger": ledger, "hold": hold, "release": release, "spoil": spoil,
		},
	})
}

// home gives a script a world of its own: folders, language and clock, and names for the samples.
func home(e *testscript.Env) error {
	samples, err := filepath.Abs(filepath.Join("..", "..", "testdata", "sample"))
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"HOME": e.WorkDir, "XDG_DATA_HOME": filepath.Join(e.WorkDir, "data"),
		"XDG_CONFIG_HOME": filepath.Join(e.WorkDir, "config"), "LANG": "C", "TERM": "xterm",
		"GORACE": "atexit_sleep_ms=0", // else every process of a race-checked run waits a second at its end
		testNow:  "2026-03-02T09:30:00Z", "SAMPLE": samples,
		"LEDGER":      filepath.Join(e.WorkDir, "data", "dpor", "ledger.db"),
		"CONTOSO":     "c0000000-0000-4000-8000-000000000001",
		"WINGTIP":     "c0000000-0000-4000-8000-000000000002",
		"OFFICE":      "50000000-0000-4000-8000-000000000001",
		"SALES":       "50000000-0000-4000-8000-000000000002", // in its grace period
		"AZURE":       "50000000-0000-4000-8000-000000000003",
		"INTUNE":      "50000000-0000-4000-8000-000000000004", // suspended
		"WINGTIP_E1":  "50000000-0000-4000-8000-000000000005",
		"NOWHERE":     "5fffffff-0000-4000-8000-00000000ffff", // in no ledger
		"FABRIKAM":    "4391507",
		"FABRIKAM_HQ": "4391500", // a headquarters ID
		"NORTHWIND":   "5127255",
		"LITWARE":     "6012345", // inactive
		"NOBODY":      "7999999", // in no directory
	} {
		e.Setenv(name, value)
	}
	e.Values[holder{}] = &holder{}
	return nil
}

// ledger makes the ledger of the samples, which most scripts begin with, with two profiles: contoso,
// the global admin of Contoso, which is in use, and fabrikam, who may ask on behalf of Fabrikam.
func ledger(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: ledger")
	}
	sample := func(name string) string { return filepath.Join(ts.Getenv("SAMPLE"), name) }
	for _, line := range [][]string{
		{"init", "--profile", "contoso", "--user", "admin@contoso.example", "--role", "global-admin", "--tenant", ts.Getenv("CONTOSO")},
		{"profile", "add", "fabrikam", "--user", "alex@fabrikam.example", "--role", "incentives-admin", "--mpn", ts.Getenv("FABRIKAM")},
		{"import", sample("customers.csv"), sample("partners.csv"), sample("subscriptions.csv")},
	} {
		ts.Check(ts.Exec("dpor", line...))
	}
}

// exits runs a command and compares its exit number exactly.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits NUMBER COMMAND...")
	}
	number := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		number = exitNumber(ts, err)
	}
	if got := fmt.Sprint(number); got != args[0] {
		ts.Fatalf("exit number %s, want %s", got, args[0])
	}
}
