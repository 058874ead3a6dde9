package cli

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// estate is the file of `dpor apply`, as it was read.
type estate struct {
	*app.Wishes
	columns []string
	// cells are the texts of every row by its position, where rejects are written; else nil.
	cells app.Sorted
	// nameless is the line of a row that could not be read so far as to know its subscription; 0 for none.
	nameless int

	scratch app.Scratch
	wrong   *app.Refusals // what is wrong with the file as a whole
}

// readEstate reads the whole file. The error is that of a file that cannot be read as one; rows that cannot
// be read are in the estate.
func (s *shell) readEstate(ctx context.Context, o applyOptions) (*estate, error) {
	sources, done, err := s.sources(ctx, o.File)
	if err != nil {
		return nil, err
	}
	defer done()
	e := &estate{Wishes: app.NewWishes(s.Scratch, o.File), scratch: s.Scratch, wrong: app.NewRefusals(s.Scratch)}
	if o.Rejects != "" {
		e.cells = s.Scratch.Sorted()
	}
	e.columns, err = intake.ReadDesired(sources[0], o.Format, e)
	if ctx.Err() != nil {
		return nil, ctx.Err() // whatever Ctrl-C did to the reading, it was Ctrl-C
	}
	return e, errors.Join(err, e.wrong.Err())
}

// Wish takes a row.
func (e *estate) Wish(n int, row app.Row[record.Desired], cells func() []string) error {
	return errors.Join(e.keep(n, cells), e.Add(n, row))
}

// Bad takes a row that could not be read.
func (e *estate) Bad(n, line int, cells func() []string, why []*fault.Error) error {
	id, err := ids.ParseSubscription(why[0].SubscriptionID)
	if err == nil {
		err = e.Spare(id)
	} else {
		e.nameless, err = line, nil
	}
	return errors.Join(err, e.keep(n, cells), e.Wishes.Bad(n, why))
}

// Refuse takes what is wrong with the file as a whole.
func (e *estate) Refuse(why *fault.Error) error { return e.wrong.Add(why) }

func (e *estate) keep(n int, cells func() []string) error {
	if e.cells == nil {
		return nil
	}
	return e.cells.Add(binary.BigEndian.AppendUint32(nil, uint32(n)), wire.Texts(nil, cells()))
}
