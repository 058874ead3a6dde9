package app

import (
	"encoding/binary"
	"iter"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Refusals are the refusals of rows, as many as there are, by file and line.
type Refusals struct {
	list  Sorted
	files map[string]uint32 // by the order in which they came
}

// NewRefusals are none yet.
func NewRefusals(s Scratch) *Refusals {
	return &Refusals{list: s.Sorted(), files: map[string]uint32{}}
}

// Add adds a refusal, or each that it holds.
func (r *Refusals) Add(e *fault.Error) error {
	for one := range e.Refusals() {
		file, known := r.files[one.File]
		if !known {
			file = uint32(len(r.files))
			r.files[one.File] = file
		}
		key := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, file), uint64(one.Line))
		if err := r.list.Add(key, one.AppendBinary(nil)); err != nil {
			return err
		}
	}
	return nil
}

// Len is how many there are.
func (r *Refusals) Len() int { return r.list.Len() }

// All gives them by file, in the order in which the files came, and line. Where they cannot be read back
// the last one says so.
func (r *Refusals) All() iter.Seq[*fault.Error] {
	return func(yield func(*fault.Error) bool) {
		for pair, err := range r.list.All() {
			var e *fault.Error
			if err == nil {
				e, err = fault.DecodeError(pair.Value)
			}
			if err != nil {
				yield(fault.As(err))
				return
			}
			if !yield(e) {
				return
			}
		}
	}
}

// heldRefusals is how many refusals an error holds itself; the others are read back when they are printed.
const heldRefusals = 1000

// Err is one error of all refusals, as fault.Join makes it; nil where there is none.
func (r *Refusals) Err() error {
	err := fault.Join(r.held())
	if e := fault.As(err); e != nil && len(e.Details) > 0 {
		e.Args["count"] = r.Len()
		return r.In(e)
	}
	return err
}

// In puts the refusals into an error that says what came of them.
func (r *Refusals) In(e *fault.Error) error {
	e.Details = r.held()
	if len(e.Details) < r.Len() {
		e.Rest = restOfRefusals{r, len(e.Details)}
	}
	return e
}

// held are the first refusals.
func (r *Refusals) held() (list []*fault.Error) {
	for e := range r.All() {
		if list = append(list, e); len(list) == heldRefusals {
			break
		}
	}
	return list
}

// restOfRefusals are those that an error does not hold itself.
type restOfRefusals struct {
	all  *Refusals
	held int
}

// Len is how many there are.
func (r restOfRefusals) Len() int { return r.all.Len() - r.held }

// All gives them by file and line.
func (r restOfRefusals) All() iter.Seq[*fault.Error] {
	return func(yield func(*fault.Error) bool) {
		n := 0
		for e := range r.all.All() {
			if n++; n > r.held && !yield(e) {
				return
			}
		}
	}
}
