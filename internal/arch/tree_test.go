package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/dpor-cli/dpor/"
)

// source is one Go file of the project.
type source struct {
	*ast.File
	path  string // from the root, with slashes
	lines int
	fset  *token.FileSet
}

func (s source) dir() string  { return path.Dir(s.path) }
func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.fset.Position(n.Pos()).Line)
}

// within tells whether a path is one of the places, or lies under one.
func within(name string, places ...string) bool {
	return slices.ContainsFunc(places, func(place string) bool {
		return name == place || strings.HasPrefix(name, place+"/")
	})
}

// imports are the paths that the file imports.
func (s source) imports() []string {
	paths := make([]string, len(s.Imports))
	for i, spec := range s.Imports {
		paths[i], _ = strconv.Unquote(spec.Path.Value)
	}
	return paths
}

// names are the paths that the file imports by the name it calls them; a name that the import does not
// say is taken from the path.
func (s source) names() map[string]string {
	names := map[string]string{}
	for i, imported := range s.imports() {
		name := path.Base(imported)
		if n := s.Imports[i].Name; n != nil {
			name = n.Name
		}
		names[name] = imported
	}
	return names
}

// each calls see for every part of the file.
func (s source) each(see func(ast.Node)) {
	ast.Inspect(s.File, func(n ast.Node) bool {
		if n != nil {
			see(n)
		}
		return true
	})
}

// parse reads a Go file; content is nil for the file on the disk.
func parse(t *testing.T, fset *token.FileSet, name string, content []byte) source {
	t.Helper()
	if content == nil {
		content = read(t, name)
	}
	syntax, err := parser.ParseFile(fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return source{syntax, name, bytes.Count(content, []byte("\n")), fset}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// project is every Go file of the project.
func project(t *testing.T) []source {
	t.Helper()
	fset := token.NewFileSet()
	var files []source
	for _, name := range tree(t) {
		if strings.HasSuffix(name, ".go") && !strings.Contains(name, "/testdata/") {
			files = append(files, parse(t, fset, name, nil))
		}
	}
	if len(files) < 50 {
		t.Fatalf("only %d Go files were found: the tests look in the wrong place", len(files))
	}
	return files
}

// code is every Go file that goes into a program.
func code(t *testing.T) []source {
	return slices.DeleteFunc(project(t), source.isTest)
}

// tree is every file of the project, but for what git does not keep.
func tree(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, full)
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == "dist" || name == ".release"):
			return fs.SkipDir
		case entry.Type().IsRegular() && name != "dpor":
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// report fails the test with every complaint.
func report(t *testing.T, complaints []string) {
	t.Helper()
	for _, c := range complaints {
		t.Error(c)
	}
}

// planted is a file that breaks a rule, with a part of the complaint that it calls for; none where it
// is allowed.
type planted struct{ path, text, complaint string }

// expect checks a rule on planted files: a rule that finds nothing must be one that could.
func expect(t *testing.T, rule func([]source) []string, plants []planted) {
	t.Helper()
	for _, p := range plants {
		file := parse(t, token.NewFileSet(), p.path, []byte(p.text))
		found := strings.Join(rule([]source{file}), "\n")
		if p.complaint == "" && found != "" || !strings.Contains(found, p.complaint) {
			t.Errorf("%s with\n%s\ncomplaints: %q, want %q", p.path, p.text, found, p.complaint)
		}
	}
}
