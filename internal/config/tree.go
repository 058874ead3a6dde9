package config

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v3"
)

// pairs are the keys and values of a map, with aliases followed.
func pairs(m *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if m == nil {
			return
		}
		for i := 0; i+1 < len(m.Content); i += 2 {
			if !yield(m.Content[i], follow(m.Content[i+1])) {
				return
			}
		}
	}
}

func follow(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// put sets what stands under a key, where dots nest, and makes the maps on the way. Comments and
// everything else stay as they are. An anchor on the old value goes, because the keys that repeat it
// were not meant to change.
func (d *document) put(key string, value *yaml.Node) {
	if len(d.node.Content) == 0 {
		d.node = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{newMap()}}
	}
	putIn(d.node.Content[0], key, value)
}

func putIn(m *yaml.Node, key string, value *yaml.Node) {
	if isNull(m) {
		m.Kind, m.Tag, m.Value = yaml.MappingNode, "!!map", ""
	}
	if len(m.Content) == 0 {
		m.Style = 0 // an empty map stands as {}, which would put everything on one line
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if strings.EqualFold(m.Content[i].Value, key) {
			old := m.Content[i+1]
			value.HeadComment, value.LineComment, value.FootComment = old.HeadComment, old.LineComment, old.FootComment
			m.Content[i+1] = value
			return
		}
	}
	head, rest, nested := strings.Cut(key, ".")
	if !nested {
		m.Content = append(m.Content, newText(key, 0), value)
		return
	}
	for k, v := range pairs(m) {
		if strings.EqualFold(k.Value, head) {
			putIn(v, rest, value)
			return
		}
	}
	child := newMap()
	m.Content = append(m.Content, newText(head, 0), child)
	putIn(child, rest, value)
}

// remove takes a key out, and the maps that are empty without it; it tells whether it was there.
func (d *document) remove(key string) bool {
	root := d.root()
	if root == nil {
		return false
	}
	if len(root.Content) > 0 && strings.EqualFold(root.Content[0].Value, key) {
		// What stands above the first key is as a rule about the whole file.
		d.node.HeadComment = strings.TrimSpace(d.node.HeadComment + "\n\n" + root.Content[0].HeadComment)
	}
	return removeFrom(root, key)
}

func removeFrom(m *yaml.Node, key string) bool {
	for i := 0; i+1 < len(m.Content); i += 2 {
		name, value := m.Content[i].Value, follow(m.Content[i+1])
		here := strings.EqualFold(name, key)
		if !here && len(key) > len(name) && strings.EqualFold(key[:len(name)], name) && key[len(name)] == '.' && value.Kind == yaml.MappingNode {
			if !removeFrom(value, key[len(name)+1:]) {
				continue
			}
			if len(value.Content) > 0 {
				return true
			}
			here = true
		}
		if here {
			m.Content = append(m.Content[:i:i], m.Content[i+2:]...)
			return true
		}
	}
	return false
}

func newMap() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func newText(text string, style yaml.Style) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: style}
}

// newList is a list on one line of texts in quotes, so that no reader takes an ID for a number.
func newList(texts []string) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, t := range texts {
		list.Content = append(list.Content, newText(t, yaml.DoubleQuotedStyle))
	}
	return list
}
