// Package workload owns the catalogue that ships with dpor: the workloads and products that can be
// claimed. The sources name sets that changed over the years (DOMAIN 1.3), so that it is a file, and the
// configuration can name another one in its place.
//
// It must not know a rule about them.
package workload

import (
	"bytes"
	_ "embed" // for the catalogue

	"github.com/dpor-cli/dpor/internal/intake"
	"github.com/dpor-cli/dpor/pkg/cpor"
)

//go:embed workloads.csv
var shipped []byte

// Shipped is the catalogue that ships with dpor.
func Shipped() (cpor.Catalogue, error) {
	return intake.ReadCatalogue(intake.Source{Name: "workloads.csv", Content: bytes.NewReader(shipped)})
}
