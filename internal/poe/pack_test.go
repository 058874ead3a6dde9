package poe

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"path"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/internal/catalogue"
)

func TestTheSameFormIsTheSameBytes(t *testing.T) {
	first := written(t, filled(), "sv")
	if !bytes.Equal(first, written(t, filled(), "sv")) {
		t.Error("the second document differs from the first")
	}
	other := filled()
	other.Items[0].Name = "Exchange Server"
	if bytes.Equal(first, written(t, other, "sv")) {
		t.Error("another form gives the same document")
	}
	archive, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if name := archive.File[0].Name; name != "[Content_Types].xml" {
		t.Errorf("the first part is %s: programs would not know it for a document", name)
	}
	for _, file := range archive.File {
		if !file.Modified.Equal(time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s has the time %v", file.Name, file.Modified)
		}
	}
}

func TestEveryPartHasATypeAndARelationLeadsToIt(t *testing.T) {
	parts := opened(t, written(t, filled(), "en"))
	var types struct {
		Override []struct {
			PartName string `xml:"PartName,attr"`
		}
	}
	if err := xml.Unmarshal([]byte(parts["[Content_Types].xml"]), &types); err != nil {
		t.Fatal(err)
	}
	typed, led := map[string]bool{}, map[string]bool{}
	for _, o := range types.Override {
		typed[strings.TrimPrefix(o.PartName, "/")] = true
	}
	for relations, base := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word"} {
		var list struct {
			Relationship []struct {
				Target string `xml:"Target,attr"`
			}
		}
		if err := xml.Unmarshal([]byte(parts[relations]), &list); err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Relationship {
			led[path.Join(base, r.Target)] = true
		}
	}
	content := 0
	for name := range parts {
		if name == "[Content_Types].xml" || strings.HasSuffix(name, ".rels") {
			continue
		}
		if content++; !typed[name] || !led[name] {
			t.Errorf("%s: it has a type: %v, a relation leads to it: %v", name, typed[name], led[name])
		}
	}
	if len(typed) != content || len(led) != content {
		t.Errorf("%d parts, but types for %d and relations to %d", content, len(typed), len(led))
	}
}

func TestEveryStyleThatTheFormUsesIsThere(t *testing.T) {
	parts := opened(t, written(t, filled(), "en"))
	for _, part := range []string{parts["word/document.xml"], parts["word/footer.xml"]} {
		for _, mark := range []string{`<w:pStyle w:val="`, `<w:tblStyle w:val="`} {
			for _, after := range strings.Split(part, mark)[1:] {
				style, _, _ := strings.Cut(after, `"`)
				if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+style+`"`) {
					t.Fatalf("there is no style %s", style)
				}
			}
		}
	}
}

// full is a writer that takes some bytes and then no more.
type full struct{ left int }

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAWriterThatFailsEndsTheDocument(t *testing.T) {
	size := len(written(t, filled(), "en"))
	for left := 0; left < size; left += 100 {
		if err := Write(&full{left}, filled(), "en", in("en")); !errors.Is(err, errFull) {
			t.Errorf("%d of %d bytes were taken, and the error is %v", left, size, err)
		}
	}
	if err := Write(&full{size}, filled(), "en", in("en")); err != nil {
		t.Errorf("every byte was taken, and the error is %v", err)
	}
}

// anything is a text as nobody would type it: any letters, what XML forbids, and bytes that are no text.
func anything() *rapid.Generator[string] {
	nasty := []rune("\x00\x01\t\n\v\f\r\x1b\x7f\u0085\u061c\u200f\u2028\u202e\u2066\ufeff\ufffd\ufffe\uffff\U0010ffff<>&'\"]]>株Łé")
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom(nasty)),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

func TestNoTextBreaksTheDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(what string) string { return anything().Draw(t, what) }
		person := func(of string) Contact { return Contact{text(of + " name"), text(of + " title"), text(of + " email")} }
		f := Form{
			ClaimID: text("claim"), ClaimName: text("name"), SolutionArea: text("area"), Role: text("role"),
			PartnerID: text("partner"), PartnerName: text("partner name"), PartnerCity: text("city"),
			TenantID: text("tenant"), Domain: text("domain"), CustomerName: text("customer"),
			Items:           []Item{{text("item"), text("item name")}, {text("item"), text("item name")}},
			CustomerContact: person("customer"), CompanyContact: person("company"),
			SellerName: text("seller"), EndCustomerName: text("end customer"), ProductName: text("product"),
			NoPayment: rapid.Bool().Draw(t, "no payment"), Prepared: text("prepared"),
		}
		lang := rapid.SampledFrom(catalogue.Languages()).Draw(t, "language")
		document := written(t, f, lang)
		if !bytes.Equal(document, written(t, f, lang)) {
			t.Fatalf("the same form gives other bytes")
		}
		for name, part := range opened(t, document) {
			got, _, err := shown(part)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if at := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && unfit(r) }); at >= 0 {
				t.Fatalf("%s: %q is not fit for a document", name, got[at:])
			}
			if name != "word/document.xml" {
				continue
			}
			for _, text := range f.texts() {
				if !strings.Contains(got, clean(text)) {
					t.Fatalf("%q is not in the form", text)
				}
			}
		}
	})
}
