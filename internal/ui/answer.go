package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ask prints the answer of the query to a result that write writes as NDJSON: a list of all its
// lines, or its only one. Errors are those of write, usage where the query does not fit, or
// internal.
func (p *Printer) ask(write func(io.Writer) error, list bool) error {
	var buffer bytes.Buffer
	if err := write(&buffer); err != nil {
		return err
	}
	rows := []any{}
	decoder := json.NewDecoder(&buffer)
	for {
		var row any
		err := decoder.Decode(&row)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	var document any = rows
	if !list {
		document = rows[0]
	}
	result, err := p.Query.search(document, p.Kept)
	if err != nil {
		return err
	}
	return p.answer(result)
}

// answer prints any value in the printer's format. In a table, CSV and TSV a list of objects has
// their keys as columns, a list of lists is rows without a header, and anything else is one line.
func (p *Printer) answer(result any) error {
	switch p.Format {
	case CSV, TSV:
		return p.answerSeparated(result)
	case Table:
		return p.answerTable(result)
	}
	return p.Document(func(w io.Writer) error {
		values := []any{result}
		if items, is := result.([]any); is && p.Format == NDJSON {
			values = items
		}
		depth := 0
		if p.Format != JSON {
			depth = compact
		}
		for _, value := range values {
			b, err := appendRaw(nil, value, depth)
			if err == nil && p.Format == YAML {
				b, err = appendYAML(nil, b, false)
			} else {
				b = append(b, '\n')
			}
			if err != nil {
				return err
			}
			if _, err := w.Write(b); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *Printer) answerSeparated(result any) error {
	s := p.separated(p.Format)
	header, lines := shape(result)
	return p.Document(func(w io.Writer) error {
		var b []byte
		if header != nil {
			b = s.appendRow(b, header)
		}
		for _, line := range lines {
			b = s.appendRow(b, line)
		}
		_, err := w.Write(b)
		return err
	})
}

func (p *Printer) answerTable(result any) error {
	header, lines := shape(result)
	if len(lines) == 0 {
		p.Note("ui.none")
		return nil
	}
	if _, is := result.(map[string]any); is {
		return p.pairs(header, lines[0])
	}
	for i, key := range header {
		header[i] = strings.ToUpper(p.Heading(key))
	}
	widths := widen(nil, header)
	for _, line := range lines {
		for i := range line {
			line[i] = Line(line[i])
		}
		widths = widen(widths, line)
	}
	return p.grid(header, lines, widths)
}

// shape is a value as rows of text, with a header where it is an object or a list of objects.
func shape(result any) (header []string, lines [][]string) {
	switch value := result.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return shapeObjects([]any{value})
	case []any:
		if every[map[string]any](value) {
			return shapeObjects(value)
		}
		for _, item := range value {
			line := []any{item}
			if every[[]any](value) {
				line = item.([]any)
			}
			lines = append(lines, texts(line))
		}
		return nil, lines
	}
	return nil, [][]string{{valueText(result)}}
}

func shapeObjects(objects []any) (header []string, lines [][]string) {
	for _, o := range objects {
		for key := range o.(map[string]any) {
			header = append(header, key)
		}
	}
	slices.Sort(header)
	header = slices.Compact(header)
	for _, o := range objects {
		line := make([]string, len(header))
		for i, key := range header {
			line[i] = valueText(o.(map[string]any)[key])
		}
		lines = append(lines, line)
	}
	return header, lines
}

func every[K any](list []any) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(item any) bool { _, is := item.(K); return !is })
}

func texts(list []any) []string {
	line := make([]string, len(list))
	for i, item := range list {
		line[i] = valueText(item)
	}
	return line
}

// valueText is a value as the text of one cell: an object or a list is compact JSON.
func valueText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	b, err := appendRaw(nil, value, compact)
	if err != nil {
		return ""
	}
	return string(b)
}
