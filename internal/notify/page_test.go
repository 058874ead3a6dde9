package notify_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dpor-cli/dpor/internal/notify"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// wordsOf is what the body of an HTML document says, with one space between words.
func wordsOf(document string) string {
	_, body, _ := strings.Cut(document, "<body")
	_, body, _ = strings.Cut(body, ">")
	body = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, "")
	return strings.Join(strings.Fields(html.UnescapeString(body)), " ")
}

// tags are the tags of an HTML document, with their attributes.
func tags(document string) string {
	return strings.Join(regexp.MustCompile(`<[^>]*>`).FindAllString(document, -1), "\n")
}

func TestTextAndHTMLSayTheSameWords(t *testing.T) {
	each(t, func(t *testing.T, kind notice.Kind, lang string) {
		f := facts(kind, lang)
		for name, f := range map[string]notify.Facts{
			"all that can be told":          f,
			"what would be markup, as text": filledWith(f, func() string { return `<b>R&D</b> "a" 'b' &amp; <script>alert(1)</script>` }),
		} {
			m := write(t, f)
			if diff := cmp.Diff(strings.Join(strings.Fields(m.Text), " "), wordsOf(m.HTML)); diff != "" {
				t.Errorf("%s (-text +HTML)\n%s", name, diff)
			}
			if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, "<b>") {
				t.Errorf("%s: markup of a name is in\n%s", name, m.HTML)
			}
		}
	})
}

func TestTheDocumentHasItsLanguageAndSubject(t *testing.T) {
	for _, lang := range languages() {
		f := facts(notice.PartnerAdded, lang)
		f.Customer.Name = "R&D </title>"
		m := write(t, f)
		for _, want := range []string{`<html lang="` + lang + `">`, `<meta charset="utf-8">`, "<title>" + html.EscapeString(m.Subject) + "</title>"} {
			if strings.Count(m.HTML, want) != 1 {
				t.Errorf("%q is not there once in\n%s", want, m.HTML)
			}
		}
	}
}
