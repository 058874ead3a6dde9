// Package dporcmd ties the program together: the process, its streams and clock, the ledger file, and
// the commands. It must not know a rule, a flag or a format.
package dporcmd

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/dpor-cli/dpor/internal/blob"
	"github.com/dpor-cli/dpor/internal/cli"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/mail"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/spool"
	"github.com/dpor-cli/dpor/internal/store/boltstore"
	"github.com/dpor-cli/dpor/internal/ui"
)

// Main runs the process's command line and gives its exit number.
func Main() int { return Run(os.Args[1:], time.Now) }

// Run is Main with the arguments and the clock of a test.
func Run(args []string, now func() time.Time) int {
	// The first Ctrl-C, a polite kill or the end of the terminal ends what is going on in good order, also
	// where it comes so late that all is done; a second one ends the process.
	polite := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup: it is to outlive the terminal
		polite = append(polite, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), polite...)
	context.AfterFunc(ctx, stop)
	streams := ui.NewStreams(os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	scratch := spool.New(spool.Options{Memory: listMemory})
	defer scratch.Close()
	return cli.Main(ctx, args, cli.Deps{
		Streams: streams, Env: os.Getenv, Now: now, Build: build(), Scratch: scratch, Frugal: frugal,
		Post: post,
		Open: func(path string, wait time.Duration, command string) cli.Ledger {
			return ledgerFile{boltstore.New(path, boltstore.Options{
				Wait: wait, Command: command, PID: os.Getpid(), Now: now, NewID: newID, Scratch: scratch,
			}), blob.At(path + evidenceSuffix)}
		},
	})
}

// post is the way out that the settings name.
func post(s config.MailSettings, password string) notify.Post {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	return mail.New(mail.Settings{
		Host: s.Host, Port: s.Port, From: s.From, User: s.User, Password: mail.Hidden(password), TLS: s.TLS, Timeout: s.Timeout,
		Maildir: s.Maildir, Hostname: host,
	})
}

// listMemory is how much of a list lies in memory, twice that while it is filled. A large change has a dozen
// of them, most of which are small or read already.
const listMemory = 16 << 20

// frugal makes the process keep to so many bytes of memory, unless its caller said otherwise: near them the
// collector works harder. Nothing fails where more is needed.
func frugal(memory int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memory)
	}
}

// evidenceSuffix ends the name of the folder of evidence, which lies beside the ledger (CONTRACT
// section 3).
const evidenceSuffix = ".evidence"

// ledgerFile is a ledger file with the folder of evidence beside it.
type ledgerFile struct {
	*boltstore.Store
	folder *blob.Folder
}

// Evidence is the folder of evidence.
func (l ledgerFile) Evidence() cli.EvidenceFolder { return l.folder }

// newID is a fresh identity for a ledger.
func newID() (id [16]byte) {
	// crypto/rand does not fail: it ends the program where the system has no randomness.
	_, _ = rand.Read(id[:])
	return id
}
