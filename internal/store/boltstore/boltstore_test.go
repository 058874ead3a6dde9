package boltstore

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"os"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
)

func TestTheLedgerFileIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) app.Store {
		folder, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		return at(filepath.Join(folder, "data", "ledger.db"), time.Second)
	})
}

// at is the ledger at a path as a test opens it.
func at(path string, wait time.Duration) *Store {
	return New(path, Options{Wait: wait, Command: "dpor test", PID: os.Getpid(), NewID: storetest.Identity, Now: storetest.Epoch})
}

// tContext is the context of a call that nobody ends.
var tContext = context.Background()
