package intake

import (
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// deepest is how deep the values of a file may be nested.
const deepest = 64

// form is what a node is.
type form uint8

const (
	null form = iota
	truth
	number
	words
	list
	object
)

// node is a value of a JSON or YAML file and the line on which it begins.
type node struct {
	form  form
	line  int
	text  string // of a truth, number or text, as it was written
	keys  []string
	items []node // of a list, or the values of the keys
}

// get gives the value of a key in any letter case: PowerShell writes the fields of Graph in
// PascalCase (DOMAIN 8).
func (n node) get(key string) (node, bool) {
	for i, k := range n.keys {
		if strings.EqualFold(k, key) {
			return n.items[i], true
		}
	}
	return node{}, false
}

// at follows keys from object to object.
func (n node) at(keys ...string) (node, bool) {
	ok := true
	for _, k := range keys {
		if n, ok = n.get(k); !ok {
			return node{}, false
		}
	}
	return n, true
}

// has tells whether the object has all keys.
func (n node) has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := n.get(k); !ok {
			return false
		}
	}
	return true
}

// any tells whether the object has one of the keys.
func (n node) any(keys ...string) bool {
	for _, k := range keys {
		if n.has(k) {
			return true
		}
	}
	return false
}

// plain is the value as text: empty for null; false for a list or object.
func (n node) plain() (string, bool) { return n.text, n.form < list }

// said is the text at keys, empty where there is none.
func (n node) said(keys ...string) string {
	if v, ok := n.at(keys...); ok && v.form < list {
		return v.text
	}
	return ""
}

// add puts a value under a key; false where the key is there already.
func (n *node) add(key string, value node, seen map[string]bool) bool {
	if seen[key] {
		return false
	}
	seen[key] = true
	n.keys, n.items = append(n.keys, key), append(n.items, value)
	return true
}

// whole takes the empty fraction off a number, for fields that hold whole numbers: 1234567.0 is a
// partner ID that a program wrote as a number.
func whole(text string) string {
	if digits, fraction, ok := strings.Cut(text, "."); ok && fraction != "" && strings.Trim(fraction, "0") == "" {
		return digits
	}
	return text
}

func syntax(key string, line int, args ...any) *fault.Error {
	return fault.New(fault.Invalid, key, append(args, "line", line)...).In("", line, "", "")
}
