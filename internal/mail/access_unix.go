//go:build unix

package mail

import (
	"io/fs"
	"syscall"
)

// What may be done with a folder, as access(2) names it.
const (
	mayEnter uint32 = 1 << iota
	mayWrite
	mayList
)

// access asks the system whether the user who runs this may do something with a folder. It sees
// permissions, lists of them and a file system that is mounted for reading only; it does not see that a
// disk or a quota is full, or what the server of a network file system will say.
func access(folder string, may uint32) error {
	if err := syscall.Access(folder, may); err != nil {
		return &fs.PathError{Op: "access", Path: folder, Err: err}
	}
	return nil
}
