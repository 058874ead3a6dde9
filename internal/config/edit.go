package config

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/pkg/fault"
)

const (
	fileMode   = 0o600
	folderMode = 0o700
	// lockWait is how long a writer waits for another one, lockPoll how often it looks.
	lockWait = 5 * time.Second
	lockPoll = 10 * time.Millisecond
)

// edit reads, changes and writes the configuration file under a lock, so that of two writers at once
// neither loses what the other one wrote. Nothing is written where change says so, or where the
// result would not be a right configuration file. The error is busy where the lock stays taken,
// cancelled with the context, else that of change, of the check or of the disk.
func edit(ctx context.Context, t table, in Input, change func(*document) (changed bool, err error)) (changed bool, err error) {
	path, err := FilePath(in)
	if err != nil {
		return false, err
	}
	if path, err = atomicfile.Resolve(path); err != nil {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return false, unwritable(path, err)
	}
	unlock, err := lock(ctx, path)
	if err != nil {
		return false, err
	}
	defer unlock()

	d, err := read(path)
	if err != nil {
		return false, err
	}
	if changed, err = change(d); err != nil || !changed {
		return false, err
	}
	content, err := d.result(t, in.Roles)
	if err != nil || bytes.Equal(content, d.raw) {
		return false, err
	}
	if err := atomicfile.Write(path, fileMode, content); err != nil {
		return false, err
	}
	return true, nil
}

// result is the changed document as text. It is checked twice: as a tree, whose lines are still
// those of the file, and as it will be read next time.
func (d *document) result(t table, roles []string) ([]byte, error) {
	if _, err := d.check(t, roles); err != nil {
		return nil, err
	}
	content, err := d.encode()
	if err != nil {
		return nil, err
	}
	again, err := parseDocument(d.path, content)
	if err != nil {
		return nil, err
	}
	_, err = again.check(t, roles)
	return content, err
}

// lock takes the lock beside the file. The lock file stays for ever: to remove it would let two
// writers in, each with a lock file of its own.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	l := flock.New(path + ".lock")
	_, err = l.TryLockContext(ctx, lockPoll)
	switch {
	case err == nil:
		// The lock goes with the file handle, even where closing reports a fault.
		return func() { _ = l.Close() }, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fault.New(fault.Busy, "config.busy", "file", path).About(path).Because(err)
	case errors.Is(err, context.Canceled):
		return nil, fault.New(fault.Cancelled, "cancelled").Because(err)
	default:
		return nil, unwritable(path, err)
	}
}

func unwritable(path string, err error) error {
	return fault.New(fault.Internal, "config.file.write", "file", path, "reason", reason(err)).About(path).Because(err)
}
