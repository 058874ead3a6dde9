package blob

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/pkg/evidence"
)

// Put keeps a document and gives its hash. When it has returned the document is on the disk, and a
// claim may refer to it. A document that is there and whole is not written again; one that is there and
// damaged is replaced. The error is invalid where the document is empty or too large, or internal,
// "atomicfile.write", where it cannot be written; nothing is left of it then, unless only the last step,
// syncing the folder, failed.
func (f *Folder) Put(content []byte) (evidence.Hash, error) {
	hash := evidence.Sum(content)
	if err := evidence.CheckSize(hash.String(), uint64(len(content))); err != nil {
		return evidence.Hash{}, err
	}
	root, err := f.ensure()
	if err != nil {
		return evidence.Hash{}, err
	}
	defer root.Close()
	if _, err := f.read(root, hash); err != nil {
		err := atomicfile.Replace(root, hash.String(), fileMode, content)
		if errors.Is(err, fs.ErrNotExist) {
			// Somebody tidied up and took the temporary file for one that a killed process left.
			err = atomicfile.Replace(root, hash.String(), fileMode, content)
		}
		if err != nil {
			return evidence.Hash{}, err
		}
		return hash, nil
	}
	// Whoever wrote it may not have come to this yet.
	if err := atomicfile.SyncFolder(root); err != nil {
		return evidence.Hash{}, disk(f.path, err)
	}
	return hash, nil
}

// Get gives the bytes of a document, which have its hash. The error is not-found, "evidence.gone", or
// corrupt, "evidence.damaged", where other bytes or no file of its own are in its place.
func (f *Folder) Get(hash evidence.Hash) ([]byte, error) {
	root, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, f.gone(hash)
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return f.read(root, hash)
}

// read reads a document without following a link or waiting for a pipe.
func (f *Folder) read(root *os.Root, hash evidence.Hash) ([]byte, error) {
	name := hash.String()
	info, err := root.Lstat(name)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > evidence.LargestFile) {
		return nil, f.damaged(hash)
	}
	var content []byte
	if err == nil {
		content, err = readFile(root, name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, f.gone(hash)
	case err != nil:
		return nil, disk(f.file(name), err)
	case evidence.Sum(content) != hash:
		return nil, f.damaged(hash)
	}
	return content, nil
}

// readFile reads no more than shows that a file is too large. A pipe that has come into its place since
// it was looked at gives nothing; a link cannot lead out of the folder, and its bytes are compared too.
func readFile(root *os.Root, name string) ([]byte, error) {
	file, err := root.OpenFile(name, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(file, evidence.LargestFile+1))
}

// Has tells whether a document is there, without reading it; a link or a folder in its place is none.
func (f *Folder) Has(hash evidence.Hash) (bool, error) {
	root, err := f.open()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer root.Close()
	info, err := root.Lstat(hash.String())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, disk(f.file(hash.String()), err)
	}
	return info.Mode().IsRegular(), nil
}
