package mail

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/glyph"
)

const (
	longestLine = 78 // of a header (RFC 5322 section 2.1.1)
	// mostOfWord is how much an encoded word holds, so that it fits in a line with the name of its header.
	mostOfWord = 50
)

// header is a header with its line end, in lines that break at spaces. The value is printable, so that it
// cannot begin a header of its own.
func header(name, value string) string {
	var b strings.Builder
	b.WriteString(name + ":")
	used := len(name) + 1
	for rest := " " + value; rest != ""; {
		spaces := len(rest) - len(strings.TrimLeft(rest, " "))
		end := strings.IndexByte(rest[spaces:], ' ')
		if end < 0 {
			end = len(rest) - spaces
		}
		// A line of spaces alone would be no line of a header: a word goes with the spaces before it.
		word := rest[:spaces+end]
		if used+len(word) > longestLine && used > len(name)+1 {
			b.WriteString("\r\n")
			used = 0
		}
		b.WriteString(word)
		used += len(word)
		rest = rest[len(word):]
	}
	return b.String() + "\r\n"
}

// subject is a text as the value of a header: as it is where it is plain and breaks into lines, else in
// encoded words (RFC 2047). What breaks a line or is otherwise unsafe to show becomes a space, also for whoever
// decodes it.
func subject(text string) string {
	text = strings.Map(func(r rune) rune {
		if glyph.Unsafe(r) {
			return ' '
		}
		return r
	}, text)
	plain := address.IsASCII(text) && !strings.Contains(text, "=?") && text == strings.Trim(text, " ")
	for word := range strings.SplitSeq(text, " ") {
		plain = plain && len(word) <= mostOfWord
	}
	if plain {
		return text
	}
	return encodedWords(text)
}

func encodedWords(text string) string {
	var words []string
	var word strings.Builder
	end := func() {
		words = append(words, "=?utf-8?q?"+word.String()+"?=")
		word.Reset()
	}
	for _, r := range text {
		s := quoted(r)
		if word.Len()+len(s) > mostOfWord {
			end()
		}
		word.WriteString(s)
	}
	end()
	return strings.Join(words, " ")
}

// quoted is a character in an encoded word; one that is no UTF-8 is U+FFFD.
func quoted(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return string(r)
	}
	var b strings.Builder
	for _, octet := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", octet)
	}
	return b.String()
}
