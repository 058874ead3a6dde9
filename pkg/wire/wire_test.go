package wire_test

import (
	"encoding/hex"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// Ledgers and hashes are made of these bytes: a difference here is a ledger that cannot be read.
func TestTheFormNeverChanges(t *testing.T) {
	tests := []struct {
		name  string
		bytes []byte
		want  string
	}{
		{"no text", wire.Text(nil, ""), "00"},
		{"a text", wire.Text(nil, "abc"), "03616263"},
		{"a text is measured in bytes", wire.Text(nil, "añ"), "0361c3b1"},
		{"zero", wire.Uint(nil, 0), "00"},
		{"the greatest number of one byte", wire.Uint(nil, 127), "7f"},
		{"the least number of two bytes", wire.Uint(nil, 128), "8001"},
		{"300", wire.Uint(nil, 300), "ac02"},
		{"the greatest number", wire.Uint(nil, math.MaxUint64), "ffffffffffffffffff01"},
		{"false", wire.Bool(nil, false), "00"},
		{"true", wire.Bool(nil, true), "01"},
		{"no instant", wire.Time(nil, time.Time{}), "00"},
		{"1970", wire.Time(nil, time.Unix(0, 0)), "0100"},
		{"a microsecond after 1970", wire.Time(nil, time.UnixMicro(1)), "0102"},
		{"a microsecond before 1970", wire.Time(nil, time.UnixMicro(-1)), "0101"},
		{"less than a microsecond is cut off", wire.Time(nil, time.Unix(0, 1999)), "0102"},
		{"an instant in another zone", wire.Time(nil, time.Date(1970, 1, 1, 2, 0, 0, 0, time.FixedZone("", 7200))), "0100"},
		{"no texts", wire.Texts(nil, nil), "00"},
		{"texts", wire.Texts(nil, []string{"a", "", "bc"}), "03016100026263"},
		{"after what is there", wire.Bool(wire.Uint(wire.Text([]byte{9}, "a"), 2), true), "0901610201"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := hex.EncodeToString(tt.bytes); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// value is one of everything that can be written.
type value struct {
	Text  string
	Bytes []byte
	Uint  uint64
	Bool  bool
	Byte  byte
	Time  time.Time
	Texts []string
	Short [16]byte
	Long  [32]byte
}

func (v value) append(b []byte) []byte {
	b = wire.Uint(wire.Text(wire.Text(b, v.Text), string(v.Bytes)), v.Uint)
	b = append(wire.Bool(b, v.Bool), v.Byte)
	b = wire.Texts(wire.Time(b, v.Time), v.Texts)
	return append(append(b, v.Short[:]...), v.Long[:]...)
}

func read(b []byte) (value, error) {
	r := wire.NewReader(b)
	v := value{
		Text: r.Text(), Bytes: r.Bytes(), Uint: r.Uint(), Bool: r.Bool(), Byte: r.Byte(), Time: r.Time(),
		Texts: r.Texts(), Short: r.Array16(), Long: r.Array32(),
	}
	return v, r.Err()
}

func values() *rapid.Generator[value] {
	return rapid.Custom(func(t *rapid.T) value {
		v := value{
			Text: rapid.String().Draw(t, "text"), Uint: rapid.Uint64().Draw(t, "uint"), Bool: rapid.Bool().Draw(t, "bool"),
			Byte: rapid.Byte().Draw(t, "byte"),
		}
		v.Bytes = append([]byte(nil), rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")...)
		v.Texts = append([]string(nil), rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "texts")...)
		if rapid.Bool().Draw(t, "has time") {
			v.Time = time.UnixMicro(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "time")).UTC()
		}
		copy(v.Short[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "short"))
		copy(v.Long[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "long"))
		return v
	})
}

func TestWhatWasAppendedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values().Draw(t, "value")
		got, err := read(v.append(nil))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, got); diff != "" {
			t.Fatalf("(-appended +read)\n%s", diff)
		}
	})
}

func TestBytesThatAreCutShortOrTooManyAreMalformed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := values().Draw(t, "value").append(nil)
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if _, err := read(b[:cut]); !errors.Is(err, wire.ErrMalformed) {
			t.Fatalf("%d of %d bytes: %v", cut, len(b), err)
		}
		more := rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "more")
		if _, err := read(append(b, more...)); !errors.Is(err, wire.ErrMalformed) {
			t.Fatalf("%d bytes too many: %v", len(more), err)
		}
	})
}

func TestAnyBytesAreReadOrMalformedAndNeverPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, err := read(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		if err != nil && !errors.Is(err, wire.ErrMalformed) {
			t.Fatal(err)
		}
	})
}

func TestAMistakeIsMalformedAndLeavesOnlyZeroValues(t *testing.T) {
	tests := []struct {
		name  string
		bytes []byte
		first func(*wire.Reader)
	}{
		{"more bytes than there are", []byte{1, 2, 3}, func(r *wire.Reader) { r.Take(4) }},
		{"fewer bytes than none", []byte{1, 2, 3}, func(r *wire.Reader) { r.Take(-1) }},
		{"15 of 16 bytes", make([]byte, 15), func(r *wire.Reader) { r.Array16() }},
		{"31 of 32 bytes", make([]byte, 31), func(r *wire.Reader) { r.Array32() }},
		{"a number without an end", []byte{0x80, 0x80}, func(r *wire.Reader) { r.Uint() }},
		{"a number of more than 64 bits", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}, func(r *wire.Reader) { r.Uint() }},
		{"a number above its limit", wire.Uint(nil, 11), func(r *wire.Reader) { r.UpTo(10) }},
		{"a number of more than 32 bits", wire.Uint(nil, 1<<32), func(r *wire.Reader) { r.Uint32() }},
		{"a text longer than what is left", []byte{3, 'a', 'b'}, func(r *wire.Reader) { _ = r.Text() }},
		{"bytes longer than memory", wire.Uint(nil, math.MaxUint64), func(r *wire.Reader) { r.Bytes() }},
		{"more texts than bytes", []byte{3, 0, 0}, func(r *wire.Reader) { r.Texts() }},
		{"texts beyond memory", wire.Uint(nil, math.MaxUint64), func(r *wire.Reader) { r.Texts() }},
		{"texts of which one is cut short", []byte{2, 1, 'a', 9}, func(r *wire.Reader) { r.Texts() }},
		{"a truth of 2", []byte{2}, func(r *wire.Reader) { r.Bool() }},
		{"an instant that says 2", []byte{2}, func(r *wire.Reader) { r.Time() }},
		{"an instant without a number", []byte{1}, func(r *wire.Reader) { r.Time() }},
		{"an instant whose number has no end", []byte{1, 0x80}, func(r *wire.Reader) { r.Time() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := wire.NewReader(tt.bytes)
			tt.first(r)
			if !errors.Is(r.Err(), wire.ErrMalformed) {
				t.Fatalf("the mistake gives %v", r.Err())
			}
			after := value{
				Text: r.Text(), Bytes: r.Bytes(), Uint: r.Uint(), Bool: r.Bool(), Byte: r.Byte(), Time: r.Time(),
				Texts: r.Texts(), Short: r.Array16(), Long: r.Array32(),
			}
			if diff := cmp.Diff(value{}, after); diff != "" {
				t.Errorf("after the mistake (-zero +read)\n%s", diff)
			}
			if !errors.Is(r.Err(), wire.ErrMalformed) {
				t.Errorf("the mistake was forgotten: %v", r.Err())
			}
		})
	}
}

func TestANumberUpToItsLimitIsRead(t *testing.T) {
	r := wire.NewReader(wire.Uint(wire.Uint(nil, 10), math.MaxUint32))
	if n, m := r.UpTo(10), r.Uint32(); n != 10 || m != math.MaxUint32 || r.Err() != nil {
		t.Errorf("got %d, %d, %v", n, m, r.Err())
	}
}

func TestBytesThatAreGivenAreACopy(t *testing.T) {
	stored := wire.Text(nil, "abc")
	got := wire.NewReader(stored).Bytes()
	stored[1] = 'x'
	if string(got) != "abc" {
		t.Errorf("what was read became %q with the stored bytes", got)
	}
}
