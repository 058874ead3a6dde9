package cli

import (
	"context"
	"io"
	"os"
	"slices"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/internal/ui"
)

// meter shows how far long work has come.
type meter struct {
	*ui.Progress
	words func(key string, args ...any) string
}

// meter is what this run tells how far it has come; nil where nobody looks.
func (s *shell) meter() app.Meter {
	if p := s.printer.Progress(); p != nil {
		return meter{p, s.text}
	}
	return nil
}

// Begin begins a stage.
func (m meter) Begin(stage app.Stage, parts int) {
	switch stage {
	case app.Reading:
		m.Progress.Begin(m.words("progress.reading"), parts, ui.InBytes)
	case app.Deciding:
		m.Progress.Begin(m.words("progress.deciding"), parts, ui.InRows)
	case app.Writing:
		m.Progress.Begin(m.words("progress.writing"), parts, ui.InRows)
	case app.HandingOver:
		m.Progress.Begin(m.words("progress.sending"), parts, ui.InMessages)
	}
}

// sources opens files to be read whole, one after the other, and shows how far that has come; "-" is the
// standard input. What was opened is closed by done. The errors are those of open.
func (s *shell) sources(ctx context.Context, names ...string) (list []intake.Source, done func(), err error) {
	var opened []io.Closer
	done = func() {
		for _, f := range opened {
			_ = f.Close() // it was only read
		}
	}
	meter, size, known := s.meter(), 0, true
	for _, name := range names {
		f, err := s.open(ctx, name)
		if err != nil {
			done()
			return nil, nil, err
		}
		opened = append(opened, f)
		n, regular := sizeOf(s.streamOf(name, f))
		size, known = size+n, known && regular
		var content io.Reader = f
		if meter != nil {
			content = counting{f, meter}
		}
		list = append(list, intake.Source{Name: name, Content: content})
	}
	if !known {
		size = 0
	}
	if meter != nil && !(s.Streams.InTTY && slices.Contains(names, "-")) { // who types sees what they type
		meter.Begin(app.Reading, size)
	}
	return list, done, nil
}

// streamOf is what an opened file is read from.
func (s *shell) streamOf(name string, f io.Reader) io.Reader {
	if name == "-" {
		return s.Streams.In
	}
	return f
}

// sizeOf is how many bytes a file has; false for what is no regular file, such as a pipe.
func sizeOf(r io.Reader) (int, bool) {
	f, is := r.(*os.File)
	if !is {
		return 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return int(info.Size()), true
}

// counting tells a meter how many bytes were read.
type counting struct {
	io.Reader
	meter app.Meter
}

// Read reads.
func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.meter.Add(n)
	return n, err
}
