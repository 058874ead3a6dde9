package app

import (
	"encoding/binary"
	"iter"
	"maps"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// Refusals are the refusals of rows, as many as there are, by file and line.
type Refusals struct {
	list  Sorted
	files map[string]uint32 // by the order in which they came
}

// NewRefusals are none yet. Those of the files that are named come in their order, and then the others.
func NewRefusals(s Scratch, files ...string) *Refusals {
	r := &Refusals{list: s.Sorted(), files: map[string]uint32{}}
	for _, file := range files {
		r.number(file)
	}
	return r
}

func (r *Refusals) number(file string) uint32 {
	n, known := r.files[file]
	if !known {
		n = uint32(len(r.files))
		r.files[file] = n
	}
	return n
}

// Add adds a refusal, or each that it holds.
func (r *Refusals) Add(e *fault.Error) error {
	for one := range e.Refusals() {
		key := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, r.number(one.File)), uint64(one.Line))
		if err := r.list.Add(key, one.AppendBinary(nil)); err != nil {
			return err
		}
	}
	return nil
}

// Len is how many there are.
func (r *Refusals) Len() int { return r.list.Len() }

// again are the same refusals in a list that others can be added to: who decides twice begins with those of
// the rows that could not be read.
func (r *Refusals) again(s Scratch) (*Refusals, error) {
	more := &Refusals{list: s.Sorted(), files: maps.Clone(r.files)}
	for pair, err := range r.list.All() {
		if err == nil {
			err = more.list.Add(pair.Key, pair.Value)
		}
		if err != nil {
			return nil, err
		}
	}
	return more, nil
}

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
	held := r.held()
	err := fault.Join(held)
	if len(held) > 1 {
		e := fault.As(err)
		e.Args["count"] = r.Len()
		return r.rest(e)
	}
	return err
}

// In puts the refusals into an error that says what came of them.
func (r *Refusals) In(e *fault.Error) error {
	e.Details = r.held()
	return r.rest(e)
}

func (r *Refusals) rest(e *fault.Error) error {
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
