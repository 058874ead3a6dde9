//go:build unix

package boltstore

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// traced runs a child of which strace has something happen to the system calls on a path, and gives what the
// child said.
func traced(t *testing.T, cmd *exec.Cmd, path, inject string) (acknowledged []int, last string, err error) {
	t.Helper()
	tool, err := exec.LookPath("strace")
	if err != nil {
		t.Skipf("needs strace: %v", err)
	}
	if out, err := exec.Command(tool, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("needs strace with the right to trace: %v: %s", err, bytes.TrimSpace(out))
	}
	call, _, _ := strings.Cut(inject, ":")
	cmd.Path = tool
	cmd.Args = append([]string{"strace", "-f", "-o", os.DevNull, "-P", path, "-e", "trace=" + call, "-e", "inject=" + inject}, cmd.Args...)
	out, err := cmd.Output()
	acknowledged, last = kept(bufio.NewScanner(bytes.NewReader(out)))
	return acknowledged, last, err
}
