package boltstore

import (
	"time"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// stamp is what says whose file it is.
type stamp struct {
	magic   string
	schema  uint64
	ledger  [16]byte
	created time.Time
}

func (s stamp) appendBinary(b []byte) []byte {
	b = wire.Uint(wire.Text(b, s.magic), s.schema)
	return wire.Time(append(b, s.ledger[:]...), s.created)
}

func (im *image) readStamp() (s stamp, err error) {
	row, ok, err := im.trees[metaBucket.name].get(stampKey)
	if err != nil {
		return stamp{}, err
	}
	if !ok {
		return stamp{}, im.damaged("stamp")
	}
	// A newer program may have put more behind these, so that nothing is said of what follows.
	r := wire.NewReader(row.body)
	s = stamp{magic: r.Text(), schema: r.Uint()}
	if s.magic == magic && s.schema <= SchemaVersion {
		s.ledger, s.created = r.Array16(), r.Time()
		if r.Err() != nil {
			return stamp{}, im.damaged("stamp")
		}
	}
	return s, nil
}
