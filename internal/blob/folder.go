// Package blob owns the folder in which the bytes of evidence are kept beside a ledger: a file a
// document, called by its SHA-256 and nothing else (CONTRACT section 3). What is kept is whole before
// anybody can refer to it, and is looked at again each time it is read.
//
// It must not know claims, nor what a document is called. It takes no lock: documents never change, and
// whoever removes some makes sure that nobody refers to them or is about to.
package blob

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

const (
	folderMode = 0o700
	fileMode   = 0o600
)

// Folder is a folder of evidence. Several may use it at once, also from other processes.
//
// Every method may give, besides the errors that it names, corrupt "evidence.folder" where the folder is
// a link, no folder or another user's, and internal "evidence.disk" for what the system says.
type Folder struct{ path string }

// At is the folder at a path. It opens and makes nothing.
func At(folder string) *Folder {
	return &Folder{filepath.Clean(folder)} // with a slash at the end a link would be followed
}

// open opens the folder, so that nothing below leads out of it. Below the error is fs.ErrNotExist where
// there is none.
func (f *Folder) open() (*os.Root, error) {
	before, err := os.Lstat(f.path)
	if err != nil {
		return nil, disk(f.path, err)
	}
	if !before.IsDir() || !mine(before) {
		return nil, f.foreign()
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, disk(f.path, err)
	}
	after, err := root.Stat(".")
	if err == nil && os.SameFile(before, after) {
		return root, nil
	}
	_ = root.Close()
	if err != nil {
		return nil, disk(f.path, err)
	}
	return nil, f.foreign() // a link has just come into its place
}

// ensure opens the folder and makes it where it is missing. That its name lasts is seen to each time: who
// made it may have been killed before.
func (f *Folder) ensure() (*os.Root, error) {
	parent, err := os.OpenRoot(filepath.Dir(f.path))
	if err != nil {
		return nil, disk(f.path, err)
	}
	defer parent.Close()
	if err := parent.Mkdir(filepath.Base(f.path), folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, disk(f.path, err)
	}
	root, err := f.open()
	if err != nil {
		return nil, err
	}
	if err := atomicfile.SyncFolder(parent); err != nil {
		_ = root.Close()
		return nil, disk(f.path, err)
	}
	return root, nil
}

func (f *Folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *Folder) foreign() error {
	return fault.New(fault.Corrupt, "evidence.folder", "file", f.path).About(f.path)
}

func (f *Folder) gone(hash evidence.Hash) error {
	name := hash.String()
	return fault.New(fault.NotFound, "evidence.gone", "hash", name, "file", f.file(name)).About(name)
}

func (f *Folder) damaged(hash evidence.Hash) error {
	name := hash.String()
	return fault.New(fault.Corrupt, "evidence.damaged", "hash", name, "file", f.file(name)).About(name)
}

// disk says what the system said about a file.
func disk(path string, err error) error {
	reason := err
	var p *fs.PathError
	if errors.As(err, &p) {
		reason = p.Err
	}
	return fault.New(fault.Internal, "evidence.disk", "file", path, "reason", reason.Error()).About(path).Because(err)
}
