package mail

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// longestHost is how much of a file name, which has at most 255 bytes, may be the host.
const longestHost = 200

// fileName is the name of a message in a Maildir: the second in which it was queued, what its Message-ID
// makes of it alone, and the host, in which a slash is \057 and a colon \072. The same message has the same
// name each time.
func fileName(m message, host string) string {
	if host == "" || len(host) > longestHost || strings.ContainsFunc(host, isOdd) {
		host = "localhost"
	}
	hash := sha256.Sum256([]byte(m.MessageID))
	return strconv.FormatInt(m.At.Unix(), 10) + "." + base64.RawURLEncoding.EncodeToString(hash[:18]) + "." +
		strings.NewReplacer("/", `\057`, ":", `\072`).Replace(host)
}

// has tells whether a message is there. It is looked for in the folder that messages leave before that to
// which they go: one that is moved meanwhile is not missed.
func (d *maildir) has(name string) (bool, error) {
	if _, err := d.folder.Lstat(path.Join(arrived, name)); !errors.Is(err, fs.ErrNotExist) {
		return err == nil, err
	}
	folder, err := d.folder.Open(seen)
	if err != nil {
		return false, err
	}
	defer folder.Close()
	for {
		some, err := folder.Readdirnames(1000)
		for _, one := range some {
			if rest, same := strings.CutPrefix(one, name); same && (rest == "" || strings.ContainsAny(rest[:1], ":,;!")) {
				return true, nil // with flags behind a colon, or a sign that stands for it, or its size
			}
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// lineFeeds leaves the carriage returns out of a message, in which each belongs to the end of a line.
type lineFeeds struct {
	to   io.Writer
	kept []byte
}

func (l *lineFeeds) Write(p []byte) (int, error) {
	l.kept = l.kept[:0]
	for _, octet := range p {
		if octet != '\r' {
			l.kept = append(l.kept, octet)
		}
	}
	if _, err := l.to.Write(l.kept); err != nil {
		return 0, err
	}
	return len(p), nil
}
