package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// dporProgram is the program that is named, or one that is built here as a release is.
func (p processes) dporProgram(ctx context.Context, named, folder string) (string, error) {
	if named != "" {
		found, err := exec.LookPath(named)
		if err != nil {
			return "", err
		}
		return filepath.Abs(found)
	}
	program := filepath.Join(folder, "dpor")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "./cmd/dpor")
	cmd.Env = append(append([]string{}, p.environ...), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("dpor cannot be built: %w\n%s", err, said)
	}
	return program, nil
}

// dpor does the jobs with dpor and a ledger of its own.
type dpor struct {
	processes processes
	program   string
	folder    string
	data      dataSet
	environ   []string // beside what every run of dpor is given
}

func (d dpor) name() string { return onlyDpor }

// prepare makes a new ledger with the customers and the partners in it.
func (d dpor) prepare(ctx context.Context) error {
	if err := os.RemoveAll(filepath.Join(d.folder, "ledger")); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(d.folder, "ledger"), 0o700); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"init", "--user", "admin@contoso.example", "--role", "global-admin", "--tenant", "all"},
		{"import", customersFile, partnersFile},
	} {
		if _, err := d.run(ctx, never, "prepared.txt", args...); err != nil {
			return err
		}
	}
	return nil
}

// do does one job and says how many rows it was about.
func (d dpor) do(ctx context.Context, j job) (result, error) {
	switch j {
	case importJob:
		var told struct{ Subscriptions struct{ Added int } }
		o, err := d.answer(ctx, often, &told, "import", subscriptionsFile)
		return result{outcome: o, rows: told.Subscriptions.Added}, err
	case applyJob:
		told, o, err := d.apply(ctx, often, estateFile)
		return result{outcome: o, rows: told.Added}, err
	case againJob:
		told, o, err := d.apply(ctx, often, estateFile)
		return result{outcome: o, rows: told.Unchanged}, err
	}
	o, err := d.run(ctx, often, "dpor.csv", "list", "-o", "csv")
	return result{outcome: o}, err
}

func (d dpor) listing() string { return filepath.Join(d.folder, "dpor.csv") }

// applied is what `dpor apply -o json` prints.
type applied struct{ Added, Changed, Removed, Unchanged int }

func (d dpor) apply(ctx context.Context, watch watching, file string) (told applied, o outcome, err error) {
	o, err = d.answer(ctx, watch, &told, "apply", "-f", file)
	return told, o, err
}

// answer runs dpor and reads the JSON that it prints.
func (d dpor) answer(ctx context.Context, watch watching, into any, args ...string) (outcome, error) {
	o, err := d.run(ctx, watch, "printed.json", append(args, "-o", "json")...)
	if err != nil {
		return o, err
	}
	printed, err := os.ReadFile(filepath.Join(d.folder, "printed.json"))
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal(printed, into)
}

// run runs dpor on its ledger. What it prints goes to a file.
func (d dpor) run(ctx context.Context, watch watching, output string, args ...string) (outcome, error) {
	return d.processes.run(ctx, process{
		program: d.program, args: args, folder: d.folder, output: output, watch: watch,
		environ: append([]string{
			"DPOR_LEDGER=" + filepath.Join(d.folder, "ledger", "ledger.db"),
			"DPOR_CONFIG=" + filepath.Join(d.folder, "ledger", "config.yaml"),
		}, d.environ...),
	})
}
