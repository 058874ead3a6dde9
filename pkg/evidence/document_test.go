package evidence_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/wire"
)

// abc is the SHA-256 of "abc", as FIPS 180 gives it.
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func TestAHashIsReadInAnyCase(t *testing.T) {
	for _, text := range []string{abc, strings.ToUpper(abc), strings.ToUpper(abc[:7]) + abc[7:]} {
		h, err := evidence.ParseHash(text)
		if err != nil || h != evidence.Sum([]byte("abc")) || h.String() != abc {
			t.Errorf("%q: got %s, %v", text, h, err)
		}
	}
	zeros := strings.Repeat("0", 64) // no document has it, and it is a hash as any other
	if h, err := evidence.ParseHash(zeros); err != nil || h != (evidence.Hash{}) || h.String() != zeros {
		t.Errorf("the zero hash is %s, %v", h, err)
	}
}

func TestTextThatIsNoHashIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "abc", abc[1:], abc + "0", abc + "00", abc[:63] + "g", " " + abc[1:], abc[:62] + "é", "../" + abc[3:],
	} {
		h, err := evidence.ParseHash(text)
		if e := fault.As(err); err == nil || e.Code != fault.Invalid || e.Key != "evidence.hash" || e.Args["value"] != text || h != (evidence.Hash{}) {
			t.Errorf("%q: got %s, %v", text, h, err)
		}
	}
}

func TestADocumentIsReadBackFromItsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := evidence.Document{
			Hash:     sha256.Sum256(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")),
			FileName: rapid.String().Draw(t, "name"), Size: rapid.Uint64Range(0, evidence.LargestFile).Draw(t, "size"),
			MediaType: rapid.String().Draw(t, "type"),
		}
		b := d.AppendBinary([]byte{9})
		r := wire.NewReader(b[1:])
		if got := evidence.ReadDocument(r); r.Err() != nil || got != d {
			t.Fatalf("%v\n%s", r.Err(), cmp.Diff(d, got))
		}
		r = wire.NewReader(b[1:rapid.IntRange(1, len(b)-1).Draw(t, "cut")])
		if evidence.ReadDocument(r); !errors.Is(r.Err(), wire.ErrMalformed) {
			t.Fatalf("cut short: %v", r.Err())
		}
	})
}

// Ledgers are made of these bytes: a difference here is a claim that cannot be read.
func TestTheFormOfADocumentNeverChanges(t *testing.T) {
	d := evidence.Document{Hash: evidence.Sum([]byte("abc")), FileName: "a.txt", Size: 300, MediaType: "text/plain"}
	if got, want := hex.EncodeToString(d.AppendBinary(nil)), abc+"05612e747874"+"ac02"+"0a746578742f706c61696e"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	d.Size = evidence.LargestFile + 1
	r := wire.NewReader(d.AppendBinary(nil))
	if evidence.ReadDocument(r); !errors.Is(r.Err(), wire.ErrMalformed) {
		t.Errorf("a size that no document has: %v", r.Err())
	}
}

func TestTheNameIsWhatFollowsTheLastSlash(t *testing.T) {
	long := strings.Repeat("ñ", 200)
	for given, want := range map[string]string{
		"a.pdf": "a.pdf", "/srv/sow/a.pdf": "a.pdf", `C:\Users\Kim\a.pdf`: "a.pdf", `..\..\a.pdf`: "a.pdf", "../x/a b.pdf": "a b.pdf",
		`mixed/a\b.pdf`: "b.pdf", `mixed\a/b.pdf`: "b.pdf", "": "", ".": "", "..": "", "a/..": "", `a\.`: "", "a/": "", "...": "...",
		".pdf": ".pdf", "a\x00.pdf": "a.pdf", ".\x00.": "", "\x00": "", "a\xff\xfe.pdf": "a\ufffd.pdf",
		"\u202efdp.exe": "\u202efdp.exe", "a\nb.pdf": "a\nb.pdf", "Prüfung.PDF": "Prüfung.PDF",
		long + ".pdf":                       strings.Repeat("ñ", 125) + ".pdf",
		"a" + long + ".docx":                "a" + strings.Repeat("ñ", 124) + ".docx",
		strings.Repeat("a", 255):            strings.Repeat("a", 255),
		strings.Repeat("a", 256):            strings.Repeat("a", 255),
		"a." + strings.Repeat("b", 254):     "a." + strings.Repeat("b", 253),
		"ab." + strings.Repeat("b", 253):    "a." + strings.Repeat("b", 253),
		"." + strings.Repeat("ñ", 200):      "." + strings.Repeat("ñ", 127),
		strings.Repeat("a", 300) + "/b.pdf": "b.pdf",
	} {
		if got := evidence.NameOf(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func TestANameIsAlwaysOneElementOfAPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom([]string{"/", `\`, ".", "..", "\x00", "\xff", "C:", ".pdf", strings.Repeat("é", 130)}), rapid.String(),
		)).Draw(t, "parts")
		given := strings.Join(parts, "")
		name := evidence.NameOf(given)
		if strings.ContainsAny(name, "/\\\x00") || !utf8.ValidString(name) || len(name) > 255 || name == "." || name == ".." {
			t.Fatalf("%q gives %q", given, name)
		}
		if again := evidence.NameOf(name); again != name {
			t.Fatalf("%q gives %q, and that %q", given, name, again)
		}
		last := given[strings.LastIndexAny(given, `/\`)+1:]
		if ext := path.Ext(last); ext == ".pdf" && path.Ext(name) != ext {
			t.Fatalf("%q lost its extension: %q", given, name)
		}
	})
}
