package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/demo"
	"github.com/dpor-cli/dpor/pkg/fault"
)

func newDemo(s *shell) *cobra.Command {
	return &cobra.Command{
		Use:         "demo",
		Short:       "demo.short",
		Long:        "demo.long",
		Example:     "  dpor demo",
		Annotations: annotated(none, anyConfig),
		Args:        arguments(0, 0),
		RunE:        func(cmd *cobra.Command, _ []string) error { return s.demo(cmd.Context()) },
	}
}

// demo runs the sample command lines as a person would type them, each in a run of its own.
func (s *shell) demo(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "dpor-demo-")
	if err != nil {
		return fault.New(fault.Internal, "demo.folder", "folder", os.TempDir()).Because(err)
	}
	samples, err := demo.Unpack(folder)
	if err != nil {
		return fault.New(fault.Internal, "demo.folder", "folder", folder).Because(err)
	}
	ledger, file := filepath.Join(folder, "ledger.db"), filepath.Join(folder, "config.yaml")
	deps := s.Deps
	deps.Env = demoEnv(s.Env, map[string]string{
		"ledger": ledger, "config": file, "lang": s.config.Lang, "color": s.config.Color, "prompter": s.config.Prompter,
	})
	for _, line := range demo.Lines() {
		if err := s.printer.Bare("$ dpor " + quoted(line)); err != nil {
			return err
		}
		args := slices.Clone(line)
		for i, a := range args {
			if slices.Contains(samples, a) {
				args[i] = filepath.Join(folder, a)
			}
		}
		if code := Main(ctx, args, deps); code != 0 {
			return fault.New(fault.Internal, "demo.failed", "line", "dpor "+quoted(line), "code", code)
		}
		if err := s.printer.Bare(""); err != nil {
			return err
		}
	}
	return s.printer.Bare(s.text("demo.next", "ledger", ledger, "config", file, "folder", folder))
}

// demoEnv is the environment of the demo's commands: these settings, and none of the others that the
// person has for their own.
func demoEnv(env func(string) string, settings map[string]string) func(string) string {
	own := map[string]string{}
	for key, value := range settings {
		own[config.EnvName(key)] = value
	}
	return func(name string) string {
		if v, ok := own[name]; ok {
			return v
		}
		if strings.HasPrefix(name, config.EnvName("")) {
			return ""
		}
		return env(name)
	}
}

// quoted is a command line as it could be typed.
func quoted(args []string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		if parts[i] = a; strings.Contains(a, " ") {
			parts[i] = `"` + a + `"`
		}
	}
	return strings.Join(parts, " ")
}
