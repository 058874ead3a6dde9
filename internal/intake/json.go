package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

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
		err = d.list(j, 2)
	case token == json.Delim('{'):
		err = d.answer(j, line)
	default:
		var n node
		if n, err = j.rest(token, line, 1); err == nil {
			err = d.whole(n)
		}
	}
	if err != nil {
		return err
	}
	return j.end()
}

// list reads the values of a list whose beginning was read, and its end. They are at a depth.
func (d *document) list(j *jsonReader, depth int) error {
	var (
		raw   json.RawMessage
		sound soundJSON
	)
	for begun := "["; j.tokens.More(); begun = "[0" {
		j.lines.at(j.tokens.InputOffset())
		if err := j.tokens.Decode(&raw); err != nil {
			return j.mistake(begun, depth, err)
		}
		line := j.lines.at(j.tokens.InputOffset() - int64(len(raw)))
		n, good := sound.read(raw, line, depth)
		if !good {
			var err error
			if n, err = newJSONReader(bytes.NewReader(raw), line).value(depth); err != nil {
				return err
			}
		}
		if err := d.take(n); err != nil {
			return err
		}
	}
	_, _, err := j.token()
	return err
}

// ndjson reads an object a line. A line that is none does not stop the others from being looked at.
func (d *document) ndjson(t text) error {
	t.checked.limited = true
	var sound soundJSON
	lines := bufio.NewScanner(t)
	lines.Buffer(nil, longestLine+16) // the checked text has no longer line; room for its end
	for line := 1; lines.Scan(); line++ {
		if blank(lines.Bytes()) {
			continue
		}
		n, err := sound.jsonLine(lines.Bytes(), line)
		switch {
		case err == nil:
			err = d.take(n)
		case lines.Err() != nil: // the line is only what was left before the text broke
			return lines.Err()
		default:
			d.beginRow(line, nil, nil)
			d.refuse(located(err, d.file))
			err = d.settleRow()
		}
		if err != nil {
			return err
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

// mistake is the error of a value of a list that could not be read as a whole, found token by token. The
// lines are those from before the value; begun is how a list of as much as stands before it begins, and
// cause what the decoder said.
func (j *jsonReader) mistake(begun string, depth int, cause error) error {
	again := newJSONReader(io.MultiReader(strings.NewReader(begun), bytes.NewReader(j.lines.kept), j.lines.from), j.lines.line)
	for range begun {
		if _, _, err := again.token(); err != nil {
			return err
		}
	}
	if _, err := again.value(depth); err != nil {
		return err
	}
	return syntax("intake.json.syntax", j.lines.line).Because(cause)
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
		key, line, err := j.key()
		if err != nil {
			return err
		}
		item, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if !n.add(key, item, seen) {
			return keyTwice(key, line, item)
		}
	}
	_, _, err := j.token()
	return err
}

// key reads a key of an object, and the line it stands on.
func (j *jsonReader) key() (string, int, error) {
	token, line, err := j.token()
	key, _ := token.(string) // the decoder lets nothing else stand here
	return key, line, err
}

func keyTwice(key string, line int, item node) error {
	return syntax("intake.key.twice", line, "key", clip(key)).In("", line, key, item.text)
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
