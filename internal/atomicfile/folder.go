package atomicfile

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// leftover begins the name of a file that is being written, and random letters and digits end it. A
// process that is killed leaves such a file.
const (
	leftover     = ".dpor-"
	randomLength = 26
	randomSigns  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
)

// IsLeftover tells whether a file of this name was begun here and, where nobody is writing, never
// finished.
func IsLeftover(name string) bool {
	random, ok := strings.CutPrefix(name, leftover)
	return ok && len(random) == randomLength && strings.Trim(random, randomSigns) == ""
}

// Replace puts content at a name in a folder, with the given mode. Where the name is a symbolic link
// the link itself is replaced. The error is internal, "atomicfile.write"; what was there is then still
// there, unless only the last step, syncing the folder, failed.
func Replace(folder *os.Root, name string, mode fs.FileMode, content []byte) error {
	return replace(folder, name, mode, whole(content))
}

func replace(folder *os.Root, name string, mode fs.FileMode, write func(io.Writer) error) error {
	temporary, err := begin(folder, mode, write)
	if err == nil {
		if err = folder.Rename(temporary, name); err != nil {
			_ = folder.Remove(temporary) // the first error is the one to report
		}
	}
	if err == nil {
		err = SyncFolder(folder)
	}
	if err != nil {
		return failed(filepath.Join(folder.Name(), name), err)
	}
	return nil
}

// begin writes content to a new file under a name of its own, and makes it last.
func begin(folder *os.Root, mode fs.FileMode, write func(io.Writer) error) (name string, err error) {
	name = leftover + rand.Text()
	return name, fill(folder, name, mode, write)
}

// fill makes a file that must not be there yet. Where that fails none is left.
func fill(folder *os.Root, name string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			// Closed it may have been already; the first error is the one to report.
			_ = f.Close()
			_ = folder.Remove(name)
		}
	}()
	buffered := bufio.NewWriterSize(f, 64<<10)
	if err = write(buffered); err != nil {
		return err
	}
	if err = buffered.Flush(); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// SyncFolder makes the names in a folder last. Windows has no such call for folders.
func SyncFolder(folder *os.Root) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := folder.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
