package blob

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// List gives the hashes of all documents that are kept, sorted, and the names of everything else in the
// folder, sorted: what a killed process left, and what somebody put there. No bytes are read. A folder
// that is missing has nothing.
func (f *Folder) List() (kept []evidence.Hash, strangers []string, err error) {
	root, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	entries, err := entriesOf(root)
	if err != nil {
		return nil, nil, disk(f.path, err)
	}
	for _, entry := range entries {
		hash, err := evidence.ParseHash(entry.Name())
		if err == nil && hash.String() == entry.Name() && entry.Type().IsRegular() {
			kept = append(kept, hash)
		} else {
			strangers = append(strangers, entry.Name())
		}
	}
	slices.SortFunc(kept, func(a, b evidence.Hash) int { return slices.Compare(a[:], b[:]) })
	slices.Sort(strangers)
	return kept, strangers, nil
}

func entriesOf(root *os.Root) ([]fs.DirEntry, error) {
	d, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

// Remove takes a document out of the folder, or what is in its place but for a folder. The error is
// not-found, "evidence.gone", or corrupt, "evidence.damaged", for a folder.
func (f *Folder) Remove(hash evidence.Hash) error {
	root, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return f.gone(hash)
	}
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Lstat(hash.String())
	if err == nil && info.IsDir() {
		return f.damaged(hash)
	}
	if err == nil {
		err = remove(root, hash.String())
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f.gone(hash)
	case err != nil:
		return disk(f.file(hash.String()), err)
	}
	return nil
}

// IsLeftover tells by its name whether a killed process left one of the strangers of List.
func (f *Folder) IsLeftover(name string) bool { return atomicfile.IsLeftover(name) }

// RemoveLeftover takes a file away that a killed process left, one of the strangers of List; none there
// is no error. Put makes good what is taken away from it in this way. The error is
// invalid, "evidence.leftover", for anything else, which is not touched.
func (f *Folder) RemoveLeftover(name string) error {
	refusal := fault.New(fault.Invalid, "evidence.leftover", "name", name, "file", f.path).About(name)
	if !atomicfile.IsLeftover(name) {
		return refusal
	}
	root, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	info, err := root.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		return refusal
	}
	if err == nil {
		err = remove(root, name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return disk(f.file(name), err)
	}
	return nil
}

func remove(root *os.Root, name string) error {
	if err := root.Remove(name); err != nil {
		return err
	}
	return atomicfile.SyncFolder(root)
}
