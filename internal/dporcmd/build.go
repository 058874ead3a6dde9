package dporcmd

import (
	"runtime/debug"

	"github.com/dpor-cli/dpor/internal/cli"
	"github.com/dpor-cli/dpor/internal/store/boltstore"
)

// Set by the linker in a release; see .goreleaser.yaml.
var version, commit, date string

// build says which program this is: what the linker set, else what Go knows of the source.
func build() cli.Build {
	b := cli.Build{Version: version, Commit: commit, Date: date, Schema: boltstore.SchemaVersion}
	if b.Version != "" {
		return b
	}
	b.Version = "dev"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Date = s.Value
		}
	}
	return b
}
