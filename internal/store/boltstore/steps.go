package boltstore

import (
	"errors"
	"iter"
)

// A step is as many rows as are handed over at once.
const (
	stepRows  = 10_000
	stepBytes = 4 << 20
)

// errTorn is the error of rows whose maker was ended in their middle.
var errTorn = errors.New("rows without an end")

// steps puts rows together to what goes into one transaction. They are made on a goroutine of their own,
// one step ahead; it has ended when the range over the steps has. A panic there is one here.
func steps(rows iter.Seq2[change, error]) iter.Seq2[[]change, error] {
	return func(yield func([]change, error) bool) {
		ready, stop := make(chan []change, 1), make(chan struct{})
		failure := errTorn
		var defect any
		go func() {
			defer close(ready)
			defer func() { defect = recover() }()
			failure = cut(rows, func(step []change) bool {
				select {
				case ready <- step:
					return true
				case <-stop:
					return false
				}
			})
		}()
		defer func() {
			close(stop)
			for range ready { // the goroutine reads the ledger, which is about to be closed
			}
			if defect != nil {
				panic(defect)
			}
		}()
		for step := range ready {
			if !yield(step, nil) {
				return
			}
		}
		if failure != nil && defect == nil {
			yield(nil, failure)
		}
	}
}

// cut gives rows in steps until one is not wanted.
func cut(rows iter.Seq2[change, error], each func([]change) bool) error {
	var step []change
	size := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		step, size = append(step, row), size+len(row.key)+len(row.body)
		if len(step) == stepRows || size >= stepBytes {
			if !each(step) {
				return nil
			}
			step, size = make([]change, 0, stepRows), 0
		}
	}
	if len(step) > 0 {
		each(step)
	}
	return nil
}
