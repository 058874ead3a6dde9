package app

import (
	"context"

	"github.com/dpor-cli/dpor/pkg/access"
	"github.com/dpor-cli/dpor/pkg/evidence"
	"github.com/dpor-cli/dpor/pkg/fault"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// EvidenceReport is what was found in the folder of evidence.
type EvidenceReport struct {
	Whole int // documents that claims refer to and that are as they were attached
	// Broken are those that are not there or not as they were attached; the error says which.
	Broken []BrokenDocument
	// Unreferenced are bytes that no claim refers to, Leftovers what a killed process left behind, and
	// Foreign everything else in the folder, which is not dpor's to remove. Removed tells that the first two
	// are gone by now.
	Unreferenced []evidence.Hash
	Leftovers    []string
	Foreign      []string
	Removed      bool
}

// BrokenDocument is a document that cannot be shown to anybody any more.
type BrokenDocument struct {
	Claim    ids.Claim
	FileName string
	Hash     evidence.Hash
	Err      *fault.Error
}

// InspectEvidence compares the folder of evidence with the claims, and verifies every document while
// nobody waits for the ledger. With fix it then removes what no claim refers to, while nobody else can
// write: bytes that somebody is about to attach are either referred to by then, or missed when the claim
// is written, which refuses it.
//
// Errors: forbidden, with fix, for the role; and those of the Store and of Evidence.
func (e Engine) InspectEvidence(ctx context.Context, fix bool) (report EvidenceReport, err error) {
	if fix {
		if err := e.Actor.May(access.Tidy); err != nil {
			return report, err
		}
	}
	var referred []reference
	err = e.Store.View(ctx, func(r Reader) (err error) {
		if referred, err = references(ctx, r); err != nil {
			return err
		}
		return e.unreferred(referred, &report)
	})
	if err != nil {
		return report, err
	}
	for _, d := range referred {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		if _, err := e.Evidence.Get(d.Hash); err != nil {
			report.Broken = append(report.Broken, BrokenDocument{d.claim, d.FileName, d.Hash, fault.As(err)})
			continue
		}
		report.Whole++
	}
	if !fix {
		return report, nil
	}
	err = e.Store.Update(ctx, func(r Reader) (Batch, error) {
		referred, err := references(ctx, r)
		if err == nil {
			err = e.unreferred(referred, &report)
		}
		if err == nil {
			err = e.tidy(&report)
		}
		return Batch{}, err
	})
	return report, err
}

// reference is a document that a claim refers to.
type reference struct {
	claim ids.Claim
	evidence.Document
}

// references are the documents that claims refer to, each once.
func references(ctx context.Context, r Reader) (list []reference, err error) {
	seen := map[evidence.Hash]bool{}
	for c, err := range r.Claims(ids.Claim{}) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		for _, d := range c.Evidence {
			if !seen[d.Hash] {
				seen[d.Hash] = true
				list = append(list, reference{c.ID, d.Document})
			}
		}
	}
	return list, nil
}

// unreferred notes what is kept that none of the references is about.
func (e Engine) unreferred(referred []reference, report *EvidenceReport) error {
	wanted := map[evidence.Hash]bool{}
	for _, d := range referred {
		wanted[d.Hash] = true
	}
	kept, others, err := e.Evidence.List()
	report.Unreferenced, report.Leftovers, report.Foreign = nil, nil, nil
	for _, name := range others {
		if e.Evidence.IsLeftover(name) {
			report.Leftovers = append(report.Leftovers, name)
		} else {
			report.Foreign = append(report.Foreign, name)
		}
	}
	for _, h := range kept {
		if !wanted[h] {
			report.Unreferenced = append(report.Unreferenced, h)
		}
	}
	return err
}

func (e Engine) tidy(report *EvidenceReport) error {
	for _, h := range report.Unreferenced {
		if err := e.Evidence.Remove(h); err != nil {
			return err
		}
	}
	for _, name := range report.Leftovers {
		// A folder under such a name was not left by us.
		if err := e.Evidence.RemoveLeftover(name); err != nil && fault.CodeOf(err) != fault.Invalid {
			return err
		}
	}
	report.Removed = len(report.Unreferenced)+len(report.Leftovers) > 0
	return nil
}
