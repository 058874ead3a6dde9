package fault

import "iter"

// Rest is where an error finds the refusals behind the ones that it holds itself: there may be a million,
// and no memory keeps them.
type Rest interface {
	// Len is how many there are.
	Len() int
	// All gives them in their order, as often as it is asked.
	All() iter.Seq[*Error]
}

// Refusals gives every refusal that the error stands for, in their order: its details and then the rest, or
// the error itself where it has neither.
func (e *Error) Refusals() iter.Seq[*Error] {
	return func(yield func(*Error) bool) {
		if len(e.Details) == 0 && e.Rest == nil {
			yield(e)
			return
		}
		for _, d := range e.Details {
			if !yield(d) {
				return
			}
		}
		if e.Rest != nil {
			e.Rest.All()(yield)
		}
	}
}

// Count is how many refusals the error stands for, 1 where it is one itself.
func (e *Error) Count() int {
	count := len(e.Details)
	if e.Rest != nil {
		count += e.Rest.Len()
	} else if count == 0 {
		return 1
	}
	return count
}
