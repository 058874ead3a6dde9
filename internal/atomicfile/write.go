// Package atomicfile owns the way a file is made or replaced: readers see the old content or the
// new, never a part, also after a power cut.
//
// It must not know what the content is, nor who else may be writing: callers that read, change and
// write take a lock of their own around all three.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// maxLinks is how many symbolic links in a row are followed, as the system itself does.
const maxLinks = 40

// Write puts content at path with the given mode. Where path is a symbolic link the file that it
// leads to is replaced and the link stays, because configuration is often kept elsewhere and linked.
// The folder must be there. The error is internal, "atomicfile.write", or "atomicfile.kind" where
// something other than a regular file is in the way; the old content is then still there, unless
// only the last step, syncing the folder, failed.
func Write(path string, mode fs.FileMode, content []byte) error {
	return Stream(path, mode, whole(content))
}

// Stream is Write for content that is written piece by piece. A fault.Error of write is given back as it
// is.
func Stream(path string, mode fs.FileMode, write func(io.Writer) error) error {
	path, err := Resolve(path)
	if err != nil {
		return err
	}
	switch info, err := os.Lstat(path); {
	case err == nil && !info.Mode().IsRegular():
		return fault.New(fault.Internal, "atomicfile.kind", "file", path).About(path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return failed(path, err)
	}
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return failed(path, err)
	}
	defer folder.Close()
	return replace(folder, filepath.Base(path), mode, write)
}

// whole writes content in one piece.
func whole(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

// Resolve is the path that Write replaces: path itself, or where its symbolic links lead to, also
// when nothing is there yet. The error is internal, "atomicfile.write".
func Resolve(path string) (string, error) {
	at := path
	for range maxLinks {
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
			return at, nil
		}
		if err != nil {
			return "", failed(path, err)
		}
		to, err := os.Readlink(at)
		if err != nil {
			return "", failed(path, err)
		}
		if !filepath.IsAbs(to) {
			// The folder may itself be reached through a link, and ".." in the target starts
			// where that link leads to.
			folder, err := filepath.EvalSymlinks(filepath.Dir(at))
			if err != nil {
				return "", failed(path, err)
			}
			to = filepath.Join(folder, to)
		}
		at = to
	}
	return "", failed(path, syscall.ELOOP)
}

func failed(path string, cause error) error {
	reason := cause
	var known *fault.Error
	if errors.As(cause, &known) {
		return known
	}
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(cause, &p):
		reason = p.Err
	case errors.As(cause, &l):
		reason = l.Err
	}
	return fault.New(fault.Internal, "atomicfile.write", "file", path, "reason", reason.Error()).About(path).Because(cause)
}
