package boltstore

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/cpor"
	"github.com/dpor-cli/dpor/pkg/ids"
)

// claimedLedger is a ledger of 10,000 claims, as many of them in each status.
func claimedLedger(b *testing.B) *Store {
	b.Helper()
	s := at(filepath.Join(b.TempDir(), "ledger.db"), time.Second)
	var batch app.Batch
	for n := range 10_000 {
		status := cpor.Statuses()[n%len(cpor.Statuses())]
		batch.Claims = append(batch.Claims, storetest.ClaimRecord(n+1, n%500, n%1000, status, n))
	}
	storetest.Write(b, s, batch)
	return s
}

func BenchmarkWriting10000Claims(b *testing.B) {
	for b.Loop() {
		claimedLedger(b)
	}
}

func BenchmarkListingTheSubmittedOf10000Claims(b *testing.B) {
	s := claimedLedger(b)
	for b.Loop() {
		found := 0
		err := s.View(tContext, func(r app.Reader) error {
			for _, err := range r.ClaimsWith(cpor.Submitted, ids.Claim{}) {
				if err != nil {
					return err
				}
				found++
			}
			return nil
		})
		if err != nil || found != 1429 {
			b.Fatal(found, err)
		}
	}
}

func BenchmarkApprovingOneOf10000Claims(b *testing.B) {
	s, n := claimedLedger(b), 0
	for b.Loop() {
		n++
		storetest.Write(b, s, app.Batch{Claims: []cpor.State{storetest.ClaimRecord(n%10_000+1, 0, n%1000, cpor.Approved, 20_000+n)}})
	}
}
