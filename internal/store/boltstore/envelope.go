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
	v := wire.Uint(append(make([]byte, 0, 8+len(body)), envelopeVersion), revision)
	v = binary.BigEndian.AppendUint32(v, sum(b, key, v, body))
	return append(v, body...)
}

// unwrap takes a body out of its envelope; it shares the value's bytes. ok is false for every value
// that wrap did not make for this bucket and key.
func unwrap(b bucket, key, value []byte) (revision uint64, body []byte, ok bool) {
	if len(value) < 1 || value[0] != envelopeVersion {
		return 0, nil, false
	}
	revision, size := binary.Uvarint(value[1:])
	head := 1 + size
	if size <= 0 || len(value) < head+sumSize {
		return 0, nil, false
	}
	body = value[head+sumSize:]
	return revision, body, binary.BigEndian.Uint32(value[head:]) == sum(b, key, value[:head], body)
}

// opened is unwrap for a value that unwrap has said yes to.
func opened(value []byte) (revision uint64, body []byte) {
	revision, size := binary.Uvarint(value[1:])
	return revision, value[1+size+sumSize:]
}

// sum is over names and lengths as well, so that no byte can move from one part to the next.
func sum(b bucket, key, head, body []byte) uint32 {
	var buf [96]byte
	part := wire.Text(buf[:0], b.name)
	part = wire.Uint(part, uint64(len(key)))
	castagnoli := crc32.MakeTable(crc32.Castagnoli) // made once, and not by a run that needs no ledger
	c := crc32.Update(0, castagnoli, part)
	c = crc32.Update(c, castagnoli, key)
	c = crc32.Update(c, castagnoli, head)
	return crc32.Update(c, castagnoli, body)
}
