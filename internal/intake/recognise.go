package intake

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// yamlStart is a first line that only YAML begins with: a document, a list item, a directive, a
// comment, or a key of its own with nothing but its value after it.
var yamlStart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(---|- |-$|%YAML|#|["']?[A-Za-z][\w.]*["']?:( [^,;\t]*)?$)`)
})

// recognise tells the form of a text that is not blank by its beginning and, for YAML, its name.
func recognise(head []byte, name string) Format {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		return YAML
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	first = bytes.TrimRight(first, " \r")
	switch {
	case head[0] == '[':
		return JSON
	case head[0] == '{' && !blank(rest) && json.Valid(first):
		return NDJSON
	case head[0] == '{':
		return JSON
	case yamlStart().Match(first):
		return YAML
	}
	return CSV
}

// delimiter is the sign that stands most often between the cells of the first line: comma, semicolon
// or tab. A file of one column has none, and then it is the comma.
func delimiter(head []byte) rune {
	counts := map[byte]int{}
	quoted := false
	for _, b := range bytes.TrimLeft(head, "\r\n") {
		if b == '"' {
			quoted = !quoted
		}
		if b == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[b]++
		}
	}
	best := byte(',')
	for _, b := range []byte{';', '\t'} {
		if counts[b] > counts[best] {
			best = b
		}
	}
	return rune(best)
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
