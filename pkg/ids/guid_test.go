package ids_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

const guid = "3d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d"

// refused checks that text was refused as invalid, with the sentence of its kind and the text in it.
func refused(t *testing.T, err error, key, text string) {
	t.Helper()
	e := fault.As(err)
	if e == nil {
		t.Fatalf("%q was read", text)
	}
	if e.Code != fault.Invalid || e.Key != key || e.Args["value"] != text {
		t.Errorf("%q: got %v, want invalid %s with the text as it was typed", text, e, key)
	}
}

func TestAGUIDIsReadInAnyFormAndPrintedInLowerCase(t *testing.T) {
	tests := map[string]string{
		"lower case":             guid,
		"upper case":             strings.ToUpper(guid),
		"mixed case":             "3D1e8f70-2B4c-4a9D-9c55-7E6f1a2b3c4D",
		"in braces":              "{" + guid + "}",
		"in braces, upper case":  "{" + strings.ToUpper(guid) + "}",
		"spaces around":          " \t" + guid + "\r\n",
		"spaces around braces":   "  {" + guid + "} ",
		"a no-break space after": guid + "\u00a0",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			tenant, err := ids.ParseTenant(text)
			if err != nil || tenant.String() != guid || tenant.IsZero() {
				t.Errorf("tenant %q: %q, %v", text, tenant, err)
			}
			subscription, err := ids.ParseSubscription(text)
			if err != nil || subscription.String() != guid || subscription.IsZero() {
				t.Errorf("subscription %q: %q, %v", text, subscription, err)
			}
		})
	}
}

func TestTextThatIsNoGUIDIsRefused(t *testing.T) {
	tests := map[string]string{
		"nothing":                   "",
		"spaces":                    "   ",
		"the zero GUID":             "00000000-0000-0000-0000-000000000000",
		"the zero GUID in braces":   "{00000000-0000-0000-0000-000000000000}",
		"one digit short":           guid[:35],
		"one digit more":            guid + "0",
		"no hyphens":                strings.ReplaceAll(guid, "-", ""),
		"a hyphen elsewhere":        "3d1e8f7-02b4c-4a9d-9c55-7e6f1a2b3c4d",
		"a hyphen for a digit":      "3d1e8f70-2b4c-4a9d-9c55--e6f1a2b3c4d",
		"a letter past f":           "3d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4g",
		"a space within":            "3d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4 ",
		"an opening brace only":     "{" + guid,
		"a closing brace only":      guid + "}",
		"braces twice":              "{{" + guid + "}}",
		"braces the wrong way":      "}" + guid + "{",
		"braces around nothing":     "{}",
		"parentheses":               "(" + guid + ")",
		"quotation marks":           `"` + guid + `"`,
		"the URN form":              "urn:uuid:" + guid,
		"full-width digits":         "３d1e8f70-2b4c-4a9d-9c55-7e6f1a2b3c4d",
		"36 bytes of wide digits":   "３３３３３３３３３３３３",
		"a partner ID":              "1234567",
		"a byte order mark before":  "\ufeff" + guid,
		"a control character after": guid + "\x00",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			tenant, err := ids.ParseTenant(text)
			refused(t, err, "ids.tenant", text)
			subscription, err := ids.ParseSubscription(text)
			refused(t, err, "ids.subscription", text)
			if !tenant.IsZero() || !subscription.IsZero() {
				t.Errorf("%q: a refused text gave %q and %q", text, tenant, subscription)
			}
		})
	}
}

func TestAGUIDHasAHyphenInEachOfItsFourPlaces(t *testing.T) {
	for _, at := range []int{8, 13, 18, 23} {
		for _, other := range []string{"0", "_", " ", "\u2010"} {
			text := guid[:at] + other + guid[at+1:]
			_, err := ids.ParseTenant(text)
			refused(t, err, "ids.tenant", text)
			_, err = ids.ParseSubscription(text)
			refused(t, err, "ids.subscription", text)
		}
	}
}

func TestNoTenantAndNoSubscriptionPrintAsNothing(t *testing.T) {
	if (ids.Tenant{}).String() != "" || !(ids.Tenant{}).IsZero() {
		t.Error("the zero tenant is not empty")
	}
	if (ids.Subscription{}).String() != "" || !(ids.Subscription{}).IsZero() {
		t.Error("the zero subscription is not empty")
	}
}

func TestTheBytesOfAGUIDAreInTheOrderOfItsText(t *testing.T) {
	s, err := ids.ParseSubscription("00010203-0405-0607-0809-0a0b0c0d0e0f")
	if err != nil {
		t.Fatal(err)
	}
	if want := [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; s.Bytes() != want {
		t.Errorf("got %x, want %x", s.Bytes(), want)
	}
}

func TestAGUIDComesBackFromItsTextAndItsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a, b [16]byte
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "a"))
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "b"))
		tenant, subscription := ids.TenantFromBytes(a), ids.SubscriptionFromBytes(a)
		if tenant.Bytes() != a || subscription.Bytes() != a {
			t.Fatalf("%x comes back as %x and %x", a, tenant.Bytes(), subscription.Bytes())
		}
		if a == ([16]byte{}) {
			return
		}
		if back, err := ids.ParseTenant(tenant.String()); err != nil || back != tenant {
			t.Fatalf("%s comes back as %s, %v", tenant, back, err)
		}
		if back, err := ids.ParseSubscription(subscription.String()); err != nil || back != subscription {
			t.Fatalf("%s comes back as %s, %v", subscription, back, err)
		}
		if b == ([16]byte{}) {
			return
		}
		if byText := strings.Compare(tenant.String(), ids.TenantFromBytes(b).String()); byText != bytes.Compare(a[:], b[:]) {
			t.Fatalf("%x and %x sort otherwise as text", a, b)
		}
	})
}
