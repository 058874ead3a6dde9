package wire_test

import (
	"errors"
	"math"
	"testing"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// Each value has one form: a number in more bytes than it needs was never written.
func TestANumberInMoreBytesThanItNeedsIsMalformed(t *testing.T) {
	for _, b := range [][]byte{{0x80, 0}, {0xac, 0x00}, {0xac, 0x82, 0x00}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00}} {
		r := wire.NewReader(b)
		if n := r.Uint(); n != 0 || !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Errorf("%x was read as %d, %v", b, n, r.Err())
		}
		r = wire.NewReader(append([]byte{1}, b...))
		if at := r.Time(); !at.IsZero() || !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Errorf("%x was read as %s, %v", b, at, r.Err())
		}
	}
}

// The zero instant is kept as none.
func TestTheZeroInstantHasOneForm(t *testing.T) {
	b := append([]byte{1}, 0xff, 0xff, 0xdd, 0xf2, 0xdf, 0xff, 0xdf, 0xdc, 0x01)
	r := wire.NewReader(b)
	if at := r.Time(); r.Err() == nil && string(wire.Time(nil, at)) != string(b) {
		t.Errorf("%x was read as %s, which is kept as %x", b, at, wire.Time(nil, at))
	}
}

func TestACountOfMoreThanFollowsIsMalformed(t *testing.T) {
	for name, tt := range map[string]struct {
		count uint64
		after int
	}{"one more than bytes": {4, 3}, "one, and nothing follows": {1, 0}, "one too many of two bytes": {201, 200}, "beyond memory": {math.MaxUint64, 9}} {
		r := wire.NewReader(append(wire.Uint(nil, tt.count), make([]byte, tt.after)...))
		if n := r.Count(); n != 0 || !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Errorf("%s: %d, %v", name, n, r.Err())
		}
	}
}
