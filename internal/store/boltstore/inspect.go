package boltstore

import (
	"errors"
	"io/fs"
	"os"
	"runtime"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// inspect looks at what the path leads to without opening it: a pipe would never answer. there is
// false where there is nothing; for one who reads that is an error. The file has to be a plain one,
// ours, and closed to others: it holds names and addresses (CONTRACT section 3).
func (s *Store) inspect(write bool) (there bool, err error) {
	refuse := func(code fault.Code, key string) error {
		return fault.New(code, key, "file", s.path).About(s.path)
	}
	info, err := os.Lstat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && write:
		return false, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, refuse(fault.NotFound, app.MissingLedger)
	case err != nil:
		return false, diskFault(s.path, err)
	}
	mode := info.Mode()
	switch {
	case mode.IsDir():
		err = refuse(fault.Corrupt, "ledger.directory")
	case mode&fs.ModeSymlink != 0:
		err = refuse(fault.Corrupt, "ledger.link")
	case !mode.IsRegular():
		err = refuse(fault.Corrupt, "ledger.special")
	case !mine(info):
		err = refuse(fault.Forbidden, "ledger.owner")
	case shared(mode):
		err = refuse(fault.Forbidden, "ledger.mode")
	}
	return true, err
}

// shared tells whether others than the owner can do something with a file. Windows has no such bits.
func shared(mode fs.FileMode) bool { return runtime.GOOS != "windows" && mode.Perm()&0o077 != 0 }

// diskFault says what the system said about a file: forbidden where it denies us the file, internal
// for anything else. An error of our own stays as it is.
func diskFault(path string, err error) error {
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Forbidden, "ledger.permission", "file", path).About(path).Because(err)
	}
	return fault.New(fault.Internal, "ledger.disk", "file", path, "cause", err.Error()).About(path).Because(err)
}
