package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/dpor-cli/dpor/internal/config"
)

// diagnose says, with --debug, what this run goes by. These are names and paths only: no value of a setting
// that could be a secret, nor of the environment, is among them.
func (s *shell) diagnose() {
	if !s.config.Debug {
		return
	}
	rows, _ := config.List(s.input) // what is wrong with the settings is the error that follows
	from := func(key string) string {
		for _, r := range rows {
			if r.Key == key {
				return " (" + string(r.Source) + ")"
			}
		}
		return ""
	}
	program := strings.Join(strings.Fields(s.Build.Version+" "+s.Build.Commit), " ")
	s.printer.Diagnose(fmt.Sprintf("dpor %s, %s, %s/%s", program, runtime.Version(), runtime.GOOS, runtime.GOARCH))
	s.printer.Diagnose("configuration " + s.config.File + " (" + presence(s.config.File) + ")")
	s.printer.Diagnose("ledger " + s.config.Ledger + from("ledger"))
	s.printer.Diagnose(s.whoActs() + from("profile"))
	s.printer.Diagnose("language " + s.config.Lang + from("lang"))
}

// whoActs is the profile with its role.
func (s *shell) whoActs() string {
	if s.config.Profile == "" {
		return "no profile"
	}
	p, err := s.config.Acting()
	if err != nil {
		return "profile " + s.config.Profile + ", which is not there"
	}
	return "profile " + p.Name + ", role " + p.Role
}

func presence(file string) string {
	switch _, err := os.Stat(file); {
	case err == nil:
		return "there"
	case errors.Is(err, fs.ErrNotExist):
		return "not there"
	default:
		return "cannot be read"
	}
}
