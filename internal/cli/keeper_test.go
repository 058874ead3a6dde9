package cli

import (
	"context"
	"errors"
	"testing"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// diskLike is a ledger that asks what is to be written, and ends with the error of the disk.
type diskLike struct {
	Ledger
	made bool
	err  error
}

func (l diskLike) Update(_ context.Context, decide func(app.Reader) (app.Batch, error)) error {
	_, err := decide(nil)
	return errors.Join(err, l.err)
}

func (l diskLike) Rewrite(_ context.Context, decide func(app.Reader) (app.Bulk, error)) error {
	_, err := decide(nil)
	return errors.Join(err, l.err)
}

func (l diskLike) Create(context.Context) (bool, error) { return l.made, l.err }

func TestALedgerTellsOfAChangeWhereOneWasMade(t *testing.T) {
	broken := errors.New("the disk is full")
	for name, c := range map[string]struct {
		writes     bool
		plan, disk error
		want       bool
	}{
		"a change":                  {true, nil, nil, true},
		"nothing to change":         {false, nil, nil, false},
		"a change that was refused": {true, broken, nil, false},
		"a change that was lost":    {true, nil, broken, false},
	} {
		entry, count := journal.Entry{}, 0
		if c.writes {
			entry.Seq, count = 1, 1
		}
		for way, do := range map[string]func(Ledger) error{
			"Update": func(l Ledger) error {
				return l.Update(t.Context(), func(app.Reader) (app.Batch, error) { return app.Batch{Entry: entry}, c.plan })
			},
			"Rewrite": func(l Ledger) error {
				return l.Rewrite(t.Context(), func(app.Reader) (app.Bulk, error) { return app.Bulk{Count: count}, c.plan })
			},
			"Create": func(l Ledger) error {
				_, err := l.Create(t.Context())
				return errors.Join(err, c.plan)
			},
		} {
			if way == "Create" && c.plan != nil {
				continue // nothing is planned there
			}
			told := false
			err := do(keeper{diskLike{made: c.writes, err: c.disk}, func() { told = true }})
			if told != c.want || errors.Is(err, broken) != (c.plan != nil || c.disk != nil) {
				t.Errorf("%s, %s: told %v, error %v", way, name, told, err)
			}
		}
	}
}
