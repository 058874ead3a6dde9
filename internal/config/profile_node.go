package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// allTenants is the word for every tenant of the ledger.
const allTenants = "all"

// exampleIDs is a list as it can stand in a profile.
const exampleIDs = `["1234567", "7654321"]`

// profiles reads the profiles of the file; they come out by name.
func (c *checker) profiles(m *yaml.Node, line int) {
	if !c.isMap(m, profilesKey, line) {
		return
	}
	for k, v := range pairs(m) {
		key := profilesKey + "." + k.Value
		name, ok := parseName(k.Value)
		if !ok {
			place := located(profilesKey, c.doc.path, k.Line)
			c.keep(c.at(fault.New(fault.Invalid, "config.value.name", "name", place, "value", k.Value), k, profilesKey))
			continue
		}
		if c.once(profilesKey+"."+name, k.Line) && c.isMap(v, key, k.Line) {
			c.profile(name, k, v)
		} else if isNull(v) {
			c.lacks(name, "user", k)
		}
	}
	slices.SortFunc(c.found.profiles, func(a, b Profile) int { return strings.Compare(a.Name, b.Name) })
}

func (c *checker) profile(name string, key, m *yaml.Node) {
	p := Profile{Name: name}
	prefix := profilesKey + "." + name + "."
	for k, v := range pairs(m) {
		if !c.once(prefix+k.Value, k.Line) {
			continue
		}
		switch k.Value {
		case "user":
			for _, n := range c.texts(v, prefix+k.Value, "") {
				p.User = parsed(c, n, prefix+k.Value, "config.profile.user", ids.ParseUser)
			}
		case "role":
			for _, n := range c.texts(v, prefix+k.Value, "") {
				if p.Role = n.Value; !slices.Contains(c.roles, n.Value) {
					c.keep(c.at(badRole(fault.Invalid, located(prefix+k.Value, c.doc.path, n.Line), n.Value, c.roles), n, prefix+k.Value))
				}
			}
		case "tenants":
			for _, n := range c.texts(v, prefix+k.Value, exampleIDs) {
				if strings.EqualFold(n.Value, allTenants) {
					p.AllTenants = true
					continue
				}
				p.Tenants = append(p.Tenants, parsed(c, n, prefix+k.Value, "config.profile.tenant", ids.ParseTenant))
			}
		case "partnerIds":
			for _, n := range c.texts(v, prefix+k.Value, exampleIDs) {
				p.Partners = append(p.Partners, parsed(c, n, prefix+k.Value, "config.profile.partner", ids.ParsePartner))
			}
		default:
			c.unknown(prefix+k.Value, k.Line, []string{prefix + "user", prefix + "role", prefix + "tenants", prefix + "partnerIds"})
		}
	}
	switch {
	case p.User.IsZero():
		c.lacks(name, "user", key)
	case p.Role == "":
		c.lacks(name, "role", key)
	default:
		c.found.profiles = append(c.found.profiles, p.normal())
	}
}

// texts are the texts of a value: itself, or, where a list may stand, those in it. Example is what such
// a list looks like; empty where none may stand.
func (c *checker) texts(n *yaml.Node, key, example string) []*yaml.Node {
	switch {
	case isNull(n):
		return nil
	case n.Kind == yaml.ScalarNode:
		return []*yaml.Node{n}
	case example == "":
		c.keep(c.doc.invalid("config.file.scalar", n.Line, key))
		return nil
	case n.Kind != yaml.SequenceNode:
		c.keep(c.doc.invalid("config.file.list", n.Line, key, "example", example))
		return nil
	}
	var texts []*yaml.Node
	for _, item := range n.Content {
		if item = follow(item); item.Kind != yaml.ScalarNode {
			c.keep(c.doc.invalid("config.file.list", item.Line, key, "example", example))
			continue
		}
		texts = append(texts, item)
	}
	return texts
}

// parsed reads an identifier from the text as it was written: a number without quotes has lost
// nothing here.
func parsed[V any](c *checker, n *yaml.Node, key, sentence string, parse func(string) (V, error)) V {
	v, err := parse(n.Value)
	if err != nil {
		e := fault.New(fault.Invalid, sentence, "name", located(key, c.doc.path, n.Line), "value", n.Value)
		c.keep(c.at(e.Because(err), n, key))
	}
	return v
}

func (c *checker) lacks(name, field string, key *yaml.Node) {
	c.keep(c.doc.invalid("config.profile.lacks", key.Line, profilesKey+"."+name, "name", name, "field", field))
}

func (c *checker) at(e *fault.Error, n *yaml.Node, key string) error {
	return e.About(c.doc.path).In(c.doc.path, n.Line, key, n.Value)
}

// node is the profile as it stands in the file.
func (p Profile) node() *yaml.Node {
	tenants := make([]string, len(p.Tenants))
	for i, t := range p.Tenants {
		tenants[i] = t.String()
	}
	if p.AllTenants {
		tenants = []string{allTenants}
	}
	partners := make([]string, len(p.Partners))
	for i, id := range p.Partners {
		partners[i] = id.String()
	}
	m := newMap()
	putIn(m, "user", newText(p.User.String(), 0))
	putIn(m, "role", newText(p.Role, 0))
	putIn(m, "tenants", newList(tenants))
	putIn(m, "partnerIds", newList(partners))
	return m
}
