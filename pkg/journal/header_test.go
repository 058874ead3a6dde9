package journal_test

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/journal"
	"github.com/dpor-cli/dpor/pkg/wire"
)

func TestTheHeaderOfAnEntryNeverChanges(t *testing.T) {
	e := journal.Entry{
		Seq: 300, Stamp: journal.Stamp{At: time.UnixMicro(1), By: "a@b", Role: "r", Assurance: "s"}, Command: "add",
		Events: []journal.Event{{Kind: "k", Body: []byte("not in the header")}, {Kind: "k"}}, Previous: journal.Hash{1}, Hash: journal.Hash{2},
	}
	const want = "ff" + // what was there
		"01" + "ac02" + "0102" + // version, number, time
		"03614062" + "0172" + "0173" + "03616464" + // by, role, assurance, command
		"02" // events
	if got := hex.EncodeToString(journal.AppendHeader([]byte{0xff}, e, len(e.Events))); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAHeaderIsReadBackAndWhatComesAfterIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := entries().Draw(t, "entry")
		e.Seq = rapid.Uint64().Draw(t, "seq")
		if rapid.Bool().Draw(t, "no time") {
			e.At = time.Time{}
		}
		after := rapid.SliceOf(rapid.Byte()).Draw(t, "after")
		r := wire.NewReader(append(journal.AppendHeader(nil, e, len(e.Events)), after...))
		got, events, err := journal.DecodeHeader(r)
		if err != nil {
			t.Fatal(err)
		}
		want := journal.Entry{Seq: e.Seq, Stamp: e.Stamp, Command: e.Command}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-appended +read)\n%s", diff)
		}
		if events != uint64(len(e.Events)) {
			t.Fatalf("%d events, want %d", events, len(e.Events))
		}
		if rest := r.Take(len(after)); string(rest) != string(after) || r.Err() != nil {
			t.Fatalf("after the header: %x, %v, want %x", rest, r.Err(), after)
		}
	})
}

func TestAHeaderThatIsCutShortIsMalformed(t *testing.T) {
	b := journal.AppendHeader(nil, entry(), len(entry().Events))
	for cut := range b {
		r := wire.NewReader(b[:cut])
		_, _, err := journal.DecodeHeader(r)
		if !errors.Is(errors.Join(err, r.Err()), wire.ErrMalformed) {
			t.Errorf("%d of %d bytes: %v, %v", cut, len(b), err, r.Err())
		}
	}
}

func TestAHeaderOfAnotherVersionIsMalformed(t *testing.T) {
	b := journal.AppendHeader(nil, entry(), len(entry().Events))
	for _, version := range []byte{0, 2, 255} {
		b[0] = version
		if _, _, err := journal.DecodeHeader(wire.NewReader(b)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

func TestAnyFlippedByteOfAStoredHeaderIsNoticed(t *testing.T) {
	whole := journal.Chain(entry(), 6, journal.Hash{7})
	stored := journal.AppendHeader(nil, whole, len(whole.Events))
	for at := range stored {
		for mask := 1; mask < 256; mask++ {
			b := append([]byte(nil), stored...)
			b[at] ^= byte(mask)
			r := wire.NewReader(b)
			e, events, err := journal.DecodeHeader(r)
			if err != nil || r.Err() != nil || events != uint64(len(whole.Events)) {
				continue
			}
			e.Events, e.Previous, e.Hash = whole.Events, whole.Previous, whole.Hash
			if journal.Follow(e, 6, journal.Hash{7}) == nil {
				t.Fatalf("byte %d flipped by %02x was not noticed", at, mask)
			}
		}
	}
}

func TestAnyBytesAreAHeaderOrMalformedAndNeverPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := wire.NewReader(append([]byte{1}, rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...))
		if _, _, err := journal.DecodeHeader(r); err != nil {
			t.Fatalf("a header of version 1: %v", err)
		}
		if err := r.Err(); err != nil && !errors.Is(err, wire.ErrMalformed) {
			t.Fatal(err)
		}
	})
}
