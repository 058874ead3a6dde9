package app

import (
	"errors"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
	"github.com/dpor-cli/dpor/pkg/por"
	"github.com/dpor-cli/dpor/pkg/record"
)

// importing walks the rows of an import beside the ledger, kind by kind and each in the order of its keys:
// a million rows are one walk, not a million look-ups. The first part is in import_sort.go.
type importing struct {
	each    func() error // is called for each row, and says when to end
	draft   *Draft
	changes *changes
	rows    *Rows
	refused *Refusals
	// unread is true where rows could not be read: that a record is not there may then come of that, and
	// is not said.
	unread bool
	counts Imported

	key      []byte                         // of the row that is sorted now
	partners map[ids.Partner]record.Partner // that the import changes; nil where nobody asks
}

// all walks everything. The error holds every refusal.
func (w *importing) all() error {
	seats := w.rows.scratch.Sorted()
	defer seats.Close()
	for _, walk := range []func() error{
		w.customerRows, w.partnerRows,
		func() error { return w.sortSeats(seats) },
		func() error { return w.seatRows(seats) },
	} {
		if err := walk(); err != nil {
			return err
		}
	}
	return w.refused.Err()
}

// row takes what came of a row, which is told with its file and line where it was refused.
func (w *importing) row(count *Count, file string, line int, result Result, err error) error {
	if err := w.each(); err != nil {
		return err
	}
	var refusal *fault.Error
	switch {
	case err == nil:
		count.add(result)
		return nil
	case errors.As(err, &refusal) && refusable(refusal.Code):
		if w.unread && refusal.Code == fault.NotFound {
			return nil
		}
		return w.refused.Add(fault.As(at(err, file, line)))
	}
	return err
}

func (w *importing) customerRows() error {
	for row, err := range merged(w.rows.customers, &w.rows.files, record.CustomerFields(), record.DecodeCustomer) {
		if err != nil {
			return err
		}
		old, ok, err := w.draft.Customer(row.Record.Tenant)
		if err != nil {
			return err
		}
		key := row.Record.Tenant.Bytes()
		result, _, err := recorded(w.changes, w.changes.customers, key[:], record.CustomerFields(), old, ok, record.Customer{}, row)
		if err := w.row(&w.counts.Customers, row.File, row.Line, result, err); err != nil {
			return err
		}
	}
	return nil
}

func (w *importing) partnerRows() error {
	if w.rows.associations.Len() > 0 {
		w.partners = map[ids.Partner]record.Partner{}
	}
	for row, err := range merged(w.rows.partners, &w.rows.files, record.PartnerFields(), record.DecodePartner) {
		if err != nil {
			return err
		}
		old, ok, err := w.draft.Partner(row.Record.ID)
		if err != nil {
			return err
		}
		result, now, err := recorded(w.changes, w.changes.partners, partnerBytes(row.Record.ID), record.PartnerFields(), old, ok, record.NewPartner(), row)
		if w.partners != nil { // what a designation asks of them, and no more: there may be a million
			w.partners[now.ID] = record.Partner{ID: now.ID, Name: strings.Clone(now.Name), Location: now.Location, Status: now.Status}
		}
		if err := w.row(&w.counts.Partners, row.File, row.Line, result, err); err != nil {
			return err
		}
	}
	return nil
}

// partner gives a partner as it is after the import.
func (w *importing) partner(id ids.Partner) (record.Partner, error) {
	if p, ok := w.partners[id]; ok {
		return p, nil
	}
	p, err := w.draft.needPartner(id)
	if err == nil {
		w.partners[id] = p
	}
	return p, err
}

type encodable interface{ AppendBinary([]byte) []byte }

// recorded merges a row into the record that is there, or into a fresh one, and lets it happen where that
// makes a difference. It gives the record as it is afterwards.
func recorded[T encodable](c *changes, list Sorted, key []byte, fields []record.Field[T], old T, exists bool, fresh T, row Row[T]) (Result, T, error) {
	if !exists {
		old = fresh
	}
	now := record.Merge(fields, old, row.Record, row.Told)
	if exists && record.Equal(fields, old, now) {
		return Unchanged, old, nil
	}
	result := Result(por.Changed)
	if !exists {
		result = Result(por.Added)
	}
	return result, now, c.emit(list, key, record.Recorded[T]{Record: now, New: !exists})
}
