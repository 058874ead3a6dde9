package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/nearest"
	"github.com/dpor-cli/dpor/pkg/record"
)

// Where a key that is no field of the record stands.
const (
	readOver = -1
	unknown  = -2
)

// taker takes the rows of one kind of record, a field at a time.
type taker interface {
	// position is the place of a key in the record's table, readOver or unknown.
	position(key string) int
	// key is the field's own key.
	key(position int) string
	// known are the keys that are read.
	known() []string
	// typeOf is the type of the field at a position.
	typeOf(position int) record.Type
	// lacks is the first required field that is not among those of a header or row; empty when all are.
	lacks(told record.Fields) string

	begin(line int)
	// tell sets a field from text; column is what the file calls it.
	tell(position int, column, text string)
	// doubt refuses the row.
	doubt(e *fault.Error, column, value string)
	// end hands the row over, or gives false where it was refused; see rules.partly.
	end() bool
}

// rules say what is special to one kind of record.
type rules[T any] struct {
	fields []record.Field[T]
	// readOver are the columns that a file may have and that are not read.
	readOver []string
	// fresh is a record of which nothing is known.
	fresh func() T
	// lacks is the first required key that is not set.
	lacks func(set func(key string) bool) string
	// partly tells that a record of which something was refused is handed over all the same, where anything of it
	// is known, so that what else is wrong with it can be told.
	partly bool
	// addresses is the key of the field that messages are sent by; empty for a record without one.
	addresses string
	// check is a rule on the whole record; may be nil.
	check func(*T) *fault.Error
	// subscription is the subscription that a row is about, as text.
	subscription func(*T) string
}

// table is the taker of records T.
type table[T any] struct {
	*document
	rules[T]
	keep func(app.Row[T]) error // hands a good row over

	row   app.Row[T]
	set   record.Fields // the told fields that are not empty
	asked record.Fields // the fields of which lacks was asked last, and what they lack
	lack  string
	clean int // how many refusals there were before the row
}

func (t *table[T]) position(key string) int {
	key = strings.TrimSpace(key)
	if i, ok := record.Position(t.fields, key); ok {
		return i
	}
	for _, k := range t.readOver {
		if strings.EqualFold(k, key) {
			return readOver
		}
	}
	return unknown
}

func (t *table[T]) key(position int) string { return t.fields[position].Key }

func (t *table[T]) known() []string {
	var keys []string
	for _, f := range t.fields {
		keys = append(keys, f.Key)
	}
	return keys
}

func (t *table[T]) typeOf(position int) record.Type { return t.fields[position].Type }

func (t *table[T]) lacks(told record.Fields) string {
	if told == t.asked && told != 0 { // row after row has the same
		return t.lack
	}
	t.asked, t.lack = told, t.lacking(told)
	return t.lack
}

func (t *table[T]) lacking(told record.Fields) string {
	return t.rules.lacks(func(key string) bool {
		i, _ := record.Position(t.fields, key)
		return told.Has(i)
	})
}

func (t *table[T]) begin(line int) {
	t.row = app.Row[T]{Record: t.fresh(), File: t.file, Line: line}
	t.set, t.clean = 0, len(t.refusals)
}

func (t *table[T]) tell(position int, column, text string) {
	field := &t.fields[position]
	t.row.Told = t.row.Told.With(position)
	if strings.TrimSpace(text) != "" {
		t.set = t.set.With(position)
	}
	if t.sheet != nil {
		if e := t.spoiled(column, text); e != nil {
			t.doubt(e, column, text)
			return
		}
	}
	err := field.Parse(&t.row.Record, text)
	if err == nil {
		return
	}
	if field.Type == record.ID {
		if damage := damagedID(text); damage != nil {
			err = damage
		}
	}
	t.doubt(fault.As(err), column, text)
}

func (t *table[T]) doubt(e *fault.Error, column, value string) {
	t.refuse(e.In(t.at(column, t.row.Line), t.row.Line, column, value))
}

func (t *table[T]) end() bool {
	// That nobody says whose the file is was refused once, and is not said again at each row.
	if missing := t.lacks(t.set); missing != "" && (missing != "tenantId" || !t.ownerless) {
		t.doubt(lacking(missing), missing, "")
	} else if t.check != nil && len(t.refusals) == t.clean {
		if e := t.check(&t.row.Record); e != nil {
			t.doubt(e, e.Column, "")
		}
	}
	whole := len(t.refusals) == t.clean
	if (whole || t.partly && t.row.Told != 0) && t.ended == nil {
		t.ended = t.keep(t.row)
	}
	if whole {
		t.warnOfAddresses()
		return true
	}
	if id := t.subscription(&t.row.Record); id != "" {
		for _, e := range t.refusals[t.clean:] {
			e.Of(id)
		}
	}
	return false
}

// warnOfAddresses warns of what no message can be sent to. The record is taken all the same: it is good for all
// else, and can be mended until something is to be told.
func (t *table[T]) warnOfAddresses() {
	if t.addresses == "" {
		return
	}
	i, _ := record.Position(t.fields, t.addresses)
	if !t.set.Has(i) {
		return
	}
	for _, one := range address.List(t.fields[i].Text(&t.row.Record)) {
		if !address.IsOne(one) {
			t.warn(fault.New(fault.Invalid, "intake.address", "value", clip(one)).In(t.at(t.addresses, t.row.Line), t.row.Line, t.addresses, one))
		}
	}
}

// lacking is the refusal of a row or header without a required field.
func lacking(key string) *fault.Error {
	if key == "tenantId" {
		return fault.New(fault.Invalid, "intake.missing.tenant")
	}
	return fault.New(fault.Invalid, "intake.missing", "field", key)
}

// unknownColumn is the refusal of a column that no field of the record has.
func unknownColumn(t taker, column string) *fault.Error {
	return fault.New(fault.Invalid, "intake.column.unknown", "column", clip(column), "nearest", nearest.Nearest(column, t.known()))
}

// clip keeps a value short enough to stand in a sentence.
func clip(s string) string {
	const most = 80
	if r := []rune(s[:min(len(s), 4*most)]); len(r) > most || len(s) > 4*most {
		return string(r[:min(len(r), most)]) + "…"
	}
	return s
}
