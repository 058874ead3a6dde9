package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// json reads a JSON document: a list, whose objects are read one by one, or one object.
func (d *document) json(t text) error {
	j := newJSONReader(t, 1)
	token, line, err := j.token()
	switch {
	case err != nil:
		return err
	case token == json.Delim('['):
		for j.tokens.More() {
			n, err := j.value(2)
			if err != nil {
				return err
			}
			d.take(n)
		}
		if _, _, err := j.token(); err != nil {
			return err
		}
	default:
		n, err := j.rest(token, line, 1)
		if err != nil {
			return err
		}
		d.whole(n)
	}
	return j.end()
}

// ndjson reads an object a line. A line that is none does not stop the others from being looked at.
func (d *document) ndjson(t text) error {
	t.checked.limited = true
	lines := bufio.NewScanner(t)
	lines.Buffer(nil, longestLine+16) // the checked text has no longer line; room for its end
	for line := 1; lines.Scan(); line++ {
		if blank(lines.Bytes()) {
			continue
		}
		j := newJSONReader(bytes.NewReader(lines.Bytes()), line)
		n, err := j.value(1)
		if err == nil {
			err = j.end()
		}
		switch {
		case err == nil:
			d.take(n)
		case lines.Err() != nil: // the line is only what was left before the text broke
			return lines.Err()
		default:
			d.refuse(located(err, d.file))
		}
	}
	return lines.Err()
}

// jsonReader reads JSON token by token, so that duplicate keys, depth and lines are seen.
type jsonReader struct {
	tokens *json.Decoder
	lines  *lineCounter
}

func newJSONReader(from io.Reader, line int) *jsonReader {
	lines := &lineCounter{from: from, line: line}
	tokens := json.NewDecoder(lines)
	tokens.UseNumber()
	return &jsonReader{tokens: tokens, lines: lines}
}

// token is the next token and the line it ends on.
func (j *jsonReader) token() (json.Token, int, error) {
	token, err := j.tokens.Token()
	at := j.tokens.InputOffset()
	if err == nil {
		return token, j.lines.at(at), nil
	}
	var e *json.SyntaxError
	if errors.As(err, &e) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, 0, syntax("intake.json.syntax", j.lines.next(at)).Because(err)
	}
	return nil, 0, err
}

func (j *jsonReader) value(depth int) (node, error) {
	token, line, err := j.token()
	if err != nil {
		return node{}, err
	}
	return j.rest(token, line, depth)
}

// rest reads what belongs to a token that begins a value.
func (j *jsonReader) rest(token json.Token, line, depth int) (node, error) {
	n := node{line: line}
	switch token := token.(type) {
	case bool:
		n.form, n.text = truth, "false"
		if token {
			n.text = "true"
		}
	case json.Number:
		n.form, n.text = number, token.String()
	case string:
		n.form, n.text = words, token
	case json.Delim:
		if depth > deepest {
			return n, syntax("intake.deep", line, "most", deepest)
		}
		n.form = list
		if token == '{' {
			n.form = object
		}
		return n, j.members(&n, depth)
	}
	return n, nil
}

// members reads a list or object up to its end.
func (j *jsonReader) members(n *node, depth int) error {
	seen := map[string]bool{}
	for j.tokens.More() {
		if n.form == list {
			item, err := j.value(depth + 1)
			if err != nil {
				return err
			}
			n.items = append(n.items, item)
			continue
		}
		token, line, err := j.token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder lets nothing else stand here
		item, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if !n.add(key, item, seen) {
			return syntax("intake.key.twice", line, "key", clip(key)).In("", line, key, item.text)
		}
	}
	_, _, err := j.token()
	return err
}

// end refuses anything but blank space after the value.
func (j *jsonReader) end() error {
	at := j.tokens.InputOffset()
	_, err := j.tokens.Token()
	var broken *fault.Error
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.As(err, &broken):
		return broken
	}
	return syntax("intake.json.trailing", j.lines.next(at))
}

// lineCounter tells on which line a byte stands. It keeps what was read and not yet asked for.
type lineCounter struct {
	from  io.Reader
	line  int
	start int64 // the offset of the first kept byte
	kept  []byte
}

// Read passes bytes on and keeps them.
func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	l.kept = append(l.kept, p[:n]...)
	return n, err
}

// at is the line of the byte before an offset; offsets only grow.
func (l *lineCounter) at(offset int64) int {
	passed := min(int(offset-l.start), len(l.kept))
	l.line += bytes.Count(l.kept[:passed], []byte{'\n'})
	l.kept = l.kept[passed:]
	l.start += int64(passed)
	return l.line
}

// next is the line of the first byte from an offset on that is not blank.
func (l *lineCounter) next(offset int64) int {
	line := l.at(offset)
	rest := bytes.TrimLeft(l.kept, " \t\r\n")
	return line + bytes.Count(l.kept[:len(l.kept)-len(rest)], []byte{'\n'})
}
