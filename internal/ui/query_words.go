package ui

import (
	"encoding/json"
	"strings"
	"unicode"
)

// quoteWords makes literals such as `enabled` the JSON texts that they stand for, as az takes them:
// [?status==`enabled`] is [?status==`"enabled"`]. What is JSON already, and what is none in quotation marks
// either, stays as it is; so does an expression that has no end.
func quoteWords(expression string) string {
	var b strings.Builder
	for rest := expression; ; {
		opening := strings.IndexAny(rest, "`'\"")
		if opening < 0 {
			b.WriteString(rest)
			return b.String()
		}
		delimiter, inside := rest[opening], rest[opening+1:]
		length := closing(inside, delimiter)
		if length < 0 {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(rest[:opening+1])
		if delimiter == '`' {
			b.WriteString(quoted(inside[:length]))
		} else {
			b.WriteString(inside[:length])
		}
		b.WriteByte(delimiter)
		rest = inside[length+1:]
	}
}

// closing is where the delimiter stands that is not behind a backslash; -1 where there is none.
func closing(text string, delimiter byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case delimiter:
			return i
		}
	}
	return -1
}

// quoted is what stands between backticks, with quotation marks around it where that makes it JSON. A backtick
// in it has a backslash before it.
func quoted(literal string) string {
	if json.Valid([]byte(strings.ReplaceAll(literal, "\\`", "`"))) {
		return literal
	}
	word := `"` + strings.TrimLeftFunc(literal, unicode.IsSpace) + `"`
	if json.Valid([]byte(strings.ReplaceAll(word, "\\`", "`"))) {
		return word
	}
	return literal
}
