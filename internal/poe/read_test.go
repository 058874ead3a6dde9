package poe

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/dpor-cli/dpor/internal/catalogue"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// in gives the sentences of a language as the commands do.
func in(lang string) func(string, ...any) string {
	texts := catalogue.New(lang)
	return func(key string, args ...any) string { return texts.Text(key, fault.New("", key, args...).Args) }
}

func written(t fataler, f Form, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, lang, in(lang)); err != nil {
		t.Fatalf("Write: %v", err)
	}
	return b.Bytes()
}

// fataler is what *testing.T and *rapid.T have in common here.
type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// opened are the parts of a document by their names.
func opened(t fataler, document []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatalf("not an archive: %v", err)
	}
	list := map[string]string{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		list[file.Name] = string(content)
	}
	return list
}

// shown is the text of a part as people see it, a line for every paragraph; elements are its start
// tags by their local names. The error is that of XML that is not well-formed.
func shown(part string) (text string, elements map[string]int, err error) {
	decoder := xml.NewDecoder(strings.NewReader(part))
	elements = map[string]int{}
	var b strings.Builder
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return b.String(), elements, nil
		case err != nil:
			return "", nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			elements[token.Name.Local]++
			if token.Name.Local == "br" {
				b.WriteByte('\n')
			}
		case xml.EndElement:
			if token.Name.Local == "p" {
				b.WriteByte('\n')
			}
		}
	}
}

func body(t fataler, f Form, lang string) (text string, elements map[string]int) {
	t.Helper()
	text, elements, err := shown(opened(t, written(t, f, lang))["word/document.xml"])
	if err != nil {
		t.Fatalf("%v", err)
	}
	return text, elements
}
