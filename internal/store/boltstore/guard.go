package boltstore

import (
	"fmt"
	"runtime/debug"

	"github.com/dpor-cli/dpor/pkg/fault"
)

// guard runs what touches bbolt's map. A page that the disk cannot give arrives as a fault of memory
// and a damaged one as a panic; both become corrupt. No code of a caller runs in it, so that a defect
// of the program is never taken for damage.
func (h *handle) guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if what := recover(); what != nil {
			h.broken = true
			err = fault.New(fault.Corrupt, "ledger.damaged", "file", h.store.path, "part", "pages").
				About(h.store.path).Because(fmt.Errorf("%v", what))
		}
	}()
	return f()
}
