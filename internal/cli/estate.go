package cli

import (
	"bytes"
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/ui"
	"github.com/dpor-cli/dpor/internal/view"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// estate is the file of `dpor apply`, as it was read.
type estate struct {
	intake.Desired
	shell *shell
}

func (s *shell) readEstate(ctx context.Context, o applyOptions) (estate, error) {
	f, err := s.open(ctx, o.File)
	if err != nil {
		return estate{}, err
	}
	defer f.Close()
	d, err := intake.ReadDesired(intake.Source{Name: o.File, Content: f}, o.Format)
	if ctx.Err() != nil {
		err = ctx.Err() // whatever Ctrl-C did to the reading, it was Ctrl-C
	}
	return estate{d, s}, err
}

// refusal is every row that could not be read; nil where there is none.
func (e estate) refusal() error {
	var all []*fault.Error
	for _, bad := range e.Bad {
		all = append(all, bad.Why...)
	}
	return fault.Join(all)
}

// rejected is a row that was refused, and the first reason.
type rejected struct {
	line  int
	cells []string
	why   *fault.Error
}

// rejected are the rows that were refused, by line.
func (e estate) rejected(outcomes []app.Outcome) []rejected {
	var list []rejected
	for _, bad := range e.Bad {
		list = append(list, rejected{bad.Line, bad.Cells, bad.Why[0]})
	}
	for _, o := range outcomes {
		if o.Refusal != nil {
			list = append(list, rejected{e.Rows[o.Row].Line, e.Cells(o.Row), o.Refusal.Each()[0]})
		}
	}
	slices.SortStableFunc(list, func(a, b rejected) int { return cmp.Compare(a.line, b.line) })
	return list
}

// writeRejects writes the rows that were refused: the columns of the file, then line, code and message, so
// that the file can be mended and applied.
func (e estate) writeRejects(file string, outcomes []app.Outcome) error {
	if file == "" {
		return nil
	}
	type r = rejected
	var v ui.View[r]
	for i, name := range e.Columns {
		if !slices.Contains([]string{"line", "code", "message"}, name) { // of an earlier time
			v.Columns = append(v.Columns, ui.Column[r]{Key: name, Text: func(row *r) string {
				if i < len(row.cells) {
					return row.cells[i]
				}
				return ""
			}})
		}
	}
	v.Columns = append(v.Columns,
		ui.Column[r]{Key: "line", Type: record.Number, Text: func(row *r) string { return strconv.Itoa(row.line) }},
		ui.Column[r]{Key: "code", Text: func(row *r) string { return string(row.why.Code) }},
		ui.Column[r]{Key: "message", Text: func(row *r) string { message, _ := e.shell.printer.Explain(row.why); return message }},
	)
	return writeRows(file, v, e.rejected(outcomes))
}

// writeResults writes what came of each row and of each subscription that was pruned.
func writeResults(s *shell, file string, e estate, outcomes []app.Outcome) error {
	if file == "" {
		return nil
	}
	message := func(why *fault.Error) string { text, _ := s.printer.Explain(why); return text }
	for _, bad := range e.Bad {
		outcomes = append(outcomes, app.Outcome{Change: app.Change{Result: app.Refused}, Row: -1, Refusal: bad.Why[0]})
	}
	return writeRows(file, view.Outcomes(message), outcomes)
}

// writeRows replaces a file by rows, in the form that its name tells; CSV where it tells none.
func writeRows[T any](file string, v ui.View[T], rows []T) error {
	format, err := ui.ParseFormat(strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), "."))
	if err != nil || format == ui.Table {
		format = ui.CSV
	}
	var b bytes.Buffer
	if err := ui.Write(&b, format, v, ui.Rows(rows)); err != nil {
		return err
	}
	return atomicfile.Write(file, 0o600, b.Bytes())
}

// partial is the error of rows that were refused while the others were applied.
func (e estate) partial(outcomes []app.Outcome) error {
	list := e.rejected(outcomes)
	if len(list) == 0 {
		return nil
	}
	partial := fault.New(fault.Partial, "apply.partial", "count", len(list))
	for _, r := range list {
		partial.Details = append(partial.Details, r.why)
	}
	return partial
}

func isSubscriptionColumn(name string) bool { return strings.EqualFold(name, "subscriptionId") }
