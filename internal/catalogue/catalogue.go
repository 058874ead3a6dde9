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
	load func() loaded
}

// loaded is what the message files hold.
type loaded struct {
	localizer *i18n.Localizer
	keys      map[string]bool
}

// New gives the texts of a language, named as "es" or as a locale such as "es_ES.UTF-8"; a language
// that is not there means English. No file is read before the first text is asked for, because most
// commands print none.
func New(lang string) *Texts {
	lang = strings.ToLower(lang)
	if end := strings.IndexAny(lang, "_-.@"); end >= 0 {
		lang = lang[:end]
	}
	if !slices.Contains(Languages(), lang) {
		lang = english
	}
	return &Texts{lang: lang, load: sync.OnceValue(func() loaded {
		bundle := i18n.NewBundle(language.English)
		keys := map[string]bool{}
		for _, l := range slices.Compact([]string{english, lang}) {
			add(bundle, keys, l)
		}
		return loaded{i18n.NewLocalizer(bundle, lang), keys}
	})}
}

// add reads the files of a language into the bundle. They are part of the program and a test reads
// every one, so that a file that cannot be read is left out here: its keys show as themselves.
func add(bundle *i18n.Bundle, keys map[string]bool, lang string) {
	names, _ := fs.Glob(files, lang+"/*.json")
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			continue
		}
		file, err := i18n.ParseMessageFileBytes(content, path.Base(name), nil)
		if err != nil || bundle.AddMessages(language.Make(lang), file.Messages...) != nil {
			continue
		}
		for _, m := range file.Messages {
			keys[m.ID] = true
		}
	}
}

// Language is the language of the texts: one of Languages.
func (t *Texts) Language() string { return t.lang }

// Text is the sentence under a key, filled with args; args["count"] chooses its plural form. What
// the language lacks comes in English; an unknown key comes back as it is.
func (t *Texts) Text(key string, args map[string]any) string {
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if count, there := args["count"]; there {
		config.PluralCount = fmt.Sprint(count)
	}
	// The error also tells of a fallback to English, in which case there is a text nevertheless.
	text, err := t.load().localizer.Localize(config)
	if text == "" && err != nil && config.PluralCount != nil {
		config.PluralCount = nil // the count is no number: the plain form is better than none
		text, _ = t.load().localizer.Localize(config)
	}
	if text == "" {
		return key
	}
	return text
}

// Has tells whether there is a sentence under a key, in the language or in English.
func (t *Texts) Has(key string) bool { return t.load().keys[key] }

// Keys are the keys of the English sentences, sorted; tests compare them with the keys in the code.
func Keys() []string {
	var keys []string
	for key := range New(english).load().keys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
