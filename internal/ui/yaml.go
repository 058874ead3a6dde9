package ui

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// appendYAML appends a JSON value as YAML, its keys in the same order; an item stands in a list.
func appendYAML(b, value []byte, item bool) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	node, err := yamlNode(decoder)
	if err != nil {
		return b, err
	}
	if item {
		node = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}}
	}
	var buffer bytes.Buffer
	encoder := yaml.NewEncoder(&buffer)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return b, err
	}
	// Only a quoted text can hold an unsafe character (yamlText), so an escape is right there.
	for _, r := range buffer.String() {
		if r == '\n' || !unsafeRune(r) {
			b = utf8.AppendRune(b, r)
		} else {
			b = appendHex(b, 'U', r, 8)
		}
	}
	return b, nil
}

// yamlNode reads the next value of a JSON text.
func yamlNode(decoder *json.Decoder) (*yaml.Node, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch value := token.(type) {
	case json.Delim:
		node := &yaml.Node{Kind: yaml.MappingNode}
		if value == '[' {
			node.Kind = yaml.SequenceNode
		}
		for decoder.More() {
			child, err := yamlNode(decoder)
			if err != nil {
				return nil, err
			}
			node.Content = append(node.Content, child)
		}
		if len(node.Content) == 0 {
			node.Style = yaml.FlowStyle // [] and {}
		}
		_, err := decoder.Token()
		return node, err
	case string:
		return yamlText(value), nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: value.String()}, nil
	case bool:
		node := &yaml.Node{Kind: yaml.ScalarNode, Value: "false"}
		if value {
			node.Value = "true"
		}
		return node, nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}, nil
}

// yamlText is a text that stays one: the library quotes what looks like a number, a date or a truth
// of YAML 1.2, and here is quoted what YAML 1.1 takes for something else, and what must be escaped.
func yamlText(text string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	digit := text != "" && strings.IndexByte("+-0123456789", text[0]) >= 0
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off":
		node.Style = yaml.DoubleQuotedStyle
	}
	if hasUnsafe(text) || digit && strings.ContainsAny(text, ":_") {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}
