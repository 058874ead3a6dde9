package arch

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// use is a key of the catalogue where the code names it. A family is a key that is put together: only
// its beginning is known.
type use struct {
	key, at       string
	fault, family bool
}

// sink is an argument that is a key: of a function or method, or of a function that hands its own
// parameter on to one.
type sink struct {
	arg   int
	fault bool // the sentence of an error, so that a hint belongs to it
}

// collector finds the keys that the code hands to the catalogue. Functions are known as "dir.name",
// methods as "dir.(name)", and a method that other packages call as "(name)".
type collector struct {
	files   []source
	consts  map[string]string // "dir.name" → text
	sinks   map[string]sink
	uses    []use
	unclear []string
}

// keysIn are the keys that are handed to fault.New, to the notes and warnings of a printer and to the
// texts of a language; unclear tells of a call whose key cannot be found out.
func keysIn(files []source) (uses []use, unclear []string) {
	c := &collector{files: files, consts: constants(files), sinks: map[string]sink{
		"pkg/fault.New":       {1, true},
		"(Note)":              {0, false},
		"(Warn)":              {0, false},
		"(Tell)":              {0, false},
		"internal/cli.(text)": {0, false},
	}}
	for known := 0; known < len(c.sinks); {
		known = len(c.sinks)
		c.uses, c.unclear = nil, nil
		for _, f := range files {
			c.file(f)
		}
	}
	return c.uses, c.unclear
}

// constants are the constant texts of every package.
func constants(files []source) map[string]string {
	known := map[string]string{}
	for _, f := range files {
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						if text, ok := literal(v.Values[i]); ok {
							known[f.dir()+"."+name.Name] = text
						}
					}
				}
			}
		}
	}
	return known
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

func (c *collector) file(f source) {
	var stack []ast.Node
	ast.Inspect(f.File, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if s, ok := c.sinkOf(f, call); ok && s.arg < len(call.Args) {
			if code, ok := literal(call.Args[0]); !ok || code != "" { // fault.New("", …) only gathers arguments
				c.key(f, call.Args[s.arg], s, slices.Clone(stack))
			}
		}
		return true
	})
}

// sinkOf tells whether a call takes a key.
func (c *collector) sinkOf(f source, call *ast.CallExpr) (sink, bool) {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		s, ok := c.sinks[f.dir()+"."+fun.Name]
		return s, ok
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			if inner, ours := strings.CutPrefix(f.names()[x.Name], module); ours {
				s, ok := c.sinks[inner+"."+fun.Sel.Name]
				return s, ok
			}
		}
		if fun.Sel.Name == "Text" && strings.EqualFold(last(fun.X), "texts") {
			return sink{0, false}, true
		}
		if s, ok := c.sinks[f.dir()+".("+fun.Sel.Name+")"]; ok {
			return s, true
		}
		s, ok := c.sinks["("+fun.Sel.Name+")"]
		return s, ok
	}
	return sink{}, false
}

// last is the last name of an expression such as s.printer.Texts.
func last(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// key notes what key an expression stands for.
func (c *collector) key(f source, e ast.Expr, s sink, stack []ast.Node) {
	note := func(text string, family bool) {
		c.uses = append(c.uses, use{text, f.at(e), s.fault, family})
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := literal(e)
		note(text, false)
		return
	case *ast.BinaryExpr:
		if text, ok := literal(leftmost(e)); ok {
			note(text, true)
			return
		}
		if strings.EqualFold(last(e.X), "key") { // key + ".hint"
			return
		}
	case *ast.SelectorExpr:
		if e.Sel.Name == "Key" { // of an error, which was made elsewhere
			return
		}
		if x, ok := e.X.(*ast.Ident); ok {
			if text, ok := c.consts[strings.TrimPrefix(f.names()[x.Name], module)+"."+e.Sel.Name]; ok {
				note(text, false)
				return
			}
		}
	case *ast.Ident:
		if text, ok := c.consts[f.dir()+"."+e.Name]; ok {
			note(text, false)
			return
		}
		if c.parameter(f, e.Name, s, stack) || c.variable(f, e.Name, s, stack) {
			return
		}
	}
	c.unclear = append(c.unclear, f.at(e)+": which key of the catalogue is it?")
}

// hydration fills in the texts of commands and flags; the tree that it made is looked at instead.
const hydration = "internal/cli.fill"

func leftmost(e ast.Expr) ast.Expr {
	for {
		b, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		e = b.X
	}
}

// parameter makes the function around a call a sink where the key is a parameter of it.
func (c *collector) parameter(f source, name string, s sink, stack []ast.Node) bool {
	for i := len(stack) - 1; i >= 0; i-- {
		var fields *ast.FieldList
		var function string
		switch n := stack[i].(type) {
		case *ast.FuncDecl:
			fields, function = n.Type.Params, f.dir()+"."+n.Name.Name
			if n.Recv != nil {
				function = f.dir() + ".(" + n.Name.Name + ")"
			}
		case *ast.FuncLit:
			fields = n.Type.Params
			if a, ok := stack[i-1].(*ast.AssignStmt); ok && len(a.Lhs) == 1 {
				function = f.dir() + "." + last(a.Lhs[0])
			}
		default:
			continue
		}
		at := position(fields, name)
		if at >= 0 && function != hydration {
			c.sinks[function] = sink{at, s.fault}
		}
		if at >= 0 {
			return true
		}
	}
	return false
}

func position(fields *ast.FieldList, name string) int {
	at := 0
	for _, field := range fields.List {
		for _, n := range field.Names {
			if n.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

// variable notes every key that a variable of the function around is given.
func (c *collector) variable(f source, name string, s sink, stack []ast.Node) (found bool) {
	at := slices.IndexFunc(stack, func(n ast.Node) bool { _, ok := n.(*ast.FuncDecl); return ok })
	if at < 0 {
		return false
	}
	ast.Inspect(stack[at], func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != len(a.Rhs) {
			return true
		}
		for i, to := range a.Lhs {
			if id, ok := to.(*ast.Ident); ok && id.Name == name {
				found = true
				c.key(f, a.Rhs[i], s, stack)
			}
		}
		return true
	})
	return found
}

// headings are the keys of the columns that the code declares: the first text of shown, plain, column
// and single, and Key of a column.
func headings(files []source) []use {
	var uses []use
	for _, f := range files {
		if !within(f.path, "internal/view", "internal/cli") {
			continue
		}
		f.each(func(n ast.Node) {
			var named ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				if slices.Contains([]string{"shown", "plain", "nested", "column", "single"}, last(n.Fun)) && len(n.Args) > 0 {
					named = n.Args[0]
				}
			case *ast.KeyValueExpr:
				if last(n.Key) == "Key" {
					named = n.Value
				}
			}
			if text, ok := literal(named); ok {
				uses = append(uses, use{key: "column." + text, at: f.at(n)})
			}
		})
	}
	return uses
}

// spelled are all texts that stand in the code, and the ends of texts that are put together, as
// "request-*.short".
func spelled(files []source) (texts map[string]bool, patterns []string) {
	texts = map[string]bool{}
	for _, f := range files {
		f.each(func(n ast.Node) {
			if l, ok := n.(*ast.BasicLit); ok {
				text, _ := literal(l)
				texts[text] = true
			}
			b, ok := n.(*ast.BinaryExpr)
			if !ok {
				return
			}
			begin, beginOK := literal(leftmost(b))
			end, endOK := literal(b.Y)
			if beginOK && endOK && strings.HasSuffix(begin, "-") {
				patterns = append(patterns, begin+"*"+end)
			}
		})
	}
	return texts, patterns
}

// spells tells whether a key is one of the texts or fits one of the patterns.
func spells(texts map[string]bool, patterns []string, key string) bool {
	return texts[key] || slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, key)
		return ok && err == nil
	})
}
