package ui

import (
	"io"
	"os"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// spoolMemory is how much of a result is kept in memory before a temporary file takes it.
const spoolMemory = 4 << 20

// spool keeps a result until it is complete, so that stdout carries nothing or a whole document
// (CONTRACT section 1).
type spool struct {
	buffer []byte
	file   *os.File
	// named tells whether the file still has a name, which close then removes.
	named bool
}

// Write takes a part of the result; the error is internal.
func (s *spool) Write(p []byte) (int, error) {
	s.buffer = append(s.buffer, p...)
	if len(s.buffer) < spoolMemory {
		return len(p), nil
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "dpor-*")
		if err != nil {
			return 0, spoolFault(err)
		}
		s.file = file
		// Where the system allows it the file has no name from now on, and a kill leaves nothing behind.
		s.named = os.Remove(file.Name()) != nil
	}
	return len(p), s.flush()
}

func (s *spool) flush() error {
	if _, err := s.file.Write(s.buffer); err != nil {
		return spoolFault(err)
	}
	s.buffer = s.buffer[:0]
	return nil
}

// copyTo writes the result to w; the error is internal.
func (s *spool) copyTo(w io.Writer) error {
	if s.file != nil {
		if err := s.flush(); err != nil {
			return err
		}
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return spoolFault(err)
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return outputFault(err)
		}
		return nil
	}
	if _, err := w.Write(s.buffer); err != nil {
		return outputFault(err)
	}
	return nil
}

// close removes what is left of the result.
func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
		if s.named {
			_ = os.Remove(s.file.Name())
		}
	}
}

func spoolFault(cause error) error { return fault.New(fault.Internal, "ui.spool").Because(cause) }

func outputFault(cause error) error { return fault.New(fault.Internal, "ui.output").Because(cause) }
