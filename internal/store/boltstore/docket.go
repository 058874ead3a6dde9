package boltstore

import (
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dpor-cli/dpor/internal/app"
)

// noteSize is how long a line of the notes is. As one sector, or a part of one, and a part of every page it keeps a
// line in one of them, so that it is not there by half after a power cut, nor where a sender is killed while it writes.
const noteSize = 512

// docket is the file of notes in the hands of a sender, which calls it from one goroutine. A line is the last
// note on a message:
//
//	handed-over 17                                         6f753861
//
// That a message is begun is on the disk before Enter returns, and with it all that was noted before. What became
// of that message gets there with the next one: a power cut leaves one message in doubt, as a kill does.
//
// A further note is written over the one before. So it needs no room, and stands also where the disk is full
// by then (not on a file system that never writes in place). The number at the end is a checksum of the
// identity of the ledger and of the note: a line that does not check is none, and takes no other one with it.
type docket struct {
	path   string
	ledger [16]byte
	held   *sidecar
	file   *os.File
	left   map[uint64]app.Note
	lines  map[uint64]int64 // where the line on a message begins
	// size is how much of the file counts: the next line goes there, over what a write that failed left.
	size int64
}

// open opens the notes, and takes up those on the ledger that are there.
func (d *docket) open() (err error) {
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
	d.forget()
	if len(content) == 0 { // it may have been made just now
		if err := syncFolder(filepath.Dir(d.path)); err != nil {
			return err
		}
	}
	for at := 0; at+noteSize <= len(content); at += noteSize {
		if message, n, checks := d.read(string(content[at : at+noteSize])); checks {
			d.left[message], d.lines[message] = n, int64(at)
			d.size = int64(at + noteSize)
		}
	}
	return d.file.Truncate(d.size)
}

// forget makes the docket one without notes.
func (d *docket) forget() {
	d.left, d.lines, d.size = map[uint64]app.Note{}, map[uint64]int64{}, 0
}

// line is a note as it stands in the file.
func (d *docket) line(message uint64, n app.Note) string {
	text := fmt.Sprintf("%s %d", n, message)
	sum := crc32.ChecksumIEEE(append(d.ledger[:], text...))
	return fmt.Sprintf("%-*s %08x\n", noteSize-len(" 01234567\n"), text, sum)
}

// read is the note that stands in a line. checks is false where Enter never wrote that line for this ledger.
func (d *docket) read(line string) (message uint64, n app.Note, checks bool) {
	note, rest, _ := strings.Cut(line, " ")
	number, _, _ := strings.Cut(rest, " ")
	message, err := strconv.ParseUint(number, 10, 64)
	n = app.Note(note)
	return message, n, err == nil && line == d.line(message, n)
}

func (d *docket) Left() map[uint64]app.Note { return d.left }

func (d *docket) Enter(message uint64, n app.Note) error {
	at, again := d.lines[message]
	if !again {
		at = d.size
	}
	if _, err := d.file.WriteAt([]byte(d.line(message, n)), at); err != nil {
		return deskFault(d.path, err)
	}
	if !again {
		d.lines[message] = at
		d.size += noteSize
	}
	if n == app.Begun {
		return deskFault(d.path, d.file.Sync())
	}
	return nil
}

func (d *docket) Clear() error {
	if err := d.file.Truncate(0); err != nil {
		return deskFault(d.path, err)
	}
	d.forget()
	return deskFault(d.path, d.file.Sync()) // a power cut brings none back to be read for another try of a message
}

func (d *docket) Leave() {
	_ = d.file.Close() // also twice
	d.held.unlock()
	d.held = nil
}
