package intake

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// longestLine is the most that a line of CSV or NDJSON may hold; a longer one is not what it says.
const longestLine = 1 << 20

var (
	byteOrderUTF8   = []byte{0xEF, 0xBB, 0xBF}
	byteOrderLittle = []byte{0xFF, 0xFE}
	byteOrderBig    = []byte{0xFE, 0xFF}
	gzipMagic       = []byte{0x1F, 0x8B}
)

// text is a file as checked UTF-8 without a byte order mark.
type text struct {
	*bufio.Reader
	checked *checked
}

// unzipped reads through gzip. The error is invalid for damaged gzip.
func unzipped(content io.Reader) (*bufio.Reader, error) {
	raw := bufio.NewReader(content)
	if magic, _ := raw.Peek(2); bytes.Equal(magic, gzipMagic) {
		inner, err := gzip.NewReader(raw)
		if err != nil {
			return nil, unreadable(err)
		}
		raw = bufio.NewReader(inner)
	}
	return raw, nil
}

// textOf turns UTF-16 with a byte order mark into UTF-8.
func textOf(raw *bufio.Reader) text {
	c := &checked{line: 1}
	mark, _ := raw.Peek(3)
	switch {
	case bytes.Equal(mark, byteOrderUTF8):
		_, _ = raw.Discard(len(byteOrderUTF8)) // they were just looked at
		c.from = raw
	case bytes.HasPrefix(mark, byteOrderLittle), bytes.HasPrefix(mark, byteOrderBig):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		c.from, c.replaced = transform.NewReader(raw, utf16.NewDecoder()), true
	default:
		c.from = raw
	}
	return text{bufio.NewReaderSize(c, longestLine), c}
}

// head is the beginning of the text, for recognising it.
func (t text) head() ([]byte, error) {
	head, err := t.Peek(longestLine)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head, nil
}

// checked passes text on and stops at the first byte that is none.
type checked struct {
	from io.Reader
	// replaced is true where a decoder wrote U+FFFD for what it could not read.
	replaced bool
	// limited is true where a line may not be longer than longestLine.
	limited bool
	line    int
	length  int    // of the line so far
	rest    []byte // the beginning of a rune whose end is not read yet
	err     error
}

// Read gives checked bytes; the error is invalid with the line where the text is none.
func (c *checked) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	n := copy(p, c.rest)
	read, err := c.from.Read(p[n:min(len(p), n+mostAtOnce)])
	n += read
	c.rest = nil
	good, fine := c.check(p[:n], err != nil)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		c.err = unreadable(err)
	case fine != nil:
		c.err = fine
	case err != nil:
		c.err = io.EOF
	default:
		c.rest = append([]byte(nil), p[good:n]...)
	}
	if good > 0 {
		return good, nil
	}
	return 0, c.err
}

// mostAtOnce is how much is read and checked at once. It is much less than a line may have.
const mostAtOnce = 64 << 10

// check gives how many of the bytes are whole runes of text.
func (c *checked) check(p []byte, last bool) (int, error) {
	whole := len(p)
	if !last {
		whole -= unfinished(p)
	}
	p = p[:whole]
	sound := bytes.IndexByte(p, 0) < 0 && utf8.Valid(p) && !(c.replaced && bytes.ContainsRune(p, utf8.RuneError))
	if !sound || c.limited && c.length+whole > longestLine {
		return c.checkEach(p)
	}
	if lines := bytes.Count(p, []byte{'\n'}); lines > 0 {
		c.line += lines
		c.length = whole - 1 - bytes.LastIndexByte(p, '\n')
	} else {
		c.length += whole
	}
	return whole, nil
}

// unfinished is how many bytes at the end begin a rune whose end is not there.
func unfinished(p []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(p); i++ {
		if b := p[len(p)-i]; utf8.RuneStart(b) {
			if utf8.FullRune(p[len(p)-i:]) {
				return 0
			}
			return i
		}
	}
	return 0
}

// checkEach is check, one rune after the other: where something is wrong it says on which line.
func (c *checked) checkEach(p []byte) (int, error) {
	for i := 0; i < len(p); {
		r, size := utf8.DecodeRune(p[i:])
		switch {
		case r == '\n':
			c.line++
			c.length = 0
			i++
			continue
		case r == 0:
			return i, fault.New(fault.Invalid, "intake.binary", "line", c.line).In("", c.line, "", "")
		case r == utf8.RuneError && (size == 1 || c.replaced):
			return i, fault.New(fault.Invalid, "intake.encoding", "line", c.line).In("", c.line, "", "")
		}
		i += size
		c.length += size
		if c.limited && c.length > longestLine {
			return i, fault.New(fault.Invalid, "intake.line", "line", c.line).In("", c.line, "", "")
		}
	}
	return len(p), nil
}

// unreadable tells damage of the file, which is invalid, from a fault below it.
func unreadable(err error) *fault.Error {
	var already *fault.Error
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &already):
		return already
	case errors.Is(err, context.Canceled):
		return fault.As(err)
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "intake.gzip").Because(err)
	}
	return fault.New(fault.Internal, "intake.read", "cause", err.Error()).Because(err)
}

// located names the file of an error.
func located(err error, file string) *fault.Error {
	e := unreadable(err)
	e.File = file
	e.Args["file"] = file
	return e
}
