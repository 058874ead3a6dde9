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
// the first. What is no address is left out, and told: invalid, mail.address. That is the error too where
// nothing else is left.
func recipients(given []string) (list []string, none []*fault.Error, err error) {
	known := map[string]bool{}
	for _, one := range given {
		if !isAddress(one) {
			none = append(none, fault.New(fault.Invalid, "mail.address", "value", shown(one, mostOfValue)).About(shown(one, mostOfValue)))
			continue
		}
		at := strings.LastIndexByte(one, '@')
		key := one[:at] + strings.ToLower(one[at:])
		if !known[key] {
			known[key] = true
			list = append(list, one)
		}
	}
	switch {
	case len(list) > 0:
		return list, none, nil
	case len(none) > 0:
		return nil, none, none[0]
	}
	return nil, nil, fault.New(fault.Invalid, "mail.address", "value", "")
}

// isAddress tells whether a text is exactly one plain address, a dot-atom on either side of the "@" (RFC
// 5322 section 3.4.1), so that it can stand in a command and in a header as it is. Letters beyond ASCII may
// be in it (RFC 6531).
//
// An e-mail address of a record is one of these, of which package record asks more: a dot in the domain, for
// which a sender on this machine (dpor@localhost) has no use.
func isAddress(s string) bool {
	name, domain, _ := strings.Cut(s, "@")
	return len(s) <= longestAddress && utf8.ValidString(s) && isDotAtom(name) && isDotAtom(domain)
}

func isDotAtom(s string) bool {
	return !slices.Contains(strings.Split(s, "."), "") && !strings.ContainsFunc(s, isOdd) && !strings.ContainsAny(s, `()<>[]:;@\,"`)
}

// isOdd tells of a character that may be in no address. That is every one that is unsafe to show, and beside
// them spaces, the joiners, by which two addresses that look alike are not the same, and characters that mean
// nothing to everybody.
func isOdd(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
