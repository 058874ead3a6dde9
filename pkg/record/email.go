package record

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestEmail is the longest address that mail can be sent to (RFC 5321 section 4.5.3.1.3).
const longestEmail = 254

// isEmail tells whether a text can be the address of one person: a name, one "@" and a domain with a
// dot in it. Whether there is such a mailbox only a message can tell; what matters here is that the
// text cannot be taken for several addresses or for anything else in a header.
func isEmail(s string) bool {
	name, domain, _ := strings.Cut(s, "@")
	host, top, dotted := cutLast(domain, ".")
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`,;:<>()[]"\@`, r)
	}
	return name != "" && dotted && host != "" && top != "" && len(s) <= longestEmail && utf8.ValidString(s) &&
		!strings.ContainsFunc(name, odd) && !strings.ContainsFunc(domain, odd) &&
		!strings.Contains(s, "..") && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".") &&
		!strings.HasPrefix(host, ".") && !strings.HasPrefix(host, "-")
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}
