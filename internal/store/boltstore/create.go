package boltstore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"github.com/dpor-cli/dpor/pkg/wire"
)

// newSuffix ends the name of a ledger that is being made. There is one such name, used under the
// lock: what a killed process left there is made anew.
const newSuffix = ".new"

// create makes a ledger under another name and links it into place when it is whole, so that at no
// moment half of one can be met. made is false where somebody who does not know the lock was quicker.
func (h *handle) create() (made bool, err error) {
	path := h.store.path
	temporary := path + newSuffix
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, diskFault(path, err)
	}
	defer os.Remove(temporary)
	if err := h.guard(func() error { return h.build(temporary) }); err != nil {
		return false, diskFault(path, err)
	}
	err = os.Link(temporary, path)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return false, diskFault(path, err)
	}
	return true, nil
}

// build fills a new file with an empty ledger.
func (h *handle) build(path string) (err error) {
	options := boltOptions()
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		return os.OpenFile(name, flag|os.O_EXCL|noFollow, mode)
	}
	db, err := bolt.Open(path, 0o600, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range schema {
			stored, err := makeBucket(tx, b)
			if err != nil {
				return err
			}
			if b != metaBucket {
				continue
			}
			for _, c := range []change{
				{key: stampKey, body: h.newStamp().appendBinary(nil)},
				{key: headKey, body: head{}.appendBinary(nil)},
				{key: lastClaimKey, body: wire.Uint(nil, 0)},
			} {
				if err := stored.Put(c.key, wrap(b, c.key, 1, c.body)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return seal(db)
}

// newStamp is the stamp of a new ledger.
func (h *handle) newStamp() stamp {
	return stamp{magic: magic, schema: SchemaVersion, ledger: h.store.opts.NewID(), created: h.store.opts.Now()}
}
