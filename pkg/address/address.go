// Package address owns what an e-mail address is, and the name of a machine that mail goes to. It must not know
// whose they are, nor whether there is such a mailbox: only a message can tell that.
package address

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/glyph"
)

const (
	// longest is the longest address to which a message can be sent, in bytes (RFC 5321 section 4.5.3.1.3).
	longest = 254

	// LongestName is how many characters the name before a sender's address may have.
	LongestName = 100
)

// List are the addresses of a record, which parts several by commas or semicolons, as texts that may be none. A name
// may be before one, as directories write it: "Ana Lind <ana@contoso.example>", in quotes where a comma is in it.
// Behind a name that is not closed, or has characters that hide or break a line, whatever is there is no address: a
// text that is none is told, one left out or one too many is not.
func List(text string) (list []string) {
	for one := range parted(text) {
		one = strings.TrimSpace(one)
		if bare, named := strings.CutSuffix(one, ">"); named {
			name := bare[:max(strings.LastIndexByte(bare, '<'), 0)]
			if isName(name) {
				one = strings.TrimSpace(strings.TrimPrefix(bare[len(name):], "<"))
			}
		}
		if one != "" {
			list = append(list, one)
		}
	}
	return list
}

// parted is a text in parts, at the commas and semicolons that are in no quotes and no comment.
func parted(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := 0
		var n name
		for i, r := range text {
			if n.has(r) || r != ',' && r != ';' {
				continue
			}
			if !yield(text[from:i]) {
				return
			}
			from = i + 1
		}
		yield(text[from:])
	}
}

// isName tells whether a text can be the name before an address.
func isName(text string) bool {
	var n name
	for _, r := range text {
		if inside := n.has(r); glyph.Unsafe(r) || !inside && (r == '<' || r == '>') {
			return false
		}
	}
	return !n.open()
}

// name is how far a text is within quotes, which begin a word, and comments, which stand in parentheses (RFC 5322
// section 3.2).
type name struct {
	comments        int
	quoted, escaped bool
	inWord          bool
}

func (n *name) open() bool { return n.quoted || n.comments > 0 }

// has takes the next character, and tells whether it is in quotes or a comment.
func (n *name) has(r rune) bool {
	was := n.open()
	switch {
	case n.escaped:
		n.escaped = false
	case was && r == '\\':
		n.escaped = true
	case n.quoted:
		n.quoted = r != '"'
	case r == '(':
		n.comments++
	case r == ')' && was:
		n.comments--
	case r == '"' && !was && !n.inWord:
		n.quoted = true
	}
	n.inWord = !strings.ContainsRune(" ,;)", r)
	return was || n.open()
}

// IsOne tells whether a text is exactly one plain address, a dot-atom on either side of the "@" (RFC 5322
// section 3.4.1), so that it can stand in a command and in a header as it is, and is neither several addresses
// nor anything else there. Letters beyond ASCII may be in it (RFC 6531).
func IsOne(s string) bool {
	name, domain, _ := strings.Cut(s, "@")
	return len(s) <= longest && utf8.ValidString(s) && isDotAtom(name) && isDotAtom(domain)
}

// IsPersons tells whether a text can be the address of a person: one with a dot in its domain, for which a
// sender on this machine (dpor@localhost) has no use.
func IsPersons(s string) bool {
	_, domain, _ := strings.Cut(s, "@")
	return IsOne(s) && strings.Contains(domain, ".") && domain[0] != '-'
}

// IsSender tells whether messages can come from an address with that name before it, which may be empty. Every
// server takes such a sender: the address is in plain letters.
func IsSender(name, address string) bool {
	return IsOne(address) && IsASCII(address) && utf8.RuneCountInString(name) <= LongestName &&
		!strings.ContainsFunc(name, unicode.IsControl)
}

// IsHost tells whether a text can be the name or number of a machine, without a port and anything else that
// stands in the address of a page.
func IsHost(s string) bool {
	return s != "" && len(s) <= longest && strings.Count(s, ":") != 1 && !strings.ContainsFunc(s, IsOdd) && !strings.ContainsAny(s, `/\@[]<>()"',;?#&=`)
}

func isDotAtom(s string) bool {
	return !slices.Contains(strings.Split(s, "."), "") && !strings.ContainsFunc(s, IsOdd) && !strings.ContainsAny(s, `()<>[]:;@\,"`)
}

// IsOdd tells of a character that may be in no address. That is every one that is unsafe to show, and beside
// them spaces, the joiners, by which two addresses that look alike are not the same, and characters that mean
// nothing to everybody.
func IsOdd(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }

// IsASCII tells whether a text has none but the characters that every mail server takes.
func IsASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
