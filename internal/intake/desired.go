package intake

import (
	"slices"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Desired is a file with a desired state, as it was read.
type Desired struct {
	Rows []app.Row[record.Desired]
	// Columns are the names of the file's columns or keys, in the order in which they came.
	Columns []string
	// Bad are the rows that could not be read.
	Bad []BadRow
	// cells are the texts of the rows that could be read, beside Rows.
	cells [][]string
}

// BadRow is a row that was refused, as the file has it.
type BadRow struct {
	Line  int
	Cells []string // beside Desired.Columns; shorter where the row has no more
	Why   []*fault.Error
}

// Cells are the texts of a row, beside Columns.
func (d Desired) Cells(row int) []string { return d.cells[row] }

// ReadDesired reads a desired state (CONTRACT section 9). Rows that cannot be read stand among the bad
// ones. The error is that of Read where the file as a whole cannot be read: then there are no rows.
func ReadDesired(s Source, format Format) (Desired, error) {
	var d Desired
	r := &reading{options: Options{As: desired, Format: format}, desired: &d}
	r.source(s)
	if len(r.refusals) > 0 {
		return Desired{}, fault.Join(r.refusals)
	}
	return d, nil
}

// desiredRows takes the rows of a desired state. An empty partnerId is told: nobody. A file without the
// column would take every partner away, so that it is refused.
func (d *document) desiredRows() *table[record.Desired] {
	t := &table[record.Desired]{document: d, rows: &d.desired.Rows, rules: rules[record.Desired]{
		fields: record.DesiredFields(),
		// What "list" and "export" print of an association, and what --rejects adds.
		readOver: []string{
			"type", "partnerName", "tenantId", "customerName", "subscriptionName", "product", "workload", "until", "status", "claimId",
			"line", "code", "message",
		},
		fresh:        func() record.Desired { return record.Desired{} },
		subscription: func(r *record.Desired) string { return r.Subscription.String() },
	}}
	t.rules.lacks = needs("subscriptionId")
	t.rules.check = func(*record.Desired) *fault.Error {
		if i, _ := record.Position(t.fields, "partnerId"); !t.row.Told.Has(i) {
			e := fault.New(fault.Invalid, "intake.no-partner-column")
			e.Column = "partnerId"
			return e
		}
		return nil
	}
	return t
}

// keep remembers the texts of a row, and, where refusals came of it, takes it among the bad ones. before is
// how many refusals there were before it.
func (d *document) keep(line int, names, cells []string, before int) {
	if d.desired == nil {
		return
	}
	texts := make([]string, 0, len(d.desired.Columns))
	for i, name := range names {
		at := slices.Index(d.desired.Columns, name)
		if at < 0 {
			at = len(d.desired.Columns)
			d.desired.Columns = append(d.desired.Columns, name)
		}
		for len(texts) <= at {
			texts = append(texts, "")
		}
		if i < len(cells) {
			texts[at] = cells[i]
		}
	}
	// A column that no field has is a mistake of the whole file.
	if slices.ContainsFunc(d.refusals[before:], func(e *fault.Error) bool { return e.Key == "intake.column.unknown" }) {
		return
	}
	if len(d.refusals) == before {
		d.desired.cells = append(d.desired.cells, texts)
		return
	}
	d.desired.Bad = append(d.desired.Bad, BadRow{Line: line, Cells: texts, Why: slices.Clone(d.refusals[before:])})
	d.refusals = d.refusals[:before]
}
