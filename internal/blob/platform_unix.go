//go:build unix

package blob

import (
	"io/fs"
	"os"
	"syscall"
)

// noWait opens a pipe without waiting for somebody at its other end.
const noWait = syscall.O_NONBLOCK

// mine tells whether a folder is the user's.
func mine(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}
