package app

import "iter"

// Scratch is room for what a large change needs beside the memory. What is kept there is nobody's record:
// it is gone when the list is closed, or the process ends.
type Scratch interface {
	// Sorted is a new list.
	Sorted() Sorted
}

// Sorted is a list of pairs of bytes that is filled once and then read in the order of its keys, as bytes
// compare; pairs with the same key come in the order in which they were added.
//
// Errors are internal: the folder for temporary files is full, or its disk failed.
type Sorted interface {
	// Add adds a pair; it keeps neither slice. Nothing is added once All was asked for.
	Add(key, value []byte) error
	// Len is how many pairs were added.
	Len() int
	// All gives the pairs. Each is valid until the next; several may range over the list at once.
	All() iter.Seq2[Pair, error]
	// Close lets go of the list.
	Close()
}

// Pair is one element of a Sorted list.
type Pair struct{ Key, Value []byte }
