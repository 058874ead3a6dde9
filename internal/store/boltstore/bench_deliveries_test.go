package boltstore

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/dpor-cli/dpor/internal/app"
	"github.com/dpor-cli/dpor/internal/store/storetest"
	"github.com/dpor-cli/dpor/pkg/notice"
)

// BenchmarkDelivering brings the last and the next step of messages into ledgers of many.
func BenchmarkDelivering(b *testing.B) {
	for _, queued := range []int{10_000, 1_000_000} {
		s := at(filepath.Join(b.TempDir(), "ledger.db"), time.Second)
		var batch app.Batch
		for n := range queued {
			batch.Messages = append(batch.Messages, storetest.Message(n+1, n, n%1000, n%500))
		}
		storetest.Write(b, s, batch)
		for _, count := range []int{1, 100} {
			b.Run(fmt.Sprintf("%d of %d", count, queued), func(b *testing.B) {
				round := 0
				for b.Loop() {
					list := make([]notice.Message, count)
					for i := range list {
						m := batch.Messages[(round*count+i)%queued]
						list[i] = m.Delivered(storetest.Epoch().Add(time.Duration(round)*time.Second), "You are now the partner", "en", "")
					}
					storetest.Deliver(b, s, list...)
					round++
				}
			})
		}
	}
}
