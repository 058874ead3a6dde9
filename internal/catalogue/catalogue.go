// Package catalogue owns every sentence that people read, in each language, under the key that the
// code uses for it. It is the only importer of go-i18n.
//
// A message file is flat JSON in the folder of its language: the sentence under its key, and what to
// type next under key + ".hint". Files of one folder are read as one; English has every key.
//
// It must not know who prints a sentence, nor what it is about.
package catalogue

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed en es sv
var files embed.FS

const english = "en"

// Languages are the languages that sentences can be had in, English first (CONTRACT section 1).
func Languages() []string { return []string{english, "es", "sv"} }

// Texts gives the sentences of one language. It is safe for use by several goroutines.
type Texts struct {
	lang string

	lock      sync.Mutex
	bundle    *i18n.Bundle
	localizer *i18n.Localizer
	keys      map[string]bool
	left      []string // the names of the files that are not read yet
}

// New gives the texts of a language, named as "es" or as a locale such as "es_ES.UTF-8"; a language
// that is not there means English. Files are read one after the other until one has the key that is
// asked for: most runs print a few headings, and reading everything would take a third of their time.
func New(lang string) *Texts {
	lang = strings.ToLower(lang)
	if end := strings.IndexAny(lang, "_-.@"); end >= 0 {
		lang = lang[:end]
	}
	if !slices.Contains(Languages(), lang) {
		lang = english
	}
	return &Texts{lang: lang}
}

// headings is the file that nearly every run needs a text of.
const headings = "columns.json"

// find reads files until one has the key, and tells whether one has.
func (t *Texts) find(key string) bool {
	if t.bundle == nil {
		t.bundle = i18n.NewBundle(language.English)
		t.localizer = i18n.NewLocalizer(t.bundle, t.lang)
		t.keys = map[string]bool{}
		t.left = append(t.left, headings)
		for _, name := range fileNames(english) {
			if name != headings {
				t.left = append(t.left, name)
			}
		}
	}
	for !t.keys[key] && len(t.left) > 0 {
		for _, lang := range slices.Compact([]string{english, t.lang}) {
			t.read(lang, t.left[0])
		}
		t.left = t.left[1:]
	}
	return t.keys[key]
}

// fileNames are the names of a language's files; every language has the same ones.
func fileNames(lang string) []string {
	paths, _ := fs.Glob(files, lang+"/*.json")
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = path.Base(p)
	}
	return names
}

// read reads a file into the bundle. The files are part of the program and a test reads every one, so
// that a file that cannot be read is left out here: its keys show as themselves.
func (t *Texts) read(lang, name string) {
	content, err := files.ReadFile(lang + "/" + name)
	if err != nil {
		return
	}
	file, err := i18n.ParseMessageFileBytes(content, name, nil)
	if err != nil || t.bundle.AddMessages(language.Make(lang), file.Messages...) != nil {
		return
	}
	for _, m := range file.Messages {
		t.keys[m.ID] = true
	}
}

// Language is the language of the texts: one of Languages.
func (t *Texts) Language() string { return t.lang }

// Text is the sentence under a key, filled with args; args["count"] chooses its plural form. What
// the language lacks comes in English; an unknown key comes back as it is.
func (t *Texts) Text(key string, args map[string]any) string {
	t.lock.Lock()
	defer t.lock.Unlock()
	if !t.find(key) {
		return key
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if count, there := args["count"]; there {
		config.PluralCount = fmt.Sprint(count)
	}
	// The error also tells of a fallback to English, in which case there is a text nevertheless.
	text, err := t.localizer.Localize(config)
	if text == "" && err != nil && config.PluralCount != nil {
		config.PluralCount = nil // the count is no number: the plain form is better than none
		text, _ = t.localizer.Localize(config)
	}
	if text == "" {
		return key
	}
	return text
}

// Has tells whether there is a sentence under a key, in the language or in English.
func (t *Texts) Has(key string) bool {
	t.lock.Lock()
	defer t.lock.Unlock()
	return t.find(key)
}

// Keys are the keys of the English sentences, sorted; tests compare them with the keys in the code.
func Keys() []string {
	t := New(english)
	t.find("") // which no file has, so that all are read
	return slices.Sorted(maps.Keys(t.keys))
}
