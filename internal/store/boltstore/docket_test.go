//go:build unix

package boltstore

import (
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// noted is a line of the notes on a ledger.
func noted(ledger [16]byte, text string) string {
	return fmt.Sprintf("%-502s %08x\n", text, crc32.ChecksumIEEE(append(ledger[:], text...)))
}

// lineOf is a line of the notes on the ledger of the tests.
func lineOf(text string) string { return noted(storetest.Identity(), text) }

// lineOfAnother is one on another ledger.
func lineOfAnother(text string) string {
	another := storetest.Identity()
	another[15] ^= 1
	return noted(another, text)
}

// enter notes something at the desk.
func enter(t *testing.T, d app.Docket, message uint64, n app.Note) {
	t.Helper()
	if err := d.Enter(message, n); err != nil {
		t.Fatal(err)
	}
}

func TestAMessageHasOneLineWithTheLastNoteOnIt(t *testing.T) {
	s, notes, _ := ledgerWithDesk(t)
	for range 2 { // of two senders
		d, err := s.Take(tContext)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Leave()
		for _, message := range []uint64{17, math.MaxUint64, 0} {
			enter(t, d, message, app.Begun)
			enter(t, d, message, app.HandedOver)
		}
		enter(t, d, 0, app.NotTaken)
		longest := app.Note("partly-" + strings.Repeat("f", 256)) // there is
		enter(t, d, math.MaxUint64-1, longest)
		d.Leave()
		want := lineOf("handed-over 17") + lineOf("handed-over 18446744073709551615") + lineOf("not-taken 0") + lineOf(string(longest)+" 18446744073709551614")
		if got, err := os.ReadFile(notes); err != nil || string(got) != want {
			t.Errorf("the notes are, %v:\n%swant:\n%s", err, got, want)
		}
	}
}

// TestOnlyLinesThatCheckAreNotes says what notes are left where a file of notes holds something else too.
func TestOnlyLinesThatCheckAreNotes(t *testing.T) {
	begun, done, other := lineOf("begun 17"), lineOf("handed-over 17"), lineOf("handed-over 1234")
	none := map[uint64]app.Note{}
	only := map[uint64]app.Note{17: app.Begun}
	both := map[uint64]app.Note{17: app.Begun, 1234: app.HandedOver}
	zeros := strings.Repeat("\x00", noteSize)
	for name, test := range map[string]struct {
		lines string
		want  map[uint64]app.Note
	}{
		"nothing":                         {"", none},
		"a line without its end":          {begun + other[:noteSize-1], only},
		"half a line":                     {begun + other[:noteSize/2], only},
		"zeros at the end":                {begun + strings.Repeat(zeros, 5) + "\x00", only},
		"zeros in place of a block":       {strings.Repeat(zeros, pageSize/noteSize) + begun + zeros + other, both},
		"two lines joined":                {begun + done[:13] + other[13:] + other, both},
		"a number cut short":              {begun + strings.Replace(other, "1234", "123 ", 1), only},
		"a number of another line":        {begun + strings.Replace(other, "1234", "1235", 1), only},
		"a note of another line":          {begun + "not-taken 17  " + done[len("handed-over 17"):], only},
		"a checksum of another line":      {begun + done[:noteSize-9] + other[noteSize-9:] + other, both},
		"a checksum in capitals":          {begun + strings.ToUpper(done[noteSize-9:]) + other, only},
		"a line of another ledger":        {begun + lineOfAnother("handed-over 17") + other, both},
		"a checksum of no ledger":         {begun + noted([16]byte{}, "handed-over 17"), only},
		"a foreign last line":             {begun + "what is this?\n", only},
		"foreign lines between":           {begun + strings.Repeat("what is this\n?\n\n", noteSize/16) + other, both},
		"a line in the wrong place":       {begun + "\n" + done + other, only},
		"a number that is none":           {begun + lineOf("handed-over x") + lineOf("handed-over") + lineOf("") + other, both},
		"a number written otherwise":      {begun + lineOf("handed-over +17") + lineOf("handed-over 017") + lineOf("handed-over -17"), only},
		"a number too great":              {lineOf("handed-over 18446744073709551616"), none},
		"more in a line":                  {begun + lineOf("handed-over 17 18"), only},
		"other space before the checksum": {begun + strings.Replace(done, "17  ", "17\t ", 1), only},
		"two lines on a message":          {done + begun, only},
	} {
		t.Run(name, func(t *testing.T) {
			s, notes, _ := ledgerWithDesk(t)
			if err := os.WriteFile(notes, []byte(test.lines), 0o600); err != nil {
				t.Fatal(err)
			}
			d, err := s.Take(tContext)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Leave()
			if !maps.Equal(d.Left(), test.want) {
				t.Errorf("left was %v, want %v", d.Left(), test.want)
			}
			// Further notes, on one of the messages and on a new one, change nothing else.
			want := map[uint64]app.Note{17: app.NotTaken, 99: app.NotTaken}
			for message, n := range test.want {
				if message != 17 {
					want[message] = n
				}
			}
			enter(t, d, 99, app.NotTaken)
			enter(t, d, 17, app.NotTaken)
			d.Leave()
			if left := leftAt(t, s); !maps.Equal(left, want) {
				t.Errorf("then left was %v; want %v", left, want)
			}
		})
	}
}

func TestTwoLinesJoinedAnywhereAreOneOfThemOrNone(t *testing.T) {
	d := &docket{ledger: storetest.Identity()}
	rapid.Check(t, func(t *rapid.T) {
		var lines [2]string
		for i := range lines {
			n := rapid.SampledFrom([]app.Note{app.Begun, app.HandedOver, app.NotTaken}).Draw(t, "note")
			message := rapid.OneOf(rapid.Uint64Range(0, 2000), rapid.Uint64()).Draw(t, "message")
			lines[i] = d.line(message, n)
			if len(lines[i]) != noteSize {
				t.Fatalf("%q is %d bytes long", lines[i], len(lines[i]))
			}
			if gotMessage, gotNote, checks := d.read(lines[i]); gotMessage != message || gotNote != n || !checks {
				t.Fatalf("%q says %s of %d, %v", lines[i], gotNote, gotMessage, checks)
			}
		}
		for cut := range noteSize {
			joined := lines[0][:cut] + lines[1][cut:]
			if message, n, checks := d.read(joined); checks && joined != lines[0] && joined != lines[1] {
				t.Fatalf("%q says %s of %d", joined, n, message)
			}
		}
	})
}

func TestNotesOnAnotherLedgerAreForgotten(t *testing.T) {
	for name, content := range map[string]string{
		"of another ledger":     lineOfAnother("begun 17") + lineOfAnother("handed-over 17"),
		"of no ledger":          noted([16]byte{}, "handed-over 17"),
		"of whoever writes so":  "my own notes\nbegun 17\nhanded-over 17\n",
		"of one without an end": lineOfAnother("begun 17") + lineOf("handed-over 17")[:20],
	} {
		t.Run(name, func(t *testing.T) {
			s, notes, _ := ledgerWithDesk(t)
			if err := os.WriteFile(notes, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if left := leftAt(t, s); len(left) > 0 {
					t.Errorf("left was %v", left)
				}
			}
			if content, err := os.ReadFile(notes); err != nil || len(content) > 0 {
				t.Errorf("the notes are %q, %v", content, err)
			}
		})
	}
}

// fillDisk leaves no room on the disk of a small ledger, and gives the file that takes it.
func fillDisk(s *Store) (filler string) {
	filler = filepath.Join(filepath.Dir(s.path), "filler")
	_ = os.WriteFile(filler, make([]byte, 2<<20), 0o600) // as far as it goes
	return filler
}

func TestAFurtherNoteOnAMessageNeedsNoRoomOnTheDisk(t *testing.T) {
	s, _ := smallDisk(t)
	d, err := s.Take(tContext)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Leave()
	count := uint64(pageSize / noteSize) // then what the disk gave for the notes is full
	want := map[uint64]app.Note{}
	for message := range count {
		enter(t, d, message, app.Begun)
	}
	fillDisk(s)
	for message := range count {
		want[message] = []app.Note{app.HandedOver, app.NotTaken}[message%2]
		enter(t, d, message, want[message])
	}
	wantKey(t, d.Enter(count, app.Begun), fault.Internal, "desk.disk")
	d.Leave()
	if left := leftAt(t, s); !maps.Equal(left, want) {
		t.Errorf("left was %v, want %v", left, want)
	}
}

func TestANoteThatAFullDiskTearsIsNone(t *testing.T) {
	s, _ := smallDisk(t)
	d, err := s.Take(tContext)
	if err != nil {
		t.Fatal(err)
	}
	filler := fillDisk(s)
	want, message := map[uint64]app.Note{}, uint64(1000)
	for ; ; message++ {
		if err = d.Enter(message, app.HandedOver); err != nil {
			break
		}
		want[message] = app.HandedOver
	}
	wantKey(t, err, fault.Internal, "desk.disk")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := d.Enter(5, app.Begun); err != nil {
		t.Fatal(err)
	}
	want[5] = app.Begun
	d.Leave()
	if left := leftAt(t, s); !maps.Equal(left, want) {
		t.Errorf("left were %d notes, want %d; of %d %q, of 5 %q", len(left), len(want), message, left[message], left[5])
	}
}
