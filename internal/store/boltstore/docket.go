package boltstore

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/dpor-cli/dpor/internal/app"
)

// docket is the file of notes in the hands of a sender. Its first line is the identity of the ledger, each
// further one a note and the number of a message.
type docket struct {
	path string
	held *sidecar

	mutex sync.Mutex
	file  *os.File
	// first is how long the first line is, size how much of the file counts: the next note goes there, over
	// what a write that failed left.
	first, size int64
	left        map[uint64]app.Note
}

// open opens the notes on a ledger, and takes up those that are there.
func (d *docket) open(ledger string) (err error) {
	if err := nothingForeign(d.path); err != nil {
		return err
	}
	if d.file, err = os.OpenFile(d.path, os.O_RDWR|os.O_CREATE|noFollow, 0o600); err != nil {
		return err
	}
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	if err := oursAlone(d.path, info); err != nil {
		return err
	}
	content, err := io.ReadAll(d.file)
	if err != nil {
		return err
	}
	head := []byte(ledger + "\n")
	d.first = int64(len(head))
	notes, same := bytes.CutPrefix(content, head)
	if !same {
		notes = nil
		if err := d.file.Truncate(0); err != nil { // first, or they would pass for notes on this ledger
			return err
		}
		if _, err := d.file.WriteAt(head, 0); err != nil {
			return err
		}
	}
	notes = notes[:bytes.LastIndexByte(notes, '\n')+1] // a line without an end is none
	d.size, d.left = d.first+int64(len(notes)), lastNotes(string(notes))
	return d.file.Truncate(d.size)
}

// lastNotes is the last note on each message. A line that is none says nothing, and takes nothing back.
func lastNotes(lines string) map[uint64]app.Note {
	left := map[uint64]app.Note{}
	for line := range strings.Lines(lines) {
		n, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		message, err := strconv.ParseUint(number, 10, 64)
		switch note := app.Note(n); note {
		case app.Begun, app.HandedOver, app.NotTaken:
			if err == nil {
				left[message] = note
			}
		}
	}
	return left
}

func (d *docket) Left() map[uint64]app.Note {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.left
}

func (d *docket) Enter(message uint64, n app.Note) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	line := fmt.Appendf(nil, "%s %d\n", n, message)
	if _, err := d.file.WriteAt(line, d.size); err != nil {
		return deskFault(d.path, err)
	}
	d.size += int64(len(line))
	return nil
}

func (d *docket) Clear() error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if err := d.file.Truncate(d.first); err != nil {
		return deskFault(d.path, err)
	}
	d.size, d.left = d.first, map[uint64]app.Note{}
	return nil
}

func (d *docket) Leave() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	_ = d.file.Close() // also twice
	d.held.unlock()
	d.held = nil
}
