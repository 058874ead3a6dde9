package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
)

// refused checks that an error is invalid under a key and gives its arguments.
func refused(t *testing.T, err error, key, name string) map[string]any {
	t.Helper()
	e := fault.As(err)
	if err == nil || e.Code != fault.Invalid || e.Key != key || e.Args["name"] != name || e.Target != name {
		t.Fatalf("%s: got %v, want %s", name, err, key)
	}
	return e.Args
}

func TestADocumentIsRecognisedByItsNameAndItsContent(t *testing.T) {
	// Some extensions are of kinds that have the same content and a media type of their own.
	twins := map[string]string{
		"oxps": "application/oxps", "csv": "text/csv", "md": "text/markdown", "txt": "text/plain", "log": "text/plain",
	}
	all := examples(t)
	var extensions []string
	for _, ex := range all {
		if ex.kind == "xps" {
			ex.extensions = append(ex.extensions, "oxps")
		}
		for _, extension := range ex.extensions {
			want := ex.mediaType
			if twin := twins[extension]; twin != "" {
				want = twin
			}
			for _, name := range []string{"proof." + extension, "Prueba de ejecución.v2." + strings.ToUpper(extension), "." + extension} {
				if got, err := evidence.Recognise(name, []byte(ex.content)); err != nil || got != want {
					t.Errorf("%s as %s: got %q, %v, want %s", ex.kind, name, got, err, want)
				}
			}
			extensions = append(extensions, extension)
		}
	}
	slices.Sort(extensions)
	for _, ex := range all {
		for _, extension := range slices.Compact(slices.Clone(extensions)) {
			if slices.Contains(ex.extensions, extension) || ex.kind == "xps" && extension == "oxps" {
				continue
			}
			_, err := evidence.Recognise("proof."+extension, []byte(ex.content))
			if args := refused(t, err, "evidence.content", "proof."+extension); args["type"] != extension || args["found"] != ex.kind {
				t.Errorf("%s as %s: told %v", ex.kind, extension, args)
			}
		}
	}
}

// Every extension that messages offer has a sample above, and no other.
func TestTheKindsThatAreToldAreThoseThatAreKept(t *testing.T) {
	for _, name := range []string{"proof.exe", "proof", "proof.", "", "proof.mp4", "proof.pdf.zip", "pdf", "proof.psd", "proof.docm", "proof.pdf "} {
		_, err := evidence.Recognise(name, []byte("%PDF-1.4"))
		told := strings.Split(refused(t, err, "evidence.type", name)["types"].(string), ", ")
		want := []string{"oxps"}
		for _, ex := range examples(t) {
			want = append(want, ex.extensions...)
		}
		slices.Sort(want)
		slices.Sort(told)
		if want = slices.Compact(want); !slices.Equal(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
	}
}

func TestADocumentHasOneByteToTwentyFiveMebibytes(t *testing.T) {
	_, err := evidence.Recognise("proof.txt", nil)
	refused(t, err, "evidence.empty", "proof.txt")
	text := []byte(strings.Repeat("a", evidence.LargestFile+1))
	if _, err := evidence.Recognise("proof.txt", text[:evidence.LargestFile]); err != nil {
		t.Errorf("25 MiB: %v", err)
	}
	if _, err := evidence.Recognise("proof.txt", text[:1]); err != nil {
		t.Errorf("one byte: %v", err)
	}
	_, err = evidence.Recognise("proof.txt", text)
	if args := refused(t, err, "evidence.large", "proof.txt"); args["size"] != uint64(26) || args["most"] != 25 {
		t.Errorf("told %v", args)
	}
	for size, want := range map[uint64]uint64{26 << 20: 26, 26<<20 + 1: 27, 1 << 63: 1 << 43} {
		if args := refused(t, evidence.CheckSize("a.pdf", size), "evidence.large", "a.pdf"); args["size"] != want {
			t.Errorf("%d bytes are told as %v MiB", size, args["size"])
		}
	}
}

func TestContentThatVariesIsStillRecognised(t *testing.T) {
	wide := func(text string, low, high int) string {
		b := make([]byte, 2*len(text))
		for i := range len(text) {
			b[2*i+low], b[2*i+high] = text[i], 0
		}
		return string(b)
	}
	for _, c := range []struct{ name, content string }{
		{"a.pdf", "\xef\xbb\xbf\r\n %PDF-2.0"},
		{"a.doc", ole}, {"a.xls", ole + "WORKBOOK"}, {"a.ppt", ole}, {"a.msg", ole}, {"a.xls", compound("Book")},
		{"a.doc", compound("WordDocument") + compound("Workbook")},
		{"a.docx", packed(t, "[content_types].xml", "Word/document.xml", "docProps/app.xml")},
		{"a.odt", packed(t, "content.xml", "mimetype=application/vnd.oasis.opendocument.text\n")},
		{"a.xps", packed(t, "FixedDocSeq.fdseq/[0].piece")},
		{"a.gif", "GIF87a\x00"}, {"a.tiff", "MM\x00*"}, {"a.tif", "II+\x00"}, {"a.tif", "MM\x00+"},
		{"a.txt", "\xff\xfe" + wide("caf\xe9\r\n", 0, 1)}, {"a.txt", "\xfe\xff" + wide("caf\xe9", 1, 0)},
		{"a.html", "\xff\xfe" + wide("\n<p>", 0, 1)}, {"a.html", "\xfe\xff" + wide("<p>", 1, 0)},
		{"a.csv", "cliente;acci\xf3n\r\n1;\"s\xed\"\r\n"}, {"a.log", "\x1b[31mfailed\x1b[0m\b\f\v"},
		{"a.txt", strings.Repeat("a", 99) + "\x01"}, {"a.txt", "\x93\x81\x96\x7b"}, {"a.md", "MZ is not an exe here"},
		{"a.txt", "BM says hello to all of us"}, {"a.txt", "%PDF without a hyphen"}, {"a.txt", " "}, {"a.txt", "\xef\xbb\xbf"},
		{"a.eml", "\xef\xbb\xbfReceived: from a\n by b\nX-Odd: 1\n"}, {"a.eml", "DATE: today"}, {"a.eml", "message-ID:\r\n\r\nnot: a header\r\nno"},
		{"a.mht", "From: <Saved by Blink>\nMIME-Version: 1.0\n\n"},
	} {
		if _, err := evidence.Recognise(c.name, []byte(c.content)); err != nil {
			t.Errorf("%s with %.40q: %v", c.name, c.content, err)
		}
	}
}

func TestContentThatIsNotWhatTheNameSaysIsRefused(t *testing.T) {
	for _, c := range []struct{ name, content, found string }{
		{"a.pdf", "MZ\x90\x00\x03\x00", "exe"}, {"a.doc", "MZ\x90\x00\x03\x00", "exe"}, {"a.pdf", "\x7fELF\x02\x01\x01\x00", "unknown"},
		{"a.pdf", "#!/bin/sh\necho %PDF-1.4\n", "txt"}, {"a.pdf", "%PDX-1.4", "txt"}, {"a.pdf", "\x00", "unknown"},
		{"a.docx", "%PDF-1.4", "pdf"}, {"a.txt", "%PDF-1.4", "pdf"}, {"a.txt", "GIF89a", "gif"}, {"a.csv", `{\rtf1}`, "rtf"},
		{"a.docx", ole, "doc"}, {"a.docx", compound("EncryptedPackage"), "unknown"}, {"a.doc", compound("EncryptedPackage"), "unknown"},
		{"a.doc", ole + "\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", "unknown"},
		{"a.docx", packed(t, "word/document.xml"), "zip"}, {"a.docx", packed(t, "[Content_Types].xml"), "zip"},
		{"a.docx", packed(t, "[Content_Types].xml", "inner/word/document.xml"), "zip"}, {"a.docx", packed(t), "zip"},
		{"a.docx", packed(t, "[Content_Types].xml", "word/document.xml")[:60], "zip"},
		{"a.docx", "MZ" + packed(t, "[Content_Types].xml", "word/document.xml"), "exe"},
		{"a.odt", packed(t, "mimetype=application/vnd.oasis.opendocument.text-master"), "zip"},
		{"a.bmp", "BM says hello to all of us", "txt"}, {"a.bmp", "BM", "txt"},
		{"a.webp", "RIFF\x04\x00\x00\x00WAVE", "unknown"}, {"a.webp", "RIFF", "txt"},
		{"a.heic", "\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1", "unknown"}, {"a.heic", "\x00\x00\x00\x10ftypisom\x00\x00\x00\x00heic", "unknown"},
		{"a.heic", "\xff\xff\xff\xffftyp", "txt"},
		{"a.txt", "a\x00b", "unknown"}, {"a.txt", strings.Repeat("a", 98) + "\x01", "unknown"}, {"a.txt", strings.Repeat("a", 98) + "\x7f", "unknown"},
		{"a.txt", "\xff\xfea\x00b", "unknown"}, {"a.txt", "\xff\xfe\x00\x00a\x00\x00\x00", "unknown"}, {"a.txt", "\xfe\xff\x00\x01\x00\x02", "unknown"},
		{"a.html", "work done", "txt"}, {"a.eml", "work done", "txt"}, {"a.eml", "\nFrom: me", "txt"}, {"a.eml", " From: me", "txt"},
		{"a.eml", "X-Odd: 1\n\nFrom: me", "txt"}, {"a.eml", "From: me\nwork done\n\n", "txt"}, {"a.eml", ": x\nFrom: me", "txt"},
		{"a.eml", "Fr om: me", "txt"}, {"a.mht", "From: me\n\nMIME-Version: 1.0", "eml"}, {"a.mht", "work done", "txt"},
	} {
		_, err := evidence.Recognise(c.name, []byte(c.content))
		if args := refused(t, err, "evidence.content", c.name); args["found"] != c.found || args["type"] != c.name[2:] {
			t.Errorf("%s with %.40q: told %v, want %s", c.name, c.content, args, c.found)
		}
	}
}

func TestAnyBytesUnderAnyNameAreRecognisedOrInvalid(t *testing.T) {
	all := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		ex := rapid.SampledFrom(all).Draw(t, "example")
		content := []byte(ex.content[:rapid.IntRange(0, len(ex.content)).Draw(t, "kept")])
		content = append(content, rapid.SliceOf(rapid.Byte()).Draw(t, "more")...)
		if len(content) > 0 {
			content[rapid.IntRange(0, len(content)-1).Draw(t, "at")] ^= rapid.Byte().Draw(t, "flip")
		}
		name := rapid.StringN(0, 10, -1).Draw(t, "stem") + "." + rapid.SampledFrom(rapid.SampledFrom(all).Draw(t, "other").extensions).Draw(t, "extension")
		mediaType, err := evidence.Recognise(name, content)
		if (mediaType == "") == (err == nil) || fault.CodeOf(err) != fault.Invalid && err != nil {
			t.Fatalf("got %q, %v", mediaType, err)
		}
	})
}
