package address_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/address"
	"github.com/dpor-cli/dpor/pkg/glyph"
)

func TestWhatAnAddressIs(t *testing.T) {
	type kinds struct{ One, Persons, Sender bool }
	nothing, one, sender, person, personBeyond := kinds{}, kinds{One: true}, kinds{true, false, true}, kinds{true, true, true}, kinds{true, true, false}
	for text, want := range map[string]kinds{
		"a@b.example":                           person,
		"ana.o'neill+dpor@mail.contoso.example": person,
		"a@b":                                   sender,
		"dpor@localhost":                        sender,
		"a@-b.example":                          sender,
		"åsa@örebro.example":                    personBeyond,
		"åsa@örebro":                            one,
		"":                                      nothing,
		"a":                                     nothing,
		"@b.example":                            nothing,
		"a@":                                    nothing,
		"a@b@c.example":                         nothing,
		"a b@c.example":                         nothing,
		"a@b..example":                          nothing,
		".a@b.example":                          nothing,
		"a.@b.example":                          nothing,
		"a@.b.example":                          nothing,
		"a@b.example.":                          nothing,
		"a@b.example, c@d.example":              nothing,
		"a@b.example;c@d.example":               nothing,
		"<a@b.example>":                         nothing,
		"Ana <a@b.example>":                     nothing,
		`"a"@b.example`:                         nothing,
		"a(b)@c.example":                        nothing,
		"a@[192.0.2.25]":                        nothing,
		"a@b.example\r\nBcc: c@d.example":       nothing,
		"a\x00@b.example":                       nothing,
		"a\u202e@b.example":                     nothing,
		"a\u200d@b.example":                     nothing,
		"a\xff@b.example":                       nothing,
		strings.Repeat("a", 242) + "@b.example": person,
		strings.Repeat("a", 245) + "@b.example": nothing,
		strings.Repeat("å", 123) + "@b.example": nothing,
		strings.Repeat("a", 10_000) + "@b.example": nothing,
	} {
		if got := (kinds{address.IsOne(text), address.IsPersons(text), address.IsSender("", text)}); got != want {
			t.Errorf("%.60q is %+v, want %+v", text, got, want)
		}
	}
}

func TestTheAddressesOfARecord(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                        nil,
		" ;, ;":                                   nil,
		"a@b.example":                             {"a@b.example"},
		" a@b.example;c@d.example ,e@f.example;":  {"a@b.example", "c@d.example", "e@f.example"},
		"Ana Lind <a@b.example>":                  {"a@b.example"},
		"<a@b.example>; Bo <c@d.example>":         {"a@b.example", "c@d.example"},
		"Ana <>":                                  nil,
		`"Lind, Ana" <a@b.example>`:               {"a@b.example"},
		`"Lind; Ana" <a@b.example>, c@d.example`:  {"a@b.example", "c@d.example"},
		`"a" <a@b.example>, "c" <c@d.example>`:    {"a@b.example", "c@d.example"},
		`"x, e@f.example, y" <a@b.example>`:       {"a@b.example"},
		`"x\", e@f.example, y" <a@b.example>;c@d`: {"a@b.example", "c@d"},
		`Ana (x; e@f.example; \), y) <a@b.example>, c@d.example`: {"a@b.example", "c@d.example"},
		`Ana ((x), e@f.example) <a@b.example>`:                   {"a@b.example"},
		`"x, e@f.example, y <a@b.example>`:                       {`"x, e@f.example, y <a@b.example>`},
		`Ana "Lind <a@b.example>, Bo <c@d.example>`:              {`Ana "Lind <a@b.example>, Bo <c@d.example>`},
		`Ana (x <a@b.example>; Bo <c@d.example>`:                 {`Ana (x <a@b.example>; Bo <c@d.example>`},
		`27" x <a@b.example>; c@d.example; 30" y <e@f.example>`:  {"a@b.example", "c@d.example", "e@f.example"},
		`"a<b>" <a@b.example>`:                                   {"a@b.example"},
		`a@b.example "x, y"`:                                     {`a@b.example "x, y"`},
		`"x, e@f.example`:                                        {`"x, e@f.example`},
		`(x, e@f.example`:                                        {`(x, e@f.example`},
		`x) a@b.example, c@d.example`:                            {"x) a@b.example", "c@d.example"},
		"<a@b.example> <c@d.example>":                            {"<a@b.example> <c@d.example>"},
		"a@b.example>":                                           {"a@b.example"},
		"Ana\r\nRCPT TO:<a@b.example>":                           {"Ana\r\nRCPT TO:<a@b.example>"},
		"A\u202ena <a@b.example>":                                {"A\u202ena <a@b.example>"},
		"n/a":                                                    {"n/a"},
		"a@b.example\nBcc: c@d.example":                          {"a@b.example\nBcc: c@d.example"},
	} {
		if got := address.List(text); !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestASendersNameIsShortAndOnOneLine(t *testing.T) {
	for name, want := range map[string]bool{
		"": true, "Contoso, Ltd.": true, "Åsa Öberg": true, strings.Repeat("å", address.LongestName): true,
		strings.Repeat("a", address.LongestName+1): false, "A\r\nBcc: b@c.example": false, "A\x00": false,
	} {
		if address.IsSender(name, "a@b.example") != want {
			t.Errorf("%q is %t, want %t", name, !want, want)
		}
	}
}

func TestAHostIsANameOrANumberAlone(t *testing.T) {
	for text, want := range map[string]bool{
		"localhost": true, "smtp.contoso.example": true, "smtp.contoso.example.": true, "smtp_1": true, "192.0.2.25": true,
		"2001:db8::25": true, "fe80::1%eth0": true, "örebro.example": true,
		"": false, "smtp.contoso.example:587": false, "[2001:db8::25]": false, "smtp://smtp.contoso.example": false, "a@b.example": false,
		"a b": false, "a\nb": false, "a\u202eb": false, "a,b": false, "--x=y": false, strings.Repeat("a", 255): false,
	} {
		if address.IsHost(text) != want {
			t.Errorf("%q is %t, want %t", text, !want, want)
		}
	}
}

func TestWhatIsUnsafeToShowIsInNoAddress(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if glyph.Unsafe(r) && !address.IsOdd(r) {
			t.Errorf("%U may be in an address", r)
		}
	}
}

func TestAnAddressIsOneWordWithOneAt(t *testing.T) {
	letters := rapid.SampledFrom([]rune("ab-_+=@@..å漢\u200d\u00ad\u2028 \t<>()[]:;,\\\"'\x00\u0378\r\n"))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOfN(letters, 0, 12, -1), rapid.String()).Draw(t, "text")
		if address.IsOne(text) && (strings.Count(text, "@") != 1 || strings.ContainsAny(text, " ,;<>\"\r\n") || len(strings.Fields(text)) != 1) {
			t.Fatalf("%q is one address", text)
		}
		if address.IsPersons(text) && !address.IsOne(text) || address.IsSender("", text) && !address.IsOne(text) {
			t.Fatalf("%q is an address of a person or sender, and none", text)
		}
	})
}
