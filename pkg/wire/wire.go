// Package wire owns the binary form that records and events are kept and hashed in: numbers as
// varints, text and lists with their length before them, fixed-size IDs as they are.
//
// It must not know any record: which fields there are, and in which order, each record says itself.
// The form never changes; a record that needs other fields writes a new version byte.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// ErrMalformed is what a Reader reports for bytes that are cut short or cannot be what was asked for.
var ErrMalformed = errors.New("malformed bytes")

// Text appends a text and its length.
func Text(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Uint appends a whole number.
func Uint(b []byte, n uint64) []byte { return binary.AppendUvarint(b, n) }

// Bool appends one byte, 0 or 1.
func Bool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// Time appends an instant as microseconds since 1970 in UTC; the zero instant is kept as such.
func Time(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	return binary.AppendVarint(append(b, 1), t.UnixMicro())
}

// Texts appends a list of texts.
func Texts(b []byte, list []string) []byte {
	b = Uint(b, uint64(len(list)))
	for _, s := range list {
		b = Text(b, s)
	}
	return b
}

// Reader takes values off a slice of bytes in the order they were appended. After the first mistake
// every call gives the zero value, and Err says so.
type Reader struct {
	rest []byte
	err  error
	// shared is a copy of what was left when the texts began, where they share one; it ends where rest does.
	shared string
}

// NewReader reads from b, which it does not change; texts and bytes it gives are copies.
func NewReader(b []byte) *Reader { return &Reader{rest: b} }

// ShareTexts makes the texts that follow parts of one copy of all that is left: one piece of memory for a
// record instead of one for each of its texts. A text that is kept keeps all of it.
func (r *Reader) ShareTexts() { r.shared = string(r.rest) }

func (r *Reader) fail() { r.err = ErrMalformed; r.rest = nil }

// Take gives the next n bytes, not copied.
func (r *Reader) Take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// Array16 gives the next 16 bytes.
func (r *Reader) Array16() (a [16]byte) { copy(a[:], r.Take(16)); return a }

// Array32 gives the next 32 bytes.
func (r *Reader) Array32() (a [32]byte) { copy(a[:], r.Take(32)); return a }

// Uint gives the next whole number. One in more bytes than it needs was written by nobody: malformed.
func (r *Reader) Uint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || size > 1 && r.rest[size-1] == 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// UpTo gives the next whole number; one above the limit is malformed, so that no damage is cut down
// to a number that looks right.
func (r *Reader) UpTo(limit uint64) uint64 {
	n := r.Uint()
	if n > limit {
		r.fail()
		return 0
	}
	return n
}

// Uint32 gives the next whole number, which must fit into 32 bits.
func (r *Reader) Uint32() uint32 { return uint32(r.UpTo(math.MaxUint32)) }

// Text gives the next text.
func (r *Reader) Text() string {
	b := r.length()
	if end := len(r.shared) - len(r.rest); end > 0 && r.err == nil {
		return r.shared[end-len(b) : end]
	}
	return string(b)
}

// Word gives the next text, and where it is one of the known words that itself.
func Word[W ~string](r *Reader, known []W) W {
	b := r.length()
	for _, w := range known {
		if string(b) == string(w) {
			return w
		}
	}
	return W(b)
}

// TextLike gives the next text, and where it is the known one that itself: a list in which a name comes
// again and again keeps it once.
func (r *Reader) TextLike(known string) string {
	if b := r.length(); string(b) != known {
		return string(b)
	}
	return known
}

// Pass passes over the next text.
func (r *Reader) Pass() { r.length() }

// Bytes gives the next text as bytes, copied.
func (r *Reader) Bytes() []byte { return append([]byte(nil), r.length()...) }

func (r *Reader) length() []byte {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	return r.Take(int(n))
}

// Byte gives the next byte.
func (r *Reader) Byte() byte {
	if b := r.Take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

// Bool gives the next byte as a truth; anything but 0 and 1 is malformed.
func (r *Reader) Bool() bool {
	b := r.Byte()
	if b > 1 {
		r.fail()
	}
	return b == 1
}

// Time gives the next instant, in UTC.
func (r *Reader) Time() time.Time {
	if !r.Bool() {
		return time.Time{}
	}
	n, size := binary.Varint(r.rest)
	if size <= 0 || size > 1 && r.rest[size-1] == 0 || time.UnixMicro(n).IsZero() {
		r.fail()
		return time.Time{}
	}
	r.rest = r.rest[size:]
	return time.UnixMicro(n).UTC()
}

// Count gives how many things follow. Each takes a byte at least, so that a greater number is malformed
// and nobody makes room for what is not there.
func (r *Reader) Count() uint64 {
	n := r.Uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return n
}

// Texts gives the next list of texts; an empty list is nil.
func (r *Reader) Texts() []string {
	var list []string
	for range r.Count() {
		list = append(list, r.Text())
	}
	return list
}

// Rest gives what is left, not copied.
func (r *Reader) Rest() []byte { return r.Take(len(r.rest)) }

// Err is ErrMalformed after a mistake, and also where bytes are left over at the end.
func (r *Reader) Err() error {
	if r.err == nil && len(r.rest) > 0 {
		return ErrMalformed
	}
	return r.err
}
