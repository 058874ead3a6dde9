package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Estate takes a desired state as it is read, row by row. An error ends the reading.
//
// Of every row, good or bad, it is told n, how many rows stand before it in the file, and cells, its texts
// as the file has them, beside the columns that were met so far. They are put together when they are asked
// for, and can be only during the call.
type Estate interface {
	// Wish takes a row that could be read.
	Wish(n int, row app.Row[record.Desired], cells func() []string) error
	// Bad takes a row that could not be read, and everything that is wrong with it. There are no cells where
	// the row could not be taken apart.
	Bad(n, line int, cells func() []string, why []*fault.Error) error
	// Refuse takes what is wrong with the file as a whole; there may be rows before it and after it.
	Refuse(*fault.Error) error
}

// ReadDesired reads a desired state (CONTRACT section 9) and hands it over. It gives the names of the
// file's columns or keys, in the order in which they came. The error is what ended the reading, as that of
// Read.
func ReadDesired(s Source, format Format, into Estate) (columns []string, err error) {
	w := &wishes{into: into, places: map[string]int{}}
	w.texts = w.cells
	r := &reading{options: Options{As: desired, Format: format}, wishes: w, refused: into.Refuse}
	err = r.source(s)
	return w.columns, err
}

// wishes hands the rows of a desired state over.
type wishes struct {
	into    Estate
	columns []string       // those met so far
	places  map[string]int // of the columns
	count   int            // of the rows before the one at hand

	// The row at hand: where it begins, and its texts by number with the columns that they are of.
	line  int
	names []string
	text  func(int) (string, bool) // false beyond the last one
	// texts is the method cells, made once.
	texts func() []string
}

// cells are the texts of the row at hand, beside the columns; none where it could not be taken apart.
func (w *wishes) cells() []string {
	if w.names == nil {
		return nil
	}
	texts := make([]string, len(w.columns))
	for i, name := range w.columns {
		if strings.EqualFold(name, "partnerId") {
			texts[i] = Absent
		}
	}
	for i, name := range w.names {
		if text, there := w.text(i); there {
			texts[w.places[name]] = text
		}
	}
	return texts
}

// Absent stands for the partnerId that a row lacks: an empty one would mean that nobody is to be the partner,
// and this is refused when it is read back.
const Absent = "?"

// meet remembers columns that come for the first time.
func (r *reading) meet(names ...string) {
	if r.wishes == nil {
		return
	}
	for _, name := range names {
		if _, met := r.wishes.places[name]; !met {
			r.wishes.places[name] = len(r.wishes.columns)
			r.wishes.columns = append(r.wishes.columns, name)
		}
	}
}

// beginRow says which row is at hand, and what its texts are.
func (r *reading) beginRow(line int, names []string, text func(int) (string, bool)) {
	if w := r.wishes; w != nil {
		w.line, w.names, w.text = line, names, text
	}
}

// settleRow hands over what was refused of the row at hand. Of a desired state it is a bad row, unless a
// column that no field has was met: that is a mistake of the whole file.
func (r *reading) settleRow() error {
	w := r.wishes
	if w == nil {
		return r.settle()
	}
	n := w.count
	w.count++
	if len(r.refusals) == 0 {
		return r.ended
	}
	for _, e := range r.refusals {
		if e.Key == "intake.column.unknown" {
			return r.settle()
		}
	}
	why := r.refusals
	r.refusals = nil // the bad row keeps them
	if r.ended == nil {
		r.ended = w.into.Bad(n, w.line, w.texts, why)
	}
	return r.ended
}

// desiredRows takes the rows of a desired state. An empty partnerId is told: nobody. A file without the
// column would take every partner away, so that it is refused.
func (d *document) desiredRows() *table[record.Desired] {
	w := d.wishes
	fields := record.DesiredFields()
	partner, _ := record.Position(fields, "partnerId")
	t := &table[record.Desired]{document: d, rules: rules[record.Desired]{
		fields: fields,
		// What "list" and "export" print of an association, and what --rejects adds.
		readOver: []string{
			"type", "partnerName", "tenantId", "customerName", "subscriptionName", "product", "workload", "until", "status", "claimId",
			"line", "code", "message",
		},
		fresh:        func() record.Desired { return record.Desired{} },
		lacks:        needs("subscriptionId"),
		subscription: func(r *record.Desired) string { return r.Subscription.String() },
	}}
	t.keep = func(row app.Row[record.Desired]) error { return w.into.Wish(w.count, row, w.texts) }
	t.check = func(*record.Desired) *fault.Error {
		if !t.row.Told.Has(partner) {
			e := fault.New(fault.Invalid, "intake.no-partner-column")
			e.Column = "partnerId"
			return e
		}
		return nil
	}
	return t
}
