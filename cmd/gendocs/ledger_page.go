package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// schemaFile draws the ledger's buckets beside their declarations; a test there compares the two.
const schemaFile = "internal/store/boltstore/schema.go"

// ledger is the page about the ledger file: the comment that draws the schema.
func ledger(root string) (string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, filepath.FromSlash(schemaFile)), nil, parser.ParseComments)
	if err != nil {
		return "", err
	}
	for _, comment := range file.Comments {
		if text := comment.Text(); strings.Contains(text, "\tledger.db\n") {
			return joined([]string{
				"# The ledger file",
				"All records are in one [bbolt](https://github.com/etcd-io/bbolt) file; why, is in [ADR 1](adr/0001-one-file-ledger.md). This is version " + version(file) + " of its schema. `dpor version` says which one a program writes.",
				drawn(text),
				"The drawing is in " + mono(schemaFile) + ", beside the declarations that it is of.",
			}), nil
		}
	}
	return "", fmt.Errorf("%s has no comment that draws ledger.db", schemaFile)
}

// drawn is a Go comment as Markdown: its indented lines are a drawing.
func drawn(comment string) string {
	var b strings.Builder
	drawing := false
	for line := range strings.Lines(comment) {
		text, indented := strings.CutPrefix(line, "\t")
		if indented != drawing {
			b.WriteString("```\n")
			drawing = indented
		}
		b.WriteString(text)
	}
	if drawing {
		b.WriteString("```\n")
	}
	return b.String()
}

// version is the value of the constant SchemaVersion.
func version(file *ast.File) string {
	found := "?"
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if ok && len(v.Values) == 1 && v.Names[0].Name == "SchemaVersion" {
			if l, ok := v.Values[0].(*ast.BasicLit); ok {
				found = l.Value
			}
		}
		return true
	})
	return found
}
