package boltstore

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/dpor-cli/dpor/pkg/wire"
)

const (
	envelopeVersion = 1 // the first byte of every value
	sumSize         = 4
)

// wrap puts a body into its envelope: version, revision, and a CRC-32C over bucket, key, revision and
// body, so that a value which stands where it was not written, or is not as it was written, is found.
func wrap(b bucket, key []byte, revision uint64, body []byte) []byte {
	var s summer
	return s.wrap(make([]byte, 0, 8+len(body)), b, key, revision, body)
}

// wrap is wrap for many rows of a bucket; it appends to v, which is empty.
func (s *summer) wrap(v []byte, b bucket, key []byte, revision uint64, body []byte) []byte {
	v = wire.Uint(append(v, envelopeVersion), revision)
	v = binary.BigEndian.AppendUint32(v, s.sum(b, key, v, body))
	return append(v, body...)
}

// openEnvelope reads what stands before the sum: the revision, and how long that part is.
func openEnvelope(value []byte) (revision uint64, head int, ok bool) {
	if len(value) < 1 || value[0] != envelopeVersion {
		return 0, 0, false
	}
	revision, size := binary.Uvarint(value[1:])
	head = 1 + size
	return revision, head, size > 0 && len(value) >= head+sumSize
}

// opened takes the body out of an envelope that is whole; it shares the value's bytes.
func opened(value []byte) (revision uint64, body []byte) {
	revision, size := binary.Uvarint(value[1:])
	return revision, value[1+size+sumSize:]
}

// summer makes the sums of a bucket. What they begin with, the bucket's name and the length of the key, is
// the same from row to row, and summed up once.
type summer struct {
	table  *crc32.Table
	length int
	begun  uint32
}

// begin is the sum over the name and the length of a key. Names and lengths are in it, so that no byte can
// move from one part to the next.
func (s *summer) begin(b bucket, length int) uint32 {
	if s.table == nil || s.length != length {
		s.table = crc32.MakeTable(crc32.Castagnoli) // made once, and not by a run that needs no ledger
		var buf [96]byte
		s.length = length
		s.begun = crc32.Update(0, s.table, wire.Uint(wire.Text(buf[:0], b.name), uint64(length)))
	}
	return s.begun
}

// sum is the sum of a row whose parts stand anywhere.
func (s *summer) sum(b bucket, key, head, body []byte) uint32 {
	c := s.begin(b, len(key))
	c = crc32.Update(c, s.table, key)
	c = crc32.Update(c, s.table, head)
	return crc32.Update(c, s.table, body)
}

// whole tells whether the envelope of a row is as wrap made it, for this bucket and key. The value stands
// right behind the key, as it does in a page: key and head are summed up in one go.
func (s *summer) whole(b bucket, row []byte, keySize int) bool {
	_, head, ok := openEnvelope(row[keySize:])
	if !ok {
		return false
	}
	head += keySize
	c := crc32.Update(s.begin(b, keySize), s.table, row[:head])
	return binary.BigEndian.Uint32(row[head:]) == crc32.Update(c, s.table, row[head+sumSize:])
}
