package cli

import (
	"context"

	"github.com/dpor-cli/dpor/internal/app"
)

// keeper is a ledger that tells when something was written into it. From then on the change stays, and an
// answer that cannot be given must not be taken for a command that did nothing.
type keeper struct {
	Ledger
	tell func()
}

func (k keeper) Update(ctx context.Context, decide func(app.Reader) (app.Batch, error)) error {
	changes := false
	return k.note(&changes, k.Ledger.Update(ctx, func(r app.Reader) (app.Batch, error) {
		batch, err := decide(r)
		changes = !batch.Nothing()
		return batch, err
	}))
}

func (k keeper) Rewrite(ctx context.Context, decide func(app.Reader) (app.Bulk, error)) error {
	changes := false
	return k.note(&changes, k.Ledger.Rewrite(ctx, func(r app.Reader) (app.Bulk, error) {
		bulk, err := decide(r)
		changes = bulk.Count > 0
		return bulk, err
	}))
}

func (k keeper) Create(ctx context.Context) (made bool, err error) {
	made, err = k.Ledger.Create(ctx)
	return made, k.note(&made, err)
}

// note tells of a change that was made; changes is known when err is.
func (k keeper) note(changes *bool, err error) error {
	if err == nil && *changes {
		k.tell()
	}
	return err
}

// saved is the error of a change of the configuration, of which changed tells whether there was any; one that was
// made is kept as a change of the ledger is.
func (s *shell) saved(changed bool, err error) error {
	if err == nil && changed {
		s.printer.Kept = true
	}
	return err
}
