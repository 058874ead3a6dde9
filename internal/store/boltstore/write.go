package boltstore

import (
	"errors"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// many is from how many rows of a bucket on its pages are filled to the brim: the rows came in order,
// and few will come between them.
const (
	many     = 1000
	brimfull = 0.9
)

// write brings the changes to the disk in one transaction and seals it.
func (h *handle) write(c *changes) error {
	rows := make([][]change, len(schema))
	for i, b := range schema {
		var err error
		if rows[i], err = c.rows(b); err != nil {
			return err
		}
	}
	if err := h.unmoved(); err != nil {
		return err
	}
	var tx *bolt.Tx
	err := h.guard(func() (err error) {
		if tx, err = h.db.Begin(true); err != nil {
			return err
		}
		for i, b := range schema {
			if err := h.fill(tx, b, rows[i]); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		return nil
	})
	if err != nil {
		return diskFault(h.store.path, err)
	}
	if err := h.guard(tx.Commit); err != nil {
		return h.verdict(err)
	}
	// The change is kept. As long as it is not sealed one flipped bit could undo it without a trace,
	// and a file that was taken away is not the ledger any more: neither is a promise we can give.
	if err := errors.Join(h.guard(func() error { return seal(h.db) }), h.unmoved()); err != nil {
		return h.unsure(err)
	}
	return nil
}

// fill writes the rows of a bucket, which come in the order of their keys: bbolt splits pages only at
// the commit, so that unordered keys cost the square of their number. A bucket that an older file lacks
// is made.
func (h *handle) fill(tx *bolt.Tx, b bucket, rows []change) (err error) {
	stored := tx.Bucket([]byte(b.name))
	switch {
	case stored == nil && h.image.older(b):
		if stored, err = makeBucket(tx, b); err != nil {
			return err
		}
	case stored == nil:
		return errors.New("no bucket " + b.name)
	}
	if len(rows) >= many {
		stored.FillPercent = brimfull
	}
	for _, row := range rows {
		if row.gone {
			err = stored.Delete(row.key)
		} else {
			err = stored.Put(row.key, wrap(b, row.key, row.revision, row.body))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// seal commits once more, with nothing in it. bbolt keeps two meta pages and falls back from a damaged
// one to the other: after the seal both lead to the same records.
func seal(db *bolt.DB) error {
	return db.Update(func(*bolt.Tx) error { return nil })
}

// verdict says what became of a commit that failed. The meta page is written last: while the newest
// one is still that from before, nothing was kept. Else the disk may have it or not; nobody knows, and
// trying again in this process would build on what it does not know.
func (h *handle) verdict(cause error) error {
	now, _, ok, err := readMeta(h.file)
	if err != nil || !ok || now.txid != h.image.txid {
		return h.unsure(errors.Join(cause, err))
	}
	return diskFault(h.store.path, cause)
}

func (h *handle) unsure(cause error) error {
	return fault.New(fault.Unsure, "ledger.unsure", "file", h.store.path).About(h.store.path).Because(cause)
}
