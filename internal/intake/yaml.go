package intake

import (
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// longestYAML is the most YAML that is read: it is held whole.
const longestYAML = 64 << 20

// yaml reads YAML documents, each a list of records or one record. Values are taken as they are
// written, so that a partner ID without quotes is not read as an octal number (DESIGN section 5).
func (d *document) yaml(t text) error {
	limited := &io.LimitedReader{R: t, N: longestYAML}
	documents := yaml.NewDecoder(limited)
	for {
		var root yaml.Node
		err := documents.Decode(&root)
		var broken *fault.Error
		switch {
		case limited.N == 0:
			return fault.New(fault.Invalid, "intake.yaml.long")
		case errors.As(err, &broken):
			return broken
		case t.checked.err != nil && !errors.Is(t.checked.err, io.EOF):
			// The decoder words errors of the source anew.
			return t.checked.err
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return syntax("intake.yaml.syntax", yamlLine(err)).Because(err)
		}
		for _, child := range root.Content {
			n, err := fromYAML(child, 1)
			if err != nil {
				return err
			}
			if n.form != list {
				if err := d.whole(n); err != nil {
					return err
				}
				continue
			}
			for _, item := range n.items {
				if err := d.take(item); err != nil {
					return err
				}
			}
		}
	}
}

// yamlLine is the line that an error of the YAML library names, 0 where it names none. The trouble is
// on it or on one of the next lines.
func yamlLine(err error) int {
	line := 0
	_, _ = fmt.Sscanf(err.Error(), "yaml: line %d:", &line) // no line is 0
	return line
}

func fromYAML(y *yaml.Node, depth int) (node, error) {
	n := node{line: y.Line, text: y.Value}
	if depth > deepest {
		return n, syntax("intake.deep", y.Line, "most", deepest)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		switch y.ShortTag() {
		case "!!null":
			n.form, n.text = null, ""
		case "!!bool":
			n.form = truth
		case "!!int", "!!float":
			n.form = number
		default:
			n.form = words
		}
	case yaml.SequenceNode:
		n.form = list
		for _, child := range y.Content {
			item, err := fromYAML(child, depth+1)
			if err != nil {
				return n, err
			}
			n.items = append(n.items, item)
		}
	case yaml.MappingNode:
		n.form = object
		seen := map[string]bool{}
		for i := 0; i+1 < len(y.Content); i += 2 {
			key := y.Content[i]
			item, err := fromYAML(y.Content[i+1], depth+1)
			if err != nil {
				return n, err
			}
			if key.Kind != yaml.ScalarNode {
				return n, syntax("intake.yaml.syntax", key.Line)
			}
			if !n.add(key.Value, item, seen) {
				return n, syntax("intake.key.twice", key.Line, "key", clip(key.Value)).In("", key.Line, key.Value, item.text)
			}
		}
	default:
		// An alias can make a small file say more than any memory holds.
		return n, syntax("intake.yaml.alias", y.Line)
	}
	return n, nil
}
