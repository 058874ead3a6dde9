package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Create puts content at path, where nothing may be yet, with the given mode. Whatever is there stays,
// also a symbolic link that leads nowhere. The folder must be there. The error is internal,
// "atomicfile.write"; below it is fs.ErrExist where something is in the way, and fs.ErrNotExist where
// the folder is missing. Nothing is made then, unless only the last step, syncing the folder, failed.
func Create(path string, mode fs.FileMode, content []byte) error {
	path = filepath.Clean(path)
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return failed(path, err)
	}
	defer folder.Close()
	if err := create(folder, filepath.Base(path), mode, content, folder.Link); err != nil {
		return failed(path, err)
	}
	return nil
}

// create writes the content under another name and links it into place, which fails where something is
// there. Some file systems know no such links: there the file is written under its own name, so that a
// reader may see a part of it, but nothing is overwritten either.
func create(folder *os.Root, name string, mode fs.FileMode, content []byte, link func(from, to string) error) error {
	if _, err := folder.Lstat(name); err == nil {
		return fs.ErrExist
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temporary, err := begin(folder, mode, whole(content))
	if err != nil {
		return err
	}
	err = link(temporary, name)
	_ = folder.Remove(temporary) // what cannot be removed is a leftover, which does no harm
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = fill(folder, name, mode, whole(content))
	}
	if err != nil {
		return err
	}
	return SyncFolder(folder)
}
