package boltstore

import (
	"io/fs"
	"os"
)

// noFollow has no flag on Windows; that the path is no link is looked at before and after opening.
const noFollow = 0

// mine is not asked on Windows: a folder's rights say who may read the files in it.
func mine(fs.FileInfo) bool { return true }

// linked is not known on Windows.
func linked(fs.FileInfo) bool { return false }

// alive tells whether a process is there.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}

// syncFolder does nothing: Windows has no such call, and keeps names in a journal of its own.
func syncFolder(string) error { return nil }
