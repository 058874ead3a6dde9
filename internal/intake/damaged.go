package intake

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// rewritten is a number as spreadsheets write it: 1.23457E+06, 1234567.0, 1,234,567. Between thousands
// stand the spaces and signs of the countries.
var rewritten = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$|^[0-9]+[.,][0-9]*$|^[0-9]{1,3}([.,'’ \x{A0}\x{2009}\x{202F}][0-9]{3})+$`)
})

var zeroFirst = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^0[0-9]+$`)
})

// damagedID says how a spreadsheet damaged an identifier that cannot be read (DESIGN section 5), with
// the way to mend it; nil where it shows no such trace. Ordinary and non-breaking spaces around an
// identifier do no harm and do not come here.
func damagedID(value string) *fault.Error {
	t := strings.TrimSpace(value)
	switch {
	case rewritten().MatchString(t):
		return fault.New(fault.Invalid, "intake.id.rewritten", "value", clip(t))
	case strings.HasPrefix(t, "'"), strings.HasPrefix(t, "’"), strings.HasPrefix(t, "`"):
		return fault.New(fault.Invalid, "intake.id.apostrophe", "value", clip(t))
	case zeroFirst().MatchString(t):
		return fault.New(fault.Invalid, "intake.id.zero", "value", clip(t))
	case strings.ContainsFunc(t, invisible):
		return fault.New(fault.Invalid, "intake.id.invisible", "value", clip(strings.Map(visible, t)))
	}
	return nil
}

func invisible(r rune) bool {
	return r > unicode.MaxASCII && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) || unicode.IsControl(r)
}

func visible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}
