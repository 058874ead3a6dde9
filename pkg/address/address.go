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
// Behind a name with characters that hide or break a line, whatever is there is no address.
func List(text string) (list []string) {
	for one := range parted(text) {
		one = strings.TrimSpace(one)
		if bare, named := strings.CutSuffix(one, ">"); named && !strings.ContainsFunc(one, glyph.Unsafe) {
			one = strings.TrimSpace(bare[strings.LastIndexByte(bare, '<')+1:])
		}
		if one != "" {
			list = append(list, one)
		}
	}
	return list
}

// parted is a text in parts, at the commas and semicolons that are in no name in quotes and in no comment, which
// stands in parentheses (RFC 5322 section 3.2). One that is never closed has all the rest in it: a part that is no
// address is told, one too many is mailed.
func parted(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from, comments, quoted, escaped := 0, 0, false, false
		for i, r := range text {
			switch {
			case escaped:
				escaped = false
			case r == '\\':
				escaped = quoted || comments > 0
			case quoted:
				quoted = r != '"'
			case r == '"' && comments == 0:
				quoted = true
			case r == '(':
				comments++
			case r == ')' && comments > 0:
				comments--
			case comments == 0 && (r == ',' || r == ';'):
				if !yield(text[from:i]) {
					return
				}
				from = i + 1
			}
		}
		yield(text[from:])
	}
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
