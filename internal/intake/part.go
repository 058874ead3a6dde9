package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// relation is a reference from one part to another.
type relation struct{ id, kind, part string }

// relations are the references of a part; those of no part are the file's.
func (b *workbook) relations(from string) ([]relation, error) {
	dir, base := path.Split(from)
	var all []relation
	err := b.walk(dir+"_rels/"+base+".rels", mostOfPart, func(e xml.StartElement) {
		if e.Name.Local != "Relationship" {
			return
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		all = append(all, relation{attribute(e, "Id"), path.Base(attribute(e, "Type")), partName(target)})
	}, nil)
	return all, err
}

// partName is how a part is found, however a program wrote its name.
func partName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ToLower(strings.ReplaceAll(name, `\`, "/"))), "/")
}

// walk reads a part of at most so many bytes. start gets every element, end its name and the text that
// stands right before its end; end may be nil. No piece of it may be longer than a line of a CSV file.
func (b *workbook) walk(part string, most int64, start func(xml.StartElement), end func(name, text string) error) error {
	f := b.parts[part]
	if f == nil {
		return damagedWorkbook(errors.New("there is no " + part))
	}
	content, err := f.Open()
	if err != nil {
		return damagedWorkbook(err)
	}
	defer content.Close()
	within := &capped{from: content, book: b, left: most}
	tokens := xml.NewDecoder(within)
	var text []byte
	depth := 0
	for {
		within.piece = 0
		token, err := tokens.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			var already *fault.Error
			if errors.As(err, &already) {
				return already
			}
			return damagedWorkbook(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			text = text[:0]
			if depth++; depth > deepest {
				return damagedWorkbook(errors.New("elements lie too deep"))
			}
			start(token)
		case xml.CharData:
			if text = append(text, token...); len(text) > longestLine {
				return tooLarge()
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return damagedWorkbook(errors.New("an element ends that did not begin"))
			}
			if end != nil {
				if err := end(token.Name.Local, string(text)); err != nil {
					return err
				}
			}
			text = text[:0]
		}
	}
}

// capped passes on what is unpacked of a part, until there is too much of it.
type capped struct {
	from  io.Reader
	book  *workbook
	left  int64 // of the part
	piece int   // since the last token
}

// Read gives the bytes of the part; the error is invalid where there are too many.
func (c *capped) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.book.unpacked += int64(n)
	c.left -= int64(n)
	c.piece += n
	all := c.book.unpacked
	if c.left < 0 || c.piece > longestLine || all > mostUnpacked || all > freely && all > mostRatio*c.book.packed {
		return 0, tooLarge()
	}
	return n, err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		// sheetId is another attribute than r:id, but id alone is written with any prefix.
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(text string) bool { return text == "1" || text == "true" }
