package config

import (
	"github.com/dpor-cli/dpor/pkg/nearest"
	"strings"

	"go.yaml.in/yaml/v3"
)

// profilesKey is where the profiles stand in the file.
const profilesKey = "profiles"

// contents is what a document says, as written.
type contents struct {
	values   map[string]any          // settings by their whole key, for viper
	nodes    map[string][]*yaml.Node // where their texts stand: one, or those of a list
	profiles []Profile
}

// checker walks a document once; it goes on after the first error and keeps that one.
type checker struct {
	table table
	doc   *document
	roles []string
	seen  map[string]bool
	found contents
	first error
}

// check reads a document and looks at every key in it: a typing mistake must not pass for a setting
// that was never made. Values of settings are checked where they are used. The error is invalid and
// names the line; what is right is returned beside it.
func (d *document) check(t table, roles []string) (contents, error) {
	c := checker{
		table: t, doc: d, roles: roles, seen: map[string]bool{},
		found: contents{values: map[string]any{}, nodes: map[string][]*yaml.Node{}},
	}
	c.settings(d.root(), "")
	return c.found, c.first
}

func (c *checker) keep(err error) {
	if c.first == nil {
		c.first = err
	}
}

func (c *checker) settings(m *yaml.Node, prefix string) {
	for k, v := range pairs(m) {
		key := prefix + k.Value
		if !c.once(key, k.Line) {
			continue
		}
		s, known := c.table.find(key)
		switch {
		case key == profilesKey:
			c.profiles(v, k.Line)
		case isPassword(key):
			c.keep(c.doc.invalid("config.password.place", k.Line, passwordKey, "setting", passwordFileKey, "variable", EnvName(passwordKey)))
		case known && s.NotInFile:
			c.keep(c.doc.invalid("config.file.place", k.Line, key, "variable", EnvName(key)))
		case known && v.Kind != yaml.ScalarNode && s.Kind != Days:
			c.keep(c.doc.invalid("config.file.scalar", k.Line, key))
		case known:
			c.setting(key, v)
		case c.table.holds(key):
			if c.isMap(v, key, k.Line) {
				c.settings(v, key+".")
			}
		default:
			c.unknown(key, k.Line, append(c.table.keys(), profilesKey))
		}
	}
}

// setting keeps what a setting says: its text, or those of a list with commas between them. An empty
// value is as good as none.
func (c *checker) setting(key string, v *yaml.Node) {
	var texts []string
	for _, n := range c.texts(v, key, exampleDays) {
		if !isNull(n) && strings.TrimSpace(n.Value) != "" {
			texts = append(texts, n.Value)
			c.found.nodes[key] = append(c.found.nodes[key], n)
		}
	}
	if len(texts) > 0 {
		c.found.values[key] = strings.Join(texts, ",")
	}
}

// once refuses a key that stands twice: the YAML tree would keep both and the last would win.
func (c *checker) once(key string, line int) bool {
	if c.seen[key] {
		c.keep(c.doc.invalid("config.file.twice", line, key))
		return false
	}
	c.seen[key] = true
	return true
}

// isMap tells whether there is a map to look into; nothing at all is an empty one.
func (c *checker) isMap(n *yaml.Node, key string, line int) bool {
	if n.Kind != yaml.MappingNode && !isNull(n) {
		c.keep(c.doc.invalid("config.file.map", line, key))
		return false
	}
	return n.Kind == yaml.MappingNode
}

func (c *checker) unknown(key string, line int, known []string) {
	c.keep(c.doc.invalid("config.file.key", line, key, "nearest", nearest.Nearest(key, known)))
}
