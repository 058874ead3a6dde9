package record

import "github.com/dpor-cli/dpor/pkg/wire"

// Recorded is the event that a reference record is now as told. T is Customer, Subscription, Partner
// or Association.
type Recorded[T interface{ AppendBinary([]byte) []byte }] struct {
	Record T
	// New tells whether there was no such record before.
	New bool
}

// AppendBinary appends the event's body.
func (e Recorded[T]) AppendBinary(b []byte) []byte {
	return e.Record.AppendBinary(wire.Bool(b, e.New))
}

// DecodeRecorded reads what AppendBinary wrote, with the record's own decoder.
func DecodeRecorded[T interface{ AppendBinary([]byte) []byte }](b []byte, decode func([]byte) (T, error)) (Recorded[T], error) {
	if len(b) == 0 || b[0] > 1 {
		return Recorded[T]{}, wire.ErrMalformed
	}
	record, err := decode(b[1:])
	return Recorded[T]{Record: record, New: b[0] == 1}, err
}
