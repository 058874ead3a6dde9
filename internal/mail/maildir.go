package mail

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/dpor-cli/dpor/internal/atomicfile"
	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// maildir puts messages into a folder that programs for mail read: whole, and each only once.
type maildir struct {
	settings *Settings
	folder   *os.Root // nil: not open
	known    known    // what was there when it was opened, and what came since
}

// The folders of a Maildir: of messages that are being written, that are new, and that were seen.
const (
	beginning = "tmp"
	arrived   = "new"
	seen      = "cur"
)

const folderMode = 0o700

// Open makes the folder where it is missing, and reads which messages are there. The error is invalid: mail.from, or mail.maildir where the
// folder cannot be made or something else is in its place.
func (d *maildir) Open(context.Context) error {
	if d.folder != nil {
		return nil
	}
	if _, err := d.settings.sender(); err != nil {
		return err
	}
	folder, err := d.ensure()
	if err != nil {
		return d.unusable(err)
	}
	d.folder = folder
	return nil
}

func (d *maildir) unusable(err error) error {
	return fault.New(fault.Invalid, "mail.maildir", "file", d.settings.Maildir, "reason", reason(err)).
		About(d.settings.Maildir).Because(err)
}

func (d *maildir) ensure() (*os.Root, error) {
	if err := os.MkdirAll(d.settings.Maildir, folderMode); err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(d.settings.Maildir)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{beginning, arrived, seen} {
		if err == nil {
			err = folder.MkdirAll(name, folderMode)
		}
		if errors.Is(err, fs.ErrExist) {
			err = isFolder(folder.Stat(name)) // which says what is in its place
		}
	}
	if err == nil {
		err = atomicfile.SyncFolder(folder)
	}
	if err == nil {
		d.known, err = knownIn(folder)
	}
	if err != nil {
		_ = folder.Close() // the first error is the one to report
		return nil, err
	}
	return folder, nil
}

// Deliver puts one message into the folder, unless it was there already, seen or not. The error is, besides
// those of Open, invalid, mail.address; internal, mail.disk; or that of producing what is attached.
func (d *maildir) Deliver(ctx context.Context, e notify.Envelope) (notify.Receipt, error) {
	from, err := d.settings.sender()
	if err != nil {
		return notify.Receipt{}, err
	}
	m, err := ready(ctx, named(from), e)
	if err != nil {
		return notify.Receipt{}, err
	}
	if err := d.Open(ctx); err != nil {
		return notify.Receipt{}, err
	}
	id := identityOf(m)
	if d.known.has(id) {
		return notify.Receipt{Refused: m.none}, nil
	}
	if err := d.put(m, id.name(d.settings.Hostname)); err != nil {
		return notify.Receipt{}, err
	}
	d.known.add(id)
	return notify.Receipt{Refused: m.none}, nil
}

// Print writes one message as it would lie in the folder, with the line ends of the way there.
func (d *maildir) Print(w io.Writer, e notify.Envelope) error { return d.settings.print(w, e) }

// Close lets the folder go.
func (d *maildir) Close() error {
	if d.folder == nil {
		return nil
	}
	folder := d.folder
	d.folder, d.known = nil, nil
	if err := folder.Close(); err != nil {
		return fault.New(fault.Internal, notify.Disk, "file", d.settings.Maildir, "reason", reason(err)).Because(err)
	}
	return nil
}

func (d *maildir) put(m message, name string) error {
	begun, target := path.Join(beginning, name), path.Join(arrived, name)
	if failed, err := d.write(m, begun); failed != nil {
		return d.disk(begun, failed)
	} else if err != nil {
		return err
	}
	err := d.folder.Link(begun, target)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = d.folder.Rename(begun, target) // some file systems know no second name for a file
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = d.folder.Remove(begun) // the first error is the one to report
		return d.disk(target, err)
	}
	if err := d.last(); err != nil {
		return d.disk(target, err)
	}
	_ = d.folder.Remove(begun) // programs for mail clear away what is left
	return nil
}

// write writes the message to a file of its own, in place of one that a killed process left; lines end with
// a line feed. Where that fails no file is left: failed is what the disk said, err what kept the message
// from being produced.
func (d *maildir) write(m message, name string) (failed, err error) {
	if err := d.folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err, nil
	}
	f, err := d.folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err, nil
	}
	defer func() {
		if failed != nil || err != nil {
			_ = f.Close() // it may be closed already
			_ = d.folder.Remove(name)
		}
	}()
	file := &watched{to: f}
	buffered := bufio.NewWriterSize(&lineFeeds{to: file}, 64<<10)
	if err = m.write(buffered); err == nil {
		err = buffered.Flush()
	}
	if file.err != nil {
		return file.err, nil
	}
	if err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return err, nil
	}
	return f.Close(), nil
}

// last makes the name of a new message last.
func (d *maildir) last() error {
	folder, err := d.folder.OpenRoot(arrived)
	if err != nil {
		return err
	}
	return errors.Join(atomicfile.SyncFolder(folder), folder.Close())
}

func (d *maildir) disk(name string, err error) error {
	file := filepath.Join(d.settings.Maildir, filepath.FromSlash(name))
	return fault.New(fault.Internal, notify.Disk, "file", file, "reason", reason(err)).About(file).Because(err)
}
