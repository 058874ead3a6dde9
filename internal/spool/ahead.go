package spool

import (
	"iter"

	"github.com/dpor-cli/dpor/internal/app"
)

const (
	// worthwhile is from how many pairs on they are merged on a goroutine of their own.
	worthwhile = 4096
	// batchBytes is how much of a list is merged before it is handed over; batches is how many such parts
	// there are at once.
	batchBytes = 128 << 10
	batches    = 3
)

// batch is a part of a list: keys and values one behind the other, and where each ends.
type batch struct {
	bytes []byte
	ends  []int // of the key and of the value, in turn
	err   error // that ended the list
}

// ahead gives the pairs of a list, which are merged on a goroutine of their own. It has ended when the
// range over the pairs has.
func ahead(pairs iter.Seq2[app.Pair, error]) iter.Seq2[app.Pair, error] {
	return func(yield func(app.Pair, error) bool) {
		full, free, stop := make(chan *batch, batches), make(chan *batch, batches), make(chan struct{})
		for range batches {
			free <- &batch{}
		}
		go func() {
			defer close(full)
			var b *batch
			hand := func() {
				if b != nil {
					full <- b // there is room for every batch that there is
					b = nil
				}
			}
			for pair, err := range pairs {
				if b == nil {
					select {
					case b = <-free:
						b.bytes, b.ends = b.bytes[:0], b.ends[:0]
					case <-stop:
						return
					}
				}
				if b.err = err; err != nil {
					break
				}
				b.bytes = append(b.bytes, pair.Key...)
				b.ends = append(b.ends, len(b.bytes))
				b.bytes = append(b.bytes, pair.Value...)
				b.ends = append(b.ends, len(b.bytes))
				if len(b.bytes) >= batchBytes {
					hand()
				}
			}
			hand()
		}()
		defer func() {
			close(stop)
			for range full { // the goroutine reads the file, which may be closed now
			}
		}()
		for b := range full {
			from := 0
			for i := 0; i < len(b.ends); i += 2 {
				key, value := b.ends[i], b.ends[i+1]
				if !yield(app.Pair{Key: b.bytes[from:key:key], Value: b.bytes[key:value:value]}, nil) {
					return
				}
				from = value
			}
			if b.err != nil {
				yield(app.Pair{}, b.err)
				return
			}
			free <- b
		}
	}
}
