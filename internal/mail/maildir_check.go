package mail

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Check tells whether the folder is one that messages could be put into, or could be made. It makes
// nothing, so that it cannot see what function access does not see. The error is that of Open.
func (d *maildir) Check(context.Context) error {
	if _, err := d.settings.sender(); err != nil {
		return err
	}
	folder := filepath.Clean(d.settings.Maildir)
	place := nearest(folder)
	err := isFolder(os.Stat(place))
	switch {
	case err != nil:
	case place == folder:
		err = complete(folder)
	default:
		err = access(place, mayEnter|mayWrite)
	}
	if err != nil {
		return d.unusable(err)
	}
	return nil
}

// nearest is a folder, or where it is not there the nearest one above it that is, whatever that be.
func nearest(folder string) string {
	for {
		above := filepath.Dir(folder)
		if _, err := os.Lstat(folder); !errors.Is(err, fs.ErrNotExist) || above == folder {
			return folder
		}
		folder = above
	}
}

// complete is an error for a Maildir whose folders are not there and could not be made, or could not be used
// as Open and Deliver use them.
func complete(folder string) error {
	itself := mayEnter | mayList
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, one := range []struct {
		name string
		may  uint32
	}{{beginning, mayEnter | mayWrite}, {arrived, mayEnter | mayWrite | mayList}, {seen, mayEnter | mayList}} {
		err := isFolder(root.Stat(one.name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			itself |= mayWrite
			continue
		case err == nil:
			err = access(filepath.Join(folder, one.name), one.may)
		}
		if err != nil {
			return err
		}
	}
	return access(folder, itself)
}

// isFolder is an error for what is no folder.
func isFolder(info fs.FileInfo, err error) error {
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "mkdir", Path: info.Name(), Err: syscall.ENOTDIR}
	}
	return err
}
