package arch

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"testing"
)

// privilege is a name of the standard library that only some files may use.
type privilege struct {
	names []string // as "os.Exit"
	files []string // patterns of path.Match
	why   string
}

func privileges() []privilege {
	mains := "cmd/*/main.go"
	return []privilege{
		{[]string{"os.Exit", "syscall.Exit", "runtime.Goexit"}, []string{mains}, "only main exits"},
		{[]string{"fmt.Print", "fmt.Printf", "fmt.Println"}, []string{"internal/ui/*.go"}, "only package ui prints"},
		{[]string{"os.Stdin", "os.Stdout", "os.Stderr"}, []string{"internal/ui/*.go", "internal/dporcmd/main.go", mains},
			"only package ui prints; dporcmd hands it the streams"},
		{[]string{"time.Now", "time.Since", "time.Until"}, []string{"internal/dporcmd/main.go", "cmd/measure/main.go"}, "the clock has one owner"},
		{[]string{"os.Args", "os.Getenv", "os.LookupEnv", "os.Environ"}, []string{"internal/dporcmd/main.go", mains},
			"what the process was given comes in as values"},
	}
}

func TestOnlyItsOwnerExitsPrintsAndAsksTheTime(t *testing.T) {
	report(t, overreached(code(t)))
	expect(t, overreached, []planted{
		{"internal/cli/x.go", `package cli; import "os"; func f() { os.Exit(1) }`, "only main exits"},
		{"internal/cli/x.go", `package cli; import "fmt"; func f() { fmt.Println() }`, "only package ui prints"},
		{"internal/app/x.go", `package app; import "os"; var w = os.Stderr`, "only package ui prints"},
		{"internal/app/x.go", `package app; func f() { println() }`, "only package ui prints"},
		{"internal/app/x.go", `package app; import clock "time"; var n = clock.Now`, "the clock has one owner"},
		{"internal/config/x.go", `package config; import "os"; var h = os.Getenv("HOME")`, "come"},
		{"internal/config/x.go", `package config; import "log"`, "only package ui prints"},
		{"cmd/dpor/main.go", `package main; import "os"; func main() { os.Exit(1) }`, ""},
		{"internal/cli/x.go", `package cli; import "time"; var d = time.Second`, ""},
	})
}

func overreached(files []source) (complaints []string) {
	for _, f := range files {
		names := f.names()
		for _, imported := range f.imports() {
			if within(imported, "log") {
				complaints = append(complaints, f.path+": "+imported+": only package ui prints")
			}
		}
		f.each(func(n ast.Node) {
			var name string
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && names[x.Name] != "" {
					name = names[x.Name] + "." + n.Sel.Name
				}
			case *ast.CallExpr:
				if fun, ok := n.Fun.(*ast.Ident); ok && (fun.Name == "print" || fun.Name == "println") {
					name = "fmt.Print"
				}
			}
			for _, p := range privileges() {
				if slices.Contains(p.names, name) && !matches(f.path, p.files) {
					complaints = append(complaints, f.at(n)+": "+name+": "+p.why)
				}
			}
		})
	}
	return complaints
}

func matches(name string, patterns []string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, name); ok && err == nil {
			return true
		}
	}
	return false
}

func TestNoPackageHasAnInitFunction(t *testing.T) {
	report(t, initialised(project(t)))
	expect(t, initialised, []planted{
		{"internal/cli/x.go", `package cli; func init() {}`, "init"},
		{"internal/cli/x.go", `package cli; type s struct{}; func (s) init() {}`, ""},
	})
}

func initialised(files []source) (complaints []string) {
	for _, f := range files {
		for _, d := range f.Decls {
			if fun, ok := d.(*ast.FuncDecl); ok && fun.Recv == nil && fun.Name.Name == "init" {
				complaints = append(complaints, f.at(fun)+": init runs before main and cannot be tested: make a function that somebody calls")
			}
		}
	}
	return complaints
}

func TestNoVariableOfAPackageEverChanges(t *testing.T) {
	report(t, changed(project(t)))
	expect(t, changed, []planted{
		{"internal/cli/x.go", `package cli; var n int; func f() { n = 1 }`, "n of the package changes"},
		{"internal/cli/x.go", `package cli; var n int; func f() { n++ }`, "n of the package changes"},
		{"internal/cli/x.go", `package cli; var m = map[int]int{}; func f() { m[1] = 2 }`, "m of the package changes"},
		{"internal/cli/x.go", `package cli; var m = map[int]int{}; func f() { delete(m, 1) }`, "m of the package changes"},
		{"internal/cli/x.go", `package cli; var s struct{ a int }; func f() { s.a = 2 }`, "s of the package changes"},
		{"internal/cli/x.go", `package cli; var n int; func f() *int { return &n }`, "n of the package changes"},
		{"internal/cli/x.go", `package cli; var n int; func f() { for n = range 3 {} }`, "n of the package changes"},
		{"internal/cli/x.go", `package cli; import "os"; func f() { os.Stdout = nil }`, "os.Stdout of another package changes"},
		{"internal/cli/x.go", `package cli; var n = 1; func f() int { n := n; n = 2; return n }`, ""},
		{"internal/cli/x.go", `package cli; type t struct{ n int }; func (x *t) f() { x.n = 2 }`, ""},
	})
}

// nobody imports nothing: the rule only asks which names belong to the package itself.
type nobody struct{}

func (nobody) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

func changed(files []source) (complaints []string) {
	packages := map[string][]source{}
	for _, f := range files {
		key := f.dir() + " " + f.Name.Name
		packages[key] = append(packages[key], f)
	}
	for _, files := range packages {
		syntax := make([]*ast.File, len(files))
		for i, f := range files {
			syntax[i] = f.File
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		config := types.Config{Importer: nobody{}, Error: func(error) {}}
		pkg, _ := config.Check(files[0].dir(), files[0].fset, syntax, info) // what is imported is unknown to it
		for _, f := range files {
			f.each(func(n ast.Node) {
				for _, target := range targets(n) {
					if name, bad := ofPackage(target, info, pkg); bad {
						complaints = append(complaints, f.at(n)+": the variable "+name+" package changes")
					}
				}
			})
		}
	}
	return complaints
}

// targets are the expressions that a statement or expression changes, or lets others change.
func targets(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if fun, ok := n.Fun.(*ast.Ident); ok && (fun.Name == "delete" || fun.Name == "clear") && len(n.Args) > 0 {
			return n.Args[:1]
		}
	}
	return nil
}

// ofPackage tells whether an expression leads to a variable of a package.
func ofPackage(target ast.Expr, info *types.Info, pkg *types.Package) (name string, is bool) {
	for {
		switch e := target.(type) {
		case *ast.ParenExpr:
			target = e.X
		case *ast.StarExpr:
			target = e.X
		case *ast.IndexExpr:
			target = e.X
		case *ast.SelectorExpr:
			if x, ok := e.X.(*ast.Ident); ok {
				if _, imported := info.Uses[x].(*types.PkgName); imported {
					return x.Name + "." + e.Sel.Name + " of another", true
				}
			}
			target = e.X
		case *ast.Ident:
			v, ok := info.Uses[e].(*types.Var)
			return e.Name + " of the", ok && v.Parent() == pkg.Scope()
		default:
			return "", false
		}
	}
}
