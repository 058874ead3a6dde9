package ui

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/record"
)

// compact is the depth of JSON on one line; any other depth is how far a value stands from the
// margin, in steps of two spaces.
const compact = -1

// appendObject appends a row as a JSON object, its keys in the order of the columns. The bytes are
// put together by hand: encoding/json takes many times as long.
func appendObject[T any](b []byte, v View[T], row *T, depth int) ([]byte, error) {
	return writeObject(b, v, row, depth, nil)
}

// writeObject is appendObject for an object that is written while it is made: flush, where it is not nil,
// takes what there is so far and gives room for more.
func writeObject[T any](b []byte, v View[T], row *T, depth int, flush func([]byte) ([]byte, error)) ([]byte, error) {
	if len(v.Columns) == 0 {
		return append(b, "{}"...), nil
	}
	inner := deeper(depth)
	b = append(b, '{')
	for i := range v.Columns {
		c := &v.Columns[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(newLine(b, inner), c.Key)
		b = append(b, ':')
		if depth != compact {
			b = append(b, ' ')
		}
		if c.Each != nil {
			var err error
			if b, err = appendEach(b, c.Each(row), inner, flush); err != nil {
				return b, err
			}
			continue
		}
		if c.Raw != nil {
			var err error
			if b, err = appendRaw(b, c.Raw(row), inner); err != nil {
				return b, err
			}
			continue
		}
		if c.Append != nil {
			b = appendPlain(b, c.Append, row)
			continue
		}
		b = appendTyped(b, c.Type, c.Text(row), inner)
	}
	return append(newLine(b, depth), '}'), nil
}

// appendPlain appends a text that needs no escape; an empty one is null.
func appendPlain[T any](b []byte, appendText func([]byte, *T) []byte, row *T) []byte {
	b = append(b, '"')
	begin := len(b)
	if b = appendText(b, row); len(b) == begin {
		return append(b[:begin-1], "null"...)
	}
	return append(b, '"')
}

// appendTyped appends a text in the JSON form of its type; an empty text is null, an empty list [].
func appendTyped(b []byte, typ record.Type, text string, depth int) []byte {
	switch {
	case typ == record.List:
		return appendList(b, text, depth)
	case text == "":
		return append(b, "null"...)
	case typ == record.Number && isNumber(text), typ == record.Truth && (text == "true" || text == "false"):
		return append(b, text...)
	}
	return appendString(b, text)
}

// appendEach appends a list of objects; flush is that of writeObject.
func appendEach(b []byte, list iter.Seq2[Members, error], depth int, flush func([]byte) ([]byte, error)) ([]byte, error) {
	inner, first := deeper(depth), true
	b = append(b, '[')
	for m, err := range list {
		if err != nil {
			return b, err
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendMembers(newLine(b, inner), m, inner)
		if flush != nil && len(b) >= flushed {
			if b, err = flush(b); err != nil {
				return b, err
			}
		}
	}
	if first {
		return append(b, ']'), nil
	}
	return append(newLine(b, depth), ']'), nil
}

// flushed is how many bytes of an object are written at once.
const flushed = 64 << 10

func appendList(b []byte, text string, depth int) []byte {
	if text == "" {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	first := true
	for item := range strings.SplitSeq(text, ";") {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = appendString(newLine(b, deeper(depth)), item)
	}
	return append(newLine(b, depth), ']')
}

// appendRaw appends any value as JSON. Members are put together by hand, as rows are.
func appendRaw(b []byte, value any, depth int) ([]byte, error) {
	switch v := value.(type) {
	case Members:
		return appendMembers(b, v, depth), nil
	case []Members:
		return appendMembersList(b, v, depth), nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return b, err
	}
	raw := bytes.TrimSpace(buffer.Bytes())
	if depth != compact {
		var indented bytes.Buffer
		if err := json.Indent(&indented, raw, strings.Repeat("  ", depth), "  "); err != nil {
			return b, err
		}
		raw = indented.Bytes()
	}
	return appendEscaped(b, string(raw)), nil
}

// appendEscaped appends finished JSON with the unsafe characters in its strings escaped; line feeds
// between its parts stay.
func appendEscaped(b []byte, s string) []byte {
	for _, r := range s {
		if r != '\n' && unsafeRune(r) {
			b = appendEscape(b, r)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// appendString appends a JSON string. Unsafe characters are escaped, so that the data is unchanged
// and a terminal unharmed; a byte that is no UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7F && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r == '"' || r == '\\' || unsafeRune(r) {
			b = append(b, s[start:i]...)
			b = appendEscape(b, r)
			start = i + size
		}
		i += size
	}
	return append(append(b, s[start:]...), '"')
}

func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	if r > 0xFFFF { // JSON writes such a character as two halves
		high, low := utf16.EncodeRune(r)
		return appendHex(appendHex(b, 'u', high, 4), 'u', low, 4)
	}
	return appendHex(b, 'u', r, 4)
}

// appendHex appends an escape of a letter and so many hexadecimal digits.
func appendHex(b []byte, letter byte, r rune, digits int) []byte {
	b = append(b, '\\', letter)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[r>>shift&0xF])
	}
	return b
}

func newLine(b []byte, depth int) []byte {
	if depth == compact {
		return b
	}
	b = append(b, '\n')
	for range depth {
		b = append(b, ' ', ' ')
	}
	return b
}

func deeper(depth int) int {
	if depth == compact {
		return compact
	}
	return depth + 1
}

// isNumber tells whether a text is a whole number as JSON writes it: "007" is not.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if s == "" || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
