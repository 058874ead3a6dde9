// Package cli owns the commands: one file for each, named by the user's word. A command parses its
// flags, asks package app, and prints what came of it with package ui. It is the only package that
// knows cobra.
//
// It must not know a rule of the field, how a ledger is kept, or the process: only main exits.
package cli

import (
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/config"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/pkg/evidence"
)

// Deps is what the commands need of the world.
type Deps struct {
	Streams *ui.Streams
	// Env looks up an environment variable.
	Env func(string) string
	// Open gives the ledger of a file; command is what the holder's line says while it is held.
	Open func(path string, wait time.Duration, command string) Ledger
	Now  func() time.Time
	// Post gives the way out that the settings name. The password is for the server and nobody else.
	Post func(settings config.MailSettings, password string) notify.Post
	// Scratch is where lists lie that are too long for the memory.
	Scratch app.Scratch
	// Frugal is called by a command whose memory is not to grow with what it reads, with the bytes that it would
	// rather not pass; nil does nothing.
	Frugal func(memory int64)
	// Prompter asks questions where it is set; else the terminal does.
	Prompter ui.Prompter
	Build    Build
}

// Ledger is a store that can also be made, with the evidence that lies beside it.
type Ledger interface {
	app.Store
	app.Desk
	MakerOfLedgers
	Evidence() EvidenceFolder
}

// EvidenceFolder is where the bytes of evidence lie. Errors are those of package blob.
type EvidenceFolder interface {
	app.Evidence
	// Put keeps bytes, which are there for good when it returns.
	Put(content []byte) (evidence.Hash, error)
	// Export writes verified bytes to a new file.
	Export(hash evidence.Hash, to string) error
}

// Build says which program this is.
type Build struct {
	Version, Commit, Date string
	// Schema is the version of the ledger files that it writes.
	Schema int
}
