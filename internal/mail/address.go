package mail

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// longestAddress is the longest to which a message can be sent (RFC 5321 section 4.5.3.1.3).
const longestAddress = 254

// recipients are the addresses of a message, each once; of two that differ in the case of the domain only
// the first. The error is invalid, mail.address.
func recipients(given []string) (list []string, err error) {
	known := map[string]bool{}
	for _, one := range given {
		if !isAddress(one) {
			return nil, fault.New(fault.Invalid, "mail.address", "value", shown(one, mostOfValue)).About(shown(one, mostOfValue))
		}
		at := strings.LastIndexByte(one, '@')
		key := one[:at] + strings.ToLower(one[at:])
		if !known[key] {
			known[key] = true
			list = append(list, one)
		}
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "mail.address", "value", "")
	}
	return list, nil
}

// isAddress tells whether a text is exactly one plain address, a dot-atom on either side of the "@" (RFC
// 5322 section 3.4.1), so that it can stand in a command and in a header as it is. Letters beyond ASCII may
// be in it (RFC 6531).
func isAddress(s string) bool {
	name, domain, _ := strings.Cut(s, "@")
	return len(s) <= longestAddress && utf8.ValidString(s) && isDotAtom(name) && isDotAtom(domain)
}

func isDotAtom(s string) bool {
	return !slices.Contains(strings.Split(s, "."), "") && !strings.ContainsFunc(s, isOdd) && !strings.ContainsAny(s, `()<>[]:;@\,"`)
}

// isOdd tells of a character that may be in no address: spaces, controls, marks of direction.
func isOdd(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
