package wire_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/wire"
)

func TestACountIsOfThingsThatThereIsRoomFor(t *testing.T) {
	for _, tt := range []struct {
		name  string
		count uint64
		after int // bytes
		fits  bool
	}{
		{"nothing, and nothing follows", 0, 0, true},
		{"nothing, and something follows", 0, 3, true},
		{"as many as bytes", 3, 3, true},
		{"fewer than bytes", 1, 32, true},
		{"many of two bytes", 200, 200, true},
		{"twice as many as bytes", 200, 100, false},
		{"beyond memory", math.MaxUint64, 100, false},
		{"a negative number of things", 1 << 63, 100, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := wire.NewReader(append(wire.Uint(nil, tt.count), make([]byte, tt.after)...))
			n := r.Count()
			if !tt.fits {
				if n != 0 || !errors.Is(r.Err(), wire.ErrMalformed) || r.Count() != 0 {
					t.Errorf("got %d, %v", n, r.Err())
				}
				return
			}
			if n != tt.count {
				t.Errorf("got %d, want %d", n, tt.count)
			}
			r.Take(tt.after)
			if r.Err() != nil {
				t.Errorf("with all of it read: %v", r.Err())
			}
		})
	}
}

func TestACountWithoutAnEndIsMalformed(t *testing.T) {
	for _, b := range [][]byte{nil, {0x80}, {0xff, 0xff}} {
		r := wire.NewReader(b)
		if n := r.Count(); n != 0 || !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Errorf("%x: got %d, %v", b, n, r.Err())
		}
	}
}

func TestACountIsNeverMoreThanTheBytesThatAreLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		if n := wire.NewReader(b).Count(); n > uint64(len(b)) {
			t.Fatalf("%d of %x", n, b)
		}
	})
}
