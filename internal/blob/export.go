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

// Export writes the bytes of a document, which have its hash, to a new file that only its owner can
// read. The error is what Get gives, conflict "evidence.exists" where something is at the path already,
// be it a link that leads nowhere, not-found "evidence.no-folder" where the folder of the path is
// missing, or internal, "atomicfile.write". Nothing is overwritten, and no part of a file is left.
func (f *Folder) Export(hash evidence.Hash, to string) error {
	content, err := f.Get(hash)
	if err != nil {
		return err
	}
	folder, _ := filepath.Split(to)
	folder = filepath.Clean(folder)
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return fault.New(fault.NotFound, "evidence.no-folder", "file", folder).About(to)
	}
	err = atomicfile.Create(to, fileMode, content)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "evidence.exists", "file", to).About(to).Because(err)
	}
	return err
}
