package cli

import (
	"context"
	"io"
	"os"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// open opens a file to read; "-" is the standard input. The errors are not-found, forbidden,
// usage for a folder, and internal.
func (s *shell) open(ctx context.Context, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(s.stdin(ctx)), nil
	}
	f, err := os.Open(name)
	switch {
	case os.IsNotExist(err):
		return nil, fault.New(fault.NotFound, "cli.no-file", "file", name).About(name).Because(err)
	case os.IsPermission(err):
		return nil, fault.New(fault.Forbidden, "cli.file-permission", "file", name).About(name).Because(err)
	case err != nil:
		return nil, fault.New(fault.Internal, "cli.file", "file", name).About(name).Because(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, fault.New(fault.Usage, "cli.folder", "file", name).About(name)
	}
	return f, nil
}

// stdin is the standard input, which Ctrl-C ends: a read of a pipe that nobody writes to would
// otherwise go on for ever, deaf to it.
func (s *shell) stdin(ctx context.Context) io.Reader {
	return &interruptible{ctx: ctx, from: s.Streams.In}
}

type interruptible struct {
	ctx  context.Context
	from io.Reader
}

type chunk struct {
	bytes []byte
	err   error
}

// Read reads in a goroutine of its own, into memory of its own: a read that was given up still
// writes into it later.
func (i *interruptible) Read(p []byte) (int, error) {
	done := make(chan chunk, 1)
	go func() {
		b := make([]byte, len(p))
		n, err := i.from.Read(b)
		done <- chunk{b[:n], err}
	}()
	select {
	case c := <-done:
		return copy(p, c.bytes), c.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
