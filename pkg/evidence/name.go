package evidence

import (
	"path"
	"strings"
	"unicode/utf8"
)

// longestName is the most bytes of a name, as most file systems have it.
const longestName = 255

// NameOf is the name of the file that a path leads to, kept as data: what follows the last slash of
// either kind, whatever system the path is of. Zero bytes are left out and bytes that are no UTF-8
// replaced; a name of more than 255 bytes is cut before its extension. A path that names no file, as
// "docs/" or "..", gives the empty text, which Recognise refuses.
func NameOf(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), string(utf8.RuneError))
	if len(name) > longestName {
		extension := path.Ext(name)
		if len(extension) >= longestName {
			extension = ""
		}
		name = cut(name, longestName-len(extension)) + extension
	}
	if name == "." || name == ".." {
		return ""
	}
	return name
}

// cut is the beginning of a text: no more than so many bytes, and no half rune.
func cut(text string, most int) string {
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
