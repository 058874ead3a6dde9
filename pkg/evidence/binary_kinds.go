package evidence

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// begins fits content that begins with one of the marks.
func begins(marks ...string) func(sample) bool {
	return func(s sample) bool {
		return slices.ContainsFunc(marks, func(mark string) bool { return bytes.HasPrefix(s.content, []byte(mark)) })
	}
}

// isPDF allows for spaces and a byte order mark before the header, which some programs write.
func isPDF(s sample) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(s.content, []byte(markUTF8)), " \t\r\n"), []byte("%PDF-"))
}

// holds fits a compound file with one of the streams, or with none that is known: programs of others
// write their names in other ways, and genuine evidence must not be refused.
func holds(streams ...string) func(sample) bool {
	magic := begins(oleMagic)
	return func(s sample) bool {
		return magic(s) && (len(s.streams) == 0 ||
			slices.ContainsFunc(s.streams, func(name string) bool { return slices.Contains(streams, name) }))
	}
}

// packs fits an Office Open XML file whose document is in the folder.
func packs(folder string) func(sample) bool {
	return func(s sample) bool {
		return slices.Contains(s.parts, "[content_types].xml") &&
			slices.ContainsFunc(s.parts, func(name string) bool { return strings.HasPrefix(name, folder) })
	}
}

// declares fits an OpenDocument file of a media type.
func declares(mediaType string) func(sample) bool {
	return func(s sample) bool { return s.mimetype == mediaType }
}

// isXPS looks for the sequence of documents, whose part may itself be in pieces.
func isXPS(s sample) bool {
	return slices.ContainsFunc(s.parts, func(name string) bool { return strings.Contains(name, ".fdseq") })
}

// isBMP looks at more than the two letters: any text may begin with those.
func isBMP(s sample) bool {
	b := s.content
	if len(b) < 18 || !bytes.HasPrefix(b, []byte("BM")) {
		return false
	}
	header := binary.LittleEndian.Uint32(b[14:])
	return slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, header)
}

func isWebP(s sample) bool {
	b := s.content
	return len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP"
}

// isHEIC looks for a brand of HEVC among those of the first box; AVIF has the same box.
func isHEIC(s sample) bool {
	b := s.content
	if len(b) < 12 || string(b[4:8]) != "ftyp" {
		return false
	}
	size := min(uint64(binary.BigEndian.Uint32(b)), uint64(len(b)))
	for at := uint64(8); at+4 <= size; at += 4 {
		if slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "hevx"}, string(b[at:at+4])) {
			return true
		}
	}
	return false
}
