package ids_test

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/ids"
)

func TestAPartnerIDHasFourToNineDigits(t *testing.T) {
	tests := map[string]uint32{
		"1000": 1000, "9999": 9999, "12345": 12345, "565380": 565380, "4391507": 4391507, "12345678": 12345678,
		"100000000": 100000000, "999999999": 999999999, " 1234567 ": 1234567, "\t1234567\r\n": 1234567, "1234567\u00a0": 1234567,
	}
	for text, number := range tests {
		p, err := ids.ParsePartner(text)
		if err != nil || p.Number() != number || p.String() != strconv.Itoa(int(number)) || p.IsZero() {
			t.Errorf("%q: got %q (%d), %v", text, p, p.Number(), err)
		}
	}
}

func TestTextThatIsNoPartnerIDIsRefused(t *testing.T) {
	tests := map[string]string{
		"nothing":                  "",
		"spaces":                   "    ",
		"three digits":             "999",
		"ten digits":               "1234567890",
		"more than a number holds": "99999999999999999999",
		"a leading zero":           "01234",
		"zeros":                    "0000",
		"a letter":                 "12a45",
		"a sign":                   "+1234",
		"a minus":                  "-1234",
		"a decimal point":          "1234.0",
		"as a spreadsheet writes":  "1.23457E+06",
		"hexadecimal":              "0x1234",
		"an underscore":            "1_234",
		"a thousands separator":    "1,234",
		"a space within":           "12 34",
		"a newline within":         "12\n34",
		"two full-width digits":    "１２",
		"three full-width digits":  "１２３",
		"full-width digits":        "１２３４５６７",
		"one full-width digit":     "123４",
		"Arabic digits":            "١٢٣٤",
		"a formula's apostrophe":   "'1234567",
		"a zero-width space":       "1234\u200b",
		"a control character":      "1234\x00",
		"a subscription ID":        guid,
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := ids.ParsePartner(text)
			refused(t, err, "ids.partner", text)
			if !p.IsZero() {
				t.Errorf("a refused text gave %q", p)
			}
		})
	}
}

func TestNoPartnerPrintsAsNothing(t *testing.T) {
	if p := (ids.Partner{}); p.String() != "" || !p.IsZero() || p.Number() != 0 {
		t.Errorf("the zero partner is %q", p)
	}
}

func TestAStoredNumberIsAPartnerOnlyWhereItCouldBeTyped(t *testing.T) {
	tests := map[uint32]bool{
		0: true, 1: false, 999: false, 1000: true, 1234567: true, 999_999_999: true, 1_000_000_000: false, 1<<32 - 1: false,
	}
	for n, want := range tests {
		if _, ok := ids.PartnerFromNumber(n); ok != want {
			t.Errorf("%d: %t, want %t", n, ok, want)
		}
	}
}

func TestAPartnerIDComesBackFromItsTextAndItsNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint32Range(1000, 999_999_999).Draw(t, "n")
		p, ok := ids.PartnerFromNumber(n)
		if !ok || p.Number() != n {
			t.Fatalf("%d comes back as %d, %t", n, p.Number(), ok)
		}
		if back, err := ids.ParsePartner(p.String()); err != nil || back != p {
			t.Fatalf("%s comes back as %s, %v", p, back, err)
		}
	})
}

func TestAnyTextThatIsReadIsPrintedAsAPartnerID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{3,11}`)).Draw(t, "text")
		p, err := ids.ParsePartner(text)
		if err != nil {
			return
		}
		if s := p.String(); len(s) < 4 || len(s) > 9 || s[0] == '0' {
			t.Fatalf("%q was read as %q", text, s)
		}
		if _, ok := ids.PartnerFromNumber(p.Number()); !ok {
			t.Fatalf("%q was read and could not be stored", text)
		}
	})
}
