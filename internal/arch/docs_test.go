package arch

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pages are the pages that people read: README and docs.
func pages(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, name := range tree(t) {
		if name == "README.md" || strings.HasPrefix(name, "docs/") && strings.HasSuffix(name, ".md") {
			names = append(names, name)
		}
	}
	if len(names) < 20 {
		t.Fatalf("only %d pages were found", len(names))
	}
	return names
}

func TestEveryFunctionThatThePagesNameIsThere(t *testing.T) {
	reference := regexp.MustCompile("`([\\w./-]+\\.go):([\\w.]+)`")
	declared := map[string]map[string]bool{}
	named := 0
	for _, page := range pages(t) {
		for _, m := range reference.FindAllStringSubmatch(string(read(t, page)), -1) {
			file, name := m[1], m[2]
			if declared[file] == nil {
				declared[file] = map[string]bool{}
				if exists(file) {
					declared[file] = declarations(parse(t, token.NewFileSet(), file, nil))
				}
			}
			if named++; !declared[file][name] {
				t.Errorf("%s: there is no %s in %s", page, name, file)
			}
		}
	}
	if named < 40 {
		t.Errorf("only %d functions are named", named)
	}
}

func TestADeclarationIsKnownAsThePagesNameIt(t *testing.T) {
	text := `package x
type Shop struct{}
func (s *Shop) Open() {}
func (List[T]) Len() int { return 0 }
func Open() {}
const a, b = 1, 2`
	have := declarations(parse(t, token.NewFileSet(), "x.go", []byte(text)))
	for _, name := range []string{"Shop", "Shop.Open", "List.Len", "Open", "a", "b"} {
		if !have[name] {
			t.Errorf("%s is not found in %v", name, have)
		}
	}
	if len(have) != 6 {
		t.Errorf("found %v", have)
	}
}

// declarations are what a file declares: functions, types, variables and constants by their names,
// methods as "Type.Method".
func declarations(f source) map[string]bool {
	names := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = receiver(d.Recv.List[0].Type) + "." + name
			}
			names[name] = true
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of a method's type, whether it is a pointer or has parameters.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	}
	return last(e)
}

func TestEveryFileThatThePagesNameIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	file := regexp.MustCompile("`((?:(?:cmd|pkg|internal|docs|testdata|\\.ci)/|\\.goreleaser)[\\w./-]*)`")
	for _, page := range pages(t) {
		text := string(read(t, page))
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if !exists(path.Join(path.Dir(page), m[1])) {
				t.Errorf("%s leads to %s, which is not there", page, m[1])
			}
		}
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			if !exists(m[1]) {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
}

func TestEveryPageIsReachedFromTheIndex(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	reached, next := map[string]bool{}, []string{"docs/index.md"}
	for len(next) > 0 {
		page := next[0]
		next = next[1:]
		if reached[page] || !strings.HasSuffix(page, ".md") || !exists(page) {
			continue
		}
		reached[page] = true
		for _, m := range link.FindAllStringSubmatch(string(read(t, page)), -1) {
			next = append(next, path.Join(path.Dir(page), m[1]))
		}
	}
	for _, page := range pages(t) {
		if page != "README.md" && !reached[page] {
			t.Errorf("no way leads from docs/index.md to %s", page)
		}
	}
}

func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil
}
