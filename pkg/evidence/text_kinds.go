package evidence

import (
	"bytes"
	"slices"
	"strings"
)

// The byte order marks that a text may begin with.
const (
	markUTF8   = "\xef\xbb\xbf"
	markLittle = "\xff\xfe"
	markBig    = "\xfe\xff"
)

// isReadable tells whether bytes are text: in UTF-16 where they say so with a mark, else in UTF-8 or
// any of the old code pages. There is no zero in it, and of a hundred characters at most one is a
// control character that texts do not have.
func isReadable(b []byte) bool {
	width, high := 1, 0 // bytes of a character, and which of them is the high one
	switch {
	case bytes.HasPrefix(b, []byte(markLittle)):
		width, high = 2, 1
	case bytes.HasPrefix(b, []byte(markBig)):
		width, high = 2, 0
	}
	characters, controls := len(b)/width, 0
	for i := 0; i+width <= len(b); i += width {
		low := b[i+width-1-high]
		switch {
		case width == 2 && b[i+high] != 0:
		case low == 0:
			return false
		case isControl(low):
			controls++
		}
	}
	return len(b)%width == 0 && controls*100 <= characters
}

// isControl tells a character that no text has from the rest, and from those that end lines and pages
// or colour a log.
func isControl(c byte) bool {
	return c < ' ' && !strings.ContainsRune("\a\b\t\n\v\f\r\x1b", rune(c)) || c == 0x7f
}

func isText(s sample) bool { return s.text }

// isHTML fits text that begins with a tag.
func isHTML(s sample) bool {
	b := s.content
	for _, mark := range []string{markUTF8, markLittle, markBig} {
		b = bytes.TrimPrefix(b, []byte(mark))
	}
	return s.text && bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n\x00"), []byte("<"))
}

// isMail fits text with the headers of RFC 5322, one of those that tell who wrote when to whom.
func isMail(s sample) bool {
	return s.text && hasHeader(s.content, "From", "To", "Subject", "Date", "Received", "Message-ID")
}

// isWebArchive fits a page that a browser saved as a message, with all that belongs to it.
func isWebArchive(s sample) bool { return s.text && hasHeader(s.content, "MIME-Version") }

// hasHeader tells whether a text begins with headers and nothing else up to the first empty line, and
// whether one of these is among them.
func hasHeader(b []byte, wanted ...string) (has bool) {
	b = bytes.TrimPrefix(b, []byte(markUTF8))
	for first := true; len(b) > 0; first = false {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if !first && (line[0] == ' ' || line[0] == '\t') {
			continue // the header before goes on
		}
		name, _, found := bytes.Cut(line, []byte(":"))
		if !found || len(name) == 0 || bytes.ContainsFunc(name, func(c rune) bool { return c <= ' ' || c > '~' }) {
			return false
		}
		has = has || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, string(name)) })
	}
	return has
}
