package boltstore

import (
	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// A file of an older schema is read as it is, and its first change makes it one of this schema: the
// buckets that it lacks, if any, and the stamp are written in the transaction of the change itself, so
// that there is no moment at which the file is neither. Its rows stay as they are: whatever an older program
// wrote is read for ever.

// older tells whether the file lacks a bucket because its schema did not have it yet.
func (im *image) older(b bucket) bool { return b.since > im.stamp.schema }

// hollow stands for a bucket that an older file lacks: nothing between the first key and the last.
func (im *image) hollow(b bucket) *tree {
	p := filling{leaf: true}
	for _, key := range [][]byte{firstKey, lastKey} {
		p.add(key, wrap(b, key, 1, nil), 0)
	}
	return &tree{im: im, bucket: b, inline: p.append(nil, leafPage)}
}

// upgrade puts the rows of meta that make an older file one of this schema.
func (c *changes) upgrade() {
	s := c.reader.im.stamp
	if s.schema < withClaims {
		c.put(metaBucket, lastClaimKey, wire.Uint(nil, 0))
	}
	s.schema = SchemaVersion
	c.put(metaBucket, stampKey, s.appendBinary(nil))
}

// makeBucket makes a bucket with nothing between the first key and the last.
func makeBucket(tx *bolt.Tx, b bucket) (*bolt.Bucket, error) {
	made, err := tx.CreateBucket([]byte(b.name))
	if err != nil {
		return nil, err
	}
	for _, key := range [][]byte{firstKey, lastKey} {
		if err := made.Put(key, wrap(b, key, 1, nil)); err != nil {
			return nil, err
		}
	}
	return made, nil
}
