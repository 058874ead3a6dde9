package intake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/record"
)

// take reads one object. The first one of a file decides which records the file holds. The error is what
// ended the reading.
func (d *document) take(n node) error {
	if d.row == nil {
		d.row = d.reader(n)
	}
	d.row(n)
	return d.settleRow()
}

// reader chooses how the objects of a file are read by the first of them.
func (d *document) reader(first node) func(node) {
	unread := func(e *fault.Error) func(node) {
		d.refuse(e.In(d.file, first.line, "", ""))
		_ = d.settle() // take asks again what ended the reading
		return func(node) {}
	}
	for _, e := range exports {
		// No service exports what dpor alone has.
		if first.form != object || !slices.Contains(Kinds(), cmp.Or(d.options.As, e.kind)) || !e.is(first) {
			continue
		}
		if d.options.As != "" && d.options.As != e.kind {
			return unread(fault.New(fault.Invalid, "intake.as", "file", d.file, "kind", string(e.kind), "as", string(d.options.As)))
		}
		return d.objects(e.read(d))
	}
	if said, ok := errorAnswer(first); ok {
		return unread(fault.New(fault.Invalid, "intake.answer", "file", d.file, "said", clip(said)))
	}
	kind := d.options.As
	if kind == "" {
		if kind = kindOf(first.keys); kind == "" {
			return unread(fault.New(fault.Invalid, "intake.unknown", "file", d.file))
		}
	}
	return d.objects(d.own(d.takes(kind)))
}

// objects refuses what is no object.
func (d *document) objects(read func(node)) func(node) {
	return func(n node) {
		if n.form != object {
			d.beginRow(n.line, nil, nil)
			d.refuse(fault.New(fault.Invalid, "intake.object").In(d.file, n.line, "", clip(n.text)))
			return
		}
		read(n)
	}
}

// own reads dpor's own records.
func (d *document) own(t taker) func(node) {
	positions := map[string]int{} // of the keys met so far
	known := t.known()
	nests := slices.ContainsFunc(known, func(k string) bool { return strings.Contains(k, ".") })
	var now node
	text := func(i int) (string, bool) { return now.items[i].plain() }
	return func(n node) {
		if nests {
			n = flat(n, known)
		}
		now = n
		d.beginRow(n.line, n.keys, text)
		t.begin(n.line)
		var told record.Fields
		for i, key := range n.keys {
			position, met := positions[key]
			if !met {
				position = t.position(key)
				positions[key] = position
				d.meet(key)
				if position == unknown { // said once a file
					t.doubt(unknownColumn(t, key), key, n.items[i].text)
				}
			}
			if position < 0 {
				continue
			}
			if told.Has(position) {
				t.doubt(fault.New(fault.Invalid, "intake.key.twice", "key", key, "line", n.line), key, n.items[i].text)
				continue
			}
			told = told.With(position)
			value, ok := ownValue(n.items[i], t.typeOf(position))
			if !ok {
				t.doubt(fault.New(fault.Invalid, "intake.value", "field", t.key(position)), t.key(position), "")
				continue
			}
			t.tell(position, t.key(position), value)
		}
		t.end()
	}
}

// flat is an object with the fields of its inner objects as its own, under keys that are joined by a
// dot, where the record has fields of such a key.
func flat(n node, known []string) node {
	outer := node{form: n.form, line: n.line}
	for i, key := range n.keys {
		inner := n.items[i]
		within := slices.ContainsFunc(known, func(k string) bool {
			return len(k) > len(key) && k[len(key)] == '.' && strings.EqualFold(k[:len(key)], key)
		})
		switch {
		case within && inner.form == object:
			for j, k := range inner.keys {
				outer.keys, outer.items = append(outer.keys, key+"."+k), append(outer.items, inner.items[j])
			}
		case within && inner.form == null:
		default:
			outer.keys, outer.items = append(outer.keys, key), append(outer.items, inner)
		}
	}
	return outer
}

// ownValue is a value as the text of a field; a list stands in fields of lists only.
func ownValue(n node, typ record.Type) (string, bool) {
	if n.form != list {
		text, ok := n.plain()
		if n.form == number && (typ == record.ID || typ == record.Number) {
			text = whole(text)
		}
		return text, ok
	}
	var texts []string
	for _, item := range n.items {
		text, ok := item.plain()
		if !ok {
			return "", false
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ";"), typ == record.List
}
