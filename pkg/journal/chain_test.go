package journal_test

import (
	"encoding/hex"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/journal"
)

// entry is one fixed entry, before it is chained.
func entry() journal.Entry {
	return journal.Entry{
		Stamp: journal.Stamp{
			At: time.Date(2024, 5, 31, 12, 30, 0, 123456000, time.UTC),
			By: "admin@contoso.com", Role: "global-admin", Assurance: "asserted",
		},
		Command: "add",
		Events:  []journal.Event{{Kind: "por", Body: []byte{1, 2, 3}}, {Kind: "notice", Body: nil}},
	}
}

// The hash of one fixed entry: when it changes, no ledger that exists can be verified any more.
func TestTheHashOfAnEntryNeverChanges(t *testing.T) {
	const want = "22583bf3c2071a0ce63e0d14533e93a1ff582c946b572df2558f2565bc441352"
	e := journal.Chain(entry(), 6, journal.Hash{0xaa, 31: 0xbb})
	if got := hex.EncodeToString(e.Hash[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnEntryComesNextAfterTheLast(t *testing.T) {
	last := journal.Hash{1, 2, 3}
	e := journal.Chain(entry(), 6, last)
	if e.Seq != 7 || e.Previous != last || e.Hash == (journal.Hash{}) {
		t.Errorf("got number %d after %x with hash %x", e.Seq, e.Previous, e.Hash)
	}
	if err := journal.Follow(e, 6, last); err != nil {
		t.Error(err)
	}
	first := journal.Chain(entry(), 0, journal.Hash{})
	if err := journal.Follow(first, 0, journal.Hash{}); err != nil || first.Seq != 1 {
		t.Errorf("the first has number %d: %v", first.Seq, err)
	}
}

func TestTheTimeOfAnEntryIsInUTCToTheMicrosecond(t *testing.T) {
	e := entry()
	e.At = time.Date(2024, 5, 31, 14, 30, 0, 123456999, time.FixedZone("CEST", 7200))
	got, want := journal.Chain(e, 6, journal.Hash{}), journal.Chain(entry(), 6, journal.Hash{})
	if !got.At.Equal(want.At) || got.At.Location() != time.UTC || got.Hash != want.Hash {
		t.Errorf("got %v with hash %x, want %v with hash %x", got.At, got.Hash, want.At, want.Hash)
	}
}

func TestAnEntryThatDoesNotFollowIsCorrupt(t *testing.T) {
	last := journal.Hash{1, 2, 3}
	tests := []struct {
		name string
		when func(e journal.Entry) error
		key  string
	}{
		{"an entry is missing before it", func(e journal.Entry) error { return journal.Follow(e, 5, last) }, "journal.gap"},
		{"it stands twice", func(e journal.Entry) error { return journal.Follow(e, 7, e.Hash) }, "journal.gap"},
		{"it is said to be the first", func(e journal.Entry) error { return journal.Follow(e, 0, journal.Hash{}) }, "journal.gap"},
		{"another entry stands before it", func(e journal.Entry) error { return journal.Follow(e, 6, journal.Hash{1, 2, 4}) }, "journal.chain"},
		{"no entry stands before it", func(e journal.Entry) error { return journal.Follow(e, 6, journal.Hash{}) }, "journal.chain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			corrupt(t, tt.when(journal.Chain(entry(), 6, last)), tt.key)
		})
	}
}

// corrupt checks that an entry was refused as corrupt and is named.
func corrupt(t *testing.T, err error, key string) {
	t.Helper()
	e := fault.As(err)
	if e == nil {
		t.Fatalf("nothing was noticed, want %s", key)
	}
	if e.Code != fault.Corrupt || e.Key != key || e.Args["seq"] == nil {
		t.Errorf("got %v, want corrupt %s with the number of the entry", e, key)
	}
}

func TestAnAlteredEntryIsNoticed(t *testing.T) {
	last := journal.Hash{1, 2, 3}
	tests := []struct {
		name  string
		alter func(e *journal.Entry)
		key   string
	}{
		{"its number", func(e *journal.Entry) { e.Seq++ }, "journal.gap"},
		{"the hash before it", func(e *journal.Entry) { e.Previous[31] ^= 1 }, "journal.chain"},
		{"its hash", func(e *journal.Entry) { e.Hash[31] ^= 1 }, "journal.altered"},
		{"its time, by a microsecond", func(e *journal.Entry) { e.At = e.At.Add(time.Microsecond) }, "journal.altered"},
		{"its time is gone", func(e *journal.Entry) { e.At = time.Time{} }, "journal.altered"},
		{"who", func(e *journal.Entry) { e.By = "owner@contoso.com" }, "journal.altered"},
		{"the role", func(e *journal.Entry) { e.Role = "reader" }, "journal.altered"},
		{"the assurance", func(e *journal.Entry) { e.Assurance = "verified" }, "journal.altered"},
		{"the command", func(e *journal.Entry) { e.Command = "remove" }, "journal.altered"},
		{"a letter moves to the next field", func(e *journal.Entry) { e.By, e.Role = e.By+"g", e.Role[1:] }, "journal.altered"},
		{"two fields change places", func(e *journal.Entry) { e.Role, e.Assurance = e.Assurance, e.Role }, "journal.altered"},
		{"the kind of an event", func(e *journal.Entry) { e.Events[1].Kind = "request" }, "journal.altered"},
		{"the body of an event", func(e *journal.Entry) { e.Events[0].Body = []byte{1, 2, 4} }, "journal.altered"},
		{"a body where there was none", func(e *journal.Entry) { e.Events[1].Body = []byte{0} }, "journal.altered"},
		{"an event is gone", func(e *journal.Entry) { e.Events = e.Events[:1] }, "journal.altered"},
		{"all events are gone", func(e *journal.Entry) { e.Events = nil }, "journal.altered"},
		{"an event stands twice", func(e *journal.Entry) { e.Events = append(e.Events, e.Events[1]) }, "journal.altered"},
		{"two events change places", func(e *journal.Entry) { e.Events[0], e.Events[1] = e.Events[1], e.Events[0] }, "journal.altered"},
		{"two events become one", func(e *journal.Entry) {
			e.Events = []journal.Event{{Kind: "por", Body: []byte("\x01\x02\x03\x06notice\x00")}}
		}, "journal.altered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := journal.Chain(entry(), 6, last)
			tt.alter(&e)
			corrupt(t, journal.Follow(e, 6, last), tt.key)
		})
	}
}

func entries() *rapid.Generator[journal.Entry] {
	return rapid.Custom(func(t *rapid.T) journal.Entry {
		e := journal.Entry{
			Stamp: journal.Stamp{
				At: time.UnixMicro(rapid.Int64Range(0, 1<<52).Draw(t, "at")).UTC(), By: rapid.String().Draw(t, "by"),
				Role: rapid.String().Draw(t, "role"), Assurance: rapid.String().Draw(t, "assurance"),
			},
			Command: rapid.String().Draw(t, "command"),
		}
		for range rapid.IntRange(0, 4).Draw(t, "events") {
			e.Events = append(e.Events, journal.Event{
				Kind: rapid.String().Draw(t, "kind"), Body: rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
			})
		}
		return e
	})
}

// part is one run of bytes of an entry that is kept as it is.
type part struct {
	name string
	get  func() string
	set  func(string)
}

// parts are all the bytes that an entry is made of but its number and time.
func parts(e *journal.Entry) []part {
	text := func(name string, s *string) part {
		return part{name, func() string { return *s }, func(v string) { *s = v }}
	}
	hash := func(name string, h *journal.Hash) part {
		return part{name, func() string { return string(h[:]) }, func(v string) { copy(h[:], v) }}
	}
	list := []part{
		hash("the hash before", &e.Previous), hash("the hash", &e.Hash), text("by", &e.By), text("role", &e.Role),
		text("assurance", &e.Assurance), text("command", &e.Command),
	}
	for i := range e.Events {
		body := &e.Events[i].Body
		list = append(list, text("kind", &e.Events[i].Kind),
			part{"body", func() string { return string(*body) }, func(v string) { *body = []byte(v) }})
	}
	return list
}

func TestAnyFlippedByteOfAnyPartIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lastSeq := rapid.Uint64Range(0, 1<<40).Draw(t, "last")
		mask := rapid.ByteRange(1, 255).Draw(t, "mask")
		e := journal.Chain(entries().Draw(t, "entry"), lastSeq, journal.Hash{7})
		for _, p := range parts(&e) {
			whole := p.get()
			for at := range len(whole) {
				flipped := []byte(whole)
				flipped[at] ^= mask
				p.set(string(flipped))
				if fault.CodeOf(journal.Follow(e, lastSeq, journal.Hash{7})) != fault.Corrupt {
					t.Fatalf("%s: byte %d flipped by %02x was not noticed", p.name, at, mask)
				}
			}
			p.set(whole)
		}
		if err := journal.Follow(e, lastSeq, journal.Hash{7}); err != nil {
			t.Fatalf("the entry as it was: %v", err)
		}
	})
}

func TestAChainOfEntriesFollowsAndNoOtherOrderDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var chain []journal.Entry
		seq, hash := uint64(0), journal.Hash{}
		for _, e := range rapid.SliceOfN(entries(), 2, 6).Draw(t, "entries") {
			e = journal.Chain(e, seq, hash)
			if err := journal.Follow(e, seq, hash); err != nil {
				t.Fatal(err)
			}
			chain = append(chain, e)
			seq, hash = e.Seq, e.Hash
		}
		for i, last := range chain {
			for j, e := range chain {
				if err := journal.Follow(e, last.Seq, last.Hash); (err == nil) != (j == i+1) {
					t.Fatalf("entry %d after entry %d: %v", j+1, i+1, err)
				}
			}
		}
	})
}
