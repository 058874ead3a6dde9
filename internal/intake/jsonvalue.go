package intake

import (
	"bytes"
	"encoding/json"
	"strings"
)

// soundJSON makes nodes of JSON that was found to have no mistake of syntax: many times as fast as from
// tokens. What else can be wrong with a value jsonReader finds again, and says where.
type soundJSON struct {
	text string
	next int // the byte that is to be read
	line int // on which it stands
	// top is kept for the next value that is an object, and with it the room for its members.
	top node
}

// read makes a node of the one value that raw is, which begins on a line; false where it is too deep or has
// a key twice. The node is valid until the next one is read.
func (s *soundJSON) read(raw []byte, line, depth int) (node, bool) {
	s.text, s.next, s.line = string(raw), 0, line
	s.blank()
	if s.next == len(s.text) || s.text[s.next] != '{' {
		return s.value(depth)
	}
	s.top = node{form: object, line: s.line, keys: s.top.keys[:0], items: s.top.items[:0]}
	good := s.members(&s.top, depth)
	return s.top, good
}

// value makes a node of the next value. A token ends on the line on which it begins.
func (s *soundJSON) value(depth int) (node, bool) {
	s.blank()
	n := node{line: s.line}
	switch s.text[s.next] {
	case '{':
		n.form = object
		return n, s.members(&n, depth)
	case '[':
		n.form = list
		return n, s.members(&n, depth)
	case '"':
		n.form, n.text = words, s.string()
		return n, true
	}
	n.text = s.bare()
	switch n.text {
	case "null":
		n.form, n.text = null, ""
	case "true", "false":
		n.form = truth
	default:
		n.form = number
	}
	return n, true
}

// members reads a list or object up to its end.
func (s *soundJSON) members(n *node, depth int) bool {
	if depth > deepest {
		return false
	}
	var seen map[string]bool
	for {
		s.next++ // the beginning, or a comma
		s.blank()
		switch {
		case s.text[s.next] == ']', s.text[s.next] == '}': // only of an empty one
			s.next++
			return true
		case n.form == object:
			key := s.string()
			s.blank()
			s.next++ // a colon
			if !fresh(n.keys, key, &seen) {
				return false
			}
			n.keys = append(n.keys, key)
		}
		item, good := s.value(depth + 1)
		if !good {
			return false
		}
		n.items = append(n.items, item)
		s.blank()
		if s.text[s.next] != ',' {
			s.next++
			return true
		}
	}
}

// fewKeys is how many are compared one by one, before it is worth to sort them in.
const fewKeys = 16

// fresh tells whether a key is not among those of an object; seen are these where there are many.
func fresh(keys []string, key string, seen *map[string]bool) bool {
	if len(keys) < fewKeys {
		for _, k := range keys {
			if k == key {
				return false
			}
		}
		return true
	}
	if *seen == nil {
		*seen = map[string]bool{}
		for _, k := range keys {
			(*seen)[k] = true
		}
	}
	if (*seen)[key] {
		return false
	}
	(*seen)[key] = true
	return true
}

// string reads a text with its quotation marks.
func (s *soundJSON) string() string {
	begin := s.next
	end := begin + 1
	escaped := false
	for s.text[end] != '"' {
		if s.text[end] == '\\' {
			escaped = true
			end++
		}
		end++
	}
	s.next = end + 1
	if !escaped {
		return s.text[begin+1 : end]
	}
	var text string
	_ = json.Unmarshal([]byte(s.text[begin:s.next]), &text) // it is sound
	return text
}

// bare reads a number or a word.
func (s *soundJSON) bare() string {
	begin := s.next
	if i := strings.IndexAny(s.text[begin:], ",]} \t\r\n"); i >= 0 {
		s.next += i
	} else {
		s.next = len(s.text)
	}
	return s.text[begin:s.next]
}

// blank reads over blank space.
func (s *soundJSON) blank() {
	for ; s.next < len(s.text); s.next++ {
		switch s.text[s.next] {
		case '\n':
			s.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

// jsonLine makes a node of a line that is to be one JSON value; the error says what is wrong with it.
func (s *soundJSON) jsonLine(raw []byte, line int) (node, error) {
	if json.Valid(raw) {
		if n, good := s.read(raw, line, 1); good {
			return n, nil
		}
	}
	j := newJSONReader(bytes.NewReader(raw), line)
	n, err := j.value(1)
	if err == nil {
		err = j.end()
	}
	return n, err
}
