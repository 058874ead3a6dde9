package arch

import (
	"fmt"
	"strings"
	"testing"
)

// layer says what of this module a package may import: the packages and folders that are named, and
// what lies under them. A package that is not here has no place in the house yet.
type layer struct {
	dir     string
	imports []string
}

// layers are from the inside out: cmd → dporcmd → cli → app → pkg, and the adapters hang on app's
// ports.
func layers() []layer {
	return []layer{
		{"pkg", []string{"pkg"}},
		{"internal/app", []string{"pkg"}},
		{"internal/arch", nil},
		{"internal/atomicfile", []string{"pkg"}},
		{"internal/blob", []string{"internal/atomicfile", "pkg"}},
		{"internal/catalogue", nil},
		{"internal/cell", nil},
		{"internal/demo", nil},
		{"internal/config", []string{"internal/atomicfile", "pkg"}},
		{"internal/intake", []string{"internal/app", "internal/cell", "internal/intake/sku", "pkg"}},
		{"internal/notify", []string{"internal/cell", "pkg"}},
		{"internal/mail", []string{"internal/atomicfile", "internal/notify", "pkg"}},
		{"internal/poe", []string{"pkg"}},
		{"internal/spool", []string{"internal/app", "pkg"}},
		{"internal/store/boltstore", []string{"internal/app", "internal/atomicfile", "pkg"}},
		{"internal/store/memstore", []string{"internal/app", "pkg"}},
		{"internal/store/storetest", []string{"internal/app", "internal/store/memstore", "pkg"}},
		{"internal/testkit", []string{"internal/app", "internal/spool", "pkg"}},
		{"internal/ui", []string{"internal/catalogue", "internal/cell", "pkg"}},
		{"internal/view", []string{"internal/app", "internal/config", "internal/ui", "pkg"}},
		{"internal/cli", []string{
			"internal/app", "internal/atomicfile", "internal/catalogue", "internal/config", "internal/demo", "internal/intake",
			"internal/notify", "internal/poe", "internal/ui", "internal/view", "internal/workload", "pkg",
		}},
		{"internal/workload", []string{"internal/intake", "pkg"}},
		{"internal/dporcmd", []string{"internal/blob", "internal/cli", "internal/config", "internal/mail", "internal/notify", "internal/spool", "internal/store/boltstore", "internal/ui"}},
		{"cmd/dpor", []string{"internal/dporcmd"}},
		{"cmd/gendocs", []string{"internal/catalogue", "internal/cli", "internal/config", "pkg"}},
		{"cmd/measure", nil},
	}
}

func TestEveryPackageImportsOnlyTheLayersBelowIt(t *testing.T) {
	report(t, crossed(code(t)))
	expect(t, crossed, []planted{
		{"pkg/por/x.go", `package por; import "github.com/dpor-cli/dpor/internal/app"`, "pkg/por must not import internal/app"},
		{"pkg/por/x.go", `package por; import "github.com/dpor-cli/dpor/pkg/day"`, ""},
		{"internal/app/x.go", `package app; import "github.com/dpor-cli/dpor/internal/ui"`, "internal/app must not import internal/ui"},
		{"internal/ui/x.go", `package ui; import "github.com/dpor-cli/dpor/internal/cli"`, "internal/ui must not import internal/cli"},
		{"internal/config/x.go", `package config; import "github.com/dpor-cli/dpor/internal/dporcmd"`, "must not import"},
		{"internal/store/boltstore/x.go", `package boltstore; import "github.com/dpor-cli/dpor/internal/store/memstore"`, "must not import"},
		{"internal/news/x.go", `package news`, "no place in the house"},
	})
}

func crossed(files []source) (complaints []string) {
	for _, f := range files {
		place, known := layerOf(f)
		if !known {
			complaints = append(complaints, f.path+": "+f.dir()+" has no place in the house: say in layers what it may import")
		}
		for _, imported := range f.imports() {
			inner, ours := strings.CutPrefix(imported, module)
			if known && ours && !within(inner, place.imports...) {
				complaints = append(complaints, fmt.Sprintf("%s: %s must not import %s", f.path, f.dir(), inner))
			}
		}
	}
	return complaints
}

// layerOf is the closest layer that the file lies in.
func layerOf(f source) (closest layer, known bool) {
	for _, l := range layers() {
		if within(f.path, l.dir) && len(l.dir) > len(closest.dir) {
			closest, known = l, true
		}
	}
	return closest, known
}

// The rules of the field, the use cases and the views do no I/O, know no clock and are never random.
func TestPackagesOfRulesDoNoInputOrOutput(t *testing.T) {
	report(t, impure(code(t)))
	expect(t, impure, []planted{
		{"pkg/por/x.go", `package por; import "os"`, "must not import os"},
		{"pkg/por/x.go", `package por; import "net/http"`, "must not import net/http"},
		{"pkg/por/x.go", `package por; import "io/fs"`, "must not import io/fs"},
		{"pkg/por/x.go", `package por; import "crypto/rand"`, "must not import crypto/rand"},
		{"internal/app/x.go", `package app; import "log/slog"`, "must not import log/slog"},
		{"internal/ui/x.go", `package ui; import "os"`, ""},
		{"pkg/por/x.go", `package por; import "io"`, ""},
	})
}

func impure(files []source) (complaints []string) {
	pure := []string{"pkg", "internal/app", "internal/view", "internal/cell"}
	worldly := []string{
		"os", "io/fs", "io/ioutil", "embed", "net", "log", "syscall", "plugin", "database", "runtime/debug",
		"crypto/rand", "math/rand", "unsafe",
	}
	for _, f := range files {
		for _, imported := range f.imports() {
			if within(f.path, pure...) && within(imported, worldly...) {
				complaints = append(complaints, fmt.Sprintf("%s: %s must not import %s", f.path, f.dir(), imported))
			}
		}
	}
	return complaints
}

// owner says which files and folders may import a library.
type owner struct {
	library string
	files   []string
}

func owners() []owner {
	return []owner{
		{"github.com/spf13/cobra", []string{"internal/cli", "cmd/gendocs"}},
		{"github.com/spf13/pflag", []string{"internal/cli", "cmd/gendocs"}},
		{"github.com/spf13/viper", []string{"internal/config"}},
		{"go.yaml.in/yaml/v3", []string{"internal/config", "internal/intake/yaml.go", "internal/ui/yaml.go"}},
		{"github.com/gofrs/flock", []string{"internal/config/edit.go", "internal/store/boltstore/sidecar.go"}},
		{"go.etcd.io/bbolt", []string{"internal/store/boltstore"}},
		{"github.com/olekukonko/tablewriter", []string{"internal/ui/table.go"}},
		{"github.com/AlecAivazis/survey/v2", []string{"internal/ui/prompt_survey.go"}},
		{"github.com/wneessen/go-mail", []string{"internal/mail"}},
		{"github.com/schollz/progressbar/v3", []string{"internal/ui/progress.go"}},
		{"github.com/jmespath-community/go-jmespath", []string{"internal/ui/query.go"}},
		{"github.com/nicksnyder/go-i18n/v2", []string{"internal/catalogue"}},
		{"golang.org/x/text/language", []string{"internal/catalogue"}},
		{"golang.org/x/text", []string{"internal/intake/text.go"}},
		{"golang.org/x/term", []string{"internal/ui"}},
		{"golang.org/x/sys", []string{"internal/ui", "internal/store/boltstore"}},
		{"pgregory.net/rapid", []string{"internal/store/storetest"}},
	}
}

func TestEveryLibraryIsImportedByItsOwnerOnly(t *testing.T) {
	report(t, disowned(code(t)))
	expect(t, disowned, []planted{
		{"internal/app/x.go", `package app; import bolt "go.etcd.io/bbolt"`, "go.etcd.io/bbolt belongs to internal/store/boltstore"},
		{"internal/ui/x.go", `package ui; import "github.com/olekukonko/tablewriter/tw"`, "belongs to internal/ui/table.go"},
		{"internal/view/x.go", `package view; import "github.com/spf13/cobra"`, "belongs to internal/cli"},
		{"internal/ui/x.go", `package ui; import "golang.org/x/text/language"`, "belongs to internal/catalogue"},
		{"internal/ui/x.go", `package ui; import "example.com/new"`, "has no owner"},
		{"internal/ui/x.go", `package ui; import (_ "example.com/new"; _ "os")`, "has no owner"},
		{"internal/cli/x.go", `package cli; import "github.com/spf13/cobra"`, ""},
	})
}

func disowned(files []source) (complaints []string) {
	for _, f := range files {
		for _, imported := range f.imports() {
			first, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(first, ".") || strings.HasPrefix(imported, module) {
				continue
			}
			switch o, known := ownerOf(imported); {
			case !known:
				complaints = append(complaints, fmt.Sprintf("%s: %s has no owner: say in owners who may import it", f.path, imported))
			case !within(f.path, o.files...):
				complaints = append(complaints, fmt.Sprintf("%s: %s belongs to %s", f.path, imported, strings.Join(o.files, " and ")))
			}
		}
	}
	return complaints
}

// ownerOf is the closest owner of an import path.
func ownerOf(imported string) (closest owner, known bool) {
	for _, o := range owners() {
		if within(imported, o.library) && len(o.library) > len(closest.library) {
			closest, known = o, true
		}
	}
	return closest, known
}
