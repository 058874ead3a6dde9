package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// What is read of a workbook. Its bytes are kept in memory, because a ZIP archive is read from its end; a
// million subscriptions take 40 MiB of them, and 600 MiB unpacked.
const (
	mostPacked   = 128 << 20
	mostUnpacked = 1 << 30
	// mostShared is what the texts that cells share may take: they are kept until the last sheet is read.
	mostShared = 256 << 20
	// mostOfPart is for the parts that describe the others; no program writes a hundredth of it.
	mostOfPart = 16 << 20
	// mostRatio is how many times larger than the file what is in it may be. A sheet of equal rows was 22
	// times as large; deflate itself ends at 1032, and what comes near was made to fill a memory.
	mostRatio = 200
	// freely is what any file may unpack to, however small it is.
	freely = 16 << 20
	// mostParts is how many files the archive may hold; a workbook of 100 sheets has some 300.
	mostParts = 10_000
)

// workbook is an XLSX file: a ZIP archive of XML parts that refer to each other (ECMA-376).
type workbook struct {
	parts    map[string]*zip.File // by their names in lower case, which do not count
	packed   int64
	unpacked int64
	shared   []string
	looks    []look // by the number of a style
	// since1904 is true where days are counted from 1904 and not from 1900.
	since1904 bool
	sheets    []worksheet
}

// worksheet is the name of a sheet and of the part that holds its cells.
type worksheet struct{ name, part string }

// openWorkbook reads all of a workbook but its cells. The error is invalid for what is none or is larger
// than its caps, else what the source said.
func openWorkbook(content io.Reader) (*workbook, error) {
	packed, err := io.ReadAll(io.LimitReader(content, mostPacked+1))
	switch {
	case err != nil:
		return nil, err
	case len(packed) > mostPacked, bytes.Count(packed, []byte("PK\x01\x02")) > mostParts:
		return nil, tooLarge()
	case bytes.HasPrefix(packed, ole2Magic):
		return nil, fault.New(fault.Invalid, "intake.xlsx.closed")
	case !bytes.HasPrefix(packed, zipMagic):
		return nil, fault.New(fault.Invalid, "intake.xlsx.none")
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, damagedWorkbook(err)
	}
	b := &workbook{packed: int64(len(packed)), parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		if name := partName(f.Name); b.parts[name] == nil {
			b.parts[name] = f
		}
	}
	if b.parts["[content_types].xml"] == nil {
		return nil, fault.New(fault.Invalid, "intake.xlsx.none")
	}
	if err := b.describe(); err != nil {
		return nil, err
	}
	return b, nil
}

// describe reads the parts that say which sheets there are and what their cells mean.
func (b *workbook) describe() error {
	top, err := b.relations("")
	if err != nil {
		return err
	}
	var main string
	for _, r := range top {
		if r.kind == "officeDocument" {
			main = r.part
		}
	}
	if !strings.HasSuffix(main, ".xml") || !strings.HasPrefix(main, "xl/") {
		return fault.New(fault.Invalid, "intake.xlsx.none")
	}
	related, err := b.relations(main)
	if err != nil {
		return err
	}
	sheets := map[string]string{}
	var shared, styles string
	for _, r := range related {
		switch r.kind {
		case "worksheet":
			sheets[r.id] = r.part
		case "sharedStrings":
			shared = r.part
		case "styles":
			styles = r.part
		case "vbaProject", "xlMacrosheet":
			return fault.New(fault.Invalid, "intake.xlsx.macros")
		}
	}
	err = b.walk(main, mostOfPart, func(e xml.StartElement) {
		switch e.Name.Local {
		case "workbookPr":
			b.since1904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			// A sheet of another kind, a chart, has no cells.
			if part, ok := sheets[attribute(e, "id")]; ok {
				b.sheets = append(b.sheets, worksheet{attribute(e, "name"), part})
			}
		}
	}, nil)
	if err == nil && styles != "" {
		err = b.readStyles(styles)
	}
	if err == nil && shared != "" {
		err = b.readShared(shared)
	}
	return err
}

// readShared reads the texts that cells refer to by their number.
func (b *workbook) readShared(part string) error {
	var text strings.Builder
	size, spoken := 0, false
	return b.walk(part, mostUnpacked, func(e xml.StartElement) {
		switch e.Name.Local {
		case "si":
			text.Reset()
		case "rPh": // how the text is pronounced
			spoken = true
		}
	}, func(name, words string) error {
		switch name {
		case "rPh":
			spoken = false
		case "t":
			if !spoken {
				text.WriteString(words)
			}
		case "si":
			b.shared = append(b.shared, unescaped(text.String()))
			if size += text.Len() + 16; size > mostShared {
				return tooLarge()
			}
		}
		if text.Len() > longestLine {
			return tooLarge()
		}
		return nil
	})
}

func damagedWorkbook(cause error) *fault.Error {
	return fault.New(fault.Invalid, "intake.xlsx.damaged").Because(cause)
}

func tooLarge() *fault.Error {
	return fault.New(fault.Invalid, "intake.xlsx.large", "packed", mostPacked>>20, "unpacked", mostUnpacked>>20, "ratio", mostRatio)
}
