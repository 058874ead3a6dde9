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

// Read reads every source. It gives the rows in the order of the files, and warnings of what may be
// missing though nothing is wrong.
//
// The error holds every refusal, each with its file, line, column and value, and then there are no
// rows: all or nothing. It is invalid for a file or row that breaks a rule, usage where the file does
// not say whose it is and Options do not either, internal where a source cannot be read.
func Read(sources []Source, o Options) (rows app.Rows, warnings []*fault.Error, err error) {
	r := &reading{options: o}
	for _, s := range sources {
		r.source(s)
	}
	if len(r.refusals) > 0 {
		return app.Rows{}, r.warnings, fault.Join(r.refusals)
	}
	return r.rows, r.warnings, nil
}

// reading is what has been read so far.
type reading struct {
	options  Options
	rows     app.Rows
	claims   []app.Row[cpor.Form]
	items    []app.Row[cpor.Item]
	desired  *Desired // nil unless one is read
	refusals []*fault.Error
	warnings []*fault.Error
}

func (r *reading) refuse(e *fault.Error) { r.refusals = append(r.refusals, e) }

// source reads one file by its form.
func (r *reading) source(s Source) {
	raw, err := unzipped(s.Content)
	if err != nil {
		r.refuse(located(err, s.Name))
		return
	}
	format := r.options.Format
	auto := format == "" || format == Auto
	if format == XLSX || auto && isWorkbook(raw) {
		if err := r.workbook(s, raw); err != nil {
			r.refuse(located(err, s.Name))
		}
		return
	}
	text := textOf(raw)
	head, err := text.head()
	if err != nil {
		r.refuse(located(err, s.Name))
		return
	}
	if blank(head) {
		r.refuse(emptyFile(s.Name))
		return
	}
	d := &document{reading: r, file: s.Name}
	if auto {
		format = recognise(head, s.Name)
	}
	switch format {
	case JSON:
		err = d.json(text)
	case NDJSON:
		err = d.ndjson(text)
	case YAML:
		err = d.yaml(text)
	case TSV:
		err = d.delimited(text, '\t')
	default:
		err = d.delimited(text, delimiter(head))
	}
	if err != nil {
		r.refuse(located(err, s.Name))
	}
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
	// columns are the names in the header of a table.
	columns []string
	// ownerless is true once it was said that nobody told whose the file is.
	ownerless bool
}
