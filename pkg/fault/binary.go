package fault

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// The kinds of arguments, each a byte before its value.
const (
	textArg = iota
	intArg
	int64Arg
	uint64Arg
	truthArg
	textsArg
)

// AppendBinary appends the error in a form that DecodeError reads. An argument of another type than text,
// int, int64, uint64, bool and []string becomes its text. The cause and the rest are left out.
func (e *Error) AppendBinary(b []byte) []byte {
	b = append(b, 1)
	for _, text := range []string{string(e.Code), e.Key, e.Target, e.SubscriptionID, e.File, e.Column, e.Value} {
		b = wire.Text(b, text)
	}
	b = wire.Uint(b, folded(int64(e.Line)))
	b = wire.Uint(b, uint64(len(e.Args)))
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		b = appendArg(wire.Text(b, name), e.Args[name])
	}
	b = wire.Uint(b, uint64(len(e.Details)))
	for _, d := range e.Details {
		b = wire.Text(b, string(d.AppendBinary(nil)))
	}
	return b
}

func appendArg(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return wire.Text(append(b, textArg), v)
	case int:
		return wire.Uint(append(b, intArg), folded(int64(v)))
	case int64:
		return wire.Uint(append(b, int64Arg), folded(v))
	case uint64:
		return wire.Uint(append(b, uint64Arg), v)
	case bool:
		return wire.Bool(append(b, truthArg), v)
	case []string:
		return wire.Texts(append(b, textsArg), v)
	}
	return wire.Text(append(b, textArg), fmt.Sprint(value))
}

// DecodeError reads what AppendBinary wrote; the error is wire.ErrMalformed.
func DecodeError(b []byte) (*Error, error) {
	r := wire.NewReader(b)
	if r.Byte() != 1 {
		return nil, wire.ErrMalformed
	}
	e := &Error{
		Code: Code(r.Text()), Key: r.Text(), Target: r.Text(), SubscriptionID: r.Text(), File: r.Text(), Column: r.Text(), Value: r.Text(),
		Line: readInt(r), Args: map[string]any{},
	}
	for range r.Count() {
		name := r.Text()
		value, known := readArg(r)
		if !known {
			return nil, wire.ErrMalformed
		}
		e.Args[name] = value
	}
	for range r.Count() {
		d, err := DecodeError(r.Bytes())
		if err != nil {
			return nil, err
		}
		e.Details = append(e.Details, d)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return e, nil
}

// readArg reads a value of the kind that stands before it; false where there is no such kind.
func readArg(r *wire.Reader) (value any, known bool) {
	switch r.Byte() {
	case textArg:
		return r.Text(), true
	case intArg:
		return readInt(r), true
	case int64Arg:
		return unfolded(r.Uint()), true
	case uint64Arg:
		return r.Uint(), true
	case truthArg:
		return r.Bool(), true
	case textsArg:
		return r.Texts(), true
	}
	return nil, false
}

func readInt(r *wire.Reader) int { return int(unfolded(r.UpTo(2*math.MaxInt + 1))) }

// folded puts the sign of a number into its last bit, so that numbers near 0 are short.
func folded(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

func unfolded(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }
