// Package notify owns what a message says: one template for every kind and language, of which come the
// subject, the text and the HTML, and the list that goes with a digest (CONTRACT section 10).
//
// It must not know who is told of what (package notice says so) or how a message travels: Post is whatever
// takes it away.
package notify

import (
	"embed"
	"slices"
	"strings"
	"text/template"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/notice"
)

//go:embed templates
var templates embed.FS

// Mail is a message, worded. Lines end with a line feed.
type Mail struct {
	Subject    string // one line of at most 150 characters
	Text       string
	HTML       string      // a document with the words of Text and no other
	Attachment *Attachment // of a digest whose changes are given; else nil
}

// The most characters that a message holds of one thing: a message can be read, whatever a record or a
// comment says.
const (
	mostOfSubject     = 150
	mostOfSubjectName = 45  // a name in the subject, so that a long one leaves room for what happened
	mostOfName        = 200 // a name in the text
	mostOfProse       = 1000
)

// Write words a message. A fact that is not known is left out of it.
//
// Texts from outside become one line each, without control and bidirectional characters, and are cut
// where they are long: none of them can begin a line, and commands are made of identifiers only. The
// error is internal, for a kind that has no template.
func Write(f Facts) (Mail, error) {
	lang := Language(f.Lang)
	first, rest, err := templateOf(f.Kind, lang)
	if err != nil {
		return Mail{}, err
	}
	subject, err := f.subject(first)
	if err != nil {
		return Mail{}, err
	}
	body, err := filled(rest, f.words(mostOfName))
	if err != nil {
		return Mail{}, err
	}
	parts := partsOf(body)
	return Mail{Subject: subject, Text: plainText(parts), HTML: page(lang, subject, parts), Attachment: f.attachment()}, nil
}

// Subject is the subject that Write gives, without the rest; the error is that of Write.
func Subject(f Facts) (string, error) {
	first, _, err := templateOf(f.Kind, Language(f.Lang))
	if err != nil {
		return "", err
	}
	return f.subject(first)
}

func (f Facts) subject(template string) (string, error) {
	text, err := filled(template, f.words(mostOfSubjectName))
	return line(text, mostOfSubject), err
}

// templateOf is the template of a kind in a language: the line of the subject, and the rest.
func templateOf(kind notice.Kind, lang string) (first, rest string, err error) {
	content, err := templates.ReadFile("templates/" + lang + "/" + string(kind) + ".txt")
	if err != nil {
		return "", "", fault.As(err)
	}
	first, rest, _ = strings.Cut(string(content), "\n")
	return first, rest, nil
}

// Language is the first of some languages, each named as "es" or as "es-MX", that messages can be had in;
// English where that is none.
func Language(wanted ...string) string {
	for _, lang := range wanted {
		lang = strings.ToLower(strings.TrimSpace(lang))
		if end := strings.IndexAny(lang, "-_.@"); end >= 0 {
			lang = lang[:end]
		}
		if slices.Contains([]string{"en", "es", "sv"}, lang) {
			return lang
		}
	}
	return "en"
}

// filled is a template with the words of a message in it.
func filled(text string, w words) (string, error) {
	t, err := template.New("").Funcs(template.FuncMap{"count": counted}).Parse(text)
	if err != nil {
		return "", fault.As(err)
	}
	var b strings.Builder
	if err := t.Execute(&b, w); err != nil {
		return "", fault.As(err)
	}
	return b.String(), nil
}
