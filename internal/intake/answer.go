package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// listKeys are the keys under which an answer of a service has its list of records.
func listKeys() []string { return []string{"value", "items"} }

// whole reads a file that is one object: an answer of a service around a list of records, or one
// record.
func (d *document) whole(n node) error {
	if said, ok := errorAnswer(n); ok {
		return d.refuseAnswer(n, said)
	}
	for _, key := range listKeys() {
		if items, ok := n.get(key); ok && items.form == list {
			d.warnOfPages(n)
			for _, item := range items.items {
				if err := d.take(item); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return d.take(n)
}

// answer reads a JSON document that is one object, whose beginning on a line was read. The first list of
// records in it is read value by value: an answer may be of any length.
func (d *document) answer(j *jsonReader, line int) error {
	n := node{form: object, line: line}
	seen := map[string]bool{}
	listed := false
	for j.tokens.More() {
		key, line, err := j.key()
		if err != nil {
			return err
		}
		token, begins, err := j.token()
		if err != nil {
			return err
		}
		item := node{form: list, line: begins}
		if token == json.Delim('[') && !listed && n.mayList(key) {
			listed = true
			err = d.list(j, 3)
		} else {
			item, err = j.rest(token, begins, 2)
		}
		if err != nil {
			return err
		}
		if !n.add(key, item, seen) {
			return keyTwice(key, line, item)
		}
	}
	if _, _, err := j.token(); err != nil {
		return err
	}
	if !listed {
		return d.whole(n)
	}
	if said, ok := errorAnswer(n); ok {
		return d.refuseAnswer(n, said)
	}
	d.warnOfPages(n)
	return nil
}

// mayList tells whether a key of an answer has records, as far as the answer is known.
func (n node) mayList(key string) bool {
	if _, wrong := errorAnswer(n); wrong || n.has(key) {
		return false
	}
	return slices.ContainsFunc(listKeys(), func(k string) bool { return strings.EqualFold(k, key) })
}

// refuseAnswer refuses what a service said instead of records.
func (d *document) refuseAnswer(n node, said string) error {
	d.refuse(fault.New(fault.Invalid, "intake.answer", "file", d.file, "said", clip(said)).In(d.file, n.line, "", ""))
	return d.settle()
}

// warnOfPages warns where an answer is not the last page of a list.
func (d *document) warnOfPages(n node) {
	if morePages(n) {
		d.warn(fault.New(fault.Partial, "intake.page", "file", d.file).In(d.file, n.line, "", ""))
	}
}

// errorAnswer tells what a service said that answered with an error (DOMAIN 4: Graph and ARM answer
// {"error":{code,message}}, Partner Center {code,description,source}).
func errorAnswer(n node) (string, bool) {
	for _, key := range []string{"error", "odata.error"} {
		if e, ok := n.get(key); ok && e.form == object && e.any("code", "message") {
			return strings.TrimSpace(e.said("code") + " " + e.said("message") + e.said("message", "value")), true
		}
	}
	if n.has("code") && n.any("description", "message") && !n.any("id", "mpnId", "value", "items") && kindOf(n.keys) == "" {
		return strings.TrimSpace(n.said("code") + " " + n.said("description") + n.said("message")), true
	}
	return "", false
}

// morePages tells whether an answer is not the last page of a list (DOMAIN 4).
func morePages(n node) bool {
	if n.said("@odata.nextLink") != "" || n.said("nextLink") != "" {
		return true
	}
	next, ok := n.at("links", "next")
	return ok && (next.form == object || next.form == words && next.text != "")
}
