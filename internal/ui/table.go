package ui

import (
	"io"
	"iter"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// tableRows is how many rows are given to tablewriter, which needs 800 MB for a million of them; a
// longer table is written in fixed widths. keptRows is how many rows are kept in memory to be written
// once the widths are known; of an even longer table the rows are read a second time.
const (
	tableRows = 2_000
	keptRows  = 20_000
)

// listTable prints rows as a table, and a note where there are none.
func listTable[T any](p *Printer, v View[T], rows iter.Seq2[T, error]) error {
	header := make([]string, len(v.Columns))
	for i, key := range v.keys() {
		header[i] = strings.ToUpper(p.Heading(key))
	}
	var (
		widths = widen(nil, header)
		grid   [][]string
		n      int
	)
	err := eachLine(v, rows, func(line []string) error {
		widths = widen(widths, line)
		if n++; n <= keptRows {
			grid = append(grid, append([]string(nil), line...))
		} else {
			grid = nil
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		p.Note("ui.none")
		return nil
	case n <= tableRows:
		return p.grid(header, grid, widths)
	}
	return p.Document(func(w io.Writer) error {
		b := p.appendHeader(nil, header, widths)
		if _, err := w.Write(b); err != nil {
			return err
		}
		write := func(line []string) error {
			b = appendLine(b[:0], line, widths)
			_, err := w.Write(b)
			return err
		}
		for _, line := range grid {
			if err := write(line); err != nil {
				return err
			}
		}
		if n <= keptRows {
			return nil
		}
		return eachLine(v, rows, write)
	})
}

// eachLine calls do with the cells of every row, made safe; do must not keep them.
func eachLine[T any](v View[T], rows iter.Seq2[T, error], do func(line []string) error) error {
	var (
		cells   []string
		current T
	)
	for row, err := range rows {
		if err != nil {
			return err
		}
		current = row
		if cells, err = v.appendCells(cells[:0], &current); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = Line(cells[i])
		}
		if err := do(cells); err != nil {
			return err
		}
	}
	return nil
}

// oneTable prints one object, a line for each key that a table of many shows or that has a value.
func oneTable[T any](p *Printer, v View[T], row T) error {
	cells, err := v.appendCells(nil, &row)
	if err != nil {
		return err
	}
	keys := v.keys()
	shown := 0
	for i, c := range v.Columns {
		if c.InTable || cells[i] != "" {
			keys[shown], cells[shown] = keys[i], cells[i]
			shown++
		}
	}
	return p.pairs(keys[:shown], cells[:shown])
}

// pairs prints keys and values beside each other.
func (p *Printer) pairs(keys, values []string) error {
	var widths []int
	lines := make([][]string, len(keys))
	for i, key := range keys {
		lines[i] = []string{p.Heading(key), Line(values[i])}
		widths = widen(widths, lines[i])
	}
	return p.grid(nil, lines, widths)
}

// grid prints safe cells of known widths. Rules are drawn on a terminal only, and only where they
// fit: a rule that wraps makes a table hard to read.
func (p *Printer) grid(header []string, lines [][]string, widths []int) error {
	total := 2 * len(widths)
	for _, width := range widths {
		total += width
	}
	fits := p.Streams.Width == 0 || total <= p.Streams.Width
	return p.Document(func(w io.Writer) error {
		if header != nil && p.Streams.OutTTY && fits {
			return drawn(w, p.bold(header), lines)
		}
		var b []byte
		if header != nil {
			b = p.appendHeader(b, header, widths)
		}
		for _, line := range lines {
			b = appendLine(b, line, widths)
		}
		_, err := w.Write(b)
		return err
	})
}

// drawn draws a table with a rule below its header. Nothing is wrapped, cut or changed in a cell.
func drawn(w io.Writer, header []string, lines [][]string) error {
	table := tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: tw.On},
			},
		})),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithRowAlignment(tw.AlignLeft),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithTrimLine(tw.Off),
	)
	table.Header(header)
	if err := table.Bulk(lines); err != nil {
		return err
	}
	return table.Render()
}

// bold are names of columns as they are shown where colour is wanted: on a terminal, and wherever --color
// always says so.
func (p *Printer) bold(header []string) []string {
	if !p.Streams.Color {
		return header
	}
	bold := make([]string, len(header))
	for i, name := range header {
		bold[i] = "\x1b[1m" + name + "\x1b[0m"
	}
	return bold
}

// appendHeader is appendLine for the names of columns; how they are shown takes no room.
func (p *Printer) appendHeader(b []byte, header []string, widths []int) []byte {
	return appendLine(b, p.bold(header), widths)
}

// appendLine appends cells in columns two spaces apart, without spaces at the end.
func appendLine(b []byte, cells []string, widths []int) []byte {
	spaces := 0
	for i, text := range cells {
		if text != "" {
			for range spaces {
				b = append(b, ' ')
			}
			b, spaces = append(b, text...), 0
		}
		spaces += 2 + max(0, widths[i]-columns(text))
	}
	return append(b, '\n')
}

// widen makes the widths hold the cells of one more line.
func widen(widths []int, cells []string) []int {
	for i, text := range cells {
		if i == len(widths) {
			widths = append(widths, 0)
		}
		widths[i] = max(widths[i], columns(text))
	}
	return widths
}

// columns is how many columns of a terminal a safe text takes; a Chinese character takes two.
func columns(text string) int {
	if isPlain(text) {
		return len(text)
	}
	return twwidth.WidthWithOptions(text, twwidth.Options{})
}
