package app

import (
	"bytes"
	"iter"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/record"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// Row is one record as a file told it, with the fields that the file told and where it stands.
type Row[T any] struct {
	Record T
	Told   record.Fields
	File   string
	Line   int // from 1; in JSON the line on which the object begins
}

// RowTaker takes what is read from files, row by row, in the order in which it stands there. An error
// ends the reading.
type RowTaker interface {
	Customer(Row[record.Customer]) error
	Subscription(Row[record.Subscription]) error
	Partner(Row[record.Partner]) error
	Association(Row[record.Association]) error
	// Refuse takes the refusal of a row or file, which names the place.
	Refuse(*fault.Error) error
}

// Rows is what was read from files, as many rows as there are, sorted for the walk beside the ledger.
type Rows struct {
	// Refused are the rows that could not be read, and then those that break a rule.
	Refused *Refusals

	scratch       Scratch
	files         fileNames
	customers     Sorted // by tenant
	partners      Sorted // by partner
	subscriptions Sorted // by subscription and tenant
	associations  Sorted // by subscription; of zeros where they name none
}

var _ RowTaker = (*Rows)(nil)

// NewRows are none yet, of the files that are going to be read.
func NewRows(s Scratch, files ...string) *Rows {
	return &Rows{
		Refused: NewRefusals(s, files...), scratch: s,
		customers: s.Sorted(), partners: s.Sorted(), subscriptions: s.Sorted(), associations: s.Sorted(),
	}
}

// Customer takes a row.
func (r *Rows) Customer(row Row[record.Customer]) error {
	key := row.Record.Tenant.Bytes()
	return r.customers.Add(key[:], appendRow(nil, &r.files, row))
}

// Subscription takes a row.
func (r *Rows) Subscription(row Row[record.Subscription]) error {
	id, tenant := row.Record.ID.Bytes(), row.Record.Tenant.Bytes()
	return r.subscriptions.Add(append(id[:], tenant[:]...), appendRow(nil, &r.files, row))
}

// Partner takes a row.
func (r *Rows) Partner(row Row[record.Partner]) error {
	return r.partners.Add(partnerBytes(row.Record.ID), appendRow(nil, &r.files, row))
}

// Association takes a row.
func (r *Rows) Association(row Row[record.Association]) error {
	key := row.Record.Subscription.Bytes()
	return r.associations.Add(key[:], appendRow(nil, &r.files, row))
}

// Len is how many rows there are.
func (r *Rows) Len() int {
	return r.customers.Len() + r.subscriptions.Len() + r.partners.Len() + r.associations.Len()
}

// Refuse takes a refusal.
func (r *Rows) Refuse(e *fault.Error) error { return r.Refused.Add(e) }

// fileNames are the names of files by a number.
type fileNames struct{ names []string }

func (f *fileNames) number(name string) uint64 {
	for i := len(f.names) - 1; i >= 0; i-- { // the last one, most often
		if f.names[i] == name {
			return uint64(i)
		}
	}
	f.names = append(f.names, name)
	return uint64(len(f.names) - 1)
}

func appendRow[T encodable](b []byte, files *fileNames, row Row[T]) []byte {
	b = wire.Uint(wire.Uint(wire.Uint(b, uint64(row.Told)), files.number(row.File)), uint64(row.Line))
	return row.Record.AppendBinary(b)
}

func decodeRow[T any](b []byte, files *fileNames, decode func([]byte) (T, error)) (row Row[T], err error) {
	r := wire.NewReader(b)
	row.Told = record.Fields(r.Uint())
	row.File, row.Line = files.names[r.UpTo(uint64(len(files.names)-1))], int(r.Uint())
	row.Record, err = decode(r.Rest())
	return row, err
}

// once gives the pairs of a list of rows, those of the same key as one: what a later one tells over what an
// earlier one told. Else such a record would go back and forth each time that a file is imported.
func once[T encodable](list Sorted, files *fileNames, fields []record.Field[T], decode func([]byte) (T, error)) iter.Seq2[Pair, error] {
	merge := func(earlier, later []byte) ([]byte, error) {
		row, err := decodeRow(earlier, files, decode)
		if err != nil {
			return nil, err
		}
		more, err := decodeRow(later, files, decode)
		row.Record, row.Told = record.Merge(fields, row.Record, more.Record, more.Told), row.Told|more.Told
		return appendRow(nil, files, row), err
	}
	return func(yield func(Pair, error) bool) {
		var now Pair
		for pair, err := range list.All() {
			if err == nil && now.Key != nil && bytes.Equal(pair.Key, now.Key) {
				if now.Value, err = merge(now.Value, pair.Value); err == nil {
					continue
				}
			}
			if err != nil {
				yield(Pair{}, err)
				return
			}
			if now.Key != nil && !yield(now, nil) {
				return
			}
			now.Key, now.Value = append(now.Key[:0], pair.Key...), append(now.Value[:0], pair.Value...)
		}
		if now.Key != nil {
			yield(now, nil)
		}
	}
}

// merged gives the rows of a list, as once does.
func merged[T encodable](list Sorted, files *fileNames, fields []record.Field[T], decode func([]byte) (T, error)) iter.Seq2[Row[T], error] {
	return func(yield func(Row[T], error) bool) {
		for pair, err := range once(list, files, fields, decode) {
			var row Row[T]
			if err == nil {
				row, err = decodeRow(pair.Value, files, decode)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func partnerBytes(p ids.Partner) []byte {
	n := p.Number()
	return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}
