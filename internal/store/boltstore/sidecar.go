package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// A sidecar is a file beside the ledger that is never renamed or removed, so that its lock holds
// also while the ledger itself is replaced. In it stands who took the lock last, in one line from the
// second byte on: the first one belongs to the lock, which on Windows keeps others from reading it.
// One is for the ledger, another one for the desk.
const (
	sidecarSuffix = ".lock"
	lineAt        = 1
	lineSize      = 255
	lineTries     = 20
)

// errWaited is what poll gives when the time is over.
var errWaited = errors.New("waited long enough")

// sidecar is a held lock.
type sidecar struct {
	lock *flock.Flock
	line string
}

// holder is who holds the lock.
type holder struct {
	pid     int
	since   string
	command string
}

// lock takes the sidecar at a path, alone or shared with others. What is said where somebody else holds it
// is the caller's, who is told who that is: nobody, where it is not known. Any other error is that of the
// disk as it came, or cancelled.
func (s *Store) lock(ctx context.Context, path string, alone bool, busy func(holder) error) (*sidecar, error) {
	l := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o600))
	take := l.TryRLock
	if alone {
		take = l.TryLock
	}
	err := poll(ctx, s.opts.Wait, take)
	switch {
	case err == errWaited:
		return nil, busy(holderOf(path))
	case err != nil:
		return nil, err
	}
	held := &sidecar{lock: l, line: fmt.Sprintf("%d %s %s", s.opts.PID, s.opts.Now().UTC().Format(time.RFC3339), s.opts.Command)}
	writeLine(path, held.line)
	return held, nil
}

// unwritable tells a disk or folder that nothing can be made in from any other trouble.
func unwritable(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// unlock lets go. The line goes first, while nobody else can have written another one, unless others
// share the lock: then it stays where it is theirs.
func (s *sidecar) unlock() {
	if s == nil {
		return
	}
	if readLine(s.lock.Path()) == trimLine(s.line) {
		writeLine(s.lock.Path(), "")
	}
	_ = s.lock.Unlock()
}

// holderOf is who holds a sidecar, where its line can be believed: a process that was killed leaves its
// line. Else it is nobody.
func holderOf(path string) holder {
	h, ok := parseHolder(readLine(path))
	for range lineTries {
		if ok {
			break
		}
		time.Sleep(time.Millisecond) // whoever has just taken the lock has yet to write its line
		h, ok = parseHolder(readLine(path))
	}
	if !ok || !alive(h.pid) {
		return holder{}
	}
	return h
}

func parseHolder(line string) (h holder, ok bool) {
	parts := strings.SplitN(line, " ", 3)
	if len(parts) != 3 {
		return holder{}, false
	}
	pid, err := strconv.Atoi(parts[0])
	return holder{pid, parts[1], parts[2]}, err == nil && pid > 0
}

// writeLine writes the line in one piece and always in the same length. Who holds the lock is a help
// to others and no part of the lock, so that an error changes nothing.
func writeLine(path, line string) {
	f, err := os.OpenFile(path, os.O_WRONLY|noFollow, 0)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteAt([]byte(fmt.Sprintf("%-*s\n", lineSize-1, trimLine(line))), lineAt)
}

func readLine(path string) string {
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return ""
	}
	defer f.Close()
	b := make([]byte, lineSize)
	n, _ := f.ReadAt(b, lineAt)
	return trimLine(string(b[:n]))
}

// trimLine is what of a line fits into the sidecar.
func trimLine(line string) string {
	line = strings.ReplaceAll(line, "\n", " ")
	return strings.TrimSpace(line[:min(len(line), lineSize-1)])
}

// poll asks again and again, from every 5 to every 50 ms, until it is done, the time is over or the
// context ends.
func poll(ctx context.Context, wait time.Duration, done func() (bool, error)) error {
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		if err := ctx.Err(); err != nil {
			return cancelled(err)
		}
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return cancelled(ctx.Err())
		case <-deadline.C:
			return errWaited
		case <-time.After(pause):
		}
	}
}
