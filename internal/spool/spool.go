// Package spool owns lists that are sorted beside the memory: what a large change needs while it is made
// lies in memory up to a bound, and from there on in temporary files.
//
// It must not know what the pairs of bytes mean. Nothing in it is anybody's record: the files have no name
// where the system allows that, and last no longer than their lists.
package spool

import (
	"errors"
	"io/fs"
	"os"
	"sync"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// defaultMemory is what a list keeps in memory where nothing else is said.
const defaultMemory = 32 << 20

// Options say where lists are kept.
type Options struct {
	// Folder is where temporary files are made; "" is the system's folder for them. It is looked at when
	// the first list goes to the disk.
	Folder string
	// Memory is how many bytes of pairs a list keeps before it goes to the disk; 0 is 32 MiB. While what
	// is full is sorted and written the next pairs are taken in, so that a list holds about twice as much.
	Memory int
}

// Spool makes lists. It may be used by several goroutines.
type Spool struct {
	options Options
	mutex   sync.Mutex
	lists   map[*list]struct{}
}

var _ app.Scratch = (*Spool)(nil)

// New is a spool without a list. It makes no file.
func New(options Options) *Spool {
	if options.Folder == "" {
		options.Folder = os.TempDir()
	}
	if options.Memory <= 0 {
		options.Memory = defaultMemory
	}
	return &Spool{options: options, lists: map[*list]struct{}{}}
}

// Sorted is a new list. One goroutine at a time may add to it; once All was asked for, several may read it.
func (s *Spool) Sorted() app.Sorted {
	l := newList(s)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.lists[l] = struct{}{}
	return l
}

// Close closes the lists that are still there. None may be added to meanwhile.
func (s *Spool) Close() {
	for _, l := range s.left() {
		l.Close()
	}
}

func (s *Spool) left() []*list {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var lists []*list
	for l := range s.lists {
		lists = append(lists, l)
	}
	return lists
}

func (s *Spool) forget(l *list) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.lists, l)
}

// diskFault says what the system said about the folder for temporary files.
func diskFault(folder string, err error) error {
	cause := err
	var p *fs.PathError
	if errors.As(err, &p) {
		cause = p.Err
	}
	return fault.New(fault.Internal, "scratch.disk", "folder", folder, "cause", cause.Error()).About(folder).Because(err)
}

// misuse is a defect of who uses a list.
func misuse(cause string) error { return fault.New(fault.Internal, "internal", "cause", cause) }
