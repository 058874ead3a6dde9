package arch

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostLines is how long a Go file may be, tests too.
const mostLines = 400

func TestNoFileIsTooLong(t *testing.T) {
	report(t, long(project(t)))
	expect(t, long, []planted{
		{"internal/cli/x.go", "package cli\n" + strings.Repeat("\n", mostLines), "401 lines"},
		{"internal/cli/x.go", "package cli\n" + strings.Repeat("\n", mostLines-1), ""},
	})
}

func long(files []source) (complaints []string) {
	for _, f := range files {
		if f.lines > mostLines {
			complaints = append(complaints, fmt.Sprintf("%s has %d lines: split it by what it does", f.path, f.lines))
		}
	}
	return complaints
}

func TestEveryFileAndPackageIsNamedAfterWhatItDoes(t *testing.T) {
	report(t, nameless(project(t)))
	expect(t, nameless, []planted{
		{"internal/util/x.go", "package util", "says nothing"},
		{"internal/cli/helpers_test.go", "package cli", "says nothing"},
		{"internal/cli/types.go", "package cli", "says nothing"},
		{"internal/cli/x.go", "package common", "says nothing"},
		{"internal/cli/add_por.go", "package cli", ""},
	})
}

func nameless(files []source) (complaints []string) {
	empty := []string{"util", "utils", "common", "helper", "helpers", "types", "shared", "manager", "misc"}
	for _, f := range files {
		names := strings.Split(strings.TrimSuffix(strings.TrimSuffix(f.path, ".go"), "_test"), "/")
		for _, name := range append(names, f.Name.Name) {
			if slices.Contains(empty, name) {
				complaints = append(complaints, fmt.Sprintf("%s: the name %q says nothing", f.path, name))
			}
		}
	}
	return complaints
}

// Dot files, such as .ci and .gitignore, may stand beside them.
func TestTheTopLevelHoldsOnlyWhatWasAgreed(t *testing.T) {
	agreed := []string{"cmd", "pkg", "internal", "docs", "testdata", "go.mod", "go.sum", "README.md", "LICENSE"}
	for _, name := range tree(t) {
		top, _, _ := strings.Cut(name, "/")
		if !slices.Contains(agreed, top) && !strings.HasPrefix(top, ".") {
			t.Errorf("%s: the top level holds only %s", name, strings.Join(agreed, ", "))
		}
	}
}

func TestEveryPackageSaysOnceWhatItOwns(t *testing.T) {
	report(t, undescribed(code(t)))
	expect(t, undescribed, []planted{
		{"internal/cli/x.go", "package cli", "says nowhere"},
		{"internal/cli/x.go", "// Something else.\npackage cli", `begin with "Package cli "`},
		{"cmd/dpor/x.go", "// Package main is it.\npackage main", `begin with "Command dpor "`},
		{"internal/cli/x.go", "// Package cli owns the commands.\npackage cli", ""},
	})
}

func undescribed(files []source) (complaints []string) {
	said := map[string]int{}
	for _, f := range files {
		said[f.dir()] += 0
		if f.Doc == nil {
			continue
		}
		said[f.dir()]++
		begin := "Package " + f.Name.Name + " "
		if f.Name.Name == "main" {
			begin = "Command " + path.Base(f.dir()) + " "
		}
		if !strings.HasPrefix(f.Doc.Text(), begin) {
			complaints = append(complaints, fmt.Sprintf("%s: the package comment has to begin with %q", f.path, begin))
		}
	}
	for dir, times := range said {
		switch {
		case times == 0:
			complaints = append(complaints, dir+" says nowhere what it owns: it needs a package comment")
		case times > 1:
			complaints = append(complaints, dir+" says in several files what it owns: one is enough")
		}
	}
	return complaints
}

func TestTheNameOfATestIsASentence(t *testing.T) {
	report(t, speechless(project(t)))
	expect(t, speechless, []planted{
		{"internal/cli/x_test.go", "package cli; func TestList(t *T) {}", "not a sentence"},
		{"internal/cli/x_test.go", "package cli; func TestSort_ByKey(t *T) {}", "not a sentence"},
		{"internal/cli/x_test.go", "package cli; func TestAWrongIDAsksAgain(t *T) {}", ""},
		{"internal/cli/x_test.go", "package cli; func TestMain(m *M) {}", ""},
	})
}

func speechless(files []source) (complaints []string) {
	sentence := regexp.MustCompile(`^(Test|Fuzz)([A-Z]+[a-z0-9]*){3,}$`)
	for _, f := range files {
		for _, d := range f.Decls {
			fun, ok := d.(*ast.FuncDecl)
			if !ok || !f.isTest() || fun.Recv != nil || fun.Name.Name == "TestMain" {
				continue
			}
			name := fun.Name.Name
			if (strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz")) && !sentence.MatchString(name) {
				complaints = append(complaints, f.at(fun)+": "+name+" is not a sentence of three words or more")
			}
		}
	}
	return complaints
}

// The words are put together here so that this file does not hold them.
func TestNoFileHasLooseEndsOrPathsOfAMachine(t *testing.T) {
	loose := regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "XX" + "X"}, "|") + `)\b`)
	machine := regexp.MustCompile(`(^|[^\w.~$}-])/(` + strings.Join([]string{"wo" + "rk", "ro" + "ot", "fa" + "rm", "t" + "mp"}, "|") + `)/\w`)
	for name, text := range map[string]string{"loose": "// " + "TO" + "DO: later", "machine": `open("/wo` + `rk/main")`} {
		if !loose.MatchString(text) && !machine.MatchString(text) {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range tree(t) {
		content := string(read(t, name))
		if strings.ContainsRune(content, 0) {
			continue // not a text
		}
		for i, line := range strings.Split(content, "\n") {
			if loose.MatchString(line) {
				t.Errorf("%s:%d: a loose end: do it or leave it out", name, i+1)
			}
			if machine.MatchString(line) {
				t.Errorf("%s:%d: a path of one machine", name, i+1)
			}
		}
	}
}
