package ui

import (
	"io"
	"iter"
)

// List prints rows in the printer's format: in JSON an array, which is empty where there are none.
// Where rows gives an error nothing reaches stdout, and List returns that error; its own are
// internal, and usage where the query does not fit. A long table ranges over rows twice; every other
// format does so once, and keeps no more than one row in memory unless there is a query.
func List[T any](p *Printer, v View[T], rows iter.Seq2[T, error]) error {
	if p.Query != nil {
		return p.ask(func(w io.Writer) error { return writeList(w, NDJSON, separated{}, v, rows) }, true)
	}
	if p.Format == Table {
		return listTable(p, v.tabled(), rows)
	}
	return p.Document(func(w io.Writer) error { return writeList(w, p.Format, p.separated(p.Format), v, rows) })
}

// One prints one object; a table of it has a line for each key (see Column.InTable). Errors are those
// of List.
func One[T any](p *Printer, v View[T], row T) error {
	if p.Query != nil {
		return p.ask(func(w io.Writer) error { return writeOne(w, NDJSON, separated{}, v, row) }, false)
	}
	if p.Format == Table {
		return oneTable(p, v, row)
	}
	return p.Document(func(w io.Writer) error { return writeOne(w, p.Format, p.separated(p.Format), v, row) })
}

// OneOrList prints the object where there is just one row, and else the list. Errors are those of
// List.
func OneOrList[T any](p *Printer, v View[T], rows []T) error {
	if len(rows) == 1 {
		return One(p, v, rows[0])
	}
	return List(p, v, Rows(rows))
}

// Write writes rows to a file in a format other than table; the errors are those of rows and of the writer.
func Write[T any](w io.Writer, format Format, v View[T], rows iter.Seq2[T, error]) error {
	comma := byte(',')
	if format == TSV {
		comma = '\t'
	}
	return writeList(w, format, separated{comma, false}, v, rows)
}

// Rows ranges over a slice as List wants it.
func Rows[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// separated is the writer of CSV or TSV rows.
func (p *Printer) separated(format Format) separated {
	if format == TSV {
		return separated{'\t', p.Streams.OutTTY}
	}
	return separated{',', p.Streams.OutTTY}
}

func writeList[T any](w io.Writer, format Format, s separated, v View[T], rows iter.Seq2[T, error]) error {
	switch format {
	case JSON:
		return writeJSONList(w, v, rows)
	case YAML:
		var object []byte
		n, err := writeRows(w, rows, func(b []byte, _ int, row *T) (_ []byte, err error) {
			if object, err = appendObject(object[:0], v, row, compact); err != nil {
				return b, err
			}
			return appendYAML(b, object, true)
		})
		if err == nil && n == 0 {
			_, err = io.WriteString(w, "[]\n")
		}
		return err
	case CSV, TSV:
		if _, err := w.Write(s.appendRow(nil, v.keys())); err != nil {
			return err
		}
		_, err := writeRows(w, rows, func(b []byte, _ int, row *T) ([]byte, error) { return appendSeparated(b, s, v, row) })
		return err
	}
	_, err := writeRows(w, rows, func(b []byte, _ int, row *T) ([]byte, error) {
		b, err := appendObject(b, v, row, compact)
		return append(b, '\n'), err
	})
	return err
}

func writeJSONList[T any](w io.Writer, v View[T], rows iter.Seq2[T, error]) error {
	n, err := writeRows(w, rows, func(b []byte, i int, row *T) ([]byte, error) {
		if i == 0 {
			b = append(b, '[')
		} else {
			b = append(b, ',')
		}
		return appendObject(append(b, "\n  "...), v, row, 1)
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if n == 0 {
		end = "[]\n"
	}
	_, err = io.WriteString(w, end)
	return err
}

func writeOne[T any](w io.Writer, format Format, s separated, v View[T], row T) error {
	switch format {
	case CSV, TSV:
		return writeList(w, format, s, v, Rows([]T{row}))
	case YAML:
		b, err := appendObject(nil, v, &row, compact)
		if err != nil {
			return err
		}
		if b, err = appendYAML(nil, append(b, '\n'), false); err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	}
	depth := 0
	if format == NDJSON {
		depth = compact
	}
	b, err := writeObject(nil, v, &row, depth, func(b []byte) ([]byte, error) {
		_, err := w.Write(b)
		return b[:0], err
	})
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// writeRows writes every row with one buffer and tells how many there were.
func writeRows[T any](w io.Writer, rows iter.Seq2[T, error], appendRow func(b []byte, i int, row *T) ([]byte, error)) (int, error) {
	var (
		buffer  []byte
		current T // one place for every row: its address is taken
		n       int
	)
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		current = row
		if buffer, err = appendRow(buffer[:0], n, &current); err != nil {
			return n, err
		}
		if _, err = w.Write(buffer); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
