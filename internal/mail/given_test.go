package mail

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// tester is a test, a benchmark or a check of rapid.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func envelope(to ...string) notify.Envelope {
	if len(to) == 0 {
		to = []string{"ana@fabrikam.example"}
	}
	return notify.Envelope{
		Mail: notify.Mail{
			Subject: "Contoso lägger till dig – ¿bien?", Text: "Hej!\n\n.\n..två\nslut\n", HTML: "<!doctype html>\n<p>Hej, två &lt;3</p>\n",
		},
		MessageID: "<n7.3d1e8f70@ledger.dpor.example>", At: time.Date(2024, 5, 31, 11, 30, 15, 0, time.FixedZone("", 7200)), To: to, Lang: "sv",
	}
}

// numbered is an envelope of its own.
func numbered(n int) notify.Envelope {
	e := envelope()
	e.MessageID = fmt.Sprintf("<n%d@ledger.dpor.example>", n)
	return e
}

const list = "result,partnerId\nadded,1234567\r\n\"a\rb\",\x00\xff\n"

func attached(content string) *notify.Attachment {
	return &notify.Attachment{Name: "changes-2024-05-31.csv", MediaType: "text/csv; charset=utf-8", Write: func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	}}
}

// letter is what of a message can be read by those who get it.
type letter struct {
	headers                     []string // names, sorted
	from, to, subject           string
	text, html, file, name      string
	date, id, lang, auto, types string
}

// read reads a message as any program for mail does.
func read(t tester, raw string) (l letter) {
	t.Helper()
	for line := range strings.Lines(raw) {
		if len(line) > 1000 || strings.Trim(line, "\r\n") != strings.Trim(strings.ReplaceAll(line, "\r", ""), "\n") {
			t.Fatalf("a line of %d bytes or with a carriage return within: %.80q", len(line), line)
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %.300q", err, raw)
	}
	for name, values := range m.Header {
		for range values {
			l.headers = append(l.headers, name)
		}
	}
	slices.Sort(l.headers)
	l.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatalf("the subject: %v", err)
	}
	l.from, l.to, l.id, l.date = m.Header.Get("From"), m.Header.Get("To"), m.Header.Get("Message-Id"), m.Header.Get("Date")
	l.lang, l.auto = m.Header.Get("Content-Language"), m.Header.Get("Auto-Submitted")
	l.parts(t, m.Header.Get("Content-Type"), m.Body)
	return l
}

func (l *letter) parts(t tester, kind string, body io.Reader) {
	t.Helper()
	kind, settings, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatalf("%v", err)
	}
	l.types += kind + " "
	for list := multipart.NewReader(body, settings["boundary"]); ; {
		part, err := list.NextRawPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
		kind := part.Header.Get("Content-Type")
		if strings.HasPrefix(kind, "multipart/") {
			l.parts(t, kind, part)
			continue
		}
		l.types += kind + " "
		content := decoded(t, part.Header.Get("Content-Transfer-Encoding"), part)
		switch {
		case strings.HasPrefix(kind, "text/plain"):
			l.text = content
		case strings.HasPrefix(kind, "text/html"):
			l.html = content
		default:
			l.file, l.name = content, part.FileName()
		}
	}
}

// lines is a text with a line feed at the end of each line, as letters are compared.
func lines(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// composed is what a server is given of a message.
func composed(t tester, e notify.Envelope) string {
	t.Helper()
	m, err := ready(context.Background(), "dpor <dpor@contoso.example>", e)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var b bytes.Buffer
	if err := m.write(&b); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// expect tells whether an error is the one of a key, without holding the password.
func expect(t *testing.T, err error, code fault.Code, key string) *fault.Error {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", key)
	}
	e := fault.As(err)
	if e.Code != code || e.Key != key {
		t.Fatalf("%v, want %s %s", err, code, key)
	}
	if all := fmt.Sprintf("%v %+v %#v %v", err, *e, *e, e.Args); strings.Contains(all, password) || strings.ContainsAny(err.Error(), "\r\n\x1b\u202e") {
		t.Fatalf("%q holds what it must not", all)
	}
	return e
}

// opened is a way that is closed when the test ends.
func opened(t testing.TB, s Settings) notify.Post {
	t.Helper()
	p := New(s)
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func deliver(t tester, p notify.Post, e notify.Envelope) notify.Receipt {
	t.Helper()
	r, err := p.Deliver(context.Background(), e)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return r
}
