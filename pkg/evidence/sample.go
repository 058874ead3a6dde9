package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
)

const (
	// oleMagic begins the compound files of older Office programs and of Outlook.
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	// installer is the class of a compound file that installs a program, 000C1084-0000-0000-C000-000000000046.
	installer = "\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
	// longestMimetype is more than any media type that an OpenDocument file declares.
	longestMimetype = 100
)

// sample is content with what several kinds want to know of it.
type sample struct {
	content  []byte
	text     bool     // it can be read as text
	streams  []string // of a compound file: what says whose it is
	parts    []string // of a ZIP file: the names of its entries, lower case
	mimetype string   // of a ZIP file: what its entry of this name says
}

func examine(content []byte) sample {
	s := sample{content: content, text: isReadable(content)}
	switch {
	case begins(oleMagic)(s):
		s.streams = streamsOf(content)
	case bytes.HasPrefix(content, []byte("PK")):
		s.parts, s.mimetype = unpacked(content)
	}
	return s
}

// storages are the names of streams that tell whose compound file it is. The last one holds an
// encrypted document of a newer Office, which nobody can check.
func storages() []string {
	return []string{"WordDocument", "Workbook", "Book", "PowerPoint Document", "__properties_version1.0", "EncryptedPackage"}
}

// streamsOf are the storages that a compound file names, as its directory does: in UTF-16 with a zero
// at the end. That it is an installer counts as one.
func streamsOf(content []byte) (found []string) {
	if bytes.Contains(content, []byte(installer)) {
		found = append(found, installer)
	}
	for _, name := range storages() {
		var entry []byte
		for _, unit := range utf16.Encode([]rune(name + "\x00")) {
			entry = append(entry, byte(unit), byte(unit>>8))
		}
		if bytes.Contains(content, entry) {
			found = append(found, name)
		}
	}
	return found
}

// unpacked are the entries of a ZIP file and what its mimetype says; none where it is damaged.
func unpacked(content []byte) (parts []string, mimetype string) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, ""
	}
	for _, f := range archive.File {
		parts = append(parts, strings.ToLower(f.Name))
		if f.Name == "mimetype" && mimetype == "" {
			mimetype = beginning(f)
		}
	}
	return parts, mimetype
}

// beginning is the first bytes of an entry; none where it is damaged.
func beginning(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, longestMimetype))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}
