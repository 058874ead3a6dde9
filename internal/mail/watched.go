package mail

import "io"

// watched remembers that its writer failed, so that such a failure can be told from one of what is written.
// After it nothing is written any more.
type watched struct {
	to  io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.to.Write(p)
	w.err = err
	return n, err
}
