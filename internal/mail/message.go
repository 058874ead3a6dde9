package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// A header of a file does not break into lines, which have at most 998 characters. One of its name may be
// twelve there.
const (
	longestFileHeader = 900
	mostOfFileName    = 60
)

// message is an envelope that may travel. The same one is the same bytes each time.
type message struct {
	notify.Envelope
	from string         // the value of the header
	to   []string       // addresses
	none []*fault.Error // what was to be an address and is none
}

// awaiting are the recipients that do not have it yet.
func (m message) awaiting() []string { return slices.DeleteFunc(slices.Clone(m.to), m.isHadBy) }

func (m message) isHadBy(to string) bool {
	return slices.ContainsFunc(m.Had, func(had string) bool { return mailbox(had) == mailbox(to) })
}

// write writes the message with CRLF at its line ends: ASCII in lines of at most 998 characters, but for
// addresses that are not. What is attached passes through as it is produced. The error is the
// writer's, or that of producing it, as it is.
func (m message) write(w io.Writer) error {
	if _, err := io.WriteString(w, m.headers()); err != nil {
		return err
	}
	if m.Attachment == nil {
		return m.texts(w)
	}
	mixed, err := parts(w, m.boundary("mixed"))
	if err != nil {
		return err
	}
	part, err := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {m.multipart("alternative")}})
	if err == nil {
		err = m.texts(part)
	}
	if err == nil {
		part, err = mixed.CreatePart(fileHeader(m.Attachment))
	}
	if err == nil {
		err = base64Lines(part, m.Attachment.Write)
	}
	if err == nil {
		err = mixed.Close()
	}
	return err
}

// headers are the headers of the message and the empty line behind them. Whatever comes from outside is
// in one of these and makes no other.
func (m message) headers() string {
	kind := "alternative"
	if m.Attachment != nil {
		kind = "mixed"
	}
	to := ""
	if len(m.to) > 0 { // one that is only looked at may have nowhere to go yet
		to = "To: " + strings.Join(m.to, ",\r\n ") + "\r\n"
	}
	list := header("From", m.from) + to +
		header("Subject", subject(m.Subject)) +
		header("Date", m.At.UTC().Format(time.RFC1123Z)) +
		"Message-ID: " + m.MessageID + "\r\n" +
		"MIME-Version: 1.0\r\n"
	if language := m.Lang; language != "" && strings.Trim(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == "" {
		list += header("Content-Language", language)
	}
	return list + "Auto-Submitted: auto-generated\r\n" + // RFC 3834: nobody is away from the office for it
		header("Content-Type", m.multipart(kind)) + "\r\n"
}

// texts writes the message as text and as HTML, of which a reader shows one. A line feed, a carriage return
// and both together are each the end of a line.
func (m message) texts(w io.Writer) error {
	list, err := parts(w, m.boundary("alternative"))
	if err != nil {
		return err
	}
	// The encoder itself drops a line feed that follows a carriage return and a letter that it encodes.
	lineEnds := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	for _, one := range []struct{ kind, content string }{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		part, err := list.CreatePart(textproto.MIMEHeader{
			"Content-Type": {one.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return err
		}
		encoder := quotedprintable.NewWriter(part)
		if _, err := lineEnds.WriteString(encoder, one.content); err != nil {
			return err
		}
		if err := encoder.Close(); err != nil {
			return err
		}
	}
	return list.Close()
}

func (m message) multipart(kind string) string {
	return "multipart/" + kind + `; boundary="` + m.boundary(kind) + `"`
}

// boundary is what parts the message. "=_" is in no text that is quoted-printable or base64.
func (m message) boundary(kind string) string {
	hash := sha256.Sum256([]byte(kind + " " + m.MessageID))
	return "=_" + hex.EncodeToString(hash[:16])
}

func parts(w io.Writer, boundary string) (*multipart.Writer, error) {
	list := multipart.NewWriter(w)
	return list, list.SetBoundary(boundary)
}

func fileHeader(a *notify.Attachment) textproto.MIMEHeader {
	kind, settings, err := mime.ParseMediaType(a.MediaType)
	if err == nil {
		kind = mime.FormatMediaType(kind, settings)
	}
	if err != nil || kind == "" || len(kind) > longestFileHeader {
		kind = "application/octet-stream"
	}
	return textproto.MIMEHeader{
		"Content-Type":              {kind},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": shown(a.Name, mostOfFileName)})},
		"Content-Transfer-Encoding": {"base64"},
	}
}
