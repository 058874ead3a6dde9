package catalogue

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

func TestTheLanguageIsReadFromALocale(t *testing.T) {
	for given, want := range map[string]string{
		"en": "en", "es": "es", "sv": "sv", "es_ES.UTF-8": "es", "sv-SE": "sv", "ES": "es", "es.UTF-8": "es",
		"sv@euro": "sv", "C": "en", "POSIX": "en", "C.UTF-8": "en", "": "en", "de_DE.UTF-8": "en", "esperanto": "en",
	} {
		if got := New(given).Language(); got != want {
			t.Errorf("New(%q) speaks %q, want %q", given, got, want)
		}
	}
}

func TestATextIsFilledAndTranslated(t *testing.T) {
	args := map[string]any{"value": "<12> & {{.x}}"}
	for lang, want := range map[string]string{
		"en": `"<12> & {{.x}}" is not a partner ID (MPN ID).`,
		"es": `«<12> & {{.x}}» no es un identificador de partner (MPN ID).`,
		"sv": `”<12> & {{.x}}” är inget partner-ID (MPN-ID).`,
	} {
		if got := New(lang).Text("ids.partner", args); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestTheCountChoosesThePlural(t *testing.T) {
	for _, c := range []struct {
		lang  string
		count any
		want  string
	}{
		{"en", 1, "1 item was refused."},
		{"en", 2, "2 items were refused."},
		{"en", uint64(0), "0 items were refused."},
		{"en", "many", "many items were refused."},
		{"es", 1, "Se ha rechazado 1 elemento."},
		{"es", 2, "Se han rechazado 2 elementos."},
		{"es", 1_000_000, "Se han rechazado 1000000 elementos."},
		{"sv", int64(1), "1 post avvisades."},
		{"sv", uint32(3), "3 poster avvisades."},
	} {
		if got := New(c.lang).Text("refused.several", map[string]any{"count": c.count}); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.lang, c.count, got, c.want)
		}
	}
}

func TestAnUnknownKeyComesBackAsItIs(t *testing.T) {
	for _, lang := range Languages() {
		texts := New(lang)
		if got := texts.Text("no.such.key", nil); got != "no.such.key" || texts.Has("no.such.key") {
			t.Errorf("%s: %q", lang, got)
		}
		if !texts.Has("cancelled.hint") || texts.Text("cancelled.hint", nil) == "cancelled.hint" {
			t.Errorf("%s has no hint for cancelled", lang)
		}
	}
}

func TestALanguageThatLacksAMessageSaysItInEnglish(t *testing.T) {
	spanish, inSpanish, inEnglish := rawKeys(t, "es"), New("es"), New("en")
	for _, key := range Keys() {
		if _, there := spanish[key]; !there {
			args := map[string]any{"count": 2}
			if got, want := inSpanish.Text(key, args), inEnglish.Text(key, args); got != want || !inSpanish.Has(key) {
				t.Errorf("%s: %q, want the English %q", key, got, want)
			}
		}
	}
	texts := New("es")
	texts.find("")
	texts.bundle = i18n.NewBundle(language.English)
	texts.localizer = i18n.NewLocalizer(texts.bundle, "es")
	for _, name := range fileNames(english) {
		texts.read(english, name)
	}
	if got := texts.Text("record.truth.hint", nil); got != "Type true or false." {
		t.Errorf("without any Spanish file: %q", got)
	}
}

func TestNoKeyStandsTwiceInALanguageAndNoTextIsEmpty(t *testing.T) {
	for _, lang := range Languages() {
		for key, text := range rawKeys(t, lang) {
			if strings.Trim(string(text), `" `) == "" || strings.Contains(string(text), `:""`) {
				t.Errorf("%s: %s is empty", lang, key)
			}
		}
	}
}

func TestATranslationNamesTheArgumentsOfTheEnglishText(t *testing.T) {
	argument := regexp.MustCompile(`\{\{\.(\w+)\}\}`)
	names := func(raw json.RawMessage) []string {
		var list []string
		for _, m := range argument.FindAllStringSubmatch(string(raw), -1) {
			list = append(list, m[1])
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	inEnglish := rawKeys(t, english)
	for _, lang := range Languages()[1:] {
		for key, raw := range rawKeys(t, lang) {
			original, there := inEnglish[key]
			if !there {
				t.Errorf("%s: %s is not in English", lang, key)
			} else if !slices.Equal(names(raw), names(original)) {
				t.Errorf("%s: %s names %v, in English %v", lang, key, names(raw), names(original))
			}
		}
	}
}

func TestEveryLanguageHasEverySentence(t *testing.T) {
	for _, lang := range Languages() {
		own := rawKeys(t, lang)
		for _, key := range Keys() {
			if _, there := own[key]; !there {
				t.Errorf("%s: %s is missing", lang, key)
			}
		}
	}
}

func TestEveryMessageFileIsReadWhole(t *testing.T) {
	for _, lang := range Languages() {
		texts := New(lang)
		for key := range rawKeys(t, lang) {
			if !texts.Has(key) || texts.Text(key, map[string]any{"count": 1}) == key {
				t.Errorf("%s: %s is in a file, but is not known", lang, key)
			}
		}
	}
}

func TestSeveralGoroutinesMayAskAtOnce(t *testing.T) {
	texts := New("sv")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { texts.Text("refused.several", map[string]any{"count": 1}) })
	}
	group.Wait()
}

// rawKeys reads the files of a language token by token, because a decoder would keep only the last
// of two equal keys.
func rawKeys(t *testing.T, lang string) map[string]json.RawMessage {
	t.Helper()
	all := map[string]json.RawMessage{}
	names, err := fs.Glob(files, lang+"/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files of %s: %v", lang, err)
	}
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		decoder := json.NewDecoder(bytes.NewReader(content))
		if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
			t.Fatalf("%s does not begin with {: %v", name, err)
		}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var raw json.RawMessage
			if err := decoder.Decode(&raw); err != nil {
				t.Fatalf("%s: %v: %v", path.Base(name), key, err)
			}
			if _, twice := all[key.(string)]; twice {
				t.Errorf("%s: the key %s stands twice in %s", name, key, lang)
			}
			all[key.(string)] = raw
		}
		if _, err := decoder.Token(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	return all
}
