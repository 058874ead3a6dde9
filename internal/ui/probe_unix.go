//go:build unix

package ui

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// The terminal has at most probeWaits times probeWait milliseconds to answer.
const (
	probeWaits = 30
	probeWait  = 10
)

// answersCursor asks the terminal where its cursor is and tells whether it answered in time: survey
// waits for such an answer for ever. What a person typed meanwhile is given back.
func answersCursor(in, out file, kind string) (answers bool, typed []byte) {
	if kind == "" {
		return false, nil // nobody said what the terminal can do
	}
	fd := int(in.Fd())
	normal, err := term.MakeRaw(fd)
	if err != nil {
		return false, nil
	}
	defer func() { _ = term.Restore(fd, normal) }()
	if _, err := io.WriteString(out, "\x1b[6n"); err != nil {
		return false, nil
	}
	answer := regexp.MustCompile("\x1b\\[[0-9]+;[0-9]+R")
	p := make([]byte, 256)
	for range probeWaits {
		ready := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(ready, probeWait)
		if errors.Is(err, unix.EINTR) || err == nil && n == 0 {
			continue
		}
		if err != nil || ready[0].Revents&unix.POLLIN == 0 {
			return false, typed
		}
		if n, err = unix.Read(fd, p); err != nil || n <= 0 {
			return false, typed
		}
		typed = append(typed, p[:n]...)
		if at := answer.FindIndex(typed); at != nil {
			return true, bytes.Join([][]byte{typed[:at[0]], typed[at[1]:]}, nil)
		}
	}
	return false, typed
}
