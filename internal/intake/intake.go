// Package intake owns the way in: files of every kind that dpor reads become typed rows, each with the
// fields that the file told and the line on which it stands (CONTRACT section 9).
//
// It must not know what is in the ledger, whether a row may be written, nor how a file is found or
// opened.
package intake

import (
	"io"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// Source is one file, or stdin, by the name that people know it by.
type Source struct {
	Name    string
	Content io.Reader
}

// Kind says which records a file holds; none leaves it to be recognised by its keys.
type Kind string

// The kinds of records.
const (
	Customers     Kind = "customers"
	Subscriptions Kind = "subscriptions"
	Partners      Kind = "partners"
	Associations  Kind = "associations"

	claims  Kind = "claims"        // see ReadClaims
	items   Kind = "workloads"     // see ReadCatalogue
	desired Kind = "desired state" // see ReadDesired

	claimIDs Kind = "claim IDs" // see ReadClaimIDs
)

// Kinds are the kinds of records that a file to import can hold.
func Kinds() []Kind { return []Kind{Customers, Subscriptions, Partners, Associations} }

// Format is the form of a file.
type Format string

// The forms. Auto recognises the form by the content, and YAML also by the file's name.
const (
	Auto   Format = "auto"
	CSV    Format = "csv"
	TSV    Format = "tsv"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	YAML   Format = "yaml"
	XLSX   Format = "xlsx"
)

// Formats are the forms of files that are read.
func Formats() []Format { return []Format{Auto, CSV, TSV, JSON, NDJSON, YAML, XLSX} }

// Options say what the caller knows of the files.
type Options struct {
	// As is the kind of records; none recognises it.
	As Kind
	// Format is the form of the files; none is Auto.
	Format Format
	// Tenant is the customer of files that do not say whose they are, as somebody said for these files.
	Tenant ids.Tenant
	// Otherwise is the customer where neither the file nor Tenant says it: the profile's.
	Otherwise ids.Tenant
}

// Read reads every source and hands its rows over as it meets them, in the order of the files, and of what
// it met it keeps nothing but the row at hand. It gives warnings of what may be missing or of no
// use though nothing is wrong.
//
// What is refused goes to the taker, each refusal with its file, line, column and value: invalid for a file
// or row that breaks a rule, usage where the file does not say whose it is and Options do not either. The
// next row, or the next file, goes on. The error is what ended the reading: internal where a source cannot
// be read, cancelled where it was cancelled, else the taker's.
func Read(sources []Source, o Options, into app.RowTaker) (warnings []*fault.Error, err error) {
	r := &reading{options: o, into: into, refused: into.Refuse}
	for _, s := range sources {
		if err := r.source(s); err != nil {
			return r.warnings, err
		}
	}
	if r.unsaid > 0 {
		r.warnings = append(r.warnings, fault.New(fault.Partial, "intake.warnings", "count", r.unsaid))
	}
	return r.warnings, nil
}

// reading is what is being read.
type reading struct {
	options Options
	into    app.RowTaker // nil but in Read
	wishes  *wishes      // nil but in ReadDesired
	claims  []app.Row[cpor.Form]
	items   []app.Row[cpor.Item]

	claimIDs []app.Row[ids.Claim]
	// refusals are those of the row or file at hand; settle hands them over.
	refusals []*fault.Error
	refused  func(*fault.Error) error
	warnings []*fault.Error
	unsaid   int // warnings that are counted only
	// ended is what ended the reading.
	ended error
}

// gathering is a reading of a file of which all is kept, with what is refused in it.
func gathering(kind Kind, sources ...Source) (*reading, []*fault.Error) {
	var all []*fault.Error
	r := &reading{options: Options{As: kind}}
	r.refused = func(e *fault.Error) error { all = append(all, e); return nil }
	for _, s := range sources {
		if err := r.source(s); err != nil {
			return r, append(all, fault.As(err))
		}
	}
	return r, all
}

// mostWarnings is how many warnings are told one by one: somebody may read a hundred.
const mostWarnings = 100

func (r *reading) warn(e *fault.Error) {
	if len(r.warnings) < mostWarnings {
		r.warnings = append(r.warnings, e)
	} else {
		r.unsaid++
	}
}

func (r *reading) refuse(e *fault.Error) { r.refusals = append(r.refusals, e) }

// settle hands over what was refused. The error is what ended the reading, as it is of all that read on.
func (r *reading) settle() error {
	for _, e := range r.refusals {
		if r.ended == nil {
			r.ended = r.refused(e)
		}
	}
	clear(r.refusals)
	r.refusals = r.refusals[:0]
	return r.ended
}

// source reads one file. What is wrong with it is handed over; the error is what ended the reading.
func (r *reading) source(s Source) error {
	err := r.content(s)
	if err == nil || r.ended != nil {
		return r.ended
	}
	e := located(err, s.Name)
	if e.Code == fault.Invalid {
		r.refuse(e)
		return r.settle()
	}
	r.ended = e
	return r.ended
}

// content reads one file by its form.
func (r *reading) content(s Source) error {
	raw, err := unzipped(s.Content)
	if err != nil {
		return err
	}
	format := r.options.Format
	auto := format == "" || format == Auto
	if format == XLSX || auto && isWorkbook(raw) {
		return r.workbook(s, raw)
	}
	text := textOf(raw)
	head, err := text.head()
	if err != nil {
		return err
	}
	if blank(head) {
		return emptyFile(s.Name)
	}
	d := &document{reading: r, file: s.Name}
	if auto {
		format = recognise(head, s.Name)
	}
	switch format {
	case JSON:
		return d.json(text)
	case NDJSON:
		return d.ndjson(text)
	case YAML:
		return d.yaml(text)
	case TSV:
		return d.delimited(text, '\t')
	}
	return d.delimited(text, delimiter(head))
}

func emptyFile(name string) *fault.Error {
	return fault.New(fault.Invalid, "intake.empty", "file", name).In(name, 0, "", "")
}

// document is one file while it is read, or one sheet of a workbook.
type document struct {
	*reading
	file string
	// sheet is nil where the file is no workbook.
	sheet *sheet
	// row reads one object of the file; the first object decides which records the file holds.
	row func(node)
	// columns are the names in the header of a table, now the cells of its row at hand, and cell one of them:
	// false beyond the last, which has those with it that are too many.
	columns []string
	now     []string
	cell    func(int) (string, bool)
	// comma stands between cells.
	comma string
	// ownerless is true once it was said that nobody told whose the file is.
	ownerless bool
}
